import type * as z from 'zod';
import { scenarioSchema } from '../../scenario/reading/schema.ts';

/** A key that may be written, and what it means. */
export interface ScenarioKey {
  readonly key: string;
  readonly meaning: string;
}

/** What is read of a zod schema; which of these are there depends on its type. */
interface Def {
  readonly type: string;
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly innerType?: z.ZodType;
  readonly element?: z.ZodType;
  readonly options?: readonly z.ZodType[];
  readonly valueType?: z.ZodType;
  readonly in?: z.ZodType;
}

/**
 * The keys of the whole scenario, under ``, and those of each of its parts, from the schema. Not by way of a JSON Schema:
 * the page would carry what makes it, for this alone.
 */
export function scenarioKeys(): readonly (readonly [under: string, keys: readonly ScenarioKey[]])[] {
  const parts = Object.entries(shapeOf(scenarioSchema) ?? {});
  return [['', keysOf(scenarioSchema)], ...parts.map(([name, part]) => [name, keysOf(part)] as const)];
}

function keysOf(schema: z.ZodType): readonly ScenarioKey[] {
  return Object.entries(shapeOf(schema) ?? {})
    .filter(([key]) => !key.startsWith('$'))
    .map(([key, value]) => ({ key, meaning: meaningOf(value) }));
}

/** The keys of a mapping, of the elements of a list, of the rows of a table, or of the form of a value that has keys. */
function shapeOf(schema: z.ZodType): Def['shape'] {
  const { shape, innerType, element, options = [], valueType, in: input } = defOf(schema);
  if (shape !== undefined) return shape;
  for (const inner of [innerType, input, element, ...options, valueType]) {
    const found = inner === undefined ? undefined : shapeOf(inner);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Said of the value, or of what it wraps. */
function meaningOf(schema: z.ZodType): string {
  const { innerType, in: input } = defOf(schema);
  const inner = innerType ?? input;
  return schema.description ?? (inner === undefined ? '' : meaningOf(inner));
}

function defOf(schema: z.ZodType): Def {
  return schema.def as unknown as Def;
}
