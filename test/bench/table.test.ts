import { expect, it } from 'vitest';
import { twinFigures, type Result } from './measure.ts';
import type { Round } from './rounds.ts';
import { tableOf } from './table.ts';

const SPREAD = { median: 1, min: 1, max: 1 };
const search = (wallSeconds: number): Round => ({
  cost: 250,
  cpuSeconds: 12,
  wallSeconds,
  runs: 48,
  simulatedHours: 32,
});
const memory = (peakMb: number): Round => ({ cost: 1000, peakMb });

function result(of: Partial<Result> & Pick<Result, 'kind' | 'rounds'>): Result {
  const { kind, rounds } = of;
  return {
    workload: 'it',
    unit: 'ms/run',
    cost: SPREAD,
    ...twinFigures({ kind }, rounds.this!, rounds.thisTwin),
    ...of,
  };
}

it('a search: runs and simulated hours a second of CPU, and the wall time of two workers against one, round by round', () => {
  const rounds = { this: [search(13), search(26)], thisTwin: [search(6.5), search(16.25)] };
  expect(tableOf([result({ kind: 'search', rounds })])).toBe(
    'workload  runs  CPU s  runs/CPU s  simulated h/CPU s  wall s, one worker  two workers    two against one\n' +
      'it          48   12.0        4.00               2.67                19.5         11.4  1.80 (1.60..2.00)\n',
  );
});

it('memory: the peak of a run, of the same ten times longer, and their ratio', () => {
  const rounds = { this: [memory(100), memory(200)], thisTwin: [memory(110), memory(180)] };
  expect(tableOf([result({ kind: 'command', rounds })])).toBe(
    'workload  peak MB  ten times longer              ratio\n' +
      'it            150               145  1.00 (0.90..1.10)\n',
  );
});

it('another build: its memory is a column; what it lacks is a line below', () => {
  const beside = result({
    kind: 'command',
    rounds: { this: [memory(100)], thisTwin: [memory(110)], against: [memory(50)], againstTwin: [memory(500)] },
    fasterThanAgainst: SPREAD,
    sameTrajectory: true,
  });
  const older = result({
    workload: 'plan',
    kind: 'search',
    rounds: { this: [search(13)], thisTwin: [search(6.5)] },
    againstLacks: "error: unknown option '--workers'",
  });
  const text = tableOf([beside, older]);
  expect(text).toMatch(/peak MB there +ten times longer there +same events\n.* 50 +500 +yes\n/);
  expect(text).toMatch(/\nplan: not measured with the other build, which says: error: unknown option '--workers'\n$/);
});
