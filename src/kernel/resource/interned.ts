/** Each different value once, known by a small number, so that a table holds the number. Equal keys: the same value. */
export class Interned<T, K> {
  private readonly keyOf: (value: T) => K;
  private readonly values: T[] = [];
  private readonly indices = new Map<K, number>();

  constructor(keyOf: (value: T) => K) {
    this.keyOf = keyOf;
  }

  indexOf(value: T): number {
    const key = this.keyOf(value);
    let index = this.indices.get(key);
    if (index === undefined) {
      index = this.values.push(value) - 1;
      this.indices.set(key, index);
    }
    return index;
  }

  /** The value that came first of those with its key. */
  same(value: T): T {
    return this.values[this.indexOf(value)]!;
  }

  /** In the order in which they came. */
  get all(): readonly T[] {
    return this.values;
  }

  at(index: number): T {
    return this.values[index]!;
  }
}
