import type { Place } from '../../text/place.ts';
import { quote, type Remarks } from '../remarks.ts';
import type { Entry, Section } from './sections.ts';

/** Lines of one file with all that it includes and inherits; of 200,000 phones with two lines each, say. */
const MOST_ENTRIES = 500_000;
/** Characters of a line: what config.c reads at once (config_text_file_load, buf[8192]). */
export const LONGEST_LINE = 8_191;

/** A section that further lines may be added to. */
export interface OpenSection extends Section {
  template: boolean;
  readonly entries: Entry[];
  /** Where the last entry of a key is. */
  readonly lastOf: Map<string, number>;
}

export function emptySection(name: string, place: Place): OpenSection {
  return { name, place, template: false, entries: [], lastOf: new Map() };
}

/** The sections of a file as they grow, and how many lines they have in all: what is too much ends in one mistake. */
export class OpenSections {
  readonly all: OpenSection[] = [];
  /** Where the lines of an included file go until it opens a section of its own. */
  latest: OpenSection | undefined;
  /** Too much was read: the rest is not looked at. */
  areFull = false;
  private readonly byName = new Map<string, OpenSection[]>();
  private readonly remarks: Remarks;
  private entries = 0;

  constructor(remarks: Remarks) {
    this.remarks = remarks;
  }

  append(section: OpenSection): OpenSection {
    this.all.push(section);
    this.latest = section;
    const name = section.name.toLowerCase();
    const known = this.byName.get(name);
    if (known === undefined) this.byName.set(name, [section]);
    else known.push(section);
    return section;
  }

  /** The first of this name, whatever the case of its letters. */
  find(name: string, templatesToo = true): OpenSection | undefined {
    return this.byName.get(name.toLowerCase())?.find((section) => templatesToo || !section.template);
  }

  put(section: OpenSection, entry: Entry): void {
    if (this.hasRoom(1, entry.place)) this.add(section, entry);
  }

  /** What a template gives. A template made of two of the one before it doubles at each step. */
  copy(section: OpenSection, entries: readonly Entry[], place: Place): void {
    if (!this.hasRoom(entries.length, place)) return;
    for (const entry of entries) this.add(section, entry);
  }

  /** `key += more`; without the key it is `key = more`. */
  extend(section: OpenSection, more: Entry): void {
    const at = section.lastOf.get(more.key);
    if (at === undefined) {
      this.put(section, more);
      return;
    }
    const earlier = section.entries[at]!;
    if (earlier.value.length + more.value.length > LONGEST_LINE)
      this.remarks.mistake(
        more.place,
        `the value of ${quote(more.key)} has more than ${LONGEST_LINE} characters by now`,
      );
    else
      section.entries[at] = {
        ...more,
        value: earlier.value + more.value,
        valueColumns: [...earlier.valueColumns, ...more.valueColumns],
      };
  }

  private add(section: OpenSection, entry: Entry): void {
    section.lastOf.set(entry.key, section.entries.length);
    section.entries.push(entry);
  }

  private hasRoom(more: number, place: Place): boolean {
    this.entries += more;
    if (this.entries <= MOST_ENTRIES) return true;
    if (!this.areFull)
      this.remarks.mistake(
        place,
        `more than ${MOST_ENTRIES} lines, with those that are included and inherited: nothing is read from here on`,
      );
    this.areFull = true;
    return false;
  }
}
