import { expect, it } from 'vitest';
import { jsonSchema } from '../../../src/scenario/index.ts';
import { scenarioKeys, type ScenarioKey } from '../../../src/lab/engine/scenarioKeys.ts';

it('the keys, and what they mean, are those of the JSON schema that editors use', () => {
  const schema = jsonSchema() as Schema;
  const parts = Object.entries(schema.properties ?? {});
  const expected = [['', keysOf(schema)], ...parts.map(([name, part]) => [name, keysOf(innerOf(part))])];
  expect(scenarioKeys()).toEqual(expected);
  expect(new Map(scenarioKeys()).get('faults')!.map(({ key }) => key)).toContain('crash');
});

/** What is read of a JSON schema. */
interface Schema {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
}

/** A list's element, a table's row, or the form of a value that has keys. */
function innerOf(schema: Schema): Schema {
  if (schema.properties !== undefined) return schema;
  const { additionalProperties } = schema;
  const forms = [schema.items, ...(schema.oneOf ?? []), ...(schema.anyOf ?? [])];
  if (typeof additionalProperties === 'object') forms.push(additionalProperties);
  for (const form of forms) {
    const inner = form === undefined ? schema : innerOf(form);
    if (inner.properties !== undefined) return inner;
  }
  return schema;
}

function keysOf({ properties = {} }: Schema): readonly ScenarioKey[] {
  return Object.entries(properties)
    .filter(([key]) => !key.startsWith('$'))
    .map(([key, { description = '' }]) => ({ key, meaning: description }));
}
