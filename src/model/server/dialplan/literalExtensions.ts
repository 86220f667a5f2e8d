import { NOWHERE, type Place } from '../../../text/place.ts';
import { newStep, stepOf, type Extension, type Step } from './extension.ts';
import { literal, match, parsePattern, type Dialect, type MatchMode } from './patterns.ts';

/**
 * The extensions of a context without a pattern, by what they match.
 *
 * They do not know the patterns, which come after them, nor those that only some may dial, which come before.
 */
export class LiteralExtensions {
  private readonly context: string;
  private readonly dialect: Dialect;
  /**
   * What a registration adds (one step, priority 1, no place in a file) is kept as the arguments of `registered` and
   * becomes an `Extension` when a search first comes to it: of 100,000 registered phones few are called, and an
   * `Extension` takes 1.1 kB.
   */
  private readonly places = new Map<string, Extension | string>();
  /** The application of all steps that are kept as their arguments. */
  private registered: Pick<Step, 'application' | 'written' | 'registrar'> | undefined;
  /**
   * How many literals with a priority 1 begin with a text and go on after it: answers `canmatch` without a walk. Made at
   * the first such question.
   */
  private prefixes: Map<string, number> | undefined;

  constructor(context: string, dialect: Dialect) {
    this.context = context;
    this.dialect = dialect;
  }

  has(key: string): boolean {
    return this.places.has(key);
  }

  /** In the order in which they were added. */
  all(): Extension[] {
    return [...this.places.keys()].map((key) => this.at(key)!);
  }

  add(key: string, place: Extension): void {
    this.places.set(key, place);
  }

  /** False: it was not there. */
  remove(extension: string): boolean {
    const key = literal(extension, this.dialect);
    const place = this.places.get(key);
    if (place === undefined) return false;
    if (typeof place === 'string' || place.steps.has(1)) this.countPrefixes(extension, -1);
    return this.places.delete(key);
  }

  /** False: it needs an `Extension`. */
  keepAsArguments(extension: string, step: Omit<Step, 'found'>, at: Place): boolean {
    const { priority, label, application, written, args, registrar } = step;
    if (at !== NOWHERE || priority !== 1 || label !== '' || /^_|[- /]/.test(extension)) return false;
    if (this.places.has(extension)) return false;
    this.registered ??= { application, written, registrar };
    if (this.registered.written !== written || this.registered.registrar !== registrar) return false;
    this.places.set(extension, args);
    this.countPrefixes(extension, 1);
    return true;
  }

  /** The extension without a pattern of that key. */
  at(key: string): Extension | undefined {
    const there = this.places.get(key);
    if (typeof there !== 'string') return there;
    const { application, written, registrar } = this.registered!;
    const step = { priority: 1, label: '', application, written, args: there, registrar };
    const steps = new Map([[1, newStep(this.context, key, step, NOWHERE)]]);
    const place: Extension = { pattern: parsePattern(key), caller: undefined, steps };
    this.places.set(key, place);
    return place;
  }

  /** A step of an extension without a pattern that begins with the number, or why there is none. */
  longer(number: string, key: string, priority: number, label: string, mode: MatchMode): Step | 'noLonger' | 'noStep' {
    // Every DUNDi hint asks this for each prefix: which longer extension it is does not matter to anybody.
    if (priority === 1 && label === '') return (this.prefixCounts().get(key) ?? 0) > 0 ? LONGER : 'noLonger';
    let status: 'noLonger' | 'noStep' = 'noLonger';
    for (const literalKey of this.places.keys()) {
      const place = this.at(literalKey)!;
      if (match(place.pattern, number, mode, this.dialect) === 0) continue;
      const step = stepOf(place, priority, label);
      if (step !== undefined) return step;
      status = 'noStep';
    }
    return status;
  }

  private prefixCounts(): ReadonlyMap<string, number> {
    if (this.prefixes !== undefined) return this.prefixes;
    this.prefixes = new Map();
    for (const [key, place] of this.places)
      if (typeof place === 'string' || place.steps.has(1)) this.countPrefixes(key, 1);
    return this.prefixes;
  }

  /** One more, or one less, with a priority 1. */
  countPrefixes(extension: string, by: 1 | -1): void {
    if (this.prefixes === undefined) return;
    const text = literal(extension, this.dialect);
    for (let length = 0; length < text.length; length++) {
      const prefix = text.slice(0, length);
      const count = (this.prefixes.get(prefix) ?? 0) + by;
      if (count === 0) this.prefixes.delete(prefix);
      else this.prefixes.set(prefix, count);
    }
  }
}

/** "Some extension continues after these digits": the answer to `canmatch` and `matchmore` for a prefix. */
const LONGER: Step = {
  priority: 1,
  label: '',
  application: '',
  written: '',
  args: '',
  registrar: '',
  found: {
    found: true,
    context: '',
    extension: '',
    priority: 1,
    application: '',
    args: '',
    place: NOWHERE,
    bySwitch: '',
    answers: [],
    status: 'success',
  },
};
