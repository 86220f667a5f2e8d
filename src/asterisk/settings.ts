import { didYouMean } from '../text/nearest.ts';
import type { Entry } from './conf/sections.ts';
import { quote, wholeFile, type Remarks } from './remarks.ts';
import { isFalse } from './confValues.ts';
import type { Setting } from './setting.ts';

export type Dialect = '1.2' | '16';

export type Draft<T> = { -readonly [Name in keyof T]: T[Name] };

/** Takes a value over into the draft, or leaves the default and says so. */
export type Setter<D> = (draft: D, setting: Setting, remarks: Remarks) => void;

/** What each key of a kind of section means to us. Key names in lower case. */
export interface KeyTable<D> {
  readonly modelled: ReadonlyMap<string, Setter<D>>;
  /** Modelled keys that Asterisk 1.2 does not know and ignores. */
  readonly since16?: ReadonlySet<string>;
  /**
   * Keys that do something in Asterisk which no part of the model does: each is named in a note of its own, with what
   * that means. Switched off they are without effect.
   */
  readonly unmodelled: ReadonlyMap<string, string>;
  /** Keys that Asterisk knows and that change nothing of what is modelled: one note per file. */
  readonly without: ReadonlySet<string>;
  /** What Asterisk does with a key that it does not know; else it ignores it. */
  readonly unknown?: string;
}

const WIZARDS = 'pjsip_wizard.conf';

/** Goes through one section in order; later entries overrule earlier ones. */
export class SettingsReader {
  private readonly file: string;
  private readonly dialect: Dialect;
  private readonly remarks: Remarks;
  private readonly without = new Set<string>();
  /** Places of keys of which something has been said: sections share those of their template. */
  private readonly said = new Set<string>();
  /** Nearest names of unknown keys, by section kind: the same slip may be in each of 20,000 sections. */
  private readonly guesses = new Map<KeyTable<never>, Map<string, string>>();

  constructor(file: string, dialect: Dialect, remarks: Remarks) {
    this.file = file;
    this.dialect = dialect;
    this.remarks = remarks;
  }

  /** @param section how to name it: `[general]` */
  read<D>(draft: D, entries: readonly Entry[], table: KeyTable<D>, section: string): void {
    for (const entry of entries) {
      const key = entry.key.toLowerCase();
      const setter = table.modelled.get(key);
      const what = table.unmodelled.get(key);
      if (setter !== undefined) this.set(draft, entry, table, setter);
      else if ((what !== undefined && isFalse(entry.value)) || table.without.has(key)) this.without.add(entry.key);
      else if (this.isSaid(entry)) continue;
      else if (what !== undefined)
        this.remarks.note(entry.place, `key ${entry.key} of ${section} in ${this.baseName()} is not modelled: ${what}`);
      else
        this.remarks.risk(
          'unknownKey',
          entry.place,
          `unknown key ${quote(entry.key)} in ${section} of ${this.fileOf(entry)}: ${table.unknown ?? 'it is not modelled, and Asterisk ignores it'}${this.guess(key, table)}`,
          this.fileOf(entry),
        );
    }
  }

  private isSaid({ place: { file, line, column } }: Entry): boolean {
    const place = `${file}:${line}:${column}`;
    const isSaid = this.said.has(place);
    this.said.add(place);
    return isSaid;
  }

  /** The keys without effect, in one note. */
  end(): void {
    if (this.without.size === 0) return;
    const keys = [...this.without].join(', ');
    this.remarks.note(wholeFile(this.file), `keys without effect on what is modelled: ${keys}`);
  }

  private set<D>(draft: D, entry: Entry, table: KeyTable<D>, setter: Setter<D>): void {
    if (this.dialect === '1.2' && table.since16?.has(entry.key.toLowerCase()) === true) {
      const text = `Asterisk 1.2 does not know ${quote(entry.key)} and ignores it`;
      this.remarks.risk('laterKey', entry.place, text, this.baseName());
    } else {
      setter(draft, entry, this.remarks);
    }
  }

  private guess(key: string, table: KeyTable<never>): string {
    const known = this.guesses.get(table) ?? new Map<string, string>();
    this.guesses.set(table, known);
    const guess = known.get(key) ?? didYouMean(key, keysOf(table));
    known.set(key, guess);
    return guess;
  }

  /** Sections of pjsip_wizard.conf are read as if they were in pjsip.conf. */
  private fileOf({ place: { file } }: Entry): string {
    return file.endsWith(WIZARDS) ? WIZARDS : this.baseName();
  }

  private baseName(): string {
    return this.file.slice(this.file.lastIndexOf('/') + 1);
  }
}

export function keysOf(table: KeyTable<never>): string[] {
  return [...table.modelled.keys(), ...table.unmodelled.keys(), ...table.without];
}

/** Key names as a set, from a text with blanks between them. */
export function keyNames(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}
