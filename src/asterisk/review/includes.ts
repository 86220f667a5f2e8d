import type { ContextConfig, DialplanConfig } from '../../model/server/dialplan/compiledPlan.ts';
import { splitInclude } from '../../model/server/dialplan/timePatterns.ts';
import type { Remarks } from '../remarks.ts';
import type { Dialect } from '../settings.ts';

/** Contexts that include themselves, by whatever detour. */
export function reviewIncludes(dialplan: DialplanConfig, dialect: Dialect, remarks: Remarks): void {
  const included = new Map(
    dialplan.contexts.map((context) => [
      context.name,
      context.includes.map((include) => splitInclude(include.name, dialect).name),
    ]),
  );
  for (const context of dialplan.contexts) {
    const cycle = cycleFrom(context, included);
    if (cycle !== undefined) remarks.risk(context.place, `[${context.name}] includes itself: ${cycle.join(' → ')}`);
  }
}

/** A chain of includes that comes back to where it began, as names; undefined without one. */
function cycleFrom(start: ContextConfig, included: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const cameFrom = new Map<string, string>();
  const open = [start.name];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    for (const next of included.get(name) ?? []) {
      if (next === start.name) return chain(start.name, name, cameFrom);
      if (cameFrom.has(next)) continue;
      cameFrom.set(next, name);
      open.push(next);
    }
  }
  return undefined;
}

function chain(start: string, last: string, cameFrom: ReadonlyMap<string, string>): string[] {
  const names = [start];
  for (let name: string | undefined = last; name !== undefined && name !== start; name = cameFrom.get(name))
    names.unshift(name);
  return [start, ...names];
}
