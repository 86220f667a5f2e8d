import { broken } from '../assert.ts';

const FIRST_ROWS = 16;

interface Initial {
  readonly place: number;
  readonly value: number;
}

/**
 * Rows of numbers. The cells of a row lie side by side in one memory: to work on one row among a hundred thousand costs a
 * line or two of it, where an array for each column would cost one for each (100,000 phones that only register: a tenth of
 * the CPU time). Two integers share the cell of a double.
 *
 * All columns are declared before the first row is added.
 */
export class NumberRows {
  /** All rows. */
  doubles = new Float64Array(0);
  /** Cells of a row, counted as doubles; as integers they are twice as many. */
  doublesEach = 0;
  /** The memory of `doubles`. */
  private integers = new Int32Array(0);
  /** The half of a double's cell that the next integer column takes; 0: there is none. */
  private half = 0;
  /** Told where the cells are. */
  private readonly ofDoubles: Column[] = [];
  private readonly ofIntegers: IntegerColumn[] = [];
  /** Cells of a new row that do not begin with 0. */
  private readonly doublesAtFirst: Initial[] = [];
  private readonly integersAtFirst: Initial[] = [];
  private room = 0;
  private count = 0;

  /** Doubles, such as times in µs and handles of events. A new row holds `initial` there. */
  column<T extends number = number>(initial: number): Column<T> {
    const place = this.doublesEach++;
    if (initial !== 0) this.doublesAtFirst.push({ place, value: initial });
    const column = new Column<T>(place);
    this.ofDoubles.push(column as Column);
    return column;
  }

  /** Whole numbers of 32 bits, such as states, counts and rows of other tables. */
  integerColumn<T extends number = number>(initial: number): IntegerColumn<T> {
    const place = this.half === 0 ? 2 * this.doublesEach++ : this.half;
    this.half = place % 2 === 0 ? place + 1 : 0;
    if (initial !== 0) this.integersAtFirst.push({ place, value: initial });
    const column = new IntegerColumn<T>(place);
    this.ofIntegers.push(column as IntegerColumn);
    return column;
  }

  get length(): number {
    return this.count;
  }

  /** Adds a row; its number counts from 0. */
  add(): number {
    const row = this.count++;
    if (row === this.room) this.reserve(Math.max(FIRST_ROWS, 2 * row));
    for (const { place, value } of this.doublesAtFirst) this.doubles[row * this.doublesEach + place] = value;
    for (const { place, value } of this.integersAtFirst) this.integers[2 * row * this.doublesEach + place] = value;
    return row;
  }

  /** Room for that many rows in all. */
  reserve(rows: number): void {
    if (rows <= this.room) return;
    this.room = rows;
    const doubles = new Float64Array(rows * this.doublesEach);
    doubles.set(this.doubles);
    this.doubles = doubles;
    this.integers = new Int32Array(doubles.buffer);
    for (const column of this.ofDoubles) column.lieIn(doubles, this.doublesEach);
    for (const column of this.ofIntegers) column.lieIn(this.integers, 2 * this.doublesEach);
  }
}

/** One column of doubles. It has the cells of all rows at hand: each look at one is one memory access less. */
export class Column<T extends number = number> {
  private readonly place: number;
  private cells = new Float64Array(0);
  private cellsEach = 0;

  constructor(place: number) {
    this.place = place;
  }

  /** For NumberRows: all rows, and the cells of each. */
  lieIn(cells: Float64Array<ArrayBuffer>, cellsEach: number): void {
    this.cells = cells;
    this.cellsEach = cellsEach;
  }

  get(row: number): T {
    return this.cells[row * this.cellsEach + this.place]! as T;
  }

  set(row: number, value: T): void {
    this.cells[row * this.cellsEach + this.place] = value;
  }
}

/** One column of whole numbers of 32 bits; another number is broken, as it would be cut off. */
export class IntegerColumn<T extends number = number> {
  private readonly place: number;
  private cells = new Int32Array(0);
  private cellsEach = 0;

  constructor(place: number) {
    this.place = place;
  }

  /** For NumberRows: all rows, and the cells of each. */
  lieIn(cells: Int32Array<ArrayBuffer>, cellsEach: number): void {
    this.cells = cells;
    this.cellsEach = cellsEach;
  }

  get(row: number): T {
    return this.cells[row * this.cellsEach + this.place]! as T;
  }

  set(row: number, value: T): void {
    if ((value | 0) !== value) broken(`${value} is no whole number of 32 bits`);
    this.cells[row * this.cellsEach + this.place] = value;
  }

  /** Adds to the cell and returns what it was. */
  count(row: number, by = 1): number {
    const before = this.get(row);
    this.set(row, (before + by) as T);
    return before;
  }
}
