import { NOWHERE, type Place } from '../../../text/place.ts';
import type { SwitchConfig } from './compiledPlan.ts';
import {
  compareExtensions,
  literal,
  match,
  isWrittenAsPattern,
  parsePattern,
  type Dialect,
  type MatchMode,
} from './patterns.ts';
import { CallerExtensions } from './callerExtensions.ts';
import type { DigitTree } from './digitTree.ts';
import { foundStep, LONGER, stepOf, writtenAs } from './extension.ts';
import type { Extension, Hint, Include, Step } from './extension.ts';
import { LiteralExtensions, type Registered } from './literalExtensions.ts';
import { Literals } from './literals.ts';

/** Switches of other kinds are not modelled, and know no number. */
export function isAsked({ kind }: SwitchConfig): boolean {
  return kind.toLowerCase() === 'dundi' || isRealtime({ kind });
}

export function isRealtime({ kind }: Pick<SwitchConfig, 'kind'>): boolean {
  return kind.toLowerCase() === 'realtime';
}

/** For reading: most contexts have none, and a thousand servers have thousands of contexts. */
const NONE = new Set<string>();

/**
 * One context of a server, in the order in which it is searched. Its extensions may come and go while the server runs
 * (regcontext); includes and switches may not.
 */
export class Context {
  readonly name: string;
  readonly registrar: string;
  readonly includes: Include[];
  readonly hints: Hint[];
  private readonly allSwitches: SwitchConfig[];
  private hasAsked: boolean;
  readonly ignorePatterns: string[];
  private readonly dialect: Dialect;
  /** Extensions without a pattern, by what they match; always before the patterns. */
  private readonly literalPlaces: LiteralExtensions;
  /** Sorted, most specific first. */
  private readonly patternPlaces: Extension[];
  /** Before those for everybody. */
  private readonly callerPlaces: CallerExtensions;
  /** Extensions without a pattern that have a priority 1: `canmatch` needs no walk. Made at the first such question. */
  private literals: Literals | undefined;
  /** What `numbersAlone` says; `unknown`: the context has changed since. */
  private alone: DigitTree | undefined | 'unknown' = 'unknown';
  /** Extensions without a pattern that have no priority 1: rare. */
  private withoutFirst = NONE;

  /** `like`: this context as its file says, which is changed no more; it is what this one is at first. */
  constructor(name: string, registrar: string, dialect: Dialect, like?: Context) {
    this.name = name;
    this.registrar = registrar;
    this.dialect = dialect;
    this.includes = like?.includes ?? [];
    this.hints = like?.hints ?? [];
    this.allSwitches = like?.allSwitches ?? [];
    this.hasAsked = like?.hasAsked ?? false;
    this.ignorePatterns = like?.ignorePatterns ?? [];
    this.literalPlaces = new LiteralExtensions(name, like?.literalPlaces);
    this.patternPlaces = [...(like?.patternPlaces ?? [])];
    this.callerPlaces = new CallerExtensions(like?.callerPlaces);
    for (const key of like?.withoutFirst ?? []) this.ownWithoutFirst().add(key);
  }

  get switches(): readonly SwitchConfig[] {
    return this.allSwitches;
  }

  /** One of its switches is asked in a search. */
  get asksSwitch(): boolean {
    return this.hasAsked;
  }

  addSwitch(added: SwitchConfig): void {
    this.alone = 'unknown';
    this.allSwitches.push(added);
    this.hasAsked ||= isAsked(added);
  }

  /** False when that extension has that priority already: the later one is refused, as in ast_add_extension2. */
  addStep(extension: string, step: Omit<Step, 'found'>, at: Place = NOWHERE): boolean {
    this.alone = 'unknown';
    if (this.keepAsArguments(extension, step, at)) return true;
    let place = this.placeFor(extension);
    if (place.steps.has(step.priority)) return false;
    if (at === NOWHERE && place.steps.size > 0) place = this.ownCopy(place);
    place.steps.set(step.priority, foundStep(this.name, extension, step, at));
    if (place.pattern.isPattern || place.caller !== undefined) return true;
    const key = literal(place.pattern.text, this.dialect);
    if (step.priority === 1) {
      this.literals?.add(key);
      this.withoutFirst.delete(key);
    } else if (!place.steps.has(1)) this.ownWithoutFirst().add(key);
    return true;
  }

