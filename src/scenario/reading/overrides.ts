import type * as z from 'zod';
import type { Remark } from '../../text/mistake.ts';
import type { Place } from '../../text/place.ts';
import { namesMeant } from '../../text/namePattern.ts';
import { UserMistakes } from '../../text/mistake.ts';
import { isConfFile, isConfKey } from '../building/conf.ts';
import { containerOf, deeperPath, type MappingShape } from './containers.ts';
import { scenarioSchema, SHORT_FORMS } from './schema.ts';
import { readSource } from './source.ts';
import { child, fromPlain, mapping, toPlain, withEntry, type MappingNode, type Node } from './tree.ts';

/** One `--set path=value`. */
export interface Override {
  readonly path: readonly string[];
  readonly value: Node;
  readonly place: Place;
  readonly text: string;
}

/** `servers.*.cachetime=30s` to its parts; a mistake is reported, not thrown. */
export function readOverride(
  text: string,
  place: Place = { file: `--set ${text}`, line: 0, column: 0 },
): Override | Remark {
  const equals = text.indexOf('=');
  if (equals < 1)
    return { severity: 'mistake', place, text: 'expected path=value, such as servers.dunpbx1.cachetime=30s' };
  const path = stepsOf(text.slice(0, equals).trim());
  if (path.some((step) => step === '' || (step.includes('..') && !/\d\.\.\D*\d+$/.test(step))))
    return { severity: 'mistake', place, text: `the path "${text.slice(0, equals)}" has an empty part` };
  if (path.includes('__proto__')) return { severity: 'mistake', place, text: '"__proto__" is no name here' };
  if (path[0] === 'servers' && path.length === 4 && isConfFile(path[2]!)) path.splice(2, 2, `${path[2]}.${path[3]}`);
  const value = readValue(text.slice(equals + 1).trim(), place);
  return 'severity' in value ? value : { path, value, place, text };
}

/** Dots part the steps; two of them are a range, as in `servers.regpbx1..3.cachetime`. */
function stepsOf(path: string): string[] {
  return path.split(/(?<!\.)\.(?!\.)/);
}

/** A value may be a list or a mapping in YAML's brackets; anything else is taken as written. */
function readValue(text: string, place: Place): Node | Remark {
  if (!/^[[{]/.test(text)) return { kind: 'scalar', place, text: text === '' ? null : text };
  try {
    return fromPlain(toPlain(child(readSource(place.file, `v: ${text}`), 'v') ?? fromPlain(null, place)), place);
  } catch (error) {
    if (error instanceof UserMistakes) return { severity: 'mistake', place, text: error.remarks[0]!.text };
    throw error;
  }
}

/** The tree with the value put at every place that the path means; mistakes go to `remarks`. */
export function applyOverride(
  root: MappingNode,
  override: Override,
  extraServerKeys: readonly string[],
  remarks: Remark[],
): MappingNode {
  const walker = new Walker(override, extraServerKeys, remarks);
  return walker.put(root, scenarioSchema, 0) as MappingNode;
}

class Walker {
  private readonly override: Override;
  private readonly extraServerKeys: readonly string[];
  private readonly remarks: Remark[];

  constructor(override: Override, extraServerKeys: readonly string[], remarks: Remark[]) {
    this.override = override;
    this.extraServerKeys = extraServerKeys;
    this.remarks = remarks;
  }

  put(node: Node | undefined, schema: z.ZodType | undefined, depth: number): Node | undefined {
    const { path, value } = this.override;
    if (depth === path.length) return value;
    const step = path[depth]!;
    const shape = containerOf(schema);
    if (shape === undefined) return this.refuse(node, `"${path.slice(0, depth).join('.')}" has nothing below it`);
    if (shape.kind === 'list') return this.putInList(node, shape.item, step, depth);
    return this.putInMapping(this.asMapping(node, depth), shape, step, depth);
  }

  private putInList(node: Node | undefined, item: z.ZodType, step: string, depth: number): Node | undefined {
    const items = node?.kind === 'list' ? node.items : [];
    const where = this.override.path.slice(0, depth).join('.');
    if (items.length === 0) return this.refuse(node, `"${where}" has no elements`);
    const indices = items.map((_, i) => String(i));
    const found = namesMeant(step, indices);
    if ('problem' in found)
      return this.refuse(node, `"${where}" has the elements 0 to ${items.length - 1}; "${step}" is none of them`);
    const meant = found.items.map(Number);
    const changed = items.map((value, i) => (meant.includes(i) ? (this.put(value, item, depth + 1) ?? value) : value));
    return { kind: 'list', place: node!.place, items: changed };
  }

  private putInMapping(node: MappingNode, shape: MappingShape, step: string, depth: number): Node {
    const keys = this.keysMeant(node, shape, step, depth);
    let changed = node;
    for (const key of keys) {
      const below = shape.kind === 'names' ? shape.value : shape.shape[key];
      changed = withEntry(changed, key, this.put(child(node, key), below, depth + 1));
    }
    return changed;
  }

  private keysMeant(node: MappingNode, shape: MappingShape, step: string, depth: number): readonly string[] {
    const present = [...node.entries.keys()];
    const known =
      shape.kind === 'names' ? present : [...Object.keys(shape.shape), ...(shape.open ? this.extraServerKeys : [])];
    // Trunks, peers and mappings need not be written to be changed, `*` is one of their names; nor need applications.
    if (shape.kind === 'names' && (depth > 2 || (this.override.path[0] === 'applications' && step !== '*')))
      return [step];
    const where = this.override.path.slice(0, depth).join('.');
    if (step === '*' && known.length === 0) return this.refuse([], `"${where}" is empty, so * means nothing`);
    if (known.includes(step) || (shape.kind === 'keys' && shape.open && isConfKey(step))) return [step];
    if (shape.kind === 'names' && /^\d+$/.test(step) && Number(step) < present.length) return [present[Number(step)]!];
    const found = namesMeant(step, known);
    if ('items' in found) return found.items;
    const place = depth === 0 ? '' : ` in "${where}"`;
    const deeper = deeperPath(node, shape, step, this.override.path.slice(0, depth));
    if (deeper !== undefined) return this.refuse([], `no "${step}"${place}; did you mean "${deeper}"?`);
    return this.refuse(
      [],
      found.problem.replace(/^(no [^;]*)/, (what) => what + place),
    );
  }

  /**
   * A plain word where a mapping is allowed becomes one, so that `phones.office.kind.retry` can be set on `kind:
   * yealink`.
   */
  private asMapping(node: Node | undefined, depth: number): MappingNode {
    if (node?.kind === 'mapping') return node;
    const { path, place } = this.override;
    const short = SHORT_FORMS.find(
      (form) => form.path.length === depth && form.path.every((step, i) => step === '*' || step === path[i]),
    );
    if (node?.kind !== 'scalar' || node.text === null || short === undefined) return mapping(place, []);
    return mapping(node.place, [[short.key, { keyPlace: node.place, value: node }]]);
  }

  private refuse<T>(unchanged: T, text: string): T {
    this.remarks.push({ severity: 'mistake', place: this.override.place, text });
    return unchanged;
  }
}
