import { expect, it } from 'vitest';
import { SECOND } from '../../../src/kernel/units.ts';
import { DatabaseMeasures } from '../../../src/measure/databaseMeasures.ts';
import type { Measures } from '../../../src/measure/measures.ts';
import { databaseAnswer } from '../../../src/report/run/databaseText.ts';
import { statementRecord } from '../../measure/synthetic.ts';

it('says when the database had no connection left, how many were refused, and who notices', () => {
  const database = new DatabaseMeasures(SECOND);
  const answer = (): string => databaseAnswer({ database, config: { database: { connectionLimit: 151 } } } as Measures);
  database.statementEnded(900 * SECOND, statementRecord({ failed: true })); // The server is down.
  expect(answer()).toBe('');
  for (const at of [1000, 1001, 1300])
    database.statementEnded(at * SECOND, statementRecord({ kind: 'connect', failed: true, full: true }));
  expect(answer()).toBe(
    'all 151 connections of the database were open at 1000 s, and 3 more were refused from then on: only a WARNING on the console of the server says so',
  );
});
