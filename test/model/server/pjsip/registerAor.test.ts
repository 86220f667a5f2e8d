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
  qualifyFrequency: 0,
  qualifyTimeout: 3_000_000,
};

function contact(host: number, until: number): Contact {
  return { aor: 0 as PhoneId, host: host as HostId, callId: host, until, server: 0 as ServerId };
}

const OLD = contact(1, 100);
const OLDER = contact(2, 90);

describe('what a REGISTER changes', () => {
  const made = (host: number, expires: number, aor: Partial<PjsipAor>, known: readonly Contact[]): unknown =>
    bindings({ contact: host as HostId, expires }, { ...AOR, ...aor }, known)?.map(({ kind, contact: of }) =>
      of === undefined ? kind : `${kind} ${of.host}`,
    );

  it.each([
    ['the first contact', 1, 300, {}, [], ['create']],
    ['a refresh', 1, 300, {}, [OLD], ['update']],
    ['unregistering', 1, 0, {}, [OLD], ['delete 1']],
    ['unregistering what is not there', 1, 0, {}, [OLDER], []],
    ['one more than max_contacts', 3, 300, {}, [OLD], undefined],
    ['the same within a larger one', 3, 300, { maxContacts: 2 }, [OLD], ['create']],
    ['remove_existing: the other goes', 3, 300, { removeExisting: true }, [OLD], ['create', 'delete 1']],
    [
      'remove_existing: those go that end first',
      3,
      300,
      { removeExisting: true, maxContacts: 2 },
      [OLD, OLDER],
      ['create', 'delete 2'],
    ],
  ] as const)('%s', (_, host, expires, aor, known, changes) => {
    expect(made(host, expires, aor, known)).toEqual(changes);
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
