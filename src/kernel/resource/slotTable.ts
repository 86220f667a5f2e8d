import { assert } from '../assert.ts';

const FIRST_ROWS = 16;
const ROWS_MAX = 0x400_0000;

/**
 * What is under way: calls, lookups, transactions. Each gets the next serial number, from 1 and never used again, so a
 * late packet that names a closed one finds nothing, without a map.
 *
 * A row lives at its serial modulo the size of the table, which doubles when a live row is in the way: it is as large
 * as the number of rows opened during the longest life, not as the number opened in all.
 */
export class SlotTable<T, I extends number = number> {
  private rows: (T | undefined)[] = new Array<T | undefined>(FIRST_ROWS).fill(undefined);
  private serials = new Float64Array(FIRST_ROWS);
  private last = 0;
  private live = 0;

  /** Rows that are open. */
  get size(): number {
    return this.live;
  }

  /** The serial number opened last; 0 before the first. */
  get opened(): number {
    return this.last;
  }

  /** Adds a row and returns its serial number. */
  open(row: T): I {
    const id = ++this.last;
    while (this.serials[this.indexOf(id)] !== 0) this.grow();
    this.place(id, row);
    this.live++;
    return id as I;
  }

  /** Uses up the next serial numbers for what is over at once: nothing is ever found by them. */
  pass(count = 1): void {
    this.last += count;
  }

  /** Adds the row that `build` makes for its serial number. */
  add(build: (id: I) => T): T {
    const row = build((this.last + 1) as I);
    this.open(row);
    return row;
  }

  /** The row, or undefined when it was closed (or never opened). */
  get(id: I): T | undefined {
    const index = this.indexOf(id);
    return this.serials[index] === id ? this.rows[index] : undefined;
  }

  /** Removes a row; harmless when it is closed already. */
  close(id: I): void {
    const index = this.indexOf(id);
    if (id === 0 || this.serials[index] !== id) return;
    this.serials[index] = 0;
    this.rows[index] = undefined;
    this.live--;
  }

  /**
   * Visits the open rows in order of serial number. Rows may be closed meanwhile; those opened meanwhile are left out.
   */
  each(visit: (row: T, id: I) => void): void {
    const last = this.last;
    for (let serial = Math.max(1, last - this.serials.length + 1); serial <= last; serial++) {
      const id = serial as I;
      const index = this.indexOf(id);
      if (this.serials[index] === id) visit(this.rows[index] as T, id);
    }
  }

  private indexOf(id: number): number {
    return id & (this.serials.length - 1);
  }

  private place(id: number, row: T | undefined): void {
    const index = this.indexOf(id);
    this.serials[index] = id;
    this.rows[index] = row;
  }

  private grow(): void {
    const { rows, serials } = this;
    assert(serials.length < ROWS_MAX, 'something is left open while millions of others come and go');
    this.serials = new Float64Array(2 * serials.length);
    this.rows = new Array<T | undefined>(2 * serials.length).fill(undefined);
    for (let i = 0; i < serials.length; i++) if (serials[i] !== 0) this.place(serials[i]!, rows[i]);
  }
}
