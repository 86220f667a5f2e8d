import { match, parsePattern, type Pattern } from '../../model/pbx/dialplan/patterns.ts';
import type { ContextConfig, DialplanConfig, StepConfig } from '../../model/pbx/dialplan/plan.ts';
import { splitInclude } from '../../model/pbx/dialplan/timing.ts';
import type { Dialect } from '../settings.ts';

interface Extensions {
  /** Names that match nothing but themselves. */
  readonly plain: ReadonlySet<string>;
  readonly patterns: readonly Pattern[];
}

/** The contexts of one server as a search goes through them. */
export class Reachable {
  private readonly byName: ReadonlyMap<string, ContextConfig>;
  private readonly made: ReadonlySet<string>;
  private readonly dialect: Dialect;
  private readonly extensions = new Map<string, Extensions>();

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
    const { plain, patterns } = this.extensionsOf(context);
    if (plain.has(extension) || patterns.some((pattern) => match(pattern, extension, 'match', this.dialect) !== 0)) return true;
    return context.includes.some((include) => this.search(splitInclude(include.name, this.dialect).name, extension, seen));
  }

  private extensionsOf(context: ContextConfig): Extensions {
    const known = this.extensions.get(context.name);
    if (known !== undefined) return known;
    const names = [...stepsByExtension(context).keys()];
    const isPlain = (name: string): boolean => !name.startsWith('_') && !name.includes('-');
    const patterns = names.filter((name) => !isPlain(name)).map((name) => parsePattern(name, this.dialect));
    const found = { plain: new Set(names.filter(isPlain)), patterns };
    this.extensions.set(context.name, found);
    return found;
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

/** Each extension with its steps, both in the order of the file. */
export function stepsByExtension(context: ContextConfig): Map<string, StepConfig[]> {
  const steps = new Map<string, StepConfig[]>();
  for (const step of context.steps) {
    const known = steps.get(step.extension);
    if (known === undefined) steps.set(step.extension, [step]);
    else known.push(step);
  }
  return steps;
}
