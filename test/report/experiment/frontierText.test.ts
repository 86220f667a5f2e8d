import { expect, it } from 'vitest';
import type { FrontierRow, PlanFrontier } from '../../../src/experiment/plan/frontier.ts';
import { frontierCsv, frontierText } from '../../../src/report/experiment/frontierText.ts';

const P99 = 'calls.postDialDelayMs.p99 < 2s';

function row(value: string, holds: string | null, phones: number, more: object = {}): FrontierRow {
  const size = holds === null ? null : { servers: Number(value) + 1, phones };
  const share = { value: 0.034, low: 0.03, high: 0.04 };
  const answer = {
    holds,
    fails: '120',
    between: ['20', '160'],
    unit: null,
    confidence: 0.95,
    replications: 250,
    binding: { objective: P99, failure: 'crash regpbx2' },
    probes: [{ value: holds, loss: { failure: 'crash regpbx2', share } }],
    uncounted: null,
    changes: null,
    ...more,
  };
  return { value, size, answer } as unknown as FrontierRow;
}

function textOf(...rows: readonly FrontierRow[]): string {
  const frontier: PlanFrontier = {
    path: 'phones.office.perServer',
    goal: 'maximise',
    over: 'servers.edge.count',
    rows,
  };
  return frontierText(frontier, (value) => `edge=${value}`).replaceAll(/\s+/g, ' ');
}

it('says what holds and fails in each row, with the cluster that is built and its lost calls', () => {
  const text = textOf(row('5', '80', 400), row('10', '60', 600));
  expect(text).toContain('5 80 120 6 400 3.4 % calls.postDialDelayMs.p99 < 2s [crash regpbx2]');
  expect(text).toContain('Most phones in all: 600, with servers.edge.count=10 and phones.office.perServer=60.');
  expect(text).toContain('edge=10/summary.txt');
});

it('says that the whole cluster limits where more servers carry no more phones', () => {
  expect(textOf(row('5', '80', 400), row('10', '40', 400))).toContain(
    'In every row the cluster has 400 phones: what limits is the whole cluster, so that more servers do not carry more phones.',
  );
});

it('names what would make an objective hold in a row without a value, and not what loses more calls', () => {
  const change = { unharmed: false, meets: true, losesMore: false };
  const tried = [
    { ...change, set: ['servers.*.peers.*.qualify=500ms'] },
    { ...change, set: ['servers.*.cachetime=1h'], losesMore: true },
  ];
  expect(textOf(row('5', null, 0, { changes: { objective: P99, value: '20', tried } }))).toContain(
    `With servers.edge.count=5 no value from 20 to 160 was shown to hold. servers.*.peers.*.qualify=500ms meets ${P99} at 20 in 10 runs.`,
  );
  expect(textOf(row('5', null, 0, { changes: { objective: P99, value: '20', tried: [tried[1]] } }))).toContain(
    `None of 1 changes that were tried meets ${P99} at 20.`,
  );
});

it('says in which rows lost calls are counted by no objective', () => {
  expect(textOf(row('5', '80', 400, { uncounted: {} }), row('10', '60', 600))).toContain(
    "Calls are lost that no objective counts, at servers.edge.count=5. To count them: --slo 'calls.lost < 5%'.",
  );
});

it('has a row of the table as CSV', () => {
  const rows = [row('5', '80', 400)];
  expect([...frontierCsv({ path: 'p', goal: 'maximise', over: 'servers.edge.count', rows })][1]).toEqual([
    '5',
    '80',
    '120',
    6,
    400,
    0.034,
    0.03,
    0.04,
    P99,
    'crash regpbx2',
    250,
  ]);
});
