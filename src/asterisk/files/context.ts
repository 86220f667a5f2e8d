import { splitInclude } from '../../model/server/dialplan/timePatterns.ts';
import type {
  ContextConfig,
  HintConfig,
  Named,
  StepConfig,
  SwitchConfig,
} from '../../model/server/dialplan/compiledPlan.ts';
import type { Place } from '../../text/place.ts';
import { didYouMean } from '../../text/nearest.ts';
import type { Entry, Section } from '../conf/sections.ts';
import { quote, type Remarks } from '../remarks.ts';
import type { Dialect } from '../settings.ts';
import { leadingInteger } from '../confValues.ts';
import { substitute } from './globals.ts';
import { takeApart, type Written } from './step.ts';
import { isPatternWithoutMark, unmarkedText } from './unmarkedPattern.ts';

const DIRECTIVES = ['exten', 'same', 'include', 'switch', 'lswitch', 'eswitch', 'ignorepat', 'autohints'];

/**
 * Of lastPriority: no line before; a hint before, which Asterisk keeps as priority -1, so that `n` makes 0 of it
 * (pbx.h:PRIORITY_HINT).
 */
const NO_LINE = 0;
const HINT = -1;

/** One context of extensions.conf, line by line (pbx_config.c: 1.2.6 pbx_load_module, 16.28.0 pbx_load_config). */
export class ContextReader {
  readonly name: string;
  readonly place: Place;
  /** What `n` counts on from; NO_LINE, HINT or a priority. */
  lastPriority = NO_LINE;
  private lastExtension: string | undefined;
  private readonly globals: ReadonlyMap<string, string>;
  private readonly dialect: Dialect;
  private readonly remarks: Remarks;
  private readonly steps: StepConfig[] = [];
  private readonly taken = new Set<string>();
  /** Extensions that look like patterns, each said once. */
  private readonly unmarked = new Set<string>();
  private readonly hints: HintConfig[] = [];
  private readonly labels = new Map<string, number>();
  private readonly included = new Set<string>();
  private readonly includes: Named[] = [];
  private readonly switches: SwitchConfig[] = [];
  private readonly ignorePatterns: string[] = [];

  constructor(section: Section, globals: ReadonlyMap<string, string>, dialect: Dialect, remarks: Remarks) {
    this.name = section.name;
    this.place = section.place;
    this.globals = globals;
    this.dialect = dialect;
    this.remarks = remarks;
  }

  /** @param lastPriority of the context before, where the dialect counts on from it */
  read(entries: readonly Entry[], lastPriority: number | undefined): void {
    this.lastPriority = lastPriority ?? NO_LINE;
    this.lastExtension = undefined;
    for (const entry of entries) this.readLine(entry);
  }

  result(): ContextConfig {
    const { name, place, steps, hints, includes, switches, ignorePatterns } = this;
    return { name, place, steps, hints, includes, switches, ignorePatterns };
  }

  private readLine(entry: Entry): void {
    const key = entry.key.toLowerCase();
    if (key === 'exten') this.readExten(entry);
    else if (key.startsWith('same')) this.readSame(entry);
    else if (key === 'include') this.readInclude(entry);
    else if (key === 'switch' || key === 'lswitch' || key === 'eswitch') this.readSwitch(entry, key);
    else if (key === 'ignorepat') this.ignorePatterns.push(substitute(entry.value, this.globals));
    else if (key === 'autohints') this.remarks.note(entry.place, 'autohints is not modelled');
    else
      this.remarks.risk(
        'noDirective',
        entry.place,
        `${quote(`${entry.key} =`)} is no directive of a context: Asterisk ignores the line${didYouMean(key, DIRECTIVES)}`,
      );
  }

  // ---------------------------------------------------------------- exten =>, same =>

  private readExten(entry: Entry): void {
    const written = takeApart(entry, undefined, this.dialect);
    const extension = substitute(written.extension, this.globals);
    if (!this.unmarked.has(extension) && isPatternWithoutMark(extension)) {
      this.unmarked.add(extension);
      this.remarks.risk('noUnderscore', written.extensionPlace, unmarkedText(extension, entry));
    }
    this.lastExtension = extension;
    this.addStep(entry, { ...written, extension });
  }

  private readSame(entry: Entry): void {
    if (this.dialect === '1.2') {
      this.remarks.risk(
        'sameInOld',
        entry.place,
        'Asterisk 1.2 does not know "same =>" and ignores the line; it is of 1.6.2 and later (profile asterisk-16)',
      );
    } else if (this.lastExtension === undefined) {
      this.remarks.risk(
        'sameWithoutExten',
        entry.place,
        `"same =>" without an "exten =>" before it in [${this.name}]: Asterisk ignores the line`,
      );
    } else {
      this.addStep(entry, takeApart(entry, this.lastExtension, this.dialect));
    }
  }

  private addStep(entry: Entry, written: Written): void {
    const priority = this.priorityOf(written);
    if (priority === undefined) return;
    if (priority === 'hint') {
      this.lastPriority = HINT;
      this.hints.push({ extension: written.extension, devices: written.application, place: entry.place });
      return;
    }
    const continued = this.steps.at(-1)?.extension;
    if (/^(n|next)$/.test(written.priority) && continued !== undefined && continued !== written.extension) {
      this.remarks.risk(
        'countsFromOther',
        written.priorityPlace,
        `"n" counts on from the line before, which is of extension ${quote(continued)}: this is priority ${priority} of ${quote(written.extension)}`,
      );
    }
    this.lastPriority = priority;
    if (this.isUsable(written, priority)) {
      const { extension, label, application, applicationPlace: place } = written;
      this.taken.add(`${extension} ${priority}`);
      const labelled = `${extension} ${label}`;
      if (label !== '' && !this.labels.has(labelled)) this.labels.set(labelled, priority);
      this.steps.push({ extension, priority, label, application, args: asWritten(written), place });
      this.warnOfForm(written);
    }
  }

