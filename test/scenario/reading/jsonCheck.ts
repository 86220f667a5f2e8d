import type { JsonSchema } from '../../../src/scenario/index.ts';

/** What an editor would mark: a path and what is wrong there. Only the keywords that our schema uses. */
export function marks(schema: JsonSchema | boolean, value: unknown, path = ''): readonly string[] {
  if (typeof schema === 'boolean') return schema ? [] : [`${path}: not allowed`];
  return Object.entries(schema).flatMap(([keyword, rule]) => {
    const check = KEYWORDS[keyword];
    if (check === undefined) throw new Error(`the checker does not know "${keyword}"`);
    return check(rule, value, path, schema);
  });
}

type Check = (rule: any, value: unknown, path: string, schema: JsonSchema) => readonly string[];

const says = (holds: boolean, path: string, text: string): readonly string[] => (holds ? [] : [`${path}: ${text}`]);
const isMapping = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isNumber = (value: unknown): value is number => typeof value === 'number';
const nothing: Check = () => [];

const KEYWORDS: Readonly<Record<string, Check>> = {
  $schema: nothing,
  $comment: nothing,
  title: nothing,
  description: nothing,
  default: nothing,
  examples: nothing,
  type: (rule: string | readonly string[], value, path) =>
    says(
      [rule].flat().some((type) => isOf(type, value)),
      path,
      `expected ${rule}`,
    ),
  pattern: (rule: string, value, path) =>
    says(typeof value !== 'string' || new RegExp(rule, 'u').test(value), path, `does not match ${rule}`),
  enum: (rule: readonly unknown[], value, path) => says(rule.includes(value), path, 'none of the words'),
  const: (rule, value, path) => says(value === rule, path, `expected ${rule}`),
  minimum: (rule: number, value, path) => says(!isNumber(value) || value >= rule, path, `less than ${rule}`),
  maximum: (rule: number, value, path) => says(!isNumber(value) || value <= rule, path, `more than ${rule}`),
  exclusiveMinimum: (rule: number, value, path) => says(!isNumber(value) || value > rule, path, `not above ${rule}`),
  minItems: (rule: number, value, path) => says(!Array.isArray(value) || value.length >= rule, path, 'too few'),
  maxItems: (rule: number, value, path) => says(!Array.isArray(value) || value.length <= rule, path, 'too many'),
  required: (rule: readonly string[], value, path) =>
    isMapping(value) ? rule.filter((key) => !Object.hasOwn(value, key)).map((key) => `${path}: lacks ${key}`) : [],
  properties: (rule: Record<string, JsonSchema>, value, path) =>
    isMapping(value)
      ? Object.entries(value).flatMap(([key, one]) =>
          rule[key] === undefined ? [] : marks(rule[key], one, `${path}.${key}`),
        )
      : [],
  patternProperties: (rule: Record<string, JsonSchema>, value, path) =>
    isMapping(value)
      ? Object.entries(value).flatMap(([key, one]) =>
          Object.entries(rule).flatMap(([pattern, schema]) =>
            new RegExp(pattern, 'u').test(key) ? marks(schema, one, `${path}.${key}`) : [],
          ),
        )
      : [],
  additionalProperties: (rule: JsonSchema | boolean, value, path, { properties = {}, patternProperties = {} }) =>
    isMapping(value)
      ? Object.entries(value)
          .filter(([key]) => properties[key] === undefined)
          .filter(([key]) => !Object.keys(patternProperties).some((pattern) => new RegExp(pattern, 'u').test(key)))
          .flatMap(([key, one]) => marks(rule, one, `${path}.${key}`))
      : [],
  propertyNames: (rule: JsonSchema, value, path) =>
    isMapping(value) ? Object.keys(value).flatMap((key) => marks(rule, key, `${path}.${key}`)) : [],
  items: (rule: JsonSchema, value, path) =>
    Array.isArray(value) ? value.flatMap((one, i) => marks(rule, one, `${path}.${i}`)) : [],
  anyOf: (rule: readonly JsonSchema[], value, path) =>
    says(
      rule.some((form) => marks(form, value, path).length === 0),
      path,
      'fits none of the forms',
    ),
  oneOf: (rule: readonly JsonSchema[], value, path) => {
    const fitting = rule.filter((form) => marks(form, value, path).length === 0).length;
    return says(fitting === 1, path, `fits ${fitting} of the forms`);
  },
  not: (rule: JsonSchema, value, path) => says(marks(rule, value, path).length > 0, path, 'must not be'),
  dependencies: (rule: Record<string, readonly string[]>, value, path) =>
    isMapping(value)
      ? Object.entries(rule).flatMap(([key, others]) =>
          Object.hasOwn(value, key)
            ? others.filter((other) => !Object.hasOwn(value, other)).map((other) => `${path}: ${key} lacks ${other}`)
            : [],
        )
      : [],
};

function isOf(type: string, value: unknown): boolean {
  switch (type) {
    case 'object':
      return isMapping(value);
    case 'array':
      return Array.isArray(value);
    case 'integer':
      return Number.isInteger(value);
    default:
      return typeof value === type;
  }
}
