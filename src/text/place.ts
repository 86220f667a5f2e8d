/** A position in one of the user's texts. `line` and `column` count from 1; 0 means "the whole file". */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** The place of a value that no file holds: a default, a `--set`, a test. */
export const NOWHERE: Place = { file: '', line: 0, column: 0 };

/** `file:line:column`, without the parts that are unknown. */
export function formatPlace(place: Place): string {
  if (place.line === 0) return place.file;
  return `${place.file}:${place.line}:${place.column}`;
}
