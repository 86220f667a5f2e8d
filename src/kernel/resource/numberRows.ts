const FIRST_ROWS = 16;

/**
 * Rows of numbers. The cells of a row lie side by side: to work on one row among a hundred thousand costs a line or two of
 * memory, where an array for each column would cost one for each (100,000 phones that only register: a tenth of the CPU
 * time).
 *
 * All columns are declared before the first row is added. A cell is a double.
 */
export class NumberRows {
  /** Read by `Column` only. */
  cells = new Float64Array(0);
  /** Cells of a row. */
  width = 0;
  private readonly defaults: number[] = [];
  private count = 0;

  /** A new row holds `initial` there. */
  column<T extends number = number>(initial: number): Column<T> {
    this.defaults.push(initial);
    return new Column<T>(this, this.width++);
  }

  get length(): number {
    return this.count;
  }

  /** Adds a row; its number counts from 0. */
  add(): number {
    const row = this.count++;
    const at = row * this.width;
    if (at === this.cells.length) this.reserve(Math.max(FIRST_ROWS, 2 * row));
    this.cells.set(this.defaults, at);
    return row;
  }

  /** Room for that many rows in all. */
  reserve(rows: number): void {
    if (rows * this.width <= this.cells.length) return;
    const cells = new Float64Array(rows * this.width);
    cells.set(this.cells);
    this.cells = cells;
  }
}

/** One column of `NumberRows`. */
export class Column<T extends number = number> {
  private readonly rows: NumberRows;
  private readonly place: number;

  constructor(rows: NumberRows, place: number) {
    this.rows = rows;
    this.place = place;
  }

  get(row: number): T {
    return this.rows.cells[row * this.rows.width + this.place]! as T;
  }

  set(row: number, value: T): void {
    this.rows.cells[row * this.rows.width + this.place] = value;
  }

  /** Adds to the cell and returns what it was. */
  count(row: number, by = 1): number {
    const at = row * this.rows.width + this.place;
    const before = this.rows.cells[at]!;
    this.rows.cells[at] = before + by;
    return before;
  }
}
