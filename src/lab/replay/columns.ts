const ARRAYS = { f64: Float64Array, i32: Int32Array, u16: Uint16Array, u8: Uint8Array } as const;

type Kind = keyof typeof ARRAYS;
type ArrayOf<K extends Kind> = InstanceType<(typeof ARRAYS)[K]>;

/** The columns of a table, and what kind of numbers each holds. */
export type Shape = Readonly<Record<string, Kind>>;

/** Plain arrays of one length: they can be sent to a worker or from one. */
export type Plain<S extends Shape> = { readonly [N in keyof S]: ArrayOf<S[N]> };

/** Rows of numbers in typed arrays that grow by doubling. */
export class Columns<S extends Shape> {
  readonly shape: S;
  length = 0;
  private room = 0;
  private arrays: Plain<S>;

  constructor(shape: S, room = 0) {
    this.shape = shape;
    this.arrays = arraysOf(shape, room);
    this.room = room;
  }

  /** With room behind `length`: what is there means nothing. Ask again after each change. */
  get columns(): Plain<S> {
    return this.arrays;
  }

  push(row: { readonly [N in keyof S]: number }): void {
    this.reserve(this.length + 1);
    for (const name in this.shape) (this.arrays[name] as Float64Array)[this.length] = row[name];
    this.length += 1;
  }

  append(rows: Plain<S>): void {
    const count = lengthOf(rows);
    this.reserve(this.length + count);
    for (const name in this.shape) (this.arrays[name] as Float64Array).set(rows[name] as Float64Array, this.length);
    this.length += count;
  }

  /** All rows, in arrays of exactly their number; the table is empty afterwards. */
  take(): Plain<S> {
    const taken = arraysOf(this.shape, this.length);
    for (const name in this.shape)
      (taken[name] as Float64Array).set((this.arrays[name] as Float64Array).subarray(0, this.length));
    this.length = 0;
    return taken;
  }

  private reserve(rows: number): void {
    if (rows <= this.room) return;
    this.room = Math.max(rows, 2 * this.room, 64);
    const before = this.arrays;
    this.arrays = arraysOf(this.shape, this.room);
    for (const name in this.shape)
      (this.arrays[name] as Float64Array).set((before[name] as Float64Array).subarray(0, this.length));
  }
}

export function lengthOf<S extends Shape>(rows: Plain<S>): number {
  for (const name in rows) return rows[name].length;
  return 0;
}

/** Rows of a column in rising order that are not above `value`: the place behind the last of them. */
export function countUpTo(column: ArrayLike<number>, length: number, value: number): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (column[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function arraysOf<S extends Shape>(shape: S, room: number): Plain<S> {
  return Object.fromEntries(Object.entries(shape).map(([name, kind]) => [name, new ARRAYS[kind](room)])) as Plain<S>;
}
