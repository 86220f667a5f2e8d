import { plainNumber } from '../../text/plainNumber.ts';

/** Searched one after the other; numbers beyond them are in the map. */
const MOST_RUNS = 16;

/** Numbers that follow one another, whose rows do so too. */
interface Run {
  readonly first: number;
  readonly row: number;
  length: number;
}

/**
 * Which row has a number. A range of numbers is one entry: a map of a million took 1.2 s and 50 MB, a seventh of a
 * minute of a million phones.
 */
export class NumberOwners {
  private readonly runs: Run[] = [];
  private readonly others = new Map<string, number>();

  /** Of a text, or of a plain number. */
  get(number: string | number): number | undefined {
    const plain = plainOf(number);
    if (plain !== undefined)
      for (const { first, row, length } of this.runs)
        if (plain >= first && plain < first + length) return row + plain - first;
    return this.others.size === 0 ? undefined : this.others.get(String(number));
  }

  /**
   * All of a range, whose rows follow one another, too. False: some may have a row already, and each has to be looked at.
   */
  addRange({ first, length }: { readonly first: number; readonly length: number }, row: number): boolean {
    const isKnown = this.runs.some((run) => first < run.first + run.length && run.first < first + length);
    if (isKnown || this.others.size > 0 || this.runs.length === MOST_RUNS) return false;
    this.runs.push({ first, row, length });
    return true;
  }

  /** Of a number that has none yet. */
  add(number: string | number, row: number): void {
    const plain = plainOf(number);
    const last = this.runs.at(-1);
    if (
      plain !== undefined &&
      last !== undefined &&
      plain - last.first === last.length &&
      row - last.row === last.length
    )
      last.length++;
    else if (plain !== undefined && this.runs.length < MOST_RUNS) this.runs.push({ first: plain, row, length: 1 });
    else this.others.set(String(number), row);
  }
}

function plainOf(number: string | number): number | undefined {
  return typeof number === 'string' ? plainNumber(number) : number;
}
