import { NumberSet } from '../../../kernel/resource/numberSet.ts';
import { plainNumber } from '../../../text/plainNumber.ts';
import { NOWHERE } from '../../../text/place.ts';
import { parsePattern } from './patterns.ts';
import { foundStep, type Extension, type Step } from './extension.ts';

/** For reading: most contexts are those of a file, to which no phone is added. */
const NO_NUMBERS = new NumberSet();

/** What is the same in all steps that registrations add. */
export type Registered = Pick<Step, 'application' | 'written' | 'registrar'>;

/**
 * The extensions of a context without a pattern, by what they match.
 *
 * What a registration adds (one step, priority 1, no place in a file) is kept as the arguments of `registered` and becomes
 * an `Extension` when a search first comes to it: of 100,000 registered phones few are called, and an `Extension` takes
 * 0.9 kB.
 */
export class LiteralExtensions {
  private readonly context: string;
  private places: Map<string, Extension | string>;
  /** `places` are those of the file, for all servers that have it. */
  private isShared: boolean;
  /** The plain numbers whose arguments are the number too, Noop(1001) for 1001: a third of the bytes. */
  private ownNumbers = NO_NUMBERS;
  /** The application of all steps that are kept as their arguments. */
  private registered: Registered | undefined;

  /** `like`: those that there are at first; they are changed no more. */
  constructor(context: string, like?: LiteralExtensions) {
    this.context = context;
    this.places = like?.places ?? new Map<string, Extension | string>();
    this.isShared = like !== undefined;
    this.registered = like?.registered;
    if (like !== undefined && like.ownNumbers.size > 0)
      for (const number of like.ownNumbers.values()) this.numbersToChange().add(number);
  }

  has(key: string): boolean {
    return this.places.has(key) || (this.ownNumbers.size > 0 && this.ownNumbers.has(plainNumber(key) ?? -1));
  }

  at(key: string): Extension | undefined {
    const there = this.deleteOwnNumber(key) ? key : this.places.get(key);
    if (typeof there !== 'string') return there;
    const { application, written, registrar } = this.registered!;
    const step = { priority: 1, label: '', application, written, args: there, registrar };
    const steps = new Map([[1, foundStep(this.context, key, step, NOWHERE)]]);
    return this.add(key, { pattern: parsePattern(key), caller: undefined, steps });
  }

  /** What each matches, in no order. */
  keys(): readonly string[] {
    return [...this.places.keys(), ...this.ownNumbers.values().map(String)];
  }

  add(key: string, place: Extension): Extension {
    this.placesToChange().set(key, place);
    return place;
  }

  /** False when it was not there. */
  delete(key: string): boolean {
    return this.deleteOwnNumber(key) || (this.places.has(key) && this.placesToChange().delete(key));
  }

  /** False: it needs an `Extension`, or is there. */
  keepAsArguments(
    extension: string,
    { priority, label, application, written, args, registrar }: Omit<Step, 'found'>,
  ): boolean {
    if (priority !== 1 || label !== '' || /^_|[- /]/.test(extension) || this.has(extension)) return false;
    if (!this.isLikeOthers({ application, written, registrar })) return false;
    const number = args === extension ? plainNumber(extension) : undefined;
    if (number === undefined) this.placesToChange().set(extension, args);
    else this.numbersToChange().add(number);
    return true;
  }

  /**
   * The same for a plain number whose arguments are itself, without a text for it: less than half of the time, which was a
   * tenth of the start of 1,000,000 registered phones.
   */
  keepOwnNumber(number: number, step: Registered): boolean {
    if ((this.places.size > 0 && this.places.has(String(number))) || !this.isLikeOthers(step)) return false;
    return this.numbersToChange().add(number);
  }

  /** `count` calls of `keepOwnNumber` follow. */
  expectOwnNumbers(count: number): void {
    this.numbersToChange().reserve(count);
  }

  private placesToChange(): Map<string, Extension | string> {
    if (this.isShared) this.places = new Map(this.places);
    this.isShared = false;
    return this.places;
  }

  private numbersToChange(): NumberSet {
    if (this.ownNumbers === NO_NUMBERS) this.ownNumbers = new NumberSet();
    return this.ownNumbers;
  }

  private isLikeOthers(step: Registered): boolean {
    this.registered ??= step;
    return this.registered.written === step.written && this.registered.registrar === step.registrar;
  }

  private deleteOwnNumber(key: string): boolean {
    return this.ownNumbers.size > 0 && this.ownNumbers.delete(plainNumber(key) ?? -1);
  }
}
