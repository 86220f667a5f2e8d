/** Where in a run an assertion broke: enough to find the event again in a run with the same seed. */
export interface Moment {
  readonly seed: string;
  /** Virtual time, whole microseconds. */
  readonly time: number;
  /** Name of the event type whose handler ran, and its two numbers. */
  readonly event: string;
  readonly a: number;
  readonly b: number;
}

/**
 * A bug of the program: something that it guarantees itself did not hold. The command line ends with exit code 3.
 *
 * `Simulation` adds the moment to an assertion that breaks while an event runs. The command line can add what only it
 * knows: cell, overrides, and the command that reproduces the failure. `message` contains the moment, because only the
 * message of an error survives the way out of a worker thread.
 */
export class BrokenAssertion extends Error {
  /** What did not hold, without the moment. */
  readonly what: string;
  /** Undefined when no event was running: while a cluster is put together, or between two runs. */
  readonly moment: Moment | undefined;

  constructor(what: string, moment?: Moment, options?: ErrorOptions) {
    super(moment === undefined ? what : `${what} (${momentText(moment)})`, options);
    this.name = 'BrokenAssertion';
    this.what = what;
    this.moment = moment;
  }
}

/**
 * Must hold in every run, whatever the user wrote. Mistakes of the user are never asserted: they are remarks.
 * `message` is built before the call even when all is well; in a hot path test first and call {@link broken}.
 */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) broken(message);
}

/** Reports a bug of the program. Quote the values that were found. */
export function broken(message: string): never {
  throw new BrokenAssertion(message);
}

/** `seed 7, at 60000250 µs, event dundi.responseArrives(3, 17)`. */
function momentText({ seed, time, event, a, b }: Moment): string {
  return `seed ${seed}, at ${time} µs, event ${event}(${a}, ${b})`;
}
