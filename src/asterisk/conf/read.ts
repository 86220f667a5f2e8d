import type { Place } from '../../text/place.ts';
import { didYouMean } from '../../text/nearest.ts';
import { quote, wholeFile, type Remarks } from '../remarks.ts';
import { isBlank, withoutComments, type ConfLine } from './comments.ts';
import type { Folder, FolderFile } from './folder.ts';
import { emptySection, LONGEST_LINE, OpenSections, type OpenSection } from './openSections.ts';
import type { Conf } from './sections.ts';
import { without } from './without.ts';

/** Asterisk's own bound (config.c:MAX_INCLUDE_LEVEL). */
const INCLUDE_DEPTH = 10;
/** Files read for one file, each as often as it is included: ten that include one another would be read 10! times. */
const MOST_INCLUDES = 1_000;

/**
 * Reads one file and what it includes. Grammar: config.c:process_text_line, 1.2.6 and 16.28.0.
 *
 * Where Asterisk warns and continues, so does this reader, with a risk. Where Asterisk refuses the whole file there is a mistake,
 * and we go on
 * all the same, to say everything at once.
 */
export function readConf(folder: Folder, file: FolderFile, dialect: '1.2' | '16', remarks: Remarks): Conf {
  const reader = new ConfReader(folder, dialect, remarks);
  reader.readFile(file);
  return { path: file.path, sections: reader.sections.all, ...(reader.isPartial ? { isPartial: true } : {}) };
}

class ConfReader {
  readonly sections: OpenSections;
  isPartial = false;
  private readonly folder: Folder;
  private readonly dialect: '1.2' | '16';
  private readonly remarks: Remarks;
  private readonly reading: string[] = [];
  private includes = 0;
  /** A line before the first section, which is said once. */
  private refusedFor: Place | undefined;

  constructor(folder: Folder, dialect: '1.2' | '16', remarks: Remarks) {
    this.folder = folder;
    this.dialect = dialect;
    this.remarks = remarks;
    this.sections = new OpenSections(remarks);
  }

  readFile(file: FolderFile): void {
    this.folder.markRead(file);
    if (file.refused !== undefined) {
      this.remarks.mistake(wholeFile(file.path), file.refused);
      return;
    }
    this.reading.push(file.path);
    let section = this.sections.latest;
    for (const line of withoutComments(file.path, file.text, this.remarks)) {
      if (this.sections.areFull) break;
      const place = { file: file.path, line: line.number, column: line.columns[0]! };
      if (line.text.length > LONGEST_LINE) {
        this.remarks.mistake(
          placeAt(line, place, LONGEST_LINE),
          `the line has ${line.text.length} characters: Asterisk reads ${LONGEST_LINE} of them and takes the rest for a line of its own`,
        );
        continue;
      }
      if (line.text.startsWith('[')) section = this.openSection(line, place) ?? section;
      else if (line.text.startsWith('#')) this.obey(line, place);
      else this.readEntry(line, place, section);
    }
    this.reading.pop();
  }

  // ---------------------------------------------------------------- [section](options)

  private openSection(line: ConfLine, place: Place): OpenSection | undefined {
    const close = line.text.indexOf(']');
    if (close < 0) {
      this.remarks.mistake(place, `no "]" in ${quote(line.text)}: Asterisk refuses the whole file`);
      return undefined;
    }
    const fresh: OpenSection = emptySection(line.text.slice(1, close), place);
    const after = line.text.slice(close + 1);
    if (!after.startsWith('(')) {
      if (after !== '')
        this.remarks.risk(
          'textAfterSection',
          placeAt(line, place, close + 1),
          `${quote(after.trim())} after [${fresh.name}] is ignored; a template's name follows "]" at once, in brackets`,
        );
      return this.sections.append(fresh);
    }
    const end = after.indexOf(')');
    if (end < 0) {
      this.remarks.mistake(
        placeAt(line, place, close + 1),
        `no ")" after [${fresh.name}]: Asterisk refuses the whole file`,
      );
      return this.sections.append(fresh);
    }
    return this.applyOptions(fresh, after.slice(1, end), placeAt(line, place, close + 2));
  }

  private applyOptions(fresh: OpenSection, options: string, place: Place): OpenSection {
    let section = fresh;
    for (const option of options.split(',')) {
      if (option === '!') section.template = true;
      else if (option.startsWith('+')) section = this.reopen(fresh, option.length > 1, place);
      else this.inherit(section, option, place);
    }
    return section === fresh ? this.sections.append(fresh) : section;
  }

  /**
   * `(+)`: continues a section that exists; 16 looks past templates, unless a filter follows the plus
   * (config.c:does_category_match).
   * What `fresh` has inherited so far goes along.
   */
  private reopen(fresh: OpenSection, filtered: boolean, place: Place): OpenSection {
    if (filtered) this.remarks.note(place, `the filter behind "+" is not modelled: the first [${fresh.name}] is taken`);
    const any = filtered || this.dialect === '1.2';
    const base = this.sections.find(fresh.name, any);
    if (base === undefined) {
      const what =
        this.sections.find(fresh.name) === undefined
          ? 'a section that does not exist above it'
          : 'a template, which 16 does not find';
      this.remarks.mistake(
        place,
        `[${fresh.name}](+) adds to ${what}: Asterisk refuses the whole file${this.sections.find(fresh.name) === undefined ? this.suggestion(fresh.name) : ''}`,
      );
      return fresh;
    }
    this.sections.copy(base, fresh.entries, place);
    base.template ||= fresh.template;
    this.sections.latest = base;
    return base;
  }

