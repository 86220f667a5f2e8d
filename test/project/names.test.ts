import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = new URL('../../src', import.meta.url).pathname;

/** Tables whose every index is a word that was checked before: by an expression of letters, a schema, a Map, Object.hasOwn. */
const CHECKED: readonly string[] = [
  'text/duration.ts UNITS',
  'scenario/reading/scenarioValues.ts PER',
  'scenario/reading/distribution.ts EXAMPLES',
  'scenario/building/kind.ts PHONE_KINDS',
  'model/server/dialplan/applications/answering.ts CAUSES', // In capitals; nothing of Object.prototype is.
  'report/experiment/pairText.ts NOUNS',
  'report/run/asked.ts SAYINGS',
  'report/console/answerCommand.ts NOT_MODELLED',
  'report/ladder/sentences.ts CAUSES', // By a cause, out of the closed list.
  'cli/commands/explainMeasure.ts UNITS',
  'cli/options/helpTexts.ts EXAMPLES', // By a command's own name.
  'experiment/grid/cell.ts PER_MILLE', // By one of its keys, which an expression found.
  'report/tradeoff/questionsPanel.ts PLAIN', // By a profile.
  'report/tradeoff/tradeoffChart.ts PLAIN',
  'report/tradeoff/tradeoffPanel.ts PLAIN',
  'report/tradeoff/tradeoffNotes.ts PLAIN',
  'report/tradeoff/tradeoffText.ts PLAIN',
  'report/run/causeLines.ts CAUSES', // By a cause of the model.
  'report/experiment/planReasons.ts CAUSES', // By a cause of the model.
  'scenario/reading/scenarioValues.ts BITS', // By one of its keys, which an expression found.
  'model/server/dialplan/check/steps.ts TIMED', // By the name of a known application.
];

/** `TABLE[name]` finds `toString` and `constructor` in every plain object; a Map and Object.hasOwn do not. */
it('no table of names is a plain object that a name from a file indexes', () => {
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
  const tables = new Set(
    files.flatMap(({ text }) =>
      [...text.matchAll(/\bconst ([A-Z][A-Z_0-9]*): (?:Readonly<)?Record<string,/g)].map(([, name]) => name!),
    ),
  );
  const wrong = files.flatMap(({ path, text }) =>
    [...text.matchAll(/(?<![\w.])([A-Z][A-Z_0-9]*)\[(?!['"\]])/g)]
      .map(([, name]) => name!)
      .filter((name) => tables.has(name) && !text.includes(`Object.hasOwn(${name},`))
      .map((name) => `${path} ${name}`),
  );
  expect([...new Set(wrong)].filter((one) => !CHECKED.includes(one))).toEqual([]);
});
