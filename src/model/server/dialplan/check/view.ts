import type { Remark, Severity } from '../../../../text/mistake.ts';
import { didYouMean } from '../../../../text/nearest.ts';
import type { Place } from '../../../../text/place.ts';
import type { Rules } from '../../../rules.ts';
import { asLoaded } from '../arguments.ts';
import { match, parsePattern, type Dialect } from '../patterns.ts';
import type { ContextConfig, DialplanConfig, StepConfig } from '../compiledPlan.ts';
import { splitInclude } from '../timePatterns.ts';

/** Names that are looked for among all others. */
const MOST_GUESSES = 200;

/** The plan as the checks look at it, and where they write what they find. */
export class View {
  readonly dialect: Dialect;
  readonly rules: Rules;
  readonly config: DialplanConfig;
  readonly remarks: Remark[] = [];
  /** Made while running: the regcontext, parkedcalls. */
  readonly runtimeContexts: readonly string[];
  private sought = 0;
  private readonly contexts: ReadonlyMap<string, ContextConfig>;

  constructor(config: DialplanConfig, rules: Rules, runtimeContexts: readonly string[]) {
    this.config = config;
    this.rules = rules;
    this.dialect = rules.dialect;
    this.runtimeContexts = runtimeContexts;
    this.contexts = new Map(config.contexts.map((context) => [context.name, context]));
  }

  /** `; did you mean "x"?`. A file of wrong names asks for the nearest so many times only: each goes through all. */
  guess(name: string, names: () => readonly string[]): string {
    return this.sought++ < MOST_GUESSES ? didYouMean(name, names()) : '';
  }

  say(severity: Severity, place: Place, text: string): void {
    this.remarks.push({ severity, place, text });
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

  /** With the values that [globals] gives; what is set by a call, or by a function, stays as it stands. */
  withGlobals(text: string): string {
    return text.replace(/\$\{(\w+)\}/g, (written, name: string) => this.config.globals[name] ?? written);
  }

  *steps(): Generator<{ context: ContextConfig; step: StepConfig }> {
    for (const context of this.config.contexts) {
      for (const step of context.steps) yield { context, step };
    }
  }

  /** A context with all that it includes. */
  reach(name: string, seen: Set<string> = new Set()): ContextConfig[] {
    const context = this.contexts.get(name);
    if (context === undefined || seen.has(name)) return [];
    seen.add(name);
    return [
      context,
      ...context.includes.flatMap((include) => this.reach(splitInclude(include.name, this.dialect).name, seen)),
    ];
  }

  /** What is written for a number there: its steps, or `open` when a switch or a running registration may know it. */
  stepsFor(context: string, exten: string): StepConfig[] | 'open' {
    if (this.runtimeContexts.includes(context)) return 'open';
    const reach = this.reach(context);
    if (reach.some((it) => it.switches.length > 0)) return 'open';
    return reach
      .flatMap((it) => it.steps)
      .filter((step) => match(parsePattern(step.extension, this.dialect), exten, 'match', this.dialect) > 0);
  }
}
