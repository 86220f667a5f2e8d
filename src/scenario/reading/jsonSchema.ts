import * as z from 'zod';
import {
  CALL_DEFAULTS,
  DEFAULTS,
  GROUP_DEFAULTS,
  LINK_DEFAULTS,
  PARK_DEFAULTS,
  TRANSFER_DEFAULTS,
  REDIAL_DEFAULTS,
  SERVER_DEFAULTS,
  STANDBY_DEFAULTS,
  TRUNK_DEFAULTS,
} from '../building/defaults.ts';
import { CONF_FILES, CONF_KEYS } from '../building/conf.ts';
import { expressionPattern } from './editorHints.ts';
import { FAULT_VERBS } from './schema/faultKeys.ts';
import { scenarioSchema, SHORT_FORMS } from './schema.ts';
import type { Plain } from './tree.ts';

/** A JSON Schema (draft 7: what every editor knows), as far as it is touched here. */
export interface JsonSchema {
  title?: string;
  description?: string;
  default?: unknown;
  examples?: readonly unknown[];
  $comment?: string;
  type?: string | readonly string[];
  pattern?: string;
  enum?: readonly unknown[];
  required?: readonly string[];
  properties?: Record<string, JsonSchema>;
  patternProperties?: Record<string, JsonSchema>;
  additionalProperties?: JsonSchema | boolean;
  propertyNames?: JsonSchema;
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
  not?: JsonSchema;
  dependencies?: Record<string, readonly string[]>;
  minItems?: number;
  maxItems?: number;
  /** Only while it is made: what EditorHints says. */
  editor?: JsonSchema;
  /** Only while it is made: an example of this key. */
  sample?: unknown;
}

const SERVER_NAME = String.raw`^[A-Za-z][A-Za-z0-9_-]*(?:\.\.[A-Za-z0-9_-]*\d)?$`;
const GROUP_NAME = '^(?!(?:all|pstn)$)[A-Za-z][A-Za-z0-9_-]*$';

/**
 * What an editor checks and completes a scenario with.
 * @param paths of a result, `*` for a server's name (src/measure/paths.ts): with them `expect` is checked too
 */
export function jsonSchema(paths: readonly string[] = []): JsonSchema {
  const made = z.toJSONSchema(scenarioSchema, { io: 'input', target: 'draft-7' }) as JsonSchema;
  const schema = plain(made);
  shortForms(schema);
  defaults(schema);
  conditions(schema);
  if (paths.length > 0) at(schema, 'expect').items!.pattern = expressionPattern(paths);
  return { title: 'dundisim scenario', ...schema };
}

/** Puts the hints in place of what zod says of a text, and `oneOf` for forms of which only one can fit. */
function plain(schema: JsonSchema): JsonSchema {
  const { editor, sample, anyOf, ...rest } = schema;
  const examples = sample === undefined ? {} : { examples: [sample] };
  if (editor !== undefined) {
    const { type: _type, ...own } = rest;
    return { ...editor, ...own, ...examples };
  }
  const result: JsonSchema = { ...rest, ...examples };
  if (anyOf !== undefined) result.oneOf = anyOf.map(plain).flatMap((form) => form.oneOf ?? [form]);
  for (const key of ['items', 'propertyNames'] as const) if (rest[key] !== undefined) result[key] = plain(rest[key]);
  if (typeof rest.additionalProperties === 'object') result.additionalProperties = plain(rest.additionalProperties);
  if (rest.properties !== undefined)
    result.properties = Object.fromEntries(Object.entries(rest.properties).map(([key, one]) => [key, plain(one)]));
  return result;
}

/** The schema of a key by its path; `*` is any name or element. */
function at(schema: JsonSchema, path: string): JsonSchema {
  return path.split('.').reduce((found, step) => {
    const mapping = found.oneOf?.find(({ properties }) => properties !== undefined) ?? found;
    return step === '*' ? (mapping.items ?? (mapping.additionalProperties as JsonSchema)) : mapping.properties![step]!;
  }, schema);
}

