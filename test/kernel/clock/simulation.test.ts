import { describe, expect, it } from 'vitest';
import { assert, BrokenAssertion } from '../../../src/kernel/assert.ts';
import type { Id } from '../../../src/kernel/units.ts';
import { NOT_SCHEDULED, Simulation, type EventType } from '../../../src/kernel/clock/simulation.ts';

/** A simulation that writes down `time:name(a,b)` for each event. */
function diary(names: readonly string[], seed = 'seed') {
  const sim = new Simulation({ seed });
  const lines: string[] = [];
  const types = Object.fromEntries(
    names.map((name) => [name, sim.on(name, (a, b) => lines.push(`${sim.now}:${name}(${a},${b})`))]),
  );
  return { sim, lines, types };
}

describe('order of events', () => {
  it('is that of time, then that of scheduling', () => {
    const { sim, lines, types } = diary(['x', 'y']);
    sim.after(20, types.x!, 1, 2);
    sim.after(10, types.y!, 3, 4);
    sim.at(20, types.y!, 5, 6);
    sim.after(0, types.x!, 7, -8);
    sim.run(100);
    expect(lines).toEqual(['0:x(7,-8)', '10:y(3,4)', '20:x(1,2)', '20:y(5,6)']);
    expect(sim.now).toBe(100);
    expect(sim.eventsRun).toBe(4);
  });

  it('puts an event after 0 behind those already scheduled for now', () => {
    const sim = new Simulation({ seed: '' });
    const order: number[] = [];
    const note = sim.on('note', (n) => order.push(n));
    const first = sim.on('first', () => sim.after(0, note, 3, 0));
    sim.after(5, first, 0, 0);
    sim.after(5, note, 1, 0);
    sim.after(5, note, 2, 0);
    sim.run(5);
    expect(order).toEqual([1, 2, 3]);
  });

  it('runs what is due at `until` itself and leaves what is later', () => {
    const { sim, lines, types } = diary(['x']);
    sim.at(10, types.x!, 1, 0);
    sim.at(11, types.x!, 2, 0);
    sim.run(10);
    expect(lines).toEqual(['10:x(1,0)']);
    expect(sim.pending).toBe(1);
    sim.run(11);
    expect(lines).toHaveLength(2);
    expect(sim.pending).toBe(0);
  });
});

describe('runSome', () => {
  it('stops after so many events and goes on where it stopped', () => {
    const { sim, lines, types } = diary(['x']);
    for (let i = 1; i <= 5; i++) sim.at(i, types.x!, i, 0);
    expect(sim.runSome(10, 2)).toBe(false);
    expect(lines).toHaveLength(2);
    expect(sim.now).toBe(2);
    expect(sim.runSome(10, 3)).toBe(false);
    expect(sim.runSome(10, 3)).toBe(true);
    expect(sim.now).toBe(10);
  });
});

describe('an event with a deadline', () => {
  function withDeadline(): { sim: Simulation; ran: string[]; ends: number[]; type: EventType<number> } {
    const sim = new Simulation({ seed: '' });
    const ran: string[] = [];
    const ends: number[] = [];
    const type = sim.onDeadline(
      'it.ends',
      (a) => ends[a]!,
      (a) => ran.push(`${sim.now}:${a}`),
    );
    return { sim, ran, ends, type };
  }

  it('waits, unseen, while the deadline is later, and runs once', () => {
    const { sim, ran, ends, type } = withDeadline();
    ends[0] = 10;
    const scheduled = sim.at(10, type, 0, 0);
    sim.run(5);
    ends[0] = 30;
    sim.run(20);
    expect([ran, sim.eventsRun, sim.pending, sim.isPending(scheduled)]).toEqual([[], 0, 1, true]);
    ends[0] = 35;
    sim.run(100);
    expect([ran, sim.eventsRun, sim.pending, sim.isPending(scheduled)]).toEqual([['35:0'], 1, 0, false]);
  });

  it('gives the fingerprint of one that was cancelled and scheduled anew', () => {
    const { sim, ends, type } = withDeadline();
    ends[0] = 10;
    sim.at(10, type, 0, 0);
    ends[0] = 30;
    sim.run(100);
    const plain = new Simulation({ seed: '' });
    const same = plain.on('it.ends', () => {});
    plain.cancel(plain.at(10, same, 0, 0));
    plain.at(30, same, 0, 0);
    plain.run(100);
    expect(sim.fingerprint()).toBe(plain.fingerprint());
  });

  it('can be cancelled while it waits', () => {
    const { sim, ran, ends, type } = withDeadline();
    ends[0] = 10;
    const scheduled = sim.at(10, type, 0, 0);
    ends[0] = 30;
    sim.run(20);
    sim.cancel(scheduled);
    sim.run(100);
    expect([ran, sim.pending]).toEqual([[], 0]);
  });
});

