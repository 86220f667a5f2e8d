/**
 * A first-in first-out line of values. Taking out costs a constant time on average: the space of what has left is given
 * back once it is half of the line.
 */
export class Fifo<T> {
  private values: T[] = [];
  private first = 0;

  get length(): number {
    return this.values.length - this.first;
  }

  push(value: T): void {
    this.values.push(value);
  }

  /** The first value, or undefined when the line is empty. */
  shift(): T | undefined {
    if (this.first === this.values.length) return undefined;
    const value = this.values[this.first++]!;
    if (this.first * 2 >= this.values.length) {
      this.values = this.values.slice(this.first);
      this.first = 0;
    }
    return value;
  }

  clear(): void {
    this.values = [];
    this.first = 0;
  }
}