function shortForms(schema: JsonSchema): void {
  for (const { path, key } of SHORT_FORMS) {
    const owner = path.length === 1 ? schema : at(schema, path.slice(0, -1).join('.'));
    const { description, examples, $comment, ...full } = owner.properties![path.at(-1)!]!;
    const { description: _says, examples: _examples, ...word } = full.properties![key]!;
    owner.properties![path.at(-1)!] = {
      ...(description === undefined ? {} : { description }),
      ...(examples === undefined ? {} : { examples }),
      ...($comment === undefined ? {} : { $comment }),
      oneOf: [word, full],
    };
  }
}

/** What is meant where nothing is written, from defaults.ts. */
function defaults(schema: JsonSchema): void {
  const tables: Readonly<Record<string, Readonly<Record<string, Plain>>>> = {
    '': DEFAULTS,
    'servers.*': SERVER_DEFAULTS,
    'servers.*.trunks.*': TRUNK_DEFAULTS,
    'standby': STANDBY_DEFAULTS,
    'phones.*': GROUP_DEFAULTS,
    'calls.*': CALL_DEFAULTS,
    'calls.*.redial': REDIAL_DEFAULTS,
    'calls.*.park': PARK_DEFAULTS,
    'calls.*.transfer': TRANSFER_DEFAULTS,
    'network.links.*': LINK_DEFAULTS,
  };
  for (const [path, table] of Object.entries(tables)) fill(path === '' ? schema : at(schema, path), table);
  at(schema, 'faults.*.move').properties!['clean']!.default = 'yes';
}

function fill(schema: JsonSchema, table: Readonly<Record<string, Plain>>): void {
  const owner = schema.oneOf?.find(({ properties }) => properties !== undefined) ?? schema;
  for (const [key, value] of Object.entries(table)) {
    const property = owner.properties![key]!;
    if (typeof value === 'string' || Array.isArray(value)) {
      if (property.$comment === undefined) property.default = value;
    } else if (value !== null) fill(property, value as Readonly<Record<string, Plain>>);
  }
}

/** What holds between keys. */
function conditions(schema: JsonSchema): void {
  at(schema, 'phones').propertyNames = { pattern: GROUP_NAME };
  at(schema, 'servers').propertyNames = { pattern: SERVER_NAME };
  const server = at(schema, 'servers.*');
  server.patternProperties = { [`^(?:(?:${CONF_FILES.join('|')})\\.)?(?:${CONF_KEYS.join('|')})$`]: CONF_VALUE };
  server.additionalProperties = false;

  const call = at(schema, 'calls.*');
  const never = (...keys: readonly string[]): JsonSchema => ({
    not: { anyOf: keys.map((key) => ({ required: [key] })) },
  });
  call.oneOf = [
    { required: ['rate'] },
    { required: ['perPhone'], ...never('via', 'context', 'group') },
    { required: ['byHour'] },
    { required: ['at', 'from', 'to'], ...never('during', 'rate', 'perPhone', 'outside', 'prefix') },
    { required: ['file'], ...never('during', 'from', 'to') },
  ];
  call.dependencies = { via: ['context'], context: ['via'], group: ['via'] };

  const fault = at(schema, 'faults.*');
  fault.oneOf = FAULT_VERBS.map((verb) =>
    verb === 'powerOff' || verb === 'powerOn' ? { required: [verb] } : { required: [verb], ...never('spread') },
  );

  const link = at(schema, 'network.links.*');
  const pair = { type: 'array', minItems: 2, maxItems: 2 };
  link.anyOf = [{ required: ['and'] }, { properties: { between: pair } }];
  link.properties!['between']!.examples = [['regpbx1', 'dunpbx1']];
}

const CONF_VALUE: JsonSchema = {
  title: 'as in the .conf file',
  description: 'A key of the .conf files of this server; times may carry units.',
  type: ['string', 'number', 'boolean'],
  examples: ['5s', 'yes'],
};
