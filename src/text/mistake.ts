import { formatPlace, type Place } from './place.ts';

/**
 * What a reader says of the user's text.
 * `mistake`: cannot be run. `risk`: runs, but hardly as meant (`check --strict` counts these).
 * `note`: read, and not modelled, or worth knowing.
 */
export type Severity = 'mistake' | 'risk' | 'note';

export type Remark = Risk | Finding;

/** A risk has a source: one without does not compile. */
export interface Risk extends Said, Sourced {
  readonly severity: 'risk';
}

export interface Finding extends Said, Partial<Sourced> {
  readonly severity: 'mistake' | 'note';
}

interface Said {
  readonly place: Place;
  /** One sentence: what was found, what was expected, the nearest right name. */
  readonly text: string;
}

/** Of what `check` looks for: its name in the list of scenarios/README.md, and why it is so. */
export interface Sourced {
  readonly risk: string;
  /** `file:function` of the Asterisk source, a section of an RFC, or `facts A8`, a section of src/model/README.md. */
  readonly source: string;
}

/** Thrown once by a reader that has seen everything: holds all mistakes of the user, not only the first. */
export class UserMistakes extends Error {
  readonly remarks: readonly Remark[];

  constructor(remarks: readonly Remark[]) {
    super(remarks.map(formatRemark).join('\n'));
    this.name = 'UserMistakes';
    this.remarks = remarks;
  }
}

export function formatRemark(remark: Remark): string {
  const place = formatPlace(remark.place);
  const prefix = remark.severity === 'mistake' ? '' : `${remark.severity}: `;
  return place === '' ? `${prefix}${remark.text}` : `${place}: ${prefix}${remark.text}`;
}

/** The text, and the source where it has one: what `check` and the report print. */
export function withSource({ text, source }: Remark): string {
  return source === undefined ? text : `${text} (source: ${source})`;
}

/** A mistake about a file as a whole, an option, or (with an empty name) the command line. */
export function mistakeIn(file: string, text: string): UserMistakes {
  return new UserMistakes([{ severity: 'mistake', place: { file, line: 0, column: 0 }, text }]);
}

/**
 * Reads all, in order: what is wrong with one does not hide what is wrong with the next.
 * @throws UserMistakes with the remarks of all that threw
 */
export function together<T extends readonly unknown[]>(...reads: { readonly [I in keyof T]: () => T[I] }): T {
  const remarks: Remark[] = [];
  const values = reads.map((read: () => unknown) => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof UserMistakes)) throw error;
      remarks.push(...error.remarks);
      return undefined;
    }
  });
  if (remarks.length > 0) throw new UserMistakes(remarks);
  return values as unknown as T;
}