  /** `addStep` of a plain number, priority 1, whose arguments are itself: nearly all that registrations add. */
  addOwnNumber(number: number, step: Registered): boolean {
    this.alone = 'unknown';
    if (!this.literalPlaces.keepOwnNumber(number, step)) {
      const { application, written, registrar } = step;
      const text = String(number);
      return this.addStep(text, { priority: 1, label: '', application, written, args: text, registrar });
    }
    this.literals?.add(String(number));
    return true;
  }

  /** `count` calls of `addOwnNumber` follow. */
  expectOwnNumbers(count: number): void {
    this.literalPlaces.expectOwnNumbers(count);
  }

  /** Takes away an extension, all priorities. False when it was not there. */
  remove(extension: string): boolean {
    this.alone = 'unknown';
    if (isWrittenAsPattern(extension)) return false;
    const key = literal(extension, this.dialect);
    if (!this.literalPlaces.delete(key)) return false;
    if (!this.withoutFirst.delete(key)) this.literals?.remove(key);
    return true;
  }

  has(extension: string): boolean {
    return (
      this.literalPlaces.has(literal(extension, this.dialect)) ||
      [...this.patternPlaces, ...this.callerPlaces.all()].some((place) => writtenAs(place) === extension)
    );
  }

  /**
   * The step that `number` and `priority` (or `label`) lead to. `noExtension`: nothing fits the number.
   * `early`: a `!` pattern fits, which ends a search for more digits with "no".
   */
  find(
    number: string,
    priority: number,
    label: string,
    mode: MatchMode,
    caller = '',
  ): Step | 'noExtension' | 'noPriority' | 'noLabel' | 'early' {
    const missing = label === '' ? 'noPriority' : 'noLabel';
    const key = literal(number, this.dialect);
    const exact = mode === 'matchmore' || this.lacks(key) ? undefined : this.literalPlaces.at(key);
    let status: 'noExtension' | 'noPriority' | 'noLabel' = 'noExtension';
    const own =
      this.callerPlaces.size === 0 || mode === 'matchmore'
        ? undefined
        : this.callerPlaces.get(key)?.find((place) => this.admits(place, caller));
    if (own !== undefined) {
      const step = stepOf(own, priority, label);
      if (step !== undefined) return step;
      status = missing;
    }
    if (exact !== undefined) {
      const step = stepOf(exact, priority, label);
      if (step !== undefined) return step;
      status = missing;
    }
    if (mode !== 'match') {
      const longer = this.longerLiteral(number, key, priority, label, mode);
      if (typeof longer !== 'string') return longer;
      if (longer === 'noStep') status = missing;
    }
    for (const place of this.patternPlaces) {
      if (!this.admits(place, caller)) continue;
      const result = match(place.pattern, number, mode, this.dialect);
      if (result === 0) continue;
      if (result === 2 && mode === 'matchmore') return 'early';
      const step = stepOf(place, priority, label);
      if (step !== undefined) return step;
      status = missing;
    }
    return status;
  }

  /**
   * The numbers that are all its extensions, each with a priority 1 for every caller, when it has nothing else and asks no
   * switch, as a regcontext; undefined: `find` alone knows.
   */
  get numbersAlone(): DigitTree | undefined {
    return this.alone === 'unknown' ? (this.alone = this.findAlone()) : this.alone;
  }

  private findAlone(): DigitTree | undefined {
    const isMore = this.patternPlaces.length > 0 || this.callerPlaces.size > 0 || this.withoutFirst.size > 0;
    return isMore || this.hasAsked ? undefined : this.fromPriorityOne().ofDigits;
  }

