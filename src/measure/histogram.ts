import { assert, broken } from '../kernel/assert.ts';

const TWO_TO_32 = 4_294_967_296;

/** A histogram as plain data, for messages between threads and for files. */
export interface PlainHistogram {
  readonly bits: number;
  readonly sum: number;
  readonly max: number;
  /** Octave, step and count of each step that holds anything, in turn. */
  readonly steps: readonly number[];
}

/**
 * Counts of whole numbers (micros), log-linear: exact up to 2^(bits+1), then 2^bits equal steps to an octave, so a
 * quantile is at most 1 / 2^bits too large and never too small. Two histograms of equal bits merge exactly, in any
 * order. hdr-histogram-js has the same shape, but brings a WASM image and a deflate codec and sizes itself with
 * Math.pow.
 *
 * Memory is an array of 4 × 2^bits bytes for each octave that holds anything.
 */
export class Histogram {
  count = 0;
  sum = 0;
  max = 0;
  private readonly bits: number;
  private readonly perOctave: number;
  /** Octave 0 holds 0 .. 2 × perOctave - 1 one by one; octave e holds perOctave steps of 2^e. */
  private readonly octaves: (Uint32Array | undefined)[] = [];

  /** `bits` 4..16: 10 is precise to 0.1 %, 7 to 0.8 %. */
  constructor(bits = 10) {
    this.bits = bits;
    this.perOctave = 1 << bits;
  }

  /** `value`: a whole number, 0 .. 2^53; it came `times` times. */
  record(value: number, times = 1): void {
    if (!(value >= 0 && value === Math.floor(value))) broken(`a histogram takes whole numbers from 0, not ${value}`);
    const octave = this.octaveOf(value);
    const page = this.pageOf(octave);
    page[this.stepOf(value, octave)]! += times;
    this.count += times;
    this.sum += value * times;
    if (value > this.max) this.max = value;
  }

  merge(other: Histogram): void {
    assert(other.bits === this.bits, `histograms of ${this.bits} and ${other.bits} bits do not merge`);
    other.octaves.forEach((from, octave) => {
      if (from === undefined) return;
      const into = this.pageOf(octave);
      for (let i = 0; i < from.length; i++) into[i]! += from[i]!;
    });
    this.count += other.count;
    this.sum += other.sum;
    this.max = Math.max(this.max, other.max);
  }

  /**
   * The smallest value that `perMille` thousandths of the values do not exceed (nearest rank), rounded up to the end
   * of its step; `undefined` when nothing was recorded. Thousandths, because 0.99 × 100 is not a whole number in
   * binary.
   */
  quantile(perMille: number): number | undefined {
    if (this.count === 0) return undefined;
    let left = Math.max(1, Math.ceil((this.count * perMille) / 1000));
    for (let octave = 0; octave < this.octaves.length; octave++) {
      const page = this.octaves[octave];
      if (page === undefined) continue;
      for (let i = 0; i < page.length; i++) {
        left -= page[i]!;
        if (left <= 0) return Math.min(this.max, this.lastValueOf(octave, i));
      }
    }
    return this.max;
  }

  /** The least value in the same bucket as this one. */
  startOfStep(value: number): number {
    const octave = this.octaveOf(value);
    return octave === 0 ? value : (this.stepOf(value, octave) + this.perOctave) * powerOfTwo(octave);
  }

  /** How many values do not exceed this one; those in its own step count as not exceeding it. */
  countAtMost(value: number): number {
    const last = this.octaveOf(value);
    let below = 0;
    for (let octave = 0; octave <= Math.min(last, this.octaves.length - 1); octave++) {
      const page = this.octaves[octave];
      if (page === undefined) continue;
      const end = octave < last ? page.length : this.stepOf(value, octave) + 1;
      for (let i = 0; i < end; i++) below += page[i]!;
    }
    return below;
  }

  plain(): PlainHistogram {
    const steps: number[] = [];
    this.octaves.forEach((page, octave) =>
      page?.forEach((n, step) => {
        if (n > 0) steps.push(octave, step, n);
      }),
    );
    return { bits: this.bits, sum: this.sum, max: this.max, steps };
  }

  static from({ bits, sum, max, steps }: PlainHistogram): Histogram {
    const histogram = new Histogram(bits);
    for (let i = 0; i < steps.length; i += 3) {
      histogram.pageOf(steps[i]!)[steps[i + 1]!] = steps[i + 2]!;
      histogram.count += steps[i + 2]!;
    }
    histogram.sum = sum;
    histogram.max = max;
    return histogram;
  }

  /** The same values in wider steps, each at the end of its own: what many histograms are kept as. `bits` 4..16. */
  coarser(bits: number): Histogram {
    const coarse = new Histogram(bits);
    this.octaves.forEach((page, octave) =>
      page?.forEach((n, index) => {
        if (n === 0) return;
        const value = Math.min(this.max, this.lastValueOf(octave, index));
        const into = coarse.octaveOf(value);
        coarse.pageOf(into)[coarse.stepOf(value, into)]! += n;
      }),
    );
    coarse.count = this.count;
    coarse.sum = this.sum;
    coarse.max = this.max;
    return coarse;
  }

  mean(): number | undefined {
    return this.count === 0 ? undefined : this.sum / this.count;
  }

  private stepOf(value: number, octave: number): number {
    return octave === 0 ? value : Math.floor(value / powerOfTwo(octave)) - this.perOctave;
  }

  private lastValueOf(octave: number, index: number): number {
    return octave === 0 ? index : (index + this.perOctave + 1) * powerOfTwo(octave) - 1;
  }

  private octaveOf(value: number): number {
    const length = value < TWO_TO_32 ? 32 - Math.clz32(value) : 64 - Math.clz32(Math.floor(value / TWO_TO_32));
    return Math.max(0, length - this.bits - 1);
  }

  private pageOf(octave: number): Uint32Array {
    let page = this.octaves[octave];
    if (page === undefined) {
      while (this.octaves.length < octave) this.octaves.push(undefined); // no holes: forEach and [] agree
      page = new Uint32Array(octave === 0 ? 2 * this.perOctave : this.perOctave);
      this.octaves[octave] = page;
    }
    return page;
  }
}

/** 2^exponent, 0..62, exactly. */
function powerOfTwo(exponent: number): number {
  return exponent <= 30 ? 1 << exponent : (1 << 30) * powerOfTwo(exponent - 30);
}
