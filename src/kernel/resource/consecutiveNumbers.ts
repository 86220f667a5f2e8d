import { roomFor } from './room.ts';

/**
 * Numbers of 32 bits by row, where most are one more than the one before: a run of them takes 8 bytes, however long it is.
 * What 1,000,000 phone numbers of a range take, 4 MB in an array, is one run here, and their addresses are 4,000.
 */
export class ConsecutiveNumbers {
  /** Row and number with which each run begins. */
  private rows = new Int32Array(0);
  private numbers = new Int32Array(0);
  private runs = 0;
  private count = 0;

  get length(): number {
    return this.count;
  }

  /** The next row. `number`: signed. */
  push(number: number): void {
    const row = this.count++;
    const last = this.runs - 1;
    if (last >= 0 && number === this.inRun(last, row)) return;
    if (this.runs === this.rows.length) this.grow();
    this.rows[this.runs] = row;
    this.numbers[this.runs++] = number;
  }

  /** `row`: 0 to `length` - 1. */
  at(row: number): number {
    return this.inRun(this.runs === 1 ? 0 : this.runOf(row), row);
  }

  /** The first row that has it; -1: none has. */
  indexOf(number: number): number {
    for (let run = 0; run < this.runs; run++) {
      const begin = this.rows[run]!;
      const end = run + 1 < this.runs ? this.rows[run + 1]! : this.count;
      const row = begin + ((number - this.numbers[run]!) | 0);
      if (row >= begin && row < end) return row;
    }
    return -1;
  }

  /** The last that begins at the row or before, found by halving. */
  private runOf(row: number): number {
    let [low, high] = [0, this.runs];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.rows[middle]! <= row) low = middle;
      else high = middle;
    }
    return low;
  }

  private inRun(run: number, row: number): number {
    return (this.numbers[run]! + (row - this.rows[run]!)) | 0;
  }

  private grow(): void {
    const { rows, numbers } = this;
    this.rows = new Int32Array(2 * roomFor(this.runs));
    this.numbers = new Int32Array(this.rows.length);
    this.rows.set(rows);
    this.numbers.set(numbers);
  }
}