describe('cancel', () => {
  it('takes an event back, once, and not the next one in the same place', () => {
    const { sim, lines, types } = diary(['x']);
    const first = sim.after(5, types.x!, 1, 0);
    expect(sim.isPending(first)).toBe(true);
    sim.cancel(first);
    sim.cancel(first);
    expect(sim.pending).toBe(0);
    sim.run(10);
    const second = sim.after(5, types.x!, 2, 0);
    sim.cancel(first);
    expect(sim.isPending(second)).toBe(true);
    sim.run(20);
    sim.cancel(second);
    const third = sim.after(5, types.x!, 3, 0);
    sim.cancel(second);
    expect(sim.isPending(third)).toBe(true);
    sim.run(30);
    expect(lines).toEqual(['15:x(2,0)', '25:x(3,0)']);
  });

  it('is harmless for NOT_SCHEDULED and for the running event', () => {
    const sim = new Simulation({ seed: '' });
    sim.cancel(NOT_SCHEDULED);
    let ran = 0;
    let self = NOT_SCHEDULED;
    const x = sim.on('x', () => {
      ran++;
      sim.cancel(self);
    });
    self = sim.after(1, x, 0, 0);
    sim.after(2, x, 0, 0);
    sim.run(10);
    expect(ran).toBe(2);
  });

  it('handles survive a Float64Array', () => {
    const { sim, lines, types } = diary(['x']);
    const kept = new Float64Array(1);
    for (let i = 0; i < 1000; i++) {
      kept[0] = sim.after(1, types.x!, 1, 0);
      sim.cancel(kept[0]!);
    }
    sim.run(10);
    expect(lines).toEqual([]);
  });

  it('sweeps the cancelled out when they outnumber the others, and loses none of the others', () => {
    const { sim, lines, types } = diary(['x']);
    const handles = Array.from({ length: 10_000 }, (_, i) => sim.after(10_000 - i, types.x!, i, 0));
    handles.forEach((handle, i) => i % 10 !== 0 && sim.cancel(handle));
    expect(sim.pending).toBe(1000);
    sim.run(20_000);
    expect(lines).toHaveLength(1000);
    expect(lines[0]).toBe('10:x(9990,0)');
  });
});

