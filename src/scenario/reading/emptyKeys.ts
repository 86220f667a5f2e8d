import type { Remark } from '../../text/mistake.ts';
import { CONF_KEYS, isConfKey } from '../building/conf.ts';
import { remarksOf, unknownServerKey } from './problems.ts';
import { SERVER_KEYS, scenarioSchema } from './schema.ts';
import { entriesOf, isEmpty, itemsOf, placeAt, toPlain, type MappingNode, type Node, type Path } from './tree.ts';

/** A scenario has few keys with nothing behind them. */
const MOST_KEYS = 20;

/**
 * Unknown keys with nothing behind them, such as a misspelt `fautls:`. The schema does not see these: a key without a
 * value is as good as none. So each is given a value, and what the schema then says of the key is kept.
 */
export function unknownEmptyKeys(root: MappingNode): { readonly remark: Remark; readonly path: Path }[] {
  return emptyKeys(root, [])
    .slice(0, MOST_KEYS)
    .flatMap((path) => {
      if (path[0] === 'servers' && path.length === 3) return ofServer(root, path);
      const tree = filled(root, path);
      const { error } = scenarioSchema.safeParse(toPlain(tree));
      const beginning = `unknown key "${path.at(-1)}"`;
      const issues = error?.issues ?? [];
      return remarksOf(issues, tree).filter(
        ({ remark, path: of }) => remark.text.startsWith(beginning) && isAt(of, path),
      );
    });
}

/** The schema takes any key of a server: those of the .conf files are read with these. */
function ofServer(root: MappingNode, path: Path): ReturnType<typeof unknownEmptyKeys> {
  const key = String(path[2]);
  if (SERVER_KEYS.includes(key) || isConfKey(key)) return [];
  const text = unknownServerKey(key, [...SERVER_KEYS, ...CONF_KEYS]);
  return [{ remark: { severity: 'mistake', place: placeAt(root, path, true), text }, path }];
}

/** An issue of an unknown key has the path of the mapping; one within a union may end before it. */
function isAt(of: Path, path: Path): boolean {
  return of.every((step, at) => String(step) === String(path[at]));
}

function emptyKeys(node: Node, path: Path): readonly Path[] {
  const inside = itemsOf(node).flatMap((item, at) => emptyKeys(item, [...path, at]));
  const keys = entriesOf(node).flatMap(([key, { value }]) =>
    isEmpty(value) ? [[...path, key]] : emptyKeys(value, [...path, key]),
  );
  return [...inside, ...keys];
}

/** The tree with a word at that path. */
function filled(node: Node, [step, ...rest]: Path): Node {
  if (step === undefined) return { kind: 'scalar', place: node.place, text: 'x' };
  if (node.kind === 'list')
    return { ...node, items: node.items.map((item, at) => (at === step ? filled(item, rest) : item)) };
  if (node.kind !== 'mapping') return node;
  const entries = new Map(node.entries);
  const entry = entries.get(String(step))!;
  entries.set(String(step), { ...entry, value: filled(entry.value, rest) });
  return { ...node, entries };
}
