import { describe, expect, it } from 'vitest';
import { SECOND } from '../../../../src/kernel/units.ts';
import { HERE, PjsipLab } from './pjsipLab.ts';

const QUALIFIED = { aor: { qualifyFrequency: 60 * SECOND, qualifyTimeout: 3 * SECOND } };
const states = (lab: PjsipLab): readonly string[] => lab.heard.lines.filter((line) => line.includes('is now'));

describe('an endpoint', () => {
  it('is reachable from its first contact to its last', () => {
    const lab = new PjsipLab({ aor: { maxContacts: 2 } });
    lab.registered(0).registered(0).registered(0, 300, HERE, 1).registered(0, 0);
    expect(states(lab)).toEqual(['== Endpoint 1001 is now Reachable']);
    lab.registered(0, 0, HERE, 1);
    expect(states(lab).at(-1)).toBe('== Endpoint 1001 is now Unreachable');
  });

  it('has its extension once the dialplan lock is free; the 200 does not wait for it', () => {
    const lab = new PjsipLab();
    lab.locked = true;
    lab.registered(0).registered(1);
    expect([lab.answers(), lab.extensions[0]!.size, states(lab)]).toEqual([
      [
        [200, 300],
        [200, 300],
      ],
      0,
      [],
    ]);
    lab.unlock().pass(0.01);
    expect([...lab.extensions[0]!]).toEqual(['1001', '1002']);
  });

  it('and the 200 waits for it where the rule says so', () => {
    const lab = new PjsipLab({ rules: { registerWaitsForLock: true } });
    lab.locked = true;
    lab.registered(0).pass(5);
    expect(lab.answers()).toEqual([]);
    lab.unlock().pass(0.01);
    expect([lab.answers(), [...lab.extensions[0]!]]).toEqual([[[200, 300]], ['1001']]);
  });

  it('needs no lock where pjsip.conf names no regcontext', () => {
    const lab = new PjsipLab({ pjsip: { regContext: '' } });
    lab.locked = true;
    lab.registered(0);
    expect([states(lab).length, lab.extensions[0]!.size]).toEqual([1, 0]);
  });

  it('that is qualified is reachable when it has answered, and not when it does not', () => {
    const lab = new PjsipLab(QUALIFIED);
    lab.answersOptions = false;
    lab.registered(0);
    expect(states(lab.pass(10))).toEqual([]);
    lab.answersOptions = true;
    lab.until(70);
    expect([states(lab).length, [...lab.extensions[0]!], lab.contacts(0)]).toEqual([1, ['1001'], [0]]);
    lab.answersOptions = false;
    lab.until(140);
    expect([states(lab).at(-1), lab.extensions[0]!.size, lab.contacts(0)]).toEqual([
      '== Endpoint 1001 is now Unreachable',
      0,
      [],
    ]);
  });

  it('that is qualified is reachable at once where the rule says so', () => {
    const lab = new PjsipLab({ ...QUALIFIED, rules: { regextenFollowsQualify: false } });
    lab.answersOptions = false;
    lab.registered(0).pass(10);
    expect([...lab.extensions[0]!]).toEqual(['1001']);
  });
});

describe('a crash', () => {
  it('takes states and extensions; a contact of the astdb makes its endpoint reachable at the start', () => {
    const lab = new PjsipLab().registered(0).crash(HERE);
    expect(lab.heard.registered[0]).toBe(0);
    lab.pass(1).restart(HERE).pass(0.1);
    expect([[...lab.extensions[0]!], lab.heard.registered[0], lab.contacts(0)]).toEqual([['1001'], 1, [0]]);
    lab.registered(0, 0);
    expect([lab.extensions[0]!.size, states(lab).at(-1)]).toEqual([0, '== Endpoint 1001 is now Unreachable']);
  });

  it('takes contacts that were in memory: the next registration is news', () => {
    const lab = new PjsipLab({ contact: 'memory' }).registered(0).crash(HERE).pass(1).restart(HERE).pass(0.1);
    expect([lab.contacts(0), lab.extensions[0]!.size]).toEqual([[], 0]);
    lab.registered(0);
    expect([[...lab.extensions[0]!], states(lab).length]).toEqual([['1001'], 2]);
  });

  it('ends what waits for the lock', () => {
    const lab = new PjsipLab();
    lab.locked = true;
    lab.registered(0).crash(HERE);
    lab.locked = false;
    lab.pass(1).restart(HERE).pass(0.1).registered(1);
    expect([...lab.extensions[0]!]).toEqual(['1001', '1002']);
  });
});
