import { DigitTree } from './digitTree.ts';
import { PrefixCounts } from './prefixCounts.ts';

/** The extensions of a context without a pattern, by what they match: which are there, and which go on after a text. */
export class Literals {
  private readonly digits = new DigitTree();
  /** Those that are not of digits alone: few, and mostly none. */
  private readonly others = new Set<string>();
  private readonly begun = new PrefixCounts();

  /** It is not in the set. */
  add(text: string): void {
    if (DigitTree.fits(text)) this.digits.add(text);
    else {
      this.others.add(text);
      this.begun.add(text);
    }
  }

  /** It is in the set. */
  remove(text: string): void {
    if (DigitTree.fits(text)) this.digits.remove(text);
    else {
      this.others.delete(text);
      this.begun.remove(text);
    }
  }

  has(text: string): boolean {
    return this.digits.has(text) || (this.others.size > 0 && this.others.has(text));
  }

  /** The tree that answers for all of them; undefined: some are not of digits alone. */
  get ofDigits(): DigitTree | undefined {
    return this.others.size === 0 ? this.digits : undefined;
  }

  /** Some text begins with `prefix` and is longer. */
  isBegun(prefix: string): boolean {
    return this.digits.isBegun(prefix) || (this.others.size > 0 && this.begun.isBegun(prefix));
  }
}
