import { expect, it } from 'vitest';
import { warningLines } from '../../../src/report/experiment/warningLines.ts';

const WHERE = { one: 'rows', all: 'every row' };
const short = (share: number) => ({ warnings: [`the run is too short: ${share} % of its calls are not over`] });

it('a warning of several points is said once, with the least and the greatest of its numbers', () => {
  expect(warningLines([short(9), short(6), { warnings: [] }, short(12)], WHERE).join(' ')).toBe(
    '  Warning, at 3 of 4 rows: the run is too short: 6 to 12 % of its calls are not over.',
  );
  expect(warningLines([short(6), short(6)], WHERE).join(' ')).toBe(
    '  Warning, at every row: the run is too short: 6 % of its calls are not over.',
  );
});

it('warnings of two kinds are two', () => {
  expect(warningLines([short(9), { warnings: ['one replication says nothing'] }], WHERE)).toHaveLength(2);
});
