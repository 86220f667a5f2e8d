/** Our own bug: something that the program itself guarantees did not hold. The command line ends with exit code 3. */
export class BrokenAssertion extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'BrokenAssertion';
  }
}

/**
 * Must hold in every run, whatever the user wrote. Mistakes of the user are never asserted: they are remarks.
 * `message` is built before the call even when all is well; in a hot path test first and call {@link broken}.
 */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) broken(message);
}

/** Reports our own bug. Quote the values that were found. */
export function broken(message: string): never {
  throw new BrokenAssertion(message);
}
