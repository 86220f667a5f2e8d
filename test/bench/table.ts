import { aligned, FASTER, paired, ratio, valuesOf, WORKLOAD, type Column } from './columns.ts';
import type { Result, Subject } from './measure.ts';
import { lacking, memoryTable, searchTable } from './twinTables.ts';

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
  text: ({ fasterThanPeer, peer }) => (peer === undefined ? '' : `${ratio(fasterThanPeer)} ${peer}`),
};
const AGAINST: readonly Column[] = [
  FASTER,
  { head: 'bytes or MB there', text: (result) => elsewhere(result) },
  { head: 'same events', text: ({ sameTrajectory }) => (sameTrajectory === true ? 'yes' : 'no') },
];

/** Results as tables for people: single runs, commands of many runs, memory. A ratio of speeds above 1 means that this build is faster. */
export function tableOf(results: readonly Result[]): string {
  const isMemory = ({ longerMemory }: Result): boolean => longerMemory !== undefined;
  const tables = [
    runTable(results.filter((result) => result.kind !== 'search' && !isMemory(result))),
    searchTable(results.filter(({ kind }) => kind === 'search')),
    memoryTable(results.filter(isMemory)),
    lacking(results),
  ];
  return tables.filter((text) => text !== '').join('\n');
}

function runTable(results: readonly Result[]): string {
  const hasPeer = results.some(({ peer }) => peer !== undefined);
  return aligned([WORKLOAD, ...OWN, ...paired(results, AGAINST), ...(hasPeer ? [PEER] : [])], results);
}

function number(result: Result, field: 'bytesEach' | 'peakMb', subject: Subject = 'this'): string {
  const values = valuesOf(result, subject, (round) => round[field]);
  return values.length === 0 ? '' : Math.max(...values).toFixed(0);
}

function elsewhere(result: Result): string {
  return number(result, 'bytesEach', 'against') || number(result, 'peakMb', 'against');
}
