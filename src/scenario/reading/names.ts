import { DATABASE_HOST, type Phones } from '../../model/config.ts';
import { rowsOf, templateAt } from '../../model/phoneColumns.ts';
import { didYouMean } from '../../text/nearest.ts';
import { expandNumbers } from '../../text/ranges.ts';
import type { Reading } from './reader.ts';
import type { Path } from './tree.ts';

/** Servers by name: every dangling name is a mistake with its place, and then simply left out. */
export class ServerNames {
  readonly all: readonly string[];
  private readonly reading: Reading;
  private readonly numbers: ReadonlyMap<string, number>;
  /** Named in the scenario, though it could not be read: said once, not again wherever it is named. */
  private readonly broken: ReadonlySet<string>;
  /** A range of them could not be read: any name may be in it. */
  private readonly unread: boolean;

  constructor(names: readonly string[], broken: ReadonlySet<string>, reading: Reading) {
    this.all = names;
    this.reading = reading;
    this.numbers = new Map(names.map((name, i) => [name, i]));
    this.broken = broken;
    this.unread = [...broken].some((name) => name.includes('..'));
  }

  /** Its number, or undefined. `words`: what may be written there in place of a name. */
  one(name: string, path: Path, words: readonly string[] = []): number | undefined {
    const number = this.numbers.get(name);
    const unread = this.unread || (this.all.length === 0 && this.reading.failed); // Of a folder that is not there, say.
    if (number === undefined && !unread && !this.broken.has(name)) {
      const known = this.all.length <= 12 ? `; there are ${this.all.join(', ')}` : '';
      this.reading.certain(path, `no server is named "${name}"${didYouMean(name, [...this.all, ...words]) || known}`);
    }
    return number;
  }

  /** `*` is all of them. */
  several(names: readonly string[], path: Path, words: readonly string[] = []): readonly number[] {
    if (names.includes('*')) return this.all.map((_, i) => i);
    return names.map((name) => this.one(name, path, words)).filter((number) => number !== undefined);
  }

  /** Like `several`, but `database` may be among them. */
  hosts(names: readonly string[], path: Path): readonly number[] {
    return names.flatMap((name) => (name === 'database' ? [DATABASE_HOST] : this.several([name], path, ['database'])));
  }
}

/** Phones by group, number, range of numbers, or `all`. */
export class PhoneNames {
  private readonly groups: ReadonlySet<string>;
  private readonly members = new Map<string, readonly number[]>();
  private readonly reading: Reading;
  private readonly phones: Phones;
  private index: ReadonlyMap<string, number | readonly number[]> | undefined;
  /** A group could not be read: then nothing is said of numbers that may have been in it. */
  readonly incomplete: boolean;

  /** The first row of a number, or of `group/number` the one in that group; undefined: no phone has it. */
  rowOf(number: string): number | undefined {
    return this.rowsOf(number)?.[0];
  }

  private rowsOf(word: string): readonly number[] | undefined {
    const slash = word.indexOf('/');
    if (slash < 0) return this.numbered(word);
    const group = this.rowsOfGroup(word.slice(0, slash)) ?? [];
    const found = this.numbered(word.slice(slash + 1))?.filter((row) => group.includes(row)) ?? [];
    return found.length > 0 ? found : undefined;
  }

  constructor(phones: Phones, groupNames: readonly string[], incomplete: boolean, reading: Reading) {
    this.groups = new Set(groupNames);
    this.phones = phones;
    this.incomplete = incomplete;
    this.reading = reading;
  }

  /**
   * Of the phones with that number, one of each group in the order of writing. The index is made at the first question:
   * it takes 110 bytes a phone, and a million phones that are only meant as groups need none.
   */
  private numbered(number: string): readonly number[] | undefined {
    this.index ??= indexOf(this.phones);
    const rows = this.index.get(number);
    return typeof rows === 'number' ? [rows] : rows;
  }

  /** A phone's row by its number. */
  one(number: string, path: Path): number | undefined {
    const row = this.rowOf(number);
    if (row === undefined && !this.incomplete)
      this.reading.certain(path, `no phone has the number "${number}"${this.guess(number)}`);
    return row;
  }

  has(number: string): boolean {
    return this.numbered(number) !== undefined;
  }

  /** A number, or a range, of more digits than any phone's: one of the PSTN, and no slip. */
  isForeign(word: string): boolean {
    const [first = ''] = word.split('..');
    if (!/^\+?\d+(?:\.\.\+?\d+)?$/.test(word) || this.incomplete || this.groups.has(word)) return false;
    return !this.phones.some(({ number }) => number.length >= first.length);
  }

  /** Undefined: there is no such group. */
  private rowsOfGroup(name: string): readonly number[] | undefined {
    if (!this.groups.has(name)) return undefined;
    const rows = this.members.get(name) ?? rowsOf(this.phones, ({ group }) => group === name);
    this.members.set(name, rows);
    return rows;
  }

  /** Rows, each once, in the order of writing. */
  several(words: readonly string[], path: Path): readonly number[] {
    const [first = ''] = words;
    if (words.length === 1 && (isAll(first) || this.groups.has(first))) return this.meant(first, path);
    const rows = new Set<number>();
    for (const word of words) for (const row of this.meant(word, path)) rows.add(row);
    return [...rows];
  }

  private meant(word: string, path: Path): readonly number[] {
    if (isAll(word)) return rowsOf(this.phones, () => true);
    const group = this.rowsOfGroup(word);
    if (group !== undefined) return group;
    if (!word.includes('..')) {
      const rows = this.rowsOf(word);
      if (rows !== undefined) return rows;
      if (!this.incomplete)
        this.reading.certain(path, `"${word}" is no group and no phone's number${this.guess(word)}`);
      return [];
    }
    const numbers = expandNumbers(word);
    if ('problem' in numbers) {
      this.reading.mistake(path, numbers.problem);
      return [];
    }
    const missing = numbers.items.filter((number) => !this.has(number));
    if (missing.length > 0 && !this.incomplete) {
      const more = missing.length > 1 ? ` and ${missing.length - 1} more of "${word}"` : ` of "${word}"`;
      this.reading.certain(path, `no phone has the number "${missing[0]}"${more}`);
    }
    return numbers.items.flatMap((number) => this.numbered(number) ?? []);
  }

  private lastNumber(): string | undefined {
    let row = this.phones.length - 1;
    while (row >= 0 && templateAt(this.phones, row).account !== undefined) row--;
    return row < 0 ? undefined : this.phones.at(row)!.number;
  }

  private guess(word: string): string {
    if (/^\d/.test(word)) {
      const first = this.phones.at(0)?.number;
      const last = this.lastNumber();
      return first === undefined ? '' : `; there are ${first}${last === first ? '' : ` to ${last}`}`;
    }
    const groups = [...this.groups];
    return didYouMean(word, groups) || (groups.length > 0 ? `; groups are ${groups.join(', ')}` : '');
  }
}

function isAll(word: string): boolean {
  return word === 'all' || word === '*';
}

function indexOf(phones: Phones): ReadonlyMap<string, number | readonly number[]> {
  const rows = new Map<string, number | readonly number[]>();
  phones.forEach(({ number, account }, row) => {
    const there = rows.get(number);
    if (account === undefined) rows.set(number, row);
    else if (there !== undefined) rows.set(number, [...(typeof there === 'number' ? [there] : there), row]);
  });
  return rows;
}
