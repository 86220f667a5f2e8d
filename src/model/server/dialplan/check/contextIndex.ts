import { literal, match, parsePattern, type Dialect, type Pattern } from '../patterns.ts';
import type { ContextConfig, StepConfig } from '../compiledPlan.ts';

/** The steps of one context by extension, so that a question for a number does not go through all of them. */
export class ContextIndex {
  private readonly dialect: Dialect;
  private readonly exact = new Map<string, StepConfig[]>();
  private readonly patterns: { readonly pattern: Pattern; readonly steps: StepConfig[] }[] = [];

  constructor(context: ContextConfig, dialect: Dialect) {
    this.dialect = dialect;
    const patterns = new Map<string, StepConfig[]>();
    for (const step of context.steps) {
      const isPattern = step.extension.startsWith('_');
      const [known, key] = isPattern ? [patterns, step.extension] : [this.exact, literal(step.extension, dialect)];
      const steps = known.get(key);
      if (steps === undefined) known.set(key, [step]);
      else steps.push(step);
    }
    for (const [text, steps] of patterns) this.patterns.push({ pattern: parsePattern(text), steps });
  }

  /** All steps whose extension is the number or matches it. */
  stepsFor(number: string): StepConfig[] {
    return [
      ...(this.exact.get(literal(number, this.dialect)) ?? []),
      ...this.patterns
        .filter(({ pattern }) => match(pattern, number, 'match', this.dialect) > 0)
        .flatMap(({ steps }) => steps),
    ];
  }

  /** A step of this very extension, pattern or not. */
  has(extension: string, priority: number): boolean {
    const steps = extension.startsWith('_')
      ? this.patterns.find(({ pattern }) => pattern.text === extension)?.steps
      : this.exact.get(literal(extension, this.dialect));
    return steps?.some((step) => step.extension === extension && step.priority === priority) ?? false;
  }
}
