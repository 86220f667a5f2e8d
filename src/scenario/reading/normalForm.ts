import type { Remark } from '../../text/mistake.ts';
import { expandName, nthAddress } from '../../text/ranges.ts';
import {
  CALL_DEFAULTS,
  DEFAULTS,
  GROUP_DEFAULTS,
  LINK_DEFAULTS,
  PAIR_DEFAULTS,
  PARK_DEFAULTS,
  TRANSFER_DEFAULTS,
  REDIAL_DEFAULTS,
  SEGMENT_DEFAULTS,
  SERVER_DEFAULTS,
  STANDBY_DEFAULTS,
  TRUNK_DEFAULTS,
} from '../building/defaults.ts';
import { PHONE_KINDS } from '../../model/phone/kinds.ts';
import { formatDuration } from '../../text/duration.ts';
import { SHORT_FORMS } from './schema.ts';
import {
  child,
  entriesOf,
  isEmpty,
  mapping,
  textOf,
  withDefaults,
  withEntry,
  type Entry,
  type MappingNode,
  type Node,
  type Plain,
} from './tree.ts';

/**
 * The one form of a scenario that all paths (`--set`, `--over`), the hash and `run.json` speak of:
 * ranges written out, plain words that stand for a mapping written as one, defaults filled in.
 */

/** Short forms and server ranges written out; a range that cannot be stays, and goes into `remarks`. */
export function writtenOut(root: MappingNode, remarks: Remark[]): MappingNode {
  return withServerRanges(withLongForms(root), remarks);
}

/**
 * `start: cold` to `start: { state: cold }`, and the like. Also after `--set`, which may have put a plain word there.
 */
export function withLongForms(root: MappingNode): MappingNode {
  let result = change(root, ['calls'], (node) =>
    node.kind === 'mapping' ? { kind: 'list', place: node.place, items: [node] } : node,
  ) as MappingNode;
  for (const { path, key } of SHORT_FORMS)
    result = change(result, path, (node) => (textOf(node) === undefined ? node : wrap(node, key))) as MappingNode;
  return result;
}

function wrap(word: Node, key: string): MappingNode {
  return mapping(word.place, [[key, { keyPlace: word.place, value: word }]]);
}

function change(node: Node, path: readonly string[], to: (node: Node) => Node): Node {
  if (path.length === 0) return to(node);
  if (node.kind !== 'mapping') return node;
  const [step, ...rest] = path as [string, ...string[]];
  if (step !== '*') {
    const value = child(node, step);
    return value === undefined ? node : withEntry(node, step, change(value, rest, to));
  }
  const entries = new Map(node.entries);
  for (const [key, entry] of node.entries)
    if (!isEmpty(entry.value)) entries.set(key, { keyPlace: entry.keyPlace, value: change(entry.value, rest, to) });
  return { ...node, entries };
}

/**
 * `regpbx1..50: { address: 10.10.10.121.. }` to fifty servers with an address each. A server named by itself overlays
 * the range.
 */
function withServerRanges(root: MappingNode, remarks: Remark[]): MappingNode {
  const servers = child(root, 'servers');
  if (servers?.kind !== 'mapping') return root;
  const entries = new Map<string, Entry>();
  const single = entriesOf(servers).filter(([key]) => !key.includes('..'));
  for (const [key, entry] of entriesOf(servers)) {
    if (!key.includes('..')) continue;
    const names = expandName(key);
    if ('problem' in names) {
      remarks.push({ severity: 'mistake', place: entry.keyPlace, text: names.problem });
      entries.set(key, entry);
      continue;
    }
    if (names.items.length > 1000)
      remarks.push({ severity: 'mistake', place: entry.keyPlace, text: `"${key}" is more than 1000 servers` });
    else
      names.items.forEach((name, n) =>
        entries.set(name, { keyPlace: entry.keyPlace, value: nthServer(entry.value, n) }),
      );
  }
  for (const [key, entry] of single) {
    const ranged = entries.get(key);
    entries.set(
      key,
      ranged === undefined ? entry : { keyPlace: entry.keyPlace, value: overlay(ranged.value, entry.value) },
    );
  }
  return withEntry(root, 'servers', { ...servers, entries });
}

function nthServer(node: Node, n: number): Node {
  const address = child(node, 'address');
  const text = textOf(address);
  if (node.kind !== 'mapping' || address === undefined || text === undefined || !text.endsWith('..')) return node;
  return withEntry(node, 'address', { kind: 'scalar', place: address.place, text: nthAddress(text, n) ?? text });
}

function overlay(below: Node, above: Node): Node {
  if (below.kind !== 'mapping' || above.kind !== 'mapping') return isEmpty(above) ? below : above;
  return { ...above, entries: new Map([...below.entries, ...above.entries]) };
}

/** Fills in what the user left open, everywhere. */
export function withAllDefaults(root: MappingNode): MappingNode {
  let result = withDefaults(root, DEFAULTS, root.place) as MappingNode;
  result = change(result, ['servers', '*'], (server) => filled(server, SERVER_DEFAULTS)) as MappingNode;
  result = change(result, ['servers', '*', 'trunks', '*'], (trunk) => filled(trunk, TRUNK_DEFAULTS)) as MappingNode;
  result = change(result, ['phones', '*'], groupFilled) as MappingNode;
  result = change(result, ['network'], segmentsFilled) as MappingNode;
  result = change(result, ['database'], (node) =>
    child(node, 'standby') === undefined ? node : filled(node, PAIR_DEFAULTS),
  ) as MappingNode;
  result = change(result, ['standby'], (node) => filled(node, STANDBY_DEFAULTS)) as MappingNode;
  result = listFilled(result, ['calls'], callFilled);
  return listFilled(result, ['network', 'links'], (link) => filled(link, LINK_DEFAULTS));
}

function filled(node: Node, defaults: Plain): Node {
  return node.kind === 'mapping' ? withDefaults(node, defaults, node.place) : node;
}

function segmentsFilled(network: Node): Node {
  const segments = textOf(child(network, 'segments')) ?? 'none';
  return segments === 'none' ? network : filled(network, SEGMENT_DEFAULTS);
}

function groupFilled(node: Node): Node {
  const group = filled(node, GROUP_DEFAULTS);
  const like = textOf(child(child(group, 'kind'), 'like')) ?? '';
  return Object.hasOwn(PHONE_KINDS, like)
    ? filled(group, { expires: formatDuration(PHONE_KINDS[like]!.asks * 1_000_000) })
    : group;
}

function callFilled(node: Node): Node {
  const call = filled(node, CALL_DEFAULTS);
  const further = { redial: REDIAL_DEFAULTS, park: PARK_DEFAULTS, transfer: TRANSFER_DEFAULTS };
  return Object.entries(further).reduce((whole: Node, [key, defaults]) => {
    const given = child(whole, key);
    return given === undefined || whole.kind !== 'mapping' ? whole : withEntry(whole, key, filled(given, defaults));
  }, call);
}

function listFilled(root: MappingNode, path: readonly string[], fill: (node: Node) => Node): MappingNode {
  return change(root, path, (node) =>
    node.kind === 'list' ? { ...node, items: node.items.map(fill) } : node,
  ) as MappingNode;
}
