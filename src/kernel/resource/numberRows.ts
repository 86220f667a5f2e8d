import { broken } from '../assert.ts';

const FIRST_ROWS = 16;

interface Initial {
  readonly place: number;
  readonly value: number;
}

/**
 * Rows of numbers. The cells of a row lie side by side, doubles and integers apart: to work on one row among a hundred
 * thousand costs a line or two of memory, where an array for each column would cost one for each (100,000 phones that only
 * register: a tenth of the CPU time).
 *
 * All columns are declared before the first row is added.
 */
export class NumberRows {
  /** Read by `Column` only. */
  doubles = new Float64Array(0);
  /** Read by `IntegerColumn` only. */
  integers = new Int32Array(0);
  /** Cells of a row in each of the two. */
  doublesEach = 0;
  integersEach = 0;
  /** Cells of a new row that do not begin with 0. */
  private readonly doublesAtFirst: Initial[] = [];
  private readonly integersAtFirst: Initial[] = [];
  private room = 0;
  private count = 0;

  /** Doubles, such as times in µs and handles of events. A new row holds `initial` there. */
  column<T extends number = number>(initial: number): Column<T> {
    if (initial !== 0) this.doublesAtFirst.push({ place: this.doublesEach, value: initial });
    return new Column<T>(this, this.doublesEach++);
  }

  /** Whole numbers of 32 bits, such as states, counts and rows of other tables. */
  integerColumn<T extends number = number>(initial: number): IntegerColumn<T> {
    if (initial !== 0) this.integersAtFirst.push({ place: this.integersEach, value: initial });
    return new IntegerColumn<T>(this, this.integersEach++);
  }

  get length(): number {
    return this.count;
  }

  /** Adds a row; its number counts from 0. */
  add(): number {
    const row = this.count++;
    if (row === this.room) this.reserve(Math.max(FIRST_ROWS, 2 * row));
    for (const { place, value } of this.doublesAtFirst) this.doubles[row * this.doublesEach + place] = value;
    for (const { place, value } of this.integersAtFirst) this.integers[row * this.integersEach + place] = value;
    return row;
  }

  /** Room for that many rows in all. */
  reserve(rows: number): void {
    if (rows <= this.room) return;
    this.room = rows;
    const doubles = new Float64Array(rows * this.doublesEach);
    doubles.set(this.doubles);
    this.doubles = doubles;
    const integers = new Int32Array(rows * this.integersEach);
    integers.set(this.integers);
    this.integers = integers;
  }
}

/** One column of doubles. */
export class Column<T extends number = number> {
  private readonly rows: NumberRows;
  private readonly place: number;

  constructor(rows: NumberRows, place: number) {
    this.rows = rows;
    this.place = place;
  }

  get(row: number): T {
    return this.rows.doubles[row * this.rows.doublesEach + this.place]! as T;
  }

  set(row: number, value: T): void {
    this.rows.doubles[row * this.rows.doublesEach + this.place] = value;
  }
}

/** One column of whole numbers of 32 bits; another number is broken, as it would be cut off. */
export class IntegerColumn<T extends number = number> {
  private readonly rows: NumberRows;
  private readonly place: number;

  constructor(rows: NumberRows, place: number) {
    this.rows = rows;
    this.place = place;
  }

  get(row: number): T {
    return this.rows.integers[row * this.rows.integersEach + this.place]! as T;
  }

  set(row: number, value: T): void {
    if ((value | 0) !== value) broken(`${value} is no whole number of 32 bits`);
    this.rows.integers[row * this.rows.integersEach + this.place] = value;
  }

  /** Adds to the cell and returns what it was. */
  count(row: number, by = 1): number {
    const before = this.get(row);
    this.set(row, (before + by) as T);
    return before;
  }
}