describe('fingerprint', () => {
  const run = (
    names: readonly string[],
    events: readonly (readonly [number, string, number, number])[],
    before?: (sim: Simulation, types: Record<string, EventType>) => void,
  ) => {
    const { sim, types } = diary(names);
    before?.(sim, types);
    for (const [time, name, a, b] of events) sim.at(time, types[name]!, a, b);
    sim.run(2 ** 40);
    return sim.fingerprint();
  };
  const events = [
    [1, 'x', 5, 6],
    [2, 'y', 7, 8],
    [2, 'x', 9, 10],
  ] as const;

  it('is 16 hexadecimal digits, the same for the same run', () => {
    expect(run(['x', 'y'], events)).toMatch(/^[0-9a-f]{16}$/);
    expect(run(['x', 'y'], events)).toBe(run(['x', 'y'], events));
  });

  it('does not depend on the order in which types were declared, nor on cancelled events', () => {
    expect(run(['y', 'z', 'x'], events)).toBe(run(['x', 'y'], events));
    expect(run(['x', 'y'], events, (sim, types) => sim.cancel(sim.at(1, types.y!, 1, 1)))).toBe(
      run(['x', 'y'], events),
    );
  });

  it('is that of the heap when a few pending events become many, and few again', () => {
    const fingerprintOn = (queue: 'buckets' | 'heap'): string => {
      const sim = new Simulation({ seed: 'growth', queue });
      const delays = sim.stream('delays');
      const ends = sim.on('growth.ends', () => {});
      const burst = sim.on('growth.burst', (count) => {
        for (let i = 0; i < count; i++) sim.after(delays.integer(1_000_000), ends, i, 0);
      });
      for (const [at, count] of [
        [0, 100],
        [10, 20_000],
        [20, 60_000],
        [900_000, 30_000],
        [5_000_000, 100],
        [5_100_000, 200_000],
      ] as const)
        sim.at(at, burst, count, 0);
      sim.run(10_000_000);
      expect(sim.eventsRun).toBe(310_206);
      return sim.fingerprint();
    };
    expect(fingerprintOn('buckets')).toBe(fingerprintOn('heap'));
  });

  it('depends on each of time, name, a, b, and on the order', () => {
    const variants = [
      events,
      [
        [1, 'x', 5, 6],
        [3, 'y', 7, 8],
        [3, 'x', 9, 10],
      ],
      [
        [1, 'x', 5, 6],
        [2, 'y', 7, 8],
        [2 + 2 ** 32, 'x', 9, 10],
      ],
      [
        [1, 'y', 5, 6],
        [2, 'y', 7, 8],
        [2, 'x', 9, 10],
      ],
      [
        [1, 'x', 4, 6],
        [2, 'y', 7, 8],
        [2, 'x', 9, 10],
      ],
      [
        [1, 'x', 5, 7],
        [2, 'y', 7, 8],
        [2, 'x', 9, 10],
      ],
      [
        [1, 'x', 6, 5],
        [2, 'y', 7, 8],
        [2, 'x', 9, 10],
      ],
      [
        [1, 'x', 5, 6],
        [2, 'x', 9, 10],
        [2, 'y', 7, 8],
      ],
      [
        [1, 'x', 5, 6],
        [2, 'y', 7, 8],
      ],
    ] as const;
    const prints = variants.map((variant) => run(['x', 'y'], variant));
    expect(new Set(prints).size).toBe(variants.length);
  });
});

describe('an observer', () => {
  it('gets every event before it runs, those of runNow too, and changes no fingerprint', () => {
    const run = (isObserved: boolean) => {
      const sim = new Simulation({ seed: '' });
      const seen: string[] = [];
      const inner = sim.on('inner', (a) => seen.push(`ran ${a}`));
      const outer = sim.on('outer', (a, b) => sim.runNow(inner, a + b, 0));
      if (isObserved) sim.observe((time, name, a, b) => seen.push(`${time} ${name} ${a} ${b}`));
      const late = sim.on('late', () => {});
      sim.after(5, outer, 3, 4);
      sim.cancel(sim.after(6, late, 0, 0));
      sim.after(7, late, 8, 9);
      sim.run(10);
      return { seen, fingerprint: sim.fingerprint() };
    };
    expect(run(true).seen).toEqual(['5 outer 3 4', '5 inner 7 0', 'ran 7', '7 late 8 9']);
    expect(run(true).fingerprint).toBe(run(false).fingerprint);
  });

  it('is one', () => {
    const { sim } = diary(['x']);
    sim.observe(() => {});
    expect(() => sim.observe(() => {})).toThrow(BrokenAssertion);
  });
});

