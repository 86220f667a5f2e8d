import * as z from 'zod';
import { isConfKey } from '../building/conf.ts';
import type { MappingNode } from './tree.ts';

export type MappingShape =
  | {
      readonly kind: 'keys';
      readonly shape: Readonly<Record<string, z.ZodType>>;
      /** takes the .conf files' keys as well */ readonly open: boolean;
    }
  | { readonly kind: 'names'; readonly value: z.ZodType };
export type Shape = MappingShape | { readonly kind: 'list'; readonly item: z.ZodType };

/** What the schema has below this point; undefined: nothing, it is a value. */
export function containerOf(schema: z.ZodType | undefined): Shape | undefined {
  if (schema instanceof z.ZodOptional) return containerOf(schema.unwrap() as z.ZodType);
  if (schema instanceof z.ZodUnion)
    return schema.options.map((option) => containerOf(option as z.ZodType)).find((shape) => shape?.kind === 'keys');
  if (schema instanceof z.ZodObject)
    return {
      kind: 'keys',
      shape: schema.shape as Record<string, z.ZodType>,
      open: !(schema.def.catchall instanceof z.ZodNever),
    };
  if (schema instanceof z.ZodRecord) return { kind: 'names', value: schema.valueType as z.ZodType };
  if (schema instanceof z.ZodArray) return { kind: 'list', item: schema.element as z.ZodType };
  return undefined;
}

/**
 * Of a path that stops too early: where its last step is a key one level below, `phones.office.count` for
 * `phones.count` and `servers.*.cachetime` for `cachetime`. `where`: the steps before it.
 */
export function deeperPath(
  node: MappingNode,
  shape: MappingShape,
  step: string,
  where: readonly string[],
): string | undefined {
  if (shape.kind === 'names') {
    if (!has(containerOf(shape.value), step)) return undefined;
    return [...where, nameFor([...node.entries.keys()], step), step].join('.');
  }
  for (const [key, below] of Object.entries(shape.shape)) {
    const inner = containerOf(below);
    if (has(inner, step)) return [...where, key, step].join('.');
    const item = inner?.kind === 'list' ? inner.item : inner?.kind === 'names' ? inner.value : undefined;
    if (has(containerOf(item), step)) return [...where, key, '*', step].join('.');
  }
  return undefined;
}

function has(shape: Shape | undefined, step: string): boolean {
  return shape?.kind === 'keys' && (Object.hasOwn(shape.shape, step) || (shape.open && isConfKey(step)));
}

/** Servers are counted by the name without its number. */
function nameFor(names: readonly string[], step: string): string {
  if (step === 'count' && names.length > 0) return names.at(-1)!.replace(/\d+$/, '');
  return names.length === 1 ? names[0]! : '*';
}
