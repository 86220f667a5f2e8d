import { describe, expect, it } from 'vitest';
import { MILLISECOND, type Micros } from '../../../../src/kernel/units.ts';
import { Autoservice } from '../../../../src/model/server/dialplan/autoservice.ts';

/** A thread runs 50 µs after it was woken. */
const WAKE: Micros = 50;
const POLL: Micros = MILLISECOND + WAKE;

/** Steps of `start` and `stop` at their times, µs; gives what each stop took. */
function taken(...steps: readonly ['start' | 'stop', Micros][]): readonly Micros[] {
  const clock = { now: 0 };
  const service = new Autoservice(clock, () => WAKE);
  const took: Micros[] = [];
  for (const [what, at] of steps) {
    clock.now = at;
    if (what === 'start') service.start();
    else took.push(service.stop());
  }
  return took;
}

describe('Autoservice', () => {
  it('a channel that its thread has seen is given back at the first look, 1 ms later', () => {
    expect(taken(['start', 0], ['stop', WAKE])).toEqual([POLL]);
    expect(taken(['start', 0], ['stop', 2_000_000])).toEqual([POLL]);
  });

  it('one that is taken back before the thread runs waits out its pause of 10 ms, in steps of a millisecond', () => {
    expect(taken(['start', 0], ['stop', WAKE - 1])).toEqual([10 * POLL]);
    expect(taken(['start', 0], ['stop', 0])).toEqual([10 * POLL]);
  });

  it('a second one in that pause: its stop interrupts the pause', () => {
    const pausing = WAKE + 5 * MILLISECOND;
    expect(taken(['start', 0], ['stop', 0], ['start', pausing], ['stop', pausing + 1000])).toEqual([10 * POLL, POLL]);
  });

  it('after the pause the thread waits to be woken again', () => {
    const after = 20 * MILLISECOND;
    expect(taken(['start', 0], ['stop', 0], ['start', after], ['stop', after + WAKE - 1])).toEqual([
      10 * POLL,
      10 * POLL,
    ]);
    expect(taken(['start', 0], ['stop', 0], ['start', after], ['stop', after + WAKE])).toEqual([10 * POLL, POLL]);
  });

  it('beside another channel it is given back when the thread looks at its list again, within 50 ms', () => {
    expect(taken(['start', 0], ['start', 10], ['stop', 20])).toEqual([48 * POLL]);
    expect(taken(['start', 0], ['start', 10], ['stop', 100], ['stop', 5000])).toEqual([POLL, POLL]);
  });

  it('knows nothing after a restart', () => {
    const clock = { now: 0 };
    const service = new Autoservice(clock, () => WAKE);
    service.start();
    service.stop();
    service.start();
    service.reset();
    clock.now = 1000;
    service.start();
    clock.now += WAKE;
    expect(service.stop()).toBe(POLL);
  });
});
