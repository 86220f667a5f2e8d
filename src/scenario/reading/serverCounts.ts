import { didYouMean } from '../../text/nearest.ts';
import { addressToNumber, expandName, numberToAddress } from '../../text/ranges.ts';
import { byName } from '../building/confFolders.ts';
import type { Override } from './overrides.ts';
import type { Reading } from './reader.ts';
import {
  child,
  entriesOf,
  fromPlain,
  itemsOf,
  mapping,
  textOf,
  withEntry,
  type Entry,
  type MappingNode,
  type Node,
} from './tree.ts';

/** More servers than any cluster has. */
const MOST_SERVERS = 1000;

/** `servers.regpbx.count=20`: how many servers `regpbx1`, `regpbx2` and so on there are. */
export function isCount({ path }: Override): boolean {
  return path.length === 3 && path[0] === 'servers' && path[2] === 'count';
}

/** `regpbx12` to `regpbx`: the name that servers with numbers have in common. */
export function familyOf(server: string): string {
  return server.replace(/\d+$/, '');
}

/** Whether an entry of `servers:` is no server, but says how many servers of this name there are. */
function isFamily(value: Node): boolean {
  return child(value, 'count') !== undefined && child(value, 'conf') === undefined;
}

/**
 * The tree with as many servers of each name as `servers: { regpbx: { count: 20 } }` or an override says. Those too
 * many are marked `absent`: their folder stays known, so that their peers forget them. Those that lack are made from
 * the last one, as servers that share its folder are. Homes and backups of phones follow.
 */
export function withServerCounts(root: MappingNode, overrides: readonly Override[], reading: Reading): MappingNode {
  const counts = new Map<string, Node>();
  let result = root;
  for (const [name, { value }] of entriesOf(child(root, 'servers'))) {
    if (!isFamily(value)) continue;
    counts.set(name, child(value, 'count')!);
    result = withServers(result, (servers) => servers.delete(name));
    for (const [key, { keyPlace }] of entriesOf(value))
      if (key !== 'count')
        reading.remarks.push({
          severity: 'mistake',
          place: keyPlace,
          text: `"${name}" has a count alone; "${key}" belongs to its servers: "${name}1..5: { ${key}: … }" or "--set servers.*.${key}=…"`,
        });
  }
  for (const { path, value } of overrides) counts.set(path[1]!, value);
  for (const [name, count] of counts) result = withCount(result, name, count, reading);
  return result;
}

function withServers(root: MappingNode, change: (servers: Map<string, Entry>) => void): MappingNode {
  const servers = child(root, 'servers');
  const entries = new Map(entriesOf(servers));
  change(entries);
  return withEntry(
    root,
    'servers',
    mapping(
      servers?.place ?? root.place,
      [...entries].sort(([a], [b]) => byName(a, b)),
    ),
  );
}

function withCount(root: MappingNode, family: string, count: Node, reading: Reading): MappingNode {
  const mistake = (text: string): MappingNode => {
    reading.remarks.push({ severity: 'mistake', place: count.place, text });
    return root;
  };
  const all = entriesOf(child(root, 'servers')).map(([name]) => name);
  const members = all.filter((name) => familyOf(name) === family);
  if (members.length === 0) return mistake(unknownFamily(family, all));
  const wanted = textOf(count) ?? '';
  if (!/^\d{1,6}$/.test(wanted) || Number(wanted) < 1 || Number(wanted) > MOST_SERVERS)
    return mistake(`found "${wanted}", expected a number of servers, 1 to ${MOST_SERVERS}`);
  const dropped = new Set(members.slice(Number(wanted)));
  const made = madeNames(members.at(-1)!, Number(wanted) - members.length);
  const grown = withServers(root, (servers) => {
    for (const name of dropped) servers.set(name, absent(servers.get(name)!));
    const taken = new Set([...servers.values()].map(({ value }) => textOf(child(value, 'address'))));
    made.forEach((name, n) => servers.set(name, copyOf(servers.get(members.at(-1)!)!, n + 1, taken)));
  });
  return withHomes(grown, (names) => {
    const kept = names.filter((name) => !dropped.has(name));
    if (kept.length === 0) return names; // Its reader says that there is no such server.
    return members.every((name) => names.includes(name)) ? [...kept, ...made] : kept;
  });
}

function unknownFamily(family: string, all: readonly string[]): string {
  const families = [...new Set(all.map(familyOf))];
  if (all.includes(family))
    return `"${family}" is one server; a count belongs to the name without its number, such as servers.${familyOf(family)}.count`;
  return `no "${family}" in "servers" to count${didYouMean(family, families) || `; there are ${families.join(', ')}`}`;
}

/** Behind `pbx07`: `pbx08`, `pbx09` and so on. */
function madeNames(last: string, number: number): readonly string[] {
  const digits = /\d+$/.exec(last)?.[0] ?? '';
  const from = digits === '' ? 1 : Number(digits);
  return Array.from(
    { length: Math.max(0, number) },
    (_, n) => familyOf(last) + String(from + n + 1).padStart(digits.length, '0'),
  );
}

function absent({ keyPlace, value }: Entry): Entry {
  return value.kind === 'mapping'
    ? { keyPlace, value: withEntry(value, 'absent', fromPlain('yes', value.place)) }
    : { keyPlace, value };
}

/** The n-th behind the last one, with the address that follows if the last has one and the next is free. */
function copyOf({ keyPlace, value }: Entry, n: number, taken: ReadonlySet<string | undefined>): Entry {
  if (value.kind !== 'mapping') return { keyPlace, value };
  const last = addressToNumber(textOf(child(value, 'address')) ?? '');
  const next = last === undefined ? undefined : numberToAddress(last + n);
  const address = next === undefined || taken.has(next) ? undefined : fromPlain(next, value.place);
  return { keyPlace, value: withEntry(value, 'address', address) };
}

/** Phones whose home or backup names servers one by one. */
function withHomes(root: MappingNode, change: (names: readonly string[]) => readonly string[]): MappingNode {
  const phones = child(root, 'phones');
  if (phones?.kind !== 'mapping') return root;
  let groups = phones;
  for (const [name, { value }] of entriesOf(phones)) {
    let group = value;
    for (const key of ['home', 'backup']) {
      const node = child(group, key);
      const names = node === undefined ? [] : namesIn(node);
      const changed = change(names);
      if (group.kind !== 'mapping' || node === undefined || changed.join() === names.join()) continue;
      group = withEntry(group, key, fromPlain(changed, node.place));
    }
    groups = withEntry(groups, name, group);
  }
  return withEntry(root, 'phones', groups);
}

function namesIn(node: Node): readonly string[] {
  const words = node.kind === 'list' ? itemsOf(node).map((item) => textOf(item) ?? '') : [textOf(node) ?? ''];
  return words
    .flatMap((text) => text.split(/[,\s]+/))
    .filter((word) => word !== '')
    .flatMap((word) => {
      const read = expandName(word);
      return 'problem' in read ? [word] : read.items;
    });
}
