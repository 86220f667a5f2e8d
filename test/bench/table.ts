import type { Spread } from './figures.ts';
import type { Result } from './measure.ts';

interface Column {
  readonly head: string;
  readonly text: (result: Result) => string;
}

const WORKLOAD: Column = { head: 'workload', text: ({ workload }) => workload };
const OWN: readonly Column[] = [
  { head: 'cost', text: ({ cost, unit }) => `${cost.median.toFixed(unit === 'ms/start' ? 0 : 1)} ${unit}` },
  { head: 'range', text: ({ cost }) => `${cost.min.toFixed(0)}..${cost.max.toFixed(0)}` },
  {
    head: 'million/s',
    text: ({ cost, unit }) => (unit === 'ms/start' ? '' : (1000 / cost.median).toFixed(2)),
  },
  { head: 'bytes each', text: (result) => number(result, 'bytesEach') },
  { head: 'peak MB', text: (result) => number(result, 'peakMb') },
];
const PEER: Column = {
  head: 'of the peer',
  text: ({ fasterThanPeer, peer }) => (peer === undefined ? '' : `${ratio(fasterThanPeer!)} ${peer}`),
};
const AGAINST: readonly Column[] = [
  { head: 'of the other build', text: ({ fasterThanAgainst }) => ratio(fasterThanAgainst!) },
  { head: 'bytes or MB there', text: (result) => elsewhere(result) },
  { head: 'same events', text: ({ sameTrajectory }) => (sameTrajectory === true ? 'yes' : 'no') },
];

/** Results as a table for people. A ratio above 1 means that this build is faster. */
export function tableOf(results: readonly Result[]): string {
  const isPaired = results.some(({ fasterThanAgainst }) => fasterThanAgainst !== undefined);
  const hasPeer = results.some(({ peer }) => peer !== undefined);
  const columns = [WORKLOAD, ...OWN, ...(isPaired ? AGAINST : []), ...(hasPeer ? [PEER] : [])];
  const rows = [columns.map(({ head }) => head), ...results.map((result) => columns.map(({ text }) => text(result)))];
  const widths = columns.map((_, i) => Math.max(...rows.map((row) => row[i]!.length)));
  return rows
    .map((row) => row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  '))
    .map((line) => `${line.trimEnd()}\n`)
    .join('');
}

function ratio({ median, min, max }: Spread): string {
  return `${median.toFixed(2)} (${min.toFixed(2)}..${max.toFixed(2)})`;
}

function number(result: Result, field: 'bytesEach' | 'peakMb', subject: 'this' | 'against' = 'this'): string {
  const values = (result.rounds[subject] ?? []).map((round) => round[field]).filter((it) => it !== undefined);
  return values.length === 0 ? '' : Math.max(...values).toFixed(0);
}

function elsewhere(result: Result): string {
  return number(result, 'bytesEach', 'against') || number(result, 'peakMb', 'against');
}
