import { NOWHERE, type Place } from '../../../text/place.ts';
import type { SwitchConfig } from './compiledPlan.ts';
import { newStep, stepOf, writtenAs, type Extension, type Hint, type Include, type Step } from './extension.ts';
import { LiteralExtensions } from './literalExtensions.ts';
import {
  compareExtensions,
  literal,
  match,
  isWrittenAsPattern,
  parsePattern,
  type Dialect,
  type MatchMode,
  type Pattern,
} from './patterns.ts';

/** Switches of other kinds are not modelled, and know no number. */
export function isAsked({ kind }: SwitchConfig): boolean {
  return kind.toLowerCase() === 'dundi';
}

/**
 * One context of a server, in the order in which it is searched. Its extensions may come and go while the server runs
 * (regcontext); includes and switches may not.
 */
export class Context {
  readonly name: string;
  readonly registrar: string;
  readonly includes: Include[] = [];
  readonly hints: Hint[] = [];
  readonly switches: SwitchConfig[] = [];
  readonly ignorePatterns: string[] = [];
  private readonly dialect: Dialect;
  /** Always before the patterns. */
  private readonly literals: LiteralExtensions;
  /** Sorted, most specific first. */
  private readonly patternPlaces: Extension[] = [];
  /** Extensions without a pattern that only some may dial, by what they match; before those for everybody. */
  private readonly callerPlaces = new Map<string, Extension[]>();
  constructor(name: string, registrar: string, dialect: Dialect) {
    this.name = name;
    this.registrar = registrar;
    this.dialect = dialect;
    this.literals = new LiteralExtensions(name, dialect);
  }

  /** False when that extension has that priority already: the later one is refused, as in ast_add_extension2. */
  addStep(extension: string, step: Omit<Step, 'found'>, at: Place = NOWHERE): boolean {
    if (this.literals.keepAsArguments(extension, step, at)) return true;
    const place = this.placeFor(extension);
    if (place.steps.has(step.priority)) return false;
    place.steps.set(step.priority, newStep(this.name, extension, step, at));
    if (!place.pattern.isPattern && place.caller === undefined && step.priority === 1)
      this.literals.countPrefixes(place.pattern.text, 1);
    return true;
  }

  /** Takes away an extension, all priorities. False when it was not there. */
  remove(extension: string): boolean {
    return !isWrittenAsPattern(extension) && this.literals.remove(extension);
  }

  has(extension: string): boolean {
    return (
      this.literals.has(literal(extension, this.dialect)) ||
      [...this.patternPlaces, ...[...this.callerPlaces.values()].flat()].some((place) => writtenAs(place) === extension)
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
    const exact = mode === 'matchmore' ? undefined : this.literals.at(key);
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
      const longer = this.literals.longer(number, key, priority, label, mode);
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

  /** In the order of the search. */
  *extensions(): Generator<Extension> {
    yield* [...this.callerPlaces.values()].flat();
    yield* this.literals.all().sort((a, b) => compareExtensions(a.pattern, b.pattern, this.dialect));
    yield* this.patternPlaces;
  }

  /** pbx.c:matchcid: an empty caller's number fits an empty pattern only. */
  private admits({ caller }: Extension, number: string): boolean {
    if (caller === undefined) return true;
    return number === '' ? caller.text === '' : match(caller, number, 'match', this.dialect) > 0;
  }

  private placeFor(extension: string): Extension {
    const text = extension.replaceAll(' ', '');
    const slash = text.indexOf('/');
    const pattern = parsePattern(slash < 0 ? text : text.slice(0, slash));
    const caller = slash < 0 ? undefined : parsePattern(text.slice(slash + 1));
    if (!pattern.isPattern) {
      const key = literal(pattern.text, this.dialect);
      if (caller !== undefined) return this.placeForCaller(key, pattern, caller);
      const there = this.literals.at(key);
      if (there !== undefined) return there;
      const place: Extension = { pattern, caller, steps: new Map() };
      this.literals.add(key, place);
      return place;
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

  private placeForCaller(key: string, pattern: Pattern, caller: Pattern): Extension {
    const places = this.callerPlaces.get(key) ?? [];
    const there = places.find((place) => place.caller!.text === caller.text);
    if (there !== undefined) return there;
    const place: Extension = { pattern, caller, steps: new Map() };
    places.push(place);
    this.callerPlaces.set(key, places);
    return place;
  }
}
