import { expect, it } from 'vitest';
import { jsonSchema } from '../../../src/scenario/index.ts';

it('the JSON Schema that is shipped is the one that scenarios are read with', async () => {
  await expect(`${JSON.stringify(jsonSchema(), null, 2)}\n`).toMatchFileSnapshot(
    '../../../scenarios/scenario.schema.json',
  );
});
