import type { ContextConfig, DialplanConfig } from '../../model/server/dialplan/compiledPlan.ts';
import { splitInclude } from '../../model/server/dialplan/timePatterns.ts';
import type { Remarks } from '../remarks.ts';
import type { Dialect } from '../settings.ts';

/** Contexts that include themselves, by whatever detour: a line for each include that closes a circle. */
export function reviewIncludes(dialplan: DialplanConfig, dialect: Dialect, remarks: Remarks): void {
  const included = new Map(
    dialplan.contexts.map((context) => [
      context.name,
      context.includes.map((include) => splitInclude(include.name, dialect).name),
    ]),
  );
  const places = new Map(dialplan.contexts.map((context) => [context.name, context.place]));
  const walk = new Walk(included);
  for (const cycle of dialplan.contexts.flatMap((context) => walk.cyclesFrom(context))) {
    const names = cycle.length > MOST_NAMES ? cycle.with(MOST_NAMES - 1, '…') : cycle;
    remarks.risk('includeCircle', places.get(cycle[0]!)!, `[${cycle[0]}] includes itself: ${names.join(' → ')}`);
  }
}

/** Of a chain of includes in a message. */
const MOST_NAMES = 10;

/** Goes through every include once, whatever the number of contexts; the stack is a list, for chains of any length. */
class Walk {
  private readonly included: ReadonlyMap<string, readonly string[]>;
  private readonly seen = new Set<string>();
  /** The contexts from the start to where the walk is, each with its position. */
  private readonly path = new Map<string, number>();

  constructor(included: ReadonlyMap<string, readonly string[]>) {
    this.included = included;
  }

  /** Chains of includes that come back to where they began, among contexts that no walk before has seen. */
  cyclesFrom(start: ContextConfig): string[][] {
    const cycles: string[][] = [];
    const open: { readonly name: string; next: number }[] = [];
    this.enter(start.name, open);
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      const next = this.included.get(top.name)?.[top.next++];
      if (next === undefined) {
        this.path.delete(top.name);
        open.pop();
        continue;
      }
      const from = this.path.get(next);
      if (from === undefined) this.enter(next, open);
      else cycles.push([...open.slice(from, from + MOST_NAMES).map(({ name }) => name), next]);
    }
    return cycles;
  }

  private enter(name: string, open: { readonly name: string; next: number }[]): void {
    if (this.seen.has(name)) return;
    this.seen.add(name);
    this.path.set(name, open.length);
    open.push({ name, next: 0 });
  }
}
