import { describe, expect, it } from 'vitest';
import { Simulation } from '../../../../src/kernel/clock/simulation.ts';
import { SECOND } from '../../../../src/kernel/units.ts';
import type { PjsipStores, ServerConfig } from '../../../../src/model/config.ts';
import type { HostId, PhoneId, ServerId } from '../../../../src/model/ids.ts';
import { Contacts, sameRow, type Contact } from '../../../../src/model/server/pjsip/contacts.ts';
import { WallClock } from '../../../../src/model/server/wallClock.ts';

const [HERE, THERE] = [0, 1] as ServerId[];
const AOR = 5 as PhoneId;

function contact(host: number, until = 100, server = HERE): Contact {
  return { aor: AOR, host: host as HostId, callId: host, until, server: server! };
}

function made(kind: PjsipStores['contact']) {
  const sim = new Simulation({ seed: 'contacts' });
  const server = { pjsip: { stores: { contact: kind } } } as unknown as ServerConfig;
  return {
    sim,
    contacts: new Contacts([server, server], new WallClock(sim, 0), { compare: (a, b) => b.host - a.host }),
  };
}

describe('where contacts are', () => {
  it.each([
    ['astdb', 0, 1],
    ['memory', 0, 0],
    ['realtime', 1, 1],
  ] as const)('%s: another server reads %i, the same one after a crash %i', (kind, elsewhere, after) => {
    const { contacts } = made(kind);
    contacts.write(HERE!, contact(7));
    expect([contacts.isShared(HERE!), contacts.of(THERE!, AOR).length]).toEqual([kind === 'realtime', elsewhere]);
    contacts.crash(HERE!);
    expect(contacts.of(HERE!, AOR)).toHaveLength(after);
    contacts.write(HERE!, contact(7));
    contacts.loseDisk(HERE!);
    expect(contacts.of(HERE!, AOR)).toHaveLength(kind === 'realtime' ? 1 : 0);
  });
});

describe('the contacts of an AOR', () => {
  it('are one for each machine, in the order of their names; one that is written again is changed', () => {
    const { contacts } = made('astdb');
    for (const one of [contact(9), contact(7), contact(9, 200)]) contacts.write(HERE!, one);
    expect(contacts.of(HERE!, AOR)).toEqual([contact(9, 200), contact(7)]);
    expect(contacts.all(HERE!)).toEqual([contact(9, 200), contact(7)]);
  });

  it('are removed one by one, and each once', () => {
    const { contacts } = made('astdb');
    contacts.write(HERE!, contact(7));
    contacts.write(HERE!, contact(9));
    expect([contacts.remove(HERE!, contact(7)), contacts.remove(HERE!, contact(7))]).toEqual([true, false]);
    expect(contacts.of(HERE!, AOR)).toEqual([contact(9)]);
    expect([contacts.remove(HERE!, contact(9)), contacts.all(HERE!)]).toEqual([true, []]);
  });

  it('live until their very second', () => {
    const { sim, contacts } = made('astdb');
    contacts.write(HERE!, contact(7, 100));
    contacts.write(HERE!, contact(9, 200));
    sim.run(100 * SECOND - 1);
    expect([contacts.live(HERE!, AOR).length, contacts.expired(HERE!)]).toEqual([2, []]);
    sim.run(100 * SECOND);
    expect([contacts.live(HERE!, AOR), contacts.expired(HERE!)]).toEqual([[contact(9, 200)], [contact(7, 100)]]);
    expect(contacts.of(HERE!, AOR)).toHaveLength(2);
  });
});

it('two are the same row where an UPDATE would change nothing', () => {
  expect([contact(7), contact(7, 101), contact(7, 100, THERE)].map((one) => sameRow(one, contact(7)))).toEqual([
    true,
    false,
    false,
  ]);
});
