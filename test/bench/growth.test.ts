import { expect, it } from 'vitest';
import { growthOf, growthTable } from './growth.ts';
import { growthChart } from './growthChart.ts';

const SERIES = { name: 'phones that only register', of: 'phones' };
const round = (cost: number) => ({ cost, events: 1e6, bytesEach: 500 });

it.each([
  ['the same at every size', [100, 100, 100], 0],
  ['in proportion to the size', [100, 1000, 10_000], 1],
  ['as its root', [100, 316.227766, 1000], 0.5],
])('the slope of a cost that grows %s', (_, costs, slope) => {
  const sizes = costs.map((cost, i) => ({ size: 10 ** (i + 3), rounds: [round(cost)] }));
  expect(growthOf(SERIES, sizes).exponent).toBeCloseTo(slope, 6);
});

it('table and chart name each size, and the range of its rounds', () => {
  const growth = growthOf(SERIES, [
    { size: 1000, rounds: [round(700), round(900), round(800)] },
    { size: 10_000, rounds: [round(750), round(850), round(800)] },
  ]);
  expect(growthTable([growth])).toMatch(/1,000 +800 +700\.\.900 +1\.00M +500/);
  const chart = growthChart([growth], 'a machine');
  for (const text of ['10,000', 'phones (log)', 'slope 0.00', 'a machine']) expect(chart).toContain(text);
});
