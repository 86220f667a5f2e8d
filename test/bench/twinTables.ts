import { aligned, FASTER, middle, paired, ratio, WORKLOAD, type Column } from './columns.ts';
import type { Result } from './measure.ts';

const SEARCH: readonly Column[] = [
  { head: 'runs', text: (result) => middle(result, 'this', ({ runs }) => runs, 0) },
  { head: 'CPU s', text: (result) => middle(result, 'this', ({ cpuSeconds }) => cpuSeconds, 1) },
  {
    head: 'runs/CPU s',
    text: (result) => middle(result, 'this', ({ runs, cpuSeconds }) => runs! / cpuSeconds!, 2),
  },
  {
    head: 'simulated h/CPU s',
    text: (result) => middle(result, 'this', ({ simulatedHours, cpuSeconds }) => simulatedHours! / cpuSeconds!, 2),
  },
  { head: 'wall s, one worker', text: (result) => middle(result, 'this', ({ wallSeconds }) => wallSeconds, 1) },
  { head: 'two workers', text: (result) => middle(result, 'thisTwin', ({ wallSeconds }) => wallSeconds, 1) },
  { head: 'two against one', text: ({ twoWorkers }) => ratio(twoWorkers) },
];
const SEARCH_AGAINST: readonly Column[] = [
  FASTER,
  { head: 'two workers there', text: (result) => middle(result, 'againstTwin', ({ wallSeconds }) => wallSeconds, 1) },
  { head: 'same runs', text: ({ sameTrajectory }) => yesOrNo(sameTrajectory) },
];

/** `sweep`, `plan` and `hunt`. */
export function searchTable(results: readonly Result[]): string {
  return aligned([WORKLOAD, ...SEARCH, ...paired(results, SEARCH_AGAINST)], results);
}

const MEMORY: readonly Column[] = [
  { head: 'peak MB', text: (result) => middle(result, 'this', ({ peakMb }) => peakMb, 0) },
  { head: 'ten times longer', text: (result) => middle(result, 'thisTwin', ({ peakMb }) => peakMb, 0) },
  { head: 'ratio', text: ({ longerMemory }) => ratio(longerMemory) },
];
const MEMORY_AGAINST: readonly Column[] = [
  { head: 'peak MB there', text: (result) => middle(result, 'against', ({ peakMb }) => peakMb, 0) },
  { head: 'ten times longer there', text: (result) => middle(result, 'againstTwin', ({ peakMb }) => peakMb, 0) },
  { head: 'same events', text: ({ sameTrajectory }) => yesOrNo(sameTrajectory) },
];

/** A run and the same ten times longer. */
export function memoryTable(results: readonly Result[]): string {
  return aligned([WORKLOAD, ...MEMORY, ...paired(results, MEMORY_AGAINST)], results);
}

/** What the other build was not measured for, because it is older. */
export function lacking(results: readonly Result[]): string {
  return results
    .filter(({ againstLacks }) => againstLacks !== undefined)
    .map(
      ({ workload, againstLacks }) => `${workload}: not measured with the other build, which says: ${againstLacks}\n`,
    )
    .join('');
}

function yesOrNo(is: boolean | undefined): string {
  return is === undefined ? '' : is ? 'yes' : 'no';
}
