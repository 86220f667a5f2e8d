import { describe, expect, it } from 'vitest';
import { SECOND } from '../../src/kernel/units.ts';
import type { CallRecord } from '../../src/model/observations.ts';
import { HUB, Lab } from './lab.ts';

const PHONES = {
  here: { numbers: '1001, 1003', home: 'regpbx1', expires: '3600s' },
  there: { numbers: '1002, 1004', home: 'regpbx2', expires: '3600s' },
};
const CALL = { at: '10s', from: '1001', to: '81002', talk: '1s', patience: '60s' };

function lab(more: object = {}, phones: object = PHONES): Lab {
  return new Lab({
    scenario: { phones, start: { qualifyPhase: '59s', wallSecond: '100ms', refreshPhase: '1700s' }, ...more },
  });
}

function rings(call: CallRecord | undefined): number {
  return call === undefined || call.ringingAt < 0 ? Infinity : (call.ringingAt - call.offeredAt) / SECOND;
}

describe('a call while the hub is dead', () => {
  it('waits 2 s twice, then goes by the database; nothing is cached of a hub that does not answer', () => {
    const made = lab({ calls: [CALL] });
    made.until(9);
    made.crash(HUB);
    made.until(40);
    const [call] = made.heard.calls;
    expect(call!.outcome).toBe('direct');
    expect(rings(call)).toBeGreaterThan(4);
    expect(rings(call)).toBeLessThan(4.05);
  });

  it('goes by the database at once when it is UNREACHABLE', () => {
    const made = lab({ calls: [{ ...CALL, at: '70s' }] });
    made.until(9);
    made.crash(HUB);
    made.until(120);
    expect(made.heard.calls[0]!.outcome).toBe('direct');
    expect(rings(made.heard.calls[0])).toBeLessThan(0.05);
  });
});

describe('who waits for one lock only', () => {
  it("regpbx2 stalls for 2 s with a dead server elsewhere, and answers before the hub's 2.2 s are over", () => {
    // regpbx2 asks first, for a number on regpbx1; 20 ms later regpbx1 asks for one on regpbx2, which is stalled.
    const calls = [
      { ...CALL, from: '1004', to: '81003' },
      { ...CALL, at: '10020ms' },
    ];
    const made = lab({ calls });
    made.until(9);
    made.crash('regpbx5');
    made.until(40);
    const second = made.heard.lookups.find(
      ({ purpose, server, took }) => purpose === 'find' && made.names[server] === 'regpbx1' && took > SECOND,
    )!;
    expect(second.answers.map((server) => made.names[server])).toEqual(['regpbx2']);
    expect(second.took / SECOND).toBeLessThan(2.1);
  });
});

describe('the shared row on 16 (destroy_association, build_peer)', () => {
  const moving = {
    moving: { numbers: '1002', home: 'regpbx2', expires: '20s', powered: 'no' },
    here: { numbers: '1001', home: 'regpbx1', expires: '3600s' },
  };
  const hasContact = (made: Lab): boolean => made.cluster.parts.table.hasFullContact(made.phone('1002'));

  /** Registers at regpbx2, leaves without a word for regpbx3, and refreshes there. */
  function moved(rowWasFilled: boolean): Lab {
    const made = lab({}, moving);
    if (rowWasFilled) made.writeRow('1002');
    made.register('1002', 'regpbx2');
    made.pass(1);
    made.register('1002', 'regpbx3');
    made.pass(1);
    return made;
  }

  it('both servers advertise a phone that moved, until the old timer and its 10 s end', () => {
    const made = moved(false);
    const from = made.now - 2 * SECOND;
    expect([made.isAdvertised('1002', 'regpbx2'), made.isAdvertised('1002', 'regpbx3')]).toEqual([true, true]);
    made.until(from / SECOND + 29.9);
    expect(made.isAdvertised('1002', 'regpbx2')).toBe(true);
    made.until(from / SECOND + 30.1);
    expect([made.isAdvertised('1002', 'regpbx2'), made.isAdvertised('1002', 'regpbx3')]).toEqual([false, true]);
  });

  it('the old server blanks the row of the new one, if the row had a fullcontact when the old one loaded it', () => {
    const made = moved(true);
    made.until(29);
    expect(hasContact(made)).toBe(true);
    made.pass(3);
    // Until the phone's next refresh at regpbx3 the database knows no contact.
    expect(made.heard.statements.some(({ purpose, kind }) => purpose === 'expire' && kind === 'update')).toBe(true);
  });

  it('and leaves it alone if the row was empty then', () => {
    const made = moved(false);
    made.pass(35);
    expect(made.heard.statements.some(({ purpose }) => purpose === 'expire')).toBe(false);
    expect(hasContact(made)).toBe(true);
  });

  it('with the row blank and its number gone from DUNDi, a call is invalid', () => {
    const made = lab({ calls: [{ ...CALL, at: '60s' }] }, { ...moving, moving: { ...moving.moving, expires: '20s' } });
    made.writeRow('1002');
    made.register('1002', 'regpbx2');
    made.pass(1);
    made.powerOff('1002');
    made.until(100);
    expect(hasContact(made)).toBe(false);
    expect(made.heard.calls[0]!.outcome).toBe('invalid');
  });
});

describe('a failover on 16 with the switch', () => {
  it('a call to a phone of a dead server rings directly, after 2 s and once more 2 s, when the row is there', () => {
    const made = lab({ calls: [CALL] });
    made.until(9);
    made.crash('regpbx2');
    made.until(60);
    const [call] = made.heard.calls;
    expect(call!.outcome).toBe('direct');
    expect(rings(call)).toBeGreaterThan(2);
    expect(rings(call)).toBeLessThan(4.1);
  });
});
