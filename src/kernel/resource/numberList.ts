import { roomFor } from './room.ts';

/**
 * Numbers by index, 0 where none was set: for indices that come in any order. (A plain array that is first written far
 * behind its end becomes a hash table in V8: ten times slower.)
 */
export class NumberList<T extends number = number> {
  private cells = new Float64Array(0);

  get(index: number): T {
    return (index < this.cells.length ? this.cells[index]! : 0) as T;
  }

  set(index: number, value: T): void {
    if (index >= this.cells.length) {
      if (value === 0) return; // A list of what is rare costs nothing before it happens.
      this.grow(index);
    }
    this.cells[index] = value;
  }

  /** Adds to the cell and returns what it was. */
  count(index: number, by = 1): number {
    const before = this.get(index);
    this.set(index, (before + by) as T);
    return before;
  }

  private grow(index: number): void {
    const cells = new Float64Array(roomFor(index));
    cells.set(this.cells);
    this.cells = cells;
  }
}
