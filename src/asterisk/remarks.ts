import type { Place } from '../text/place.ts';
import { sourced, type RiskName } from '../model/risks/risks.ts';
import type { Remark } from '../text/mistake.ts';
import { printable } from '../text/printable.ts';

/**
 * What a reading has to say, in the order in which it was found. Nothing is thrown: the user sees everything at once.
 */
export class Remarks {
  readonly all: Remark[] = [];

  mistake(place: Place, text: string): void {
    this.add({ severity: 'mistake', place, text });
  }

  /** @param file of whose reader the source is, where that is not the file of the place: an included file has none. */
  risk(name: RiskName, place: Place, text: string, file?: string): void {
    this.add({ severity: 'risk', place, text, ...sourced(name, file ?? place.file) });
  }

  note(place: Place, text: string): void {
    this.add({ severity: 'note', place, text });
  }

  /** What may be meant, and is worth a word with its source. */
  notice(name: RiskName, place: Place, text: string): void {
    this.add({ severity: 'note', place, text, ...sourced(name, place.file) });
  }

  /** Remarks of another reader of the same files. */
  take(remarks: readonly Remark[]): void {
    for (const remark of remarks) this.add(remark);
  }

  /** A remark is one line, and quotes the user's text. */
  private add(remark: Remark): void {
    this.all.push({ ...remark, text: printable(remark.text).replace(/[\t\n]/g, '·') });
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
