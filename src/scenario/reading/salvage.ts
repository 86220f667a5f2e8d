import type * as z from 'zod';
import { withAllDefaults } from './normalForm.ts';
import { scenarioSchema } from './schema.ts';
import { entriesOf, nodeAt, toPlain, withEntry, type MappingNode, type Node, type Path } from './tree.ts';

type Issue = z.core.$ZodIssue;

/** What is within a wrong value is seen when it is gone; deeper than this nothing is wrong. */
const MOST_ROUNDS = 5;
/** Valid values in place of wrong ones, for keys that an element must have. Such a scenario is reviewed, and never run. */
const STAND_INS: ReadonlyMap<unknown, string> = new Map([
  ['at', '0s'],
  ['rate', '1/h'],
  ['perPhone', '1/h'],
]);
/** Keys with named or numbered parts, each of which is read by itself. */
const OF_PARTS: ReadonlySet<unknown> = new Set(['servers', 'phones', 'calls', 'faults']);

export interface Salvaged {
  /** Without what the schema refused, and with defaults in its place. */
  readonly tree: MappingNode;
  /** What lacks something: `['phones', 'office']`, `['calls', 2]`, `['database']`. */
  readonly parts: readonly Path[];
  /** The places of what was left out. */
  readonly removed: readonly Path[];
}

/** A scenario with mistakes, so that what is right in it is read all the same and its names are looked up. */
export function salvaged(root: MappingNode): Salvaged {
  let tree = root;
  const removed: Path[] = [];
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const { error } = scenarioSchema.safeParse(toPlain(tree));
    const paths = (error?.issues ?? []).flatMap(pathsOf).filter((path) => nodeAt(tree, path) !== undefined);
    if (paths.length === 0) break;
    removed.push(...paths);
    tree = withAllDefaults(paths.reduce((node: Node, path) => without(node, path), tree) as MappingNode);
  }
  const parts = removed.filter(({ length }) => length > 1).map((path) => path.slice(0, OF_PARTS.has(path[0]) ? 2 : 1));
  return { tree, parts, removed };
}

function pathsOf(issue: Issue): readonly Path[] {
  const path = issue.path as Path;
  return issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...path, key]) : [path];
}

/** Elements of lists stay: the others keep their numbers. */
function without(node: Node, path: Path, full = path): Node {
  const [step, ...rest] = path;
  if (node.kind === 'list')
    return { ...node, items: node.items.map((item, i) => (i === step ? without(item, rest, full) : item)) };
  if (node.kind !== 'mapping' || step === undefined) return node;
  const inner = entriesOf(node).find(([key]) => key === String(step))?.[1].value;
  if (inner === undefined) return node;
  return withEntry(node, String(step), rest.length > 0 ? without(inner, rest, full) : standIn(inner, full));
}

function standIn(node: Node, [key, , inPart, ...deeper]: Path): Node | undefined {
  const text = key === 'calls' || key === 'faults' ? STAND_INS.get(inPart) : undefined;
  return text === undefined || deeper.length > 0 ? undefined : { kind: 'scalar', place: node.place, text };
}