describe('a broken assertion', () => {
  const failing = (fail: () => void) => {
    const sim = new Simulation({ seed: 'seven' });
    const fails = sim.on('part.fails', fail);
    const outer = sim.on('part.calls', (a, b) => sim.runNow(fails, a + 1, b + 1));
    return { sim, fails, outer };
  };
  const errorOf = (run: () => void): unknown => {
    try {
      run();
    } catch (error) {
      return error;
    }
    return expect.unreachable('nothing was thrown');
  };

  it('names seed, virtual time, event and numbers', () => {
    const { sim, fails } = failing(() => assert(false, 'the account does not add up'));
    sim.after(60_000_250, fails, 3, 17);
    const error = errorOf(() => sim.run(1e9)) as BrokenAssertion;
    expect(error).toBeInstanceOf(BrokenAssertion);
    expect(error.what).toBe('the account does not add up');
    expect(error.moment).toEqual({ seed: 'seven', time: 60_000_250, event: 'part.fails', a: 3, b: 17 });
    expect(error.message).toBe('the account does not add up (seed seven, at 60000250 µs, event part.fails(3, 17))');
  });

  it('names the event that was run at once, not the one around it', () => {
    const { sim, outer } = failing(() => assert(false, 'wrong'));
    sim.after(5, outer, 1, 2);
    expect(errorOf(() => sim.run(10))).toMatchObject({ moment: { event: 'part.fails', a: 2, b: 3 } });
  });

  it('is what a TypeError or RangeError of a handler becomes, and no other error', () => {
    for (const [thrown, isBug] of [
      [new TypeError('x is not a function'), true],
      [new RangeError('Invalid array length'), true],
      [new Error('of the caller'), false],
    ] as const) {
      const { sim, fails } = failing(() => {
        throw thrown;
      });
      sim.after(1, fails, 0, 0);
      const error = errorOf(() => sim.run(10)) as Error;
      if (!isBug) expect(error).toBe(thrown);
      else {
        expect(error).toBeInstanceOf(BrokenAssertion);
        expect(error.message).toContain(`${thrown.name}: ${thrown.message} (seed seven, at 1 µs`);
        expect(error.cause).toBe(thrown);
      }
    }
  });

  it('has no moment when no event runs', () => {
    const { sim } = diary(['x']);
    sim.run(5);
    expect(errorOf(() => sim.run(4))).toMatchObject({ moment: undefined });
  });
});

describe('what breaks an assertion', () => {
  it('declaring twice, or after the run began', () => {
    const { sim } = diary(['x']);
    expect(() => sim.on('x', () => {})).toThrow(BrokenAssertion);
    sim.run(0);
    expect(() => sim.on('y', () => {})).toThrow(BrokenAssertion);
  });

  it('a time that is past, fractional or not a number', () => {
    const { sim, types } = diary(['x']);
    sim.run(100);
    for (const delay of [-1, 0.5, NaN, Infinity])
      expect(() => sim.after(delay, types.x!, 0, 0), String(delay)).toThrow(/x was scheduled for/);
    expect(() => sim.at(99, types.x!, 0, 0)).toThrow(BrokenAssertion);
    expect(() => sim.run(99)).toThrow(BrokenAssertion);
  });

  it('running within an event', () => {
    const sim = new Simulation({ seed: '' });
    const x = sim.on('x', () => sim.run(10));
    sim.after(1, x, 0, 0);
    expect(() => sim.run(5)).toThrow(BrokenAssertion);
  });
});

describe('streams', () => {
  it('are the same object for the same name, and depend on seed and name alone', () => {
    const sim = new Simulation({ seed: 's' });
    const other = new Simulation({ seed: 's' });
    other.stream('b').next();
    expect(sim.stream('a')).toBe(sim.stream('a'));
    expect(sim.stream('a').next()).toBe(other.stream('a').next());
    expect(new Simulation({ seed: 't' }).stream('a').next()).not.toBe(new Simulation({ seed: 's' }).stream('a').next());
  });
});

describe('event types, at compile time', () => {
  it('do not take a number of another table', () => {
    type Phone = Id<'phone'>;
    type Lookup = Id<'lookup'>;
    const sim = new Simulation({ seed: '' });
    const typed: EventType<Phone, Lookup> = sim.on('typed', (phone: Phone, lookup: Lookup) => void [phone, lookup]);
    sim.after(0, typed, 1 as Phone, 2 as Lookup);
    // @ts-expect-error a lookup is no phone
    sim.after(0, typed, 2 as Lookup, 2 as Lookup);
    // @ts-expect-error a plain number is no lookup
    sim.after(0, typed, 1 as Phone, 2);
    // @ts-expect-error nor are the types themselves exchangeable
    const swapped: EventType<Lookup, Phone> = typed;
    expect(swapped).toBe(typed);
    const inferred: EventType<Phone, Lookup> = sim.on('inferred', (phone, lookup) => {
      const p: Phone = phone;
      const l: Lookup = lookup;
      void [p, l];
    });
    expect(inferred).toBe(1);
  });
});
