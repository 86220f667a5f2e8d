/**
 * A map for what there are many of and most have nothing in: until something is set it takes 32 bytes, a `Map` of V8
 * takes 184.
 */
export class LazyMap<K, V> {
  private entries: Map<K, V> | undefined = undefined;

  get(key: K): V | undefined {
    return this.entries?.get(key);
  }

  set(key: K, value: V): this {
    (this.entries ??= new Map()).set(key, value);
    return this;
  }

  delete(key: K): void {
    this.entries?.delete(key);
  }

  /** In the order of setting, as a Map. */
  *[Symbol.iterator](): Generator<[K, V]> {
    if (this.entries !== undefined) yield* this.entries;
  }
}