  private isUsable(written: Written, priority: number): boolean {
    const { extension, application } = written;
    if (extension.includes('/')) {
      this.remarks.risk(
        'callerIdMatch',
        written.extensionPlace,
        `${quote(extension)} is for callers with the number behind the slash alone, which is not modelled: the line is left out`,
      );
    } else if (this.dialect === '1.2' && written.blankAfter && !/^_.*[.!]/.test(extension)) {
      this.remarks.risk(
        'blankInNumber',
        written.extensionPlace,
        `in 1.2 the blank after ${quote(extension)} is a part of it, and no number has one: the line is left out`,
      );
    } else if (extension === '') {
      this.remarks.risk('noExtension', written.extensionPlace, 'no extension: the line can never be reached');
    } else if (application === '') {
      this.remarks.risk(
        'noApplicationName',
        written.applicationPlace,
        `no application in priority ${priority} of ${quote(extension)}; expected extension,priority,Application(arguments)`,
      );
    } else if (this.taken.has(`${extension} ${priority}`)) {
      this.remarks.risk(
        'priorityTwice',
        written.priorityPlace,
        `priority ${priority} of ${quote(extension)} in [${this.name}] is there already: Asterisk refuses the second one`,
      );
    } else {
      return true;
    }
    return false;
  }

  private priorityOf(written: Written): number | 'hint' | undefined {
    const base = this.basePriority(written);
    if (base === 'hint' || base === undefined) return base;
    const priority = base + written.plus;
    if (written.labelOpen) {
      this.remarks.risk('bracketOpen', written.priorityPlace, `no ")" after the label ${quote(written.label)}`);
      if (this.dialect === '16') return undefined;
    }
    return priority;
  }

  private basePriority(written: Written): number | 'hint' | undefined {
    const text = written.priority;
    if (text === 'hint') return 'hint';
    if (text === 'n' || text === 'next') return this.counted(written, 1);
    if (text === 's' || text === 'same') return this.counted(written, 0);
    const value = leadingInteger(text);
    if (value !== undefined && value >= 1) return value;
    const labelled = this.labels.get(`${written.extension} ${text}`);
    if (labelled !== undefined) return labelled;
    this.remarks.risk(
      'noPriority',
      written.priorityPlace,
      `${quote(text)} is no priority; expected a number from 1, n, s or a label of this extension: Asterisk refuses the line`,
    );
    return undefined;
  }

  private counted(written: Written, step: number): number | undefined {
    if (this.lastPriority > NO_LINE) return this.lastPriority + step;
    const why =
      this.lastPriority === HINT
        ? 'counts on from a hint, which comes to priority 0'
        : 'has no line before it to count on from';
    this.remarks.risk('noPriority', written.priorityPlace, `"${written.priority}" ${why}: Asterisk refuses the line`);
    return undefined;
  }

  private warnOfForm(written: Written): void {
    const { application, args } = written;
    if (written.open)
      this.remarks.risk(
        'bracketOpen',
        written.argsPlace,
        `no ")" after ${quote(`${application}(${args}`)}: Asterisk warns, and takes what there is`,
      );
    if (written.form === 'comma' && args.includes(',')) {
      this.remarks.risk(
        'commaArguments',
        written.argsPlace,
        `in the form ${application},arguments a comma separates no arguments in 1.2; write | or brackets`,
      );
    }
    if (this.dialect === '16' && written.form === 'bare' && application.includes(',')) {
      this.remarks.risk(
        'oldArguments',
        written.applicationPlace,
        `${quote(application)}: since 1.6 arguments are in brackets; the form of 1.2, App,arguments, is taken for one long name, and a call that comes to it ends there`,
      );
    }
  }

  // ---------------------------------------------------------------- include =>, switch =>

  private readInclude(entry: Entry): void {
    const text = substitute(entry.value, this.globals).trim();
    const { name } = splitInclude(text, this.dialect);
    if (name === '') this.remarks.risk('includeMissing', entry.valuePlace, '"include =>" names no context');
    else if (this.included.has(text))
      this.remarks.risk(
        'includeTwice',
        entry.valuePlace,
        `${quote(text)} is included already: Asterisk refuses the second one`,
      );
    else {
      this.included.add(text);
      this.includes.push({ name: text, place: entry.valuePlace });
    }
  }

  private readSwitch(entry: Entry, key: string): void {
    const text = key === 'switch' ? substitute(entry.value, this.globals) : entry.value;
    const slash = text.indexOf('/');
    const kind = slash < 0 ? text : text.slice(0, slash);
    const data = slash < 0 ? '' : text.slice(slash + 1);
    if (kind.toLowerCase() === 'dundi' && data === '') {
      this.remarks.risk(
        'switchWithoutContext',
        entry.valuePlace,
        'switch => DUNDi names no context; DUNDi then asks for "e164"',
      );
    } else if (kind.toLowerCase() === 'dundi' && key === 'eswitch' && data.includes('${')) {
      this.remarks.risk(
        'switchVariables',
        entry.valuePlace,
        `the variables in eswitch => ${text} are expanded at each call, which is not modelled: it asks for ${quote(data)}`,
      );
    }
    this.switches.push({ kind, data, place: entry.valuePlace });
  }
}

/**
 * The text between the brackets, untouched. 1.2 takes quotes, backslashes and commas there for more than themselves,
 * but not in its
 * form `App,arguments`: these are escaped here, so that what works for the one works for the other.
 */
function asWritten({ form, args }: Written): string {
  return form === 'comma' ? args.replace(/[\\',]/g, '\\$&') : args;
}
