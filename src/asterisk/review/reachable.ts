import { match, parsePattern } from '../../model/pbx/dialplan/patterns.ts';
import type { ContextConfig, DialplanConfig, StepConfig } from '../../model/pbx/dialplan/plan.ts';
import { splitInclude } from '../../model/pbx/dialplan/timing.ts';
import type { Dialect } from '../settings.ts';

/** The contexts of one server as a search goes through them. */
export class Reachable {
  private readonly byName: ReadonlyMap<string, ContextConfig>;
  private readonly made: ReadonlySet<string>;
  private readonly dialect: Dialect;

  /** @param made contexts that Asterisk makes itself: regcontext */
  constructor(dialplan: DialplanConfig, made: readonly string[], dialect: Dialect) {
    this.byName = new Map(dialplan.contexts.map((context) => [context.name, context]));
    this.made = new Set(made.filter((name) => name !== ''));
    this.dialect = dialect;
  }

  has(context: string): boolean {
    return this.byName.has(context) || this.made.has(context);
  }

  names(): string[] {
    return [...this.byName.keys(), ...this.made];
  }

  /** False only when it is sure that no call finds the extension there: no pattern, no include, no switch has it. */
  mayHold(context: string, extension: string): boolean {
    return this.search(context, extension, new Set());
  }

  private search(name: string, extension: string, seen: Set<string>): boolean {
    if (seen.has(name)) return false;
    seen.add(name);
    const context = this.byName.get(name);
    if (context === undefined || context.switches.length > 0) return true;
    if (extensionsOf(context).some((pattern) => match(parsePattern(pattern, this.dialect), extension, 'match', this.dialect) !== 0)) return true;
    return context.includes.some((include) => this.search(splitInclude(include.name, this.dialect).name, extension, seen));
  }

  /** A chain of includes that comes back to where it began, as names; undefined without one. */
  includeCycle(from: ContextConfig): string[] | undefined {
    const cameFrom = new Map<string, string>();
    const open = [from.name];
    for (let name = open.pop(); name !== undefined; name = open.pop()) {
      for (const include of this.byName.get(name)?.includes ?? []) {
        const next = splitInclude(include.name, this.dialect).name;
        if (next === from.name) return chain(from.name, name, cameFrom);
        if (cameFrom.has(next)) continue;
        cameFrom.set(next, name);
        open.push(next);
      }
    }
    return undefined;
  }
}

function chain(start: string, last: string, cameFrom: ReadonlyMap<string, string>): string[] {
  const names = [start];
  for (let name: string | undefined = last; name !== undefined && name !== start; name = cameFrom.get(name)) names.unshift(name);
  return [start, ...names];
}

export function extensionsOf(context: ContextConfig): string[] {
  return [...new Set(context.steps.map((step) => step.extension))];
}

export function stepsOf(context: ContextConfig, extension: string): StepConfig[] {
  return context.steps.filter((step) => step.extension === extension);
}
