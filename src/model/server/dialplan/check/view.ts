import type { Remark } from '../../../../text/mistake.ts';
import type { Place } from '../../../../text/place.ts';
import { sourced, type RiskName } from '../../../risks/risks.ts';
import type { Rules } from '../../../rules.ts';
import { asLoaded } from '../arguments.ts';
import { releaseOf, type Release } from '../names/releases.ts';
import type { Dialect } from '../patterns.ts';
import type { ContextConfig, DialplanConfig, StepConfig } from '../compiledPlan.ts';
import { fill } from '../../../../text/fill.ts';
import { didYouMean } from '../../../../text/nearest.ts';
import { MAX_CONTEXTS_IN_A_SEARCH } from '../compile.ts';
import { LONGEST_ARGS } from '../substitution.ts';
import { splitInclude } from '../timePatterns.ts';
import { ContextIndex } from './contextIndex.ts';

/** Names that are looked for among all others. */
const MOST_GUESSES = 200;

/** The plan as the checks look at it, and where they write what they find. */
export class View {
  readonly dialect: Dialect;
  /** Whose applications and functions there are. */
  readonly release: Release;
  readonly rules: Rules;
  readonly config: DialplanConfig;
  readonly remarks: Remark[] = [];
  /** Made while running: the regcontext, parkedcalls. */
  readonly runtimeContexts: readonly string[];
  private sought = 0;
  private readonly contexts: ReadonlyMap<string, ContextConfig>;
  private readonly indexes = new Map<string, ContextIndex>();
  private readonly reached = new Map<string, readonly ContextConfig[]>();
  private readonly guesses = new Map<string, string>();

  constructor(config: DialplanConfig, rules: Rules, runtimeContexts: readonly string[]) {
    this.config = config;
    this.rules = rules;
    this.dialect = rules.dialect;
    this.release = releaseOf(rules);
    this.runtimeContexts = runtimeContexts;
    this.contexts = new Map(config.contexts.map((context) => [context.name, context]));
  }

  /** `; did you mean "x"?`. A file of wrong names asks for the nearest only up to a limit: each search goes through all names. */
  guess(name: string, names: () => readonly string[]): string {
    return this.sought++ < MOST_GUESSES ? didYouMean(name, names()) : '';
  }

  risk(name: RiskName, place: Place, text: string): void {
    this.remarks.push({ severity: 'risk', place, text, ...sourced(name) });
  }

  note(place: Place, text: string): void {
    this.remarks.push({ severity: 'note', place, text });
  }

  contextNames(): string[] {
    return [...this.contexts.keys(), ...this.runtimeContexts];
  }

  hasContext(name: string): boolean {
    return this.contexts.has(name) || this.runtimeContexts.includes(name);
  }

  /** The arguments as the application will get them, variables apart. */
  argsOf(step: StepConfig): string {
    return asLoaded(step.args, this.dialect);
  }

  /** The same of the contexts; one name is looked for once. */
  guessContext(name: string): string {
    const known = this.guesses.get(name);
    if (known !== undefined) return known;
    const guess = this.guess(name, () => this.contextNames());
    this.guesses.set(name, guess);
    return guess;
  }

  /** With the values that [globals] gives; what is set by a call, or by a function, stays as written. */
  withGlobals(text: string): string {
    const { globals } = this.config;
    return fill(text, (name) => (Object.hasOwn(globals, name) ? globals[name] : undefined), LONGEST_ARGS);
  }

  *steps(): Generator<{ context: ContextConfig; step: StepConfig }> {
    for (const context of this.config.contexts) {
      for (const step of context.steps) yield { context, step };
    }
  }

  /** A context with all that it includes, as many as a search goes through (contexts.ts). */
  reach(name: string): readonly ContextConfig[] {
    const known = this.reached.get(name);
    if (known !== undefined) return known;
    const found = new Set<ContextConfig>();
    const open = [name];
    for (let next = open.pop(); next !== undefined && found.size < MAX_CONTEXTS_IN_A_SEARCH; next = open.pop()) {
      const context = this.contexts.get(next);
      if (context === undefined || found.has(context)) continue;
      found.add(context);
      for (const include of context.includes.toReversed()) open.push(splitInclude(include.name, this.dialect).name);
    }
    const reach = [...found];
    this.reached.set(name, reach);
    return reach;
  }

  /** What is written for a number there: its steps, or `open` when a switch or a running registration may know it. */
  stepsFor(context: string, exten: string): StepConfig[] | 'open' {
    if (this.runtimeContexts.includes(context)) return 'open';
    const reach = this.reach(context);
    if (reach.some((it) => it.switches.length > 0)) return 'open';
    return reach.flatMap((it) => this.indexOf(it).stepsFor(exten));
  }

  indexOf(context: ContextConfig): ContextIndex {
    const known = this.indexes.get(context.name);
    if (known !== undefined) return known;
    const made = new ContextIndex(context, this.dialect);
    this.indexes.set(context.name, made);
    return made;
  }
}
