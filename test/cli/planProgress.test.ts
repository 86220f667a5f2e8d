import { expect, it } from 'vitest';
import { PlanProgress } from '../../src/cli/commands/planProgress.ts';
import type { CellResult } from '../../src/experiment/grid/cell.ts';
import type { Plan } from '../../src/experiment/plan/capacityPlan.ts';

const plan = {
  path: 'phones.*.count',
  values: [50, 100, 200],
  failures: ['bonn', 'kiel'],
  levers: [1, 2, 3],
  most: 100,
} as unknown as Plan;

it('says what is tried, how many runs there may be yet, and for how long at the pace so far', () => {
  let second = 0;
  const texts: string[] = [];
  const progress = new PlanProgress(plan, {
    watched: true,
    err: (text: string) => texts.push(text),
    now: () => second * 1000,
  } as never);
  const ran = (point: number, what: string, replication: number): string => {
    second += 1;
    progress.ran({ key: `${what}/r${replication}`, point, replication } as CellResult);
    return texts.at(-1)!.replace('\r\u001B[K', '');
  };
  expect(texts).toEqual(['3 values, 2 failures, at most 100 replications of each: at most 600 runs\n']);
  expect(ran(2, '200, crash bonn', 1)).toBe('phones.*.count=200, crash bonn: 1 run, at most 599 more');
  for (let i = 2; i < 10; i++) ran(2, '200, crash bonn', i);
  // It was decided after 10: what it did not need is no longer counted.
  expect(ran(2, '200, crash bonn', 10)).toBe(
    'phones.*.count=200, crash bonn: 10 runs, at most 590 more, at most 10 min',
  );
  expect(ran(2, '200, crash kiel', 1)).toBe('phones.*.count=200, crash kiel: 11 runs, at most 499 more, at most 8 min');
  expect(ran(1, '100, crash kiel', 1)).toBe('phones.*.count=100, crash kiel: 12 runs, at most 399 more, at most 7 min');
  expect(ran(1, 'phones.*.count=100 servers.*.cachetime=1h', 1)).toBe(
    'trying changes: 13 runs, at most 29 more, at most 29 s',
  );
});

it('counts the runs of an earlier start, and takes its pace from those of this one', () => {
  let second = 0;
  const texts: string[] = [];
  const io = { watched: true, err: (text: string) => texts.push(text), now: () => second * 1000 } as never;
  const progress = new PlanProgress(plan, io);
  const cell = (replication: number): CellResult =>
    ({ key: `200, crash bonn/r${replication}`, point: 2, replication }) as CellResult;
  for (let i = 1; i <= 40; i++) progress.known(cell(i));
  expect(texts).toHaveLength(1);
  for (let i = 41; i <= 45; i++) {
    second += 1;
    progress.ran(cell(i));
  }
  expect(texts.at(-1)).toBe('\r\u001B[Kphones.*.count=200, crash bonn: 45 runs, at most 555 more, at most 9 min');
});
