/** How many texts of a set begin with a given one and go on after it. */
export class PrefixCounts {
  private readonly counts = new Map<string, number>();

  add(text: string): void {
    this.count(text, 1);
  }

  /** It was added before. */
  remove(text: string): void {
    this.count(text, -1);
  }

  /** Some text begins with `prefix` and is longer. */
  isBegun(prefix: string): boolean {
    return this.counts.has(prefix);
  }

  private count(text: string, by: 1 | -1): void {
    for (let length = 0; length < text.length; length++) {
      const prefix = text.slice(0, length);
      const count = (this.counts.get(prefix) ?? 0) + by;
      if (count === 0) this.counts.delete(prefix);
      else this.counts.set(prefix, count);
    }
  }
}
