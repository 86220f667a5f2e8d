import { SECOND, type Micros } from '../kernel/units.ts';

/** Widths of bins in seconds: each divides the next, so that narrow bins join into wide ones. */
const WIDTHS = [1, 5, 10, 30, 60, 300, 600, 1800, 3600, 7200, 21_600, 86_400];

/** The least of the widths that cuts a length of time into at most this number of bins. */
export function binWidth(length: Micros, mostBins: number): Micros {
  const enough = WIDTHS.find((seconds) => Math.ceil(length / (seconds * SECOND)) <= mostBins);
  return (enough ?? WIDTHS.at(-1)!) * SECOND;
}

/** Numbers by interval of time, which grow as far as they are used; what was never touched is 0. */
export class Bins {
  /** Bins in use. */
  length = 0;
  private values = new Float64Array(64);

  add(bin: number, amount: number): void {
    this.reach(bin);
    this.values[bin]! += amount;
  }

  set(bin: number, value: number): void {
    this.reach(bin);
    this.values[bin] = value;
  }

  at(bin: number): number {
    return bin < this.length ? this.values[bin]! : 0;
  }

  /** Sum over [from, until). */
  sum(from: number, until: number): number {
    let sum = 0;
    for (let bin = from; bin < Math.min(until, this.length); bin++) sum += this.values[bin]!;
    return sum;
  }

  private reach(bin: number): void {
    if (bin < this.length) return;
    this.length = bin + 1;
    if (bin < this.values.length) return;
    const grown = new Float64Array(Math.max(bin + 1, 2 * this.values.length));
    grown.set(this.values);
    this.values = grown;
  }
}

/** Adds the span [from, until) to the bins that it covers, to each its share, in micros. */
export function addSpan(bins: Bins, width: Micros, from: Micros, until: Micros): void {
  for (let bin = Math.floor(from / width); bin * width < until; bin++) {
    bins.add(bin, Math.min(until, (bin + 1) * width) - Math.max(from, bin * width));
  }
}

/**
 * A whole number of 32 bits that changes by steps, such as the phones registered at a server: its value at the end of each
 * bin, its greatest value, and its mean over time (exact: micros times whole numbers).
 */
export class StepSeries {
  value = 0;
  max = 0;
  private since: Micros = 0;
  private integral = 0;
  private readonly width: Micros;
  /** Bins that have ended. */
  private ended = 0;
  /**
   * At the end of which bin it had a new value, and that value, side by side: of an hour of 1,000 servers, 3,600 bins each,
   * few differ from the one before.
   */
  private turns = new Int32Array(8);
  private cells = 0;

  constructor(width: Micros) {
    this.width = width;
  }

  change(now: Micros, by: number): void {
    this.passTo(now);
    this.value += by;
    if (this.value > this.max) this.max = this.value;
  }

  /** The value just before the end of the bin; call `passTo(end of the run)` first. */
  atEndOf(bin: number): number {
    if (bin >= this.ended) return this.value;
    let [low, high] = [0, this.cells / 2];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.turns[2 * middle]! <= bin) low = middle;
      else high = middle;
    }
    return this.turns[2 * low + 1]!;
  }

  /** Mean from 0 to `now`. */
  mean(now: Micros): number {
    this.passTo(now);
    return now === 0 ? this.value : this.integral / now;
  }

  /** Writes the value down for every bin that ended before `now`. */
  passTo(now: Micros): void {
    this.integral += this.value * (now - this.since);
    this.since = now;
    const ended = Math.floor(now / this.width);
    if (ended <= this.ended) return;
    if (this.cells === 0 || this.turns[this.cells - 1] !== this.value) this.turn(this.ended);
    this.ended = ended;
  }

  private turn(bin: number): void {
    if (this.cells === this.turns.length) {
      const longer = new Int32Array(2 * this.cells);
      longer.set(this.turns);
      this.turns = longer;
    }
    this.turns[this.cells++] = bin;
    this.turns[this.cells++] = this.value;
  }
}
