import { describe, expect, it } from 'vitest';
import type { PjsipAor } from '../../../../src/model/config.ts';
import type { HostId, PhoneId, ServerId } from '../../../../src/model/ids.ts';
import type { Contact } from '../../../../src/model/server/pjsip/contacts.ts';
import { bindings, grantOf } from '../../../../src/model/server/pjsip/registerAor.ts';

const AOR: PjsipAor = {
  name: '1001',
  contacts: [],
  minExpiration: 60,
  maxExpiration: 7200,
  defaultExpiration: 3600,
  maxContacts: 1,
  removeExisting: false,
  removeUnavailable: false,
  qualifyFrequency: 0,
  qualifyTimeout: 3_000_000,
};

function contact(host: number, until: number): Contact {
  return { aor: 0 as PhoneId, host: host as HostId, callId: host, until, server: 0 as ServerId };
}

const [A, B, C] = [contact(1, 100), contact(2, 90), contact(4, 100)];
const REMOVES = { removeExisting: true };
const UNAVAILABLE = { removeUnavailable: true };

describe('what a REGISTER changes', () => {
  /** `silent`: contacts that do not answer OPTIONS. */
  const made = (
    host: number,
    expires: number,
    aor: Partial<PjsipAor>,
    known: readonly Contact[],
    silent: readonly number[] = [],
  ): unknown =>
    bindings({ contact: host as HostId, expires }, { ...AOR, ...aor }, known, ({ host: of }) =>
      silent.includes(of),
    )?.map((change) => (change.kind === 'delete' ? `${change.kind} ${change.contact.host}` : change.kind));

  it.each([
    ['the first contact', 1, 300, {}, [], ['create']],
    ['a refresh', 1, 300, {}, [A], ['update']],
    ['unregistering', 1, 0, {}, [A], ['delete 1']],
    ['unregistering what is not there', 1, 0, {}, [B], []],
    ['one more than max_contacts', 3, 300, {}, [A], undefined],
    ['the same within a larger one', 3, 300, { maxContacts: 2 }, [A], ['create']],
    ['a refresh of one of too many', 1, 300, {}, [A, B], undefined],
    ['the end of one of three', 1, 0, {}, [A, B, C], undefined],
    ['remove_existing: the other goes', 3, 300, REMOVES, [A], ['create', 'delete 1']],
    ['the one goes that ends first', 3, 300, { ...REMOVES, maxContacts: 2 }, [A, B], ['create', 'delete 2']],
    [
      'of two that end together the first by name',
      3,
      300,
      { ...REMOVES, maxContacts: 2 },
      [C, A],
      ['create', 'delete 4'],
    ],
    ['of several the last is deleted first', 3, 300, REMOVES, [A, B], ['create', 'delete 1', 'delete 2']],
    ['a refresh removes what is too many, too', 1, 300, REMOVES, [A, B], ['update', 'delete 2']],
    ['the end of one as well', 1, 0, REMOVES, [A, B, C], ['delete 1', 'delete 2']],
  ] as const)('%s', (_, host, expires, aor, known, changes) => {
    expect(made(host, expires, aor, known)).toEqual(changes);
  });

  it.each([
    ['one that does not answer goes first', {}, [A], [1], ['delete 1', 'create']],
    ['of several that which ends first', { maxContacts: 2 }, [A, B], [1, 2], ['delete 2', 'create']],
    ['none where all answer', {}, [A], [], undefined],
    ['none where it would not help', {}, [A, B], [1], undefined],
    ['none where there is room', { maxContacts: 2 }, [A], [1], ['create']],
    [
      'with remove_existing too: it goes before one that ends earlier',
      { ...REMOVES, maxContacts: 2 },
      [A, B],
      [1],
      ['create', 'delete 1'],
    ],
  ] as const)('remove_unavailable: %s', (_, aor, known, silent, changes) => {
    expect(made(3, 300, { ...UNAVAILABLE, ...aor }, known, silent)).toEqual(changes);
  });

  it('without remove_unavailable one that does not answer stays', () => {
    expect(made(3, 300, {}, [A], [1])).toBeUndefined();
    expect(made(3, 300, { ...REMOVES, maxContacts: 2 }, [A, B], [1])).toEqual(['create', 'delete 2']);
  });
});

it.each([
  [30, 60],
  [300, 300],
  [10_000, 7200],
  [-1, 3600],
])('who asks for %i s gets %i s', (asks, granted) => {
  expect(grantOf(AOR, asks)).toBe(granted);
});