  /** In the order of the search. */
  *extensions(): Generator<Extension> {
    yield* this.callerPlaces.all();
    const literals = this.literalPlaces.keys().map((key) => this.literalPlaces.at(key)!);
    yield* literals.sort((a, b) => compareExtensions(a.pattern, b.pattern, this.dialect));
    yield* this.patternPlaces;
  }

  /** A step of an extension without a pattern that begins with the number, or why there is none. */
  private longerLiteral(
    number: string,
    key: string,
    priority: number,
    label: string,
    mode: MatchMode,
  ): Step | 'noLonger' | 'noStep' {
    // Every DUNDi hint asks this for each prefix: which longer extension it is does not matter to anybody.
    if (priority === 1 && label === '') return this.fromPriorityOne().isBegun(key) ? LONGER : 'noLonger';
    let status: 'noLonger' | 'noStep' = 'noLonger';
    for (const literalKey of this.literalPlaces.keys()) {
      const place = this.literalPlaces.at(literalKey)!;
      if (match(place.pattern, number, mode, this.dialect) === 0) continue;
      const step = stepOf(place, priority, label);
      if (step !== undefined) return step;
      status = 'noStep';
    }
    return status;
  }

  /** pbx.c:matchcid: an empty caller's number fits an empty pattern only. */
  private admits({ caller }: Extension, number: string): boolean {
    if (caller === undefined) return true;
    return number === '' ? caller.text === '' : match(caller, number, 'match', this.dialect) > 0;
  }

  /** False: it needs an `Extension`. */
  private keepAsArguments(extension: string, step: Omit<Step, 'found'>, at: Place): boolean {
    if (at !== NOWHERE || !this.literalPlaces.keepAsArguments(extension, step)) return false;
    this.literals?.add(extension);
    return true;
  }

  private placeFor(extension: string): Extension {
    const text = extension.replaceAll(' ', '');
    const slash = text.indexOf('/');
    const pattern = parsePattern(slash < 0 ? text : text.slice(0, slash));
    const caller = slash < 0 ? undefined : parsePattern(text.slice(slash + 1));
    if (!pattern.isPattern) {
      const key = literal(pattern.text, this.dialect);
      if (caller !== undefined) return this.callerPlaces.placeFor(key, pattern, caller);
      const there = this.literalPlaces.at(key);
      if (there !== undefined) return there;
      return this.literalPlaces.add(key, { pattern, caller, steps: new Map() });
    }
    let at = 0;
    for (; at < this.patternPlaces.length; at++) {
      const there = this.patternPlaces[at]!;
      const order = compareExtensions(pattern, there.pattern, this.dialect);
      if (order === 0 && there.caller?.text === caller?.text) return there;
      // Those for some callers come before the one for everybody (ast_add_extension2).
      if (order < 0 || (order === 0 && there.caller === undefined)) break;
    }
    const place: Extension = { pattern, caller, steps: new Map() };
    this.patternPlaces.splice(at, 0, place);
    return place;
  }

  /** An extension of the file, with its steps, is that of other servers, too. */
  private ownCopy(place: Extension): Extension {
    const { pattern, caller, steps } = place;
    const copy: Extension = { pattern, caller, steps: new Map(steps) };
    const key = literal(pattern.text, this.dialect);
    if (!pattern.isPattern && caller === undefined) return this.literalPlaces.add(key, copy);
    const places = pattern.isPattern ? this.patternPlaces : this.callerPlaces.get(key)!;
    places[places.indexOf(place)] = copy;
    return copy;
  }

  private ownWithoutFirst(): Set<string> {
    if (this.withoutFirst === NONE) this.withoutFirst = new Set();
    return this.withoutFirst;
  }

  private fromPriorityOne(): Literals {
    if (this.literals !== undefined) return this.literals;
    this.literals = new Literals();
    for (const key of this.literalPlaces.keys()) if (!this.withoutFirst.has(key)) this.literals.add(key);
    return this.literals;
  }

  /** Known without a look at `literalPlaces`: no extension without a pattern has that key. */
  private lacks(key: string): boolean {
    return this.literals !== undefined && this.withoutFirst.size === 0 && !this.literals.has(key);
  }
}
