import { NO_PLAIN_NUMBER, plainNumber } from './plainNumber.ts';

/** `length` numbers from `first` on, with zeros in front up to `digits`; or one text. */
interface Run {
  readonly first: number;
  length: number;
  readonly digits: number;
  /** Undefined: numbers. */
  readonly text: string | undefined;
}

/**
 * Phone numbers in their order, where a range is one entry: the texts of 1,000,000 numbers take 32 MB, and nobody reads
 * most of them.
 */
export class NumberRuns implements Iterable<string> {
  private readonly runs: Run[] = [];
  private count = 0;

  get length(): number {
    return this.count;
  }

  /** All of them, where they are plain numbers that follow one another; undefined: they are not. */
  get range(): { readonly first: number; readonly length: number } | undefined {
    const run = this.runs.length === 1 ? this.runs[0]! : undefined;
    const isPlain = run !== undefined && plainOf(run, 0) !== undefined && plainOf(run, run.length - 1) !== undefined;
    return isPlain ? run : undefined;
  }

  /** One more: a text, or a plain number. */
  push(number: string | number): void {
    const plain = typeof number === 'string' ? plainNumber(number) : number;
    if (plain === undefined) this.add({ first: 0, length: 1, digits: 0, text: number as string });
    else this.pushRange(plain, 1, 0);
  }

  /** `length` numbers from `first` on, with zeros in front up to `digits`. */
  pushRange(first: number, length: number, digits: number): void {
    const last = this.runs.at(-1);
    const goesOn =
      last !== undefined && last.text === undefined && last.digits === digits && last.first + last.length === first;
    if (!goesOn) return this.add({ first, length, digits, text: undefined });
    last.length += length;
    this.count += length;
  }

  pushAll({ runs }: NumberRuns): void {
    for (const { first, length, digits, text } of runs)
      if (text === undefined) this.pushRange(first, length, digits);
      else this.push(text);
  }

  /** The first of them. */
  slice(length: number): NumberRuns {
    const some = new NumberRuns();
    for (const run of this.runs) {
      const left = Math.min(run.length, length - some.length);
      if (left <= 0) break;
      if (run.text === undefined) some.pushRange(run.first, left, run.digits);
      else some.push(run.text);
    }
    return some;
  }

  /** Undefined: there is none. */
  last(): string | undefined {
    const run = this.runs.at(-1);
    return run === undefined ? undefined : textOf(run, run.length - 1);
  }

  /** In their order; plain numbers as such. */
  forEach(visit: (number: string | number, index: number) => void): void {
    let index = 0;
    for (const run of this.runs) for (let n = 0; n < run.length; n++) visit(plainOf(run, n) ?? textOf(run, n), index++);
  }

  *[Symbol.iterator](): Iterator<string> {
    for (const run of this.runs) for (let n = 0; n < run.length; n++) yield textOf(run, n);
  }

  private add(run: Run): void {
    this.runs.push(run);
    this.count += run.length;
  }
}

function plainOf({ first, digits, text }: Run, n: number): number | undefined {
  const number = first + n;
  const hasZeros = digits > 1 && number < 10 ** (digits - 1);
  return text !== undefined || hasZeros || number >= NO_PLAIN_NUMBER ? undefined : number;
}

function textOf({ first, digits, text }: Run, n: number): string {
  return text ?? String(first + n).padStart(digits, '0');
}
