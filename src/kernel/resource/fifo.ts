/**
 * A first-in first-out line of values. Taking out costs a constant time on average: the space of what has left is given
 * back once it is half of the line.
 */
export class Fifo<T> {
  private values: T[] = [];
  private at = 0;

  get length(): number {
    return this.values.length - this.at;
  }

  push(value: T): void {
    this.values.push(value);
  }

  /** The value that leaves next; undefined when the line is empty. */
  get first(): T | undefined {
    return this.values[this.at];
  }

  /** Takes out the first value; undefined when the line is empty. */
  shift(): T | undefined {
    if (this.at === this.values.length) return undefined;
    const value = this.values[this.at++]!;
    if (this.at * 2 >= this.values.length) {
      this.values = this.values.slice(this.at);
      this.at = 0;
    }
    return value;
  }

  clear(): void {
    this.values = [];
    this.at = 0;
  }
}
