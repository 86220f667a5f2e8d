import type { Place } from '../../text/place.ts';

/** `key = value` or `key => value`. */
export interface Entry {
  /** As written. Asterisk compares keys without regard to case. */
  readonly key: string;
  readonly value: string;
  /** `=>` rather than `=`. Asterisk makes no difference. */
  readonly arrow: boolean;
  /** Of the key. */
  readonly place: Place;
  /** Of the value's first character, or of the place where it is missing. */
  readonly valuePlace: Place;
  /** For every character of `value`, its column. */
  readonly valueColumns: readonly number[];
}

/** One `[name]` and what follows it, with what its templates give in front. */
export interface Section {
  readonly name: string;
  readonly place: Place;
  /** `[name](!)`: only there to be inherited from. */
  readonly template: boolean;
  readonly entries: readonly Entry[];
}

/** A .conf file with its includes, in the order in which Asterisk reads it. */
export interface Conf {
  readonly path: string;
  /** Templates included. Two sections of one name stay two. */
  readonly sections: readonly Section[];
  /** A file that it includes is not at hand: a name that it lacks may be there. */
  readonly isPartial?: boolean;
}

/** The place of one character of the value. */
export function placeInValue(entry: Entry, index: number): Place {
  const column = entry.valueColumns[index] ?? entry.valuePlace.column;
  return { file: entry.valuePlace.file, line: entry.valuePlace.line, column };
}

/**
 * The first section of this name that is no template: what Asterisk sees when it asks for one section
 * (ast_variable_browse).
 */
export function sectionOf(conf: Conf, name: string): Section | undefined {
  return conf.sections.find((section) => !section.template && sameName(section.name, name));
}

/** All sections but templates and the named ones: peers, users, contexts. */
export function otherSections(conf: Conf, ...names: string[]): Section[] {
  return conf.sections.filter((section) => !section.template && !names.some((name) => sameName(section.name, name)));
}

/**
 * The last value of a key, without regard to case: later entries overrule earlier ones wherever Asterisk goes through
 * them in order.
 */
export function lastValue(section: Section, key: string): Entry | undefined {
  return section.entries.findLast((entry) => sameName(entry.key, key));
}

export function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
