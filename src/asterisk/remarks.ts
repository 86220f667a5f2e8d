import type { Place } from '../text/place.ts';
import type { Remark, Severity } from '../text/mistake.ts';
import { printable } from '../text/printable.ts';

/**
 * What a reading has to say, in the order in which it was found. Nothing is thrown: the user sees everything at once.
 */
export class Remarks {
  readonly all: Remark[] = [];

  mistake(place: Place, text: string): void {
    this.add('mistake', place, text);
  }

  risk(place: Place, text: string): void {
    this.add('risk', place, text);
  }

  note(place: Place, text: string): void {
    this.add('note', place, text);
  }

  /** Remarks of another reader of the same files. */
  take(remarks: readonly Remark[]): void {
    for (const { severity, place, text } of remarks) this.add(severity, place, text);
  }

  /** A remark is one line, and quotes the user's text. */
  private add(severity: Severity, place: Place, text: string): void {
    this.all.push({ severity, place, text: printable(text).replace(/[\t\n]/g, '·') });
  }
}

/** The user's text inside a remark: one line, of bounded length. */
export function quote(text: string): string {
  const short = text.length > 60 ? `${text.slice(0, 57)}…` : text;
  return `"${short}"`;
}

/** A remark about a file as a whole. */
export function wholeFile(file: string): Place {
  return { file, line: 0, column: 0 };
}
