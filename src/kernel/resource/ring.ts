import { broken } from '../assert.ts';

/**
 * A first-in first-out line of rows of numbers, which grows as needed and allocates nothing per row.
 *
 * `push` and `shift` return where the row begins in `cells`; what was shifted stays readable until the next push.
 */
export class Ring {
  length = 0;
  /** Looked up anew after each push, which may replace it. */
  cells: Float64Array;
  private readonly width: number;
  private rows: number;
  private first = 0;

  /** Rows of `width` numbers; room for `rows` of them at first, a power of two. */
  constructor(width: number, rows = 4) {
    this.width = width;
    this.rows = rows;
    this.cells = new Float64Array(width * rows);
  }

  /** Adds a row at the end, to be filled in by the caller. */
  push(): number {
    if (this.length === this.rows) this.grow();
    return this.at(this.length++);
  }

  /** Takes out the first row. The ring must not be empty. */
  shift(): number {
    if (this.length === 0) broken('a row was taken out of an empty ring');
    const row = this.at(0);
    this.first = (this.first + 1) & (this.rows - 1);
    this.length--;
    return row;
  }

  /** Where the row of that index begins, 0 being the first. */
  at(index: number): number {
    return this.width * ((this.first + index) & (this.rows - 1));
  }

  /** Takes out a row anywhere; those behind it move up. `index` from 0 to `length - 1`. */
  remove(index: number): void {
    if (!(index >= 0 && index < this.length)) broken(`row ${index} of a ring of ${this.length} was taken out`);
    for (let i = index; i + 1 < this.length; i++) {
      const from = this.at(i + 1);
      this.cells.copyWithin(this.at(i), from, from + this.width);
    }
    this.length--;
  }

  /** Exchanges two rows. */
  swap(one: number, other: number): void {
    const from = this.at(one);
    const to = this.at(other);
    for (let i = 0; i < this.width; i++) {
      const number = this.cells[from + i]!;
      this.cells[from + i] = this.cells[to + i]!;
      this.cells[to + i] = number;
    }
  }

  clear(): void {
    this.length = 0;
  }

  private grow(): void {
    const cells = new Float64Array(2 * this.cells.length);
    const firstCell = this.at(0);
    cells.set(this.cells.subarray(firstCell));
    cells.set(this.cells.subarray(0, firstCell), this.cells.length - firstCell);
    this.cells = cells;
    this.rows *= 2;
    this.first = 0;
  }
}
