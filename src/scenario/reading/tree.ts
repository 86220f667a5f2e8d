import type { Place } from '../../text/place.ts';

/**
 * The user's text as a tree in which every value knows its place. Scalars are the source's own words: `0100` is
 * `0100`.
 */
export type Node = ScalarNode | ListNode | MappingNode;

export interface ScalarNode {
  readonly kind: 'scalar';
  readonly place: Place;
  /** null: nothing was written. */
  readonly text: string | null;
}

export interface ListNode {
  readonly kind: 'list';
  readonly place: Place;
  readonly items: readonly Node[];
}

export interface MappingNode {
  readonly kind: 'mapping';
  readonly place: Place;
  readonly entries: ReadonlyMap<string, Entry>;
}

export interface Entry {
  readonly keyPlace: Place;
  readonly value: Node;
}

/** Values as zod, the hash and `run.json` see them. */
export type Plain = string | null | readonly Plain[] | { readonly [key: string]: Plain };
export type Path = readonly (string | number)[];

/** A mapping's empty values are left out: writing `faults:` with nothing behind it is the same as not writing it. */
export function toPlain(node: Node): Plain {
  if (node.kind === 'scalar') return node.text;
  if (node.kind === 'list') return node.items.map(toPlain);
  const plain: Record<string, Plain> = {};
  for (const [key, { value }] of node.entries) {
    if (isEmpty(value)) continue;
    Object.defineProperty(plain, key, { value: toPlain(value), enumerable: true, configurable: true, writable: true });
  }
  return plain;
}

/** A tree of one place, for defaults and for values given on the command line. */
export function fromPlain(plain: Plain, place: Place): Node {
  if (plain === null || typeof plain === 'string') return { kind: 'scalar', place, text: plain };
  if (Array.isArray(plain)) return { kind: 'list', place, items: plain.map((item) => fromPlain(item, place)) };
  return mapping(
    place,
    Object.entries(plain).map(([key, value]) => [key, { keyPlace: place, value: fromPlain(value, place) }]),
  );
}

export function mapping(place: Place, entries: Iterable<readonly [string, Entry]>): MappingNode {
  return { kind: 'mapping', place, entries: new Map(entries) };
}

export function isEmpty(node: Node | undefined): boolean {
  return node === undefined || (node.kind === 'scalar' && node.text === null);
}

/** The value under a key, if there is one. */
export function child(node: Node | undefined, key: string | number): Node | undefined {
  if (node?.kind === 'mapping') {
    const value = node.entries.get(String(key))?.value;
    return isEmpty(value) ? undefined : value;
  }
  return node?.kind === 'list' ? node.items[Number(key)] : undefined;
}

export function entriesOf(node: Node | undefined): readonly (readonly [string, Entry])[] {
  return node?.kind === 'mapping' ? [...node.entries] : [];
}

export function itemsOf(node: Node | undefined): readonly Node[] {
  return node?.kind === 'list' ? node.items : [];
}

/** A scalar's words, or undefined for anything else. */
export function textOf(node: Node | undefined): string | undefined {
  return node?.kind === 'scalar' && node.text !== null ? node.text : undefined;
}

/** A mapping with one key given another value (or, with undefined, taken out). */
export function withEntry(node: MappingNode, key: string, value: Node | undefined): MappingNode {
  const entries = new Map(node.entries);
  if (value === undefined) entries.delete(key);
  else entries.set(key, { keyPlace: entries.get(key)?.keyPlace ?? value.place, value });
  return { ...node, entries };
}

/** What the user wrote wins; what is missing comes from `defaults`, mapping by mapping. Lists are one value. */
export function withDefaults(node: Node | undefined, defaults: Plain, place: Place): Node {
  if (node === undefined || isEmpty(node)) return fromPlain(defaults, place);
  if (node.kind !== 'mapping' || defaults === null || typeof defaults !== 'object' || Array.isArray(defaults))
    return node;
  const entries = new Map(node.entries);
  for (const [key, value] of Object.entries(defaults as Record<string, Plain>)) {
    const given = entries.get(key);
    entries.set(key, { keyPlace: given?.keyPlace ?? node.place, value: withDefaults(given?.value, value, node.place) });
  }
  return { ...node, entries };
}

/** The value's place, or that of the nearest thing around it which exists. `keys` asks for the key's place instead. */
export function placeAt(root: Node, path: Path, keys = false): Place {
  let place = root.place;
  let node: Node | undefined = root;
  for (const [depth, step] of path.entries()) {
    const entry: Entry | undefined = node?.kind === 'mapping' ? node.entries.get(String(step)) : undefined;
    const value: Node | undefined = entry?.value ?? (node?.kind === 'list' ? node.items[Number(step)] : undefined);
    if (value === undefined) return place;
    place = keys && entry !== undefined && depth === path.length - 1 ? entry.keyPlace : value.place;
    node = value;
  }
  return place;
}

export function nodeAt(root: Node, path: Path): Node | undefined {
  let node: Node | undefined = root;
  for (const step of path) node = child(node, step);
  return node;
}
