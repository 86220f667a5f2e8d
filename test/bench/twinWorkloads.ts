import { busyHour, registrations, RUNS, SCENARIOS, type Workload } from './workloads.ts';

const UNDER_ONE_PROFILE = ['--set', 'alsoUnder=[]'];

/** A minute of one core (`sweep`) and 20 to 30 s, with one worker; in turn with two. */
const SEARCHES: readonly Workload[] = [
  withTwoWorkers('sweep', 40 / 60, [
    'sweep',
    `${SCENARIOS}/cachetime-5s.yaml`,
    ...UNDER_ONE_PROFILE,
    ...['--over', 'servers.*.cachetime=5s,30s,5m,1h', '--replications', '60'],
  ]),
  withTwoWorkers('plan', 5 / 60, [
    'plan',
    `${SCENARIOS}/plan-busy-hour.yaml`,
    ...['--maximise', 'calls.0.rate', '--between', '2/s..8/s', '--resolution', '10%', '--slo', 'calls.lost < 1%'],
    ...['--replications', '10', '--until', '5m'],
  ]),
  withTwoWorkers('hunt', 15 / 60, [
    'hunt',
    `${SCENARIOS}/cachetime-5s.yaml`,
    ...UNDER_ONE_PROFILE,
    ...['--set', 'faults=[]', '--set', 'duration=15m', '--fault', 'crash: regpbx2', '--window', '5m..10m'],
    ...['--measure', 'calls.lost', '--moments', '4', '--replications', '4'],
  ]),
];

function withTwoWorkers(name: string, hoursEach: number, words: readonly string[]): Workload {
  const search = (workers: number): Workload => ({
    name: workers === 1 ? name : `${name}-${workers}`,
    kind: 'search',
    search: { words, hoursEach, workers },
    size: 1,
  });
  return { ...search(1), twin: search(2) };
}

/** Peak memory of a run with all its files, and of the same ten times longer. */
const MEMORY: readonly Workload[] = [
  tenTimesLonger(registrations('command', '1e4', 10_000, '30m'), registrations('command', '1e4', 10_000, '300m')),
  tenTimesLonger(busyHour('command'), busyHour('command', '10h')),
];

function tenTimesLonger(workload: Workload, longer: Workload): Workload {
  const name = workload.name.replace(/^run-/, 'memory-');
  const { kind, size } = workload;
  const twin = { name: `${name}-longer`, kind, size, scenario: longer.scenario! };
  return { name, kind, size, scenario: workload.scenario!, twin };
}

export const WORKLOADS: readonly Workload[] = [...RUNS, ...SEARCHES, ...MEMORY];