  private inherit(section: OpenSection, name: string, place: Place): void {
    const base = this.sections.find(name);
    if (base === undefined) {
      this.remarks.mistake(
        place,
        `[${section.name}] inherits from ${quote(name)}, which does not exist above it: Asterisk refuses the whole file${this.suggestion(name)}`,
      );
    } else if (base !== section) {
      this.sections.copy(section, base.entries, place);
    }
  }

  private suggestion(name: string): string {
    return didYouMean(
      name,
      this.sections.all.map((section) => section.name),
    );
  }

  // ---------------------------------------------------------------- #include, #exec

  private obey(line: ConfLine, place: Place): void {
    const { word, argument, argumentAt } = directive(line.text);
    const name = word.toLowerCase();
    if (name === 'exec') {
      this.remarks.risk(
        'execNotRun',
        place,
        '#exec is not run, so what the program would write is missing here; put its output into a file and #include that',
      );
    } else if (name !== 'include' && name !== 'tryinclude') {
      this.remarks.risk(
        'unknownDirective',
        place,
        `unknown directive "#${word}": Asterisk ignores the line${didYouMean(name, ['include', 'tryinclude', 'exec'])}`,
      );
    } else if (argument === '') {
      this.remarks.risk('noFileName', place, `#${name} without a file name: Asterisk ignores the line`);
    } else {
      this.include(argument, placeAt(line, place, argumentAt), name === 'tryinclude');
    }
  }

  private include(name: string, place: Place, optional: boolean): void {
    const files = this.folder.matching(name);
    if (files.length === 0) {
      this.isPartial = true;
      if (!optional) this.sayMissing(name, place);
    }
    for (const file of files) {
      if (this.sections.areFull) return;
      if (this.reading.includes(file.path)) {
        this.remarks.mistake(
          place,
          `#include ${quote(name)} includes itself: ${[...this.reading, file.path].join(' → ')}`,
        );
      } else if (this.reading.length >= INCLUDE_DEPTH) {
        this.remarks.mistake(place, `#include ${quote(name)} is more than ${INCLUDE_DEPTH} files deep`);
      } else if (++this.includes > MOST_INCLUDES) {
        this.sections.areFull = true;
        this.remarks.mistake(
          place,
          `#include ${quote(name)}: more than ${MOST_INCLUDES} files are included, some of them again and again; nothing is read from here on`,
        );
      } else {
        this.readFile(file);
      }
    }
  }

  /**
   * A file that is not there: 1.2.6 continues without it, 16 refuses the file that includes it (config.c:
   * process_text_line, "The file '%s' was listed as a #include but it does not exist.").
   */
  private sayMissing(name: string, place: Place): void {
    const what = `#include ${quote(name)}: no such file in this server's folder; only files inside it can be included`;
    const guess = didYouMean(name, this.folder.names());
    if (this.dialect === '1.2') {
      this.remarks.note(place, `${what}: Asterisk 1.2 continues without it${guess}`);
      return;
    }
    const refused = baseName(this.reading[0]!);
    const cost = without(refused);
    this.remarks.mistake(
      place,
      `${what}: Asterisk refuses the whole of ${refused}${cost === undefined ? '' : `, and then ${cost}`}${guess}; --ignore-missing leaves the include out`,
    );
  }

  // ---------------------------------------------------------------- key = value

  private readEntry(line: ConfLine, place: Place, section: OpenSection | undefined): void {
    const equals = line.text.indexOf('=');
    if (section === undefined) {
      if (this.refusedFor === undefined)
        this.remarks.mistake(
          place,
          `${quote(line.text)} is before the first [section]: Asterisk refuses the whole file`,
        );
      this.refusedFor = place;
    } else if (equals < 0) {
      this.remarks.risk(
        'noEquals',
        place,
        `${quote(line.text)} is no configuration: it has no "="; Asterisk warns and skips the line; a remark begins with ";"`,
      );
    } else {
      this.addEntry(section, line, place, equals);
    }
  }

  private addEntry(section: OpenSection, line: ConfLine, place: Place, equals: number): void {
    const arrow = line.text[equals + 1] === '>';
    const appends = this.dialect === '16' && equals > 0 && line.text[equals - 1] === '+';
    const key = stripEnd(line.text.slice(0, appends ? equals - 1 : equals));
    let from = equals + (arrow ? 2 : 1);
    while (from < line.text.length && isBlank(line.text[from]!)) from++;
    const value = line.text.slice(from);
    if (key === '') {
      this.remarks.risk(
        'nothingBeforeEquals',
        place,
        `nothing before "=" in ${quote(line.text)}: Asterisk has no use for the line`,
      );
      return;
    }
    const entry = {
      key,
      value,
      arrow,
      place,
      valuePlace: placeAt(line, place, from),
      valueColumns: line.columns.slice(from),
    };
    if (appends) this.sections.extend(section, entry);
    else this.sections.put(section, entry);
  }
}

/** `#include <file>`, `#include "file"` or `#include file`. */
function directive(text: string): { word: string; argument: string; argumentAt: number } {
  let end = 1;
  while (end < text.length && !isBlank(text[end]!)) end++;
  let from = end;
  while (from < text.length && (isBlank(text[from]!) || text[from] === '"' || text[from] === '<')) from++;
  let to = text.length;
  while (to > from && (text[to - 1] === '"' || text[to - 1] === '>')) to--;
  return { word: text.slice(1, end), argument: text.slice(from, to), argumentAt: from };
}

function stripEnd(text: string): string {
  let to = text.length;
  while (to > 0 && isBlank(text[to - 1]!)) to--;
  return text.slice(0, to);
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The place of a character of a line; just past its end when there is none. */
function placeAt(line: ConfLine, place: Place, index: number): Place {
  return { ...place, column: line.columns[index] ?? line.columns.at(-1)! + 1 };
}
