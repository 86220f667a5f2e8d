import { RESULT_PATHS } from '../../../src/measure/paths.ts';
import { jsonSchema, type JsonSchema } from '../../../src/scenario/index.ts';
import { code, table } from './markdown.ts';

/** What an editor is given: the paths of results are checked too. */
export const schema: JsonSchema = jsonSchema(RESULT_PATHS.map(({ path }) => path));

/** Headings in the order of the schema; a mapping within a mapping has a table of its own. */
export function language(): string {
  return `\n${section('The whole scenario', '', schema)}\n`;
}

interface Section {
  readonly heading: string;
  readonly schema: JsonSchema;
}

function section(heading: string, path: string, mapping: JsonSchema): string {
  const rows: string[][] = [];
  const below: Section[] = [];
  const required = new Set(mapping.required);
  for (const [name, property] of Object.entries(mapping.properties ?? {})) {
    const full = path === '' ? name : `${path}.${name}`;
    const { kind, inner } = kindOf(property, full);
    if (inner !== undefined) below.push(inner);
    const empty = Array.isArray(property.default) && property.default.length === 0;
    const own = property.examples?.length === 1 ? property.examples[0] : undefined; // Several are those of its kind.
    const example = own ?? (empty ? undefined : property.default) ?? innermost(property).examples?.[0];
    rows.push([
      code(name),
      property.description ?? '',
      kind,
      required.has(name) ? 'required' : defaultOf(property),
      exampleOf(name, example, property),
    ]);
  }
  const head = `### ${heading}\n\n${table(['key', 'meaning', 'value', 'default', 'example'], rows)}`;
  const deeper = below.map((one) => section(one.heading, one.heading.replaceAll('`', ''), one.schema));
  return [head, ...deeper].join('\n');
}

/** The kind of value in words, with a link where it has keys of its own. */
function kindOf(property: JsonSchema, path: string): { readonly kind: string; readonly inner?: Section } {
  const { oneOf = [], items, additionalProperties: named } = property;
  const mapping = oneOf.find(({ properties }) => properties !== undefined);
  if (property.properties !== undefined) return linked('mapping', path, property);
  if (mapping !== undefined) {
    const word = oneOf.find((form) => form !== mapping)!;
    return linked(`${simple(word)}, or a mapping`, path, mapping);
  }
  if (typeof named === 'object') return linked('mapping of names', `${path}.*`, named);
  if (items?.properties !== undefined) return linked('list', `${path}.*`, items);
  if (items !== undefined) return { kind: `list of: ${simple(items)}` };
  return { kind: simple(property) };
}

function linked(kind: string, path: string, inner: JsonSchema): { readonly kind: string; readonly inner: Section } {
  const heading = code(path);
  return { kind: `[${kind}](#${anchor(path)})`, inner: { heading, schema: inner } };
}

/** As GitHub makes it of a heading. */
function anchor(path: string): string {
  return path.toLowerCase().replace(/[^a-z0-9-]/g, '');
}

function simple(schema: JsonSchema): string {
  if (schema.enum !== undefined)
    return schema.enum
      .filter((one) => typeof one === 'string')
      .map((one) => code(String(one)))
      .join(', ');
  const list = schema.oneOf?.find(({ type }) => type === 'array');
  const title = innermost(schema).title ?? 'value';
  return list === undefined ? title : `${title}, or a list of them`;
}

/** Of a value that may also be a list, the one of which there may be several. */
function innermost(schema: JsonSchema): JsonSchema {
  if (schema.title !== undefined || schema.enum !== undefined) return schema;
  if (schema.items !== undefined && schema.items.properties === undefined) return innermost(schema.items);
  const array = schema.oneOf?.find(({ items }) => items !== undefined);
  return array?.items === undefined
    ? (schema.oneOf?.find(({ title }) => title !== undefined) ?? schema)
    : innermost(array.items);
}

function defaultOf(property: JsonSchema): string {
  if (property.$comment !== undefined) return property.$comment;
  if (property.default === undefined) return '';
  if (Array.isArray(property.default) && property.default.length === 0) return 'none';
  return code(String(property.default));
}

function exampleOf(name: string, example: unknown, property: JsonSchema): string {
  const shown = example ?? innermost(property).enum?.[0];
  if (shown === undefined) return '';
  const list = Array.isArray(shown) ? shown : property.items === undefined ? undefined : [shown];
  return code(`${name}: ${list === undefined ? String(shown) : `[${list.join(', ')}]`}`);
}
