import { describe, expect, it } from 'vitest';
import { MILLISECOND } from '../../../../src/kernel/units.ts';
import { HERE, SipLab, THERE } from '../sipLab.ts';

describe('the one SIP thread of a server', () => {
  function thread(): {
    lab: SipLab;
    done: [number, number][];
    come: (n: number, server?: typeof HERE) => void;
    hold: { on: boolean };
  } {
    const lab = new SipLab();
    const done: [number, number][] = [];
    const hold = { on: false };
    const work = lab.sip.timer<number>((server, n) => {
      done.push([lab.now, n]);
      return hold.on ? lab.sip.waitFor(server, 'database') : true;
    });
    return { lab, done, hold, come: (n, server = HERE) => lab.sip.arrive(server, work, n, server) };
  }

  it('reads one after the other, in order, each for its time; servers do not wait for each other', () => {
    const { lab, done, come } = thread();
    for (const n of [1, 2, 3]) come(n);
    come(4, THERE);
    expect([lab.sip.waiting(HERE), lab.sip.blockOf(HERE), lab.sip.blockOf(THERE)]).toEqual([
      2,
      { by: 'load', waiting: 2 },
      undefined,
    ]);
    lab.until(1);
    expect(done).toEqual([
      [0.001, 1],
      [0.001, 4],
      [0.002, 2],
      [0.003, 3],
    ]);
    expect(lab.sip.blockOf(HERE)).toBeUndefined();
  });

  it('reads nothing while a message waits, and knows since when each was there', () => {
    const { lab, done, come, hold } = thread();
    hold.on = true;
    come(1);
    lab.until(0.5);
    come(2);
    lab.until(1);
    expect([done.length, lab.sip.blockOf(HERE), lab.sip.arrivedAt(HERE)]).toEqual([
      1,
      { by: 'database', waiting: 1 },
      0,
    ]);
    hold.on = false;
    lab.sip.finish(HERE);
    lab.until(2);
    expect([done[1], lab.sip.arrivedAt(HERE)]).toEqual([[1.001, 2], 500 * MILLISECOND]);
    expect(lab.sip.blockOf(HERE)).toBeUndefined();
    come(3);
    expect(lab.until(3).now).toBe(3);
    expect(done[2]).toEqual([2.001, 3]);
  });

  it('loses messages that find the socket full; a timer needs no room in it', () => {
    const lab = new SipLab({ rules: { sipSocketHolds: 2 } });
    let isHeld = true;
    const timers: number[] = [];
    const timer = lab.sip.timer<number>((_, n) => timers.push(n) > 0);
    const work = lab.sip.timer<number>((server) => (isHeld ? lab.sip.waitFor(server, 'database') : true));
    lab.sip.arrive(HERE, work, 0, HERE);
    for (const n of [1, 2, 3]) lab.sip.arrive(HERE, timer, n, HERE);
    for (const phone of [1, 2, 3] as const) lab.register(phone, {});
    lab.until(0.1);
    expect([lab.sip.waiting(HERE), lab.network.lost, lab.overflowed]).toEqual([5, 1, [HERE]]);
    isHeld = false;
    lab.sip.finish(HERE);
    lab.until(0.2);
    expect([timers, lab.answers().length]).toEqual([[1, 2, 3], 2]);
    for (const phone of [1, 2] as const) lab.register(phone, {});
    expect([lab.until(0.3).answers().length, lab.network.lost]).toEqual([4, 1]);
  });

  it('forgets all by a crash, also what it was reading', () => {
    const { lab, done, come, hold } = thread();
    hold.on = true;
    for (const n of [1, 2, 3]) come(n);
    lab.sip.crash(HERE);
    hold.on = false;
    expect([lab.sip.waiting(HERE), lab.sip.blockOf(HERE)]).toEqual([0, undefined]);
    lab.until(1);
    expect(done).toEqual([]);
    come(4);
    lab.until(2);
    expect(done).toEqual([[1.001, 4]]);
  });
});
