import { fileURLToPath } from 'node:url';
import { hold, storm, STORM_PHONES, type KernelWorkload } from './kernelWorkloads.ts';

/** What a figure of a workload is compared with, beside another build. */
export type Peer =
  /** A driver of ours for ns-3, see peers/. */
  | { readonly kind: 'ns-3'; readonly workload: 'hold' | 'storm'; readonly size: number }
  /** `node -e 0`. */
  | { readonly kind: 'node' };

/** Something that `npm run bench` measures. Each round of it is a process of its own. */
export interface Workload {
  readonly name: string;
  /**
   * `kernel`: the event kernel alone. `model`: the full model in one process, with measures, without files; what is
   * measured is the run, not the reading of the scenario. `command`: `dundisim run` with all its files, from start to
   * end. `start`: `dundisim --version`. `search`: `sweep`, `plan` or `hunt`, from start to end.
   */
  readonly kind: 'kernel' | 'model' | 'command' | 'start' | 'search';
  readonly kernel?: KernelWorkload;
  /** Text of a scenario, or the path of one. */
  readonly scenario?: ScenarioSource;
  /** Phones or pending events, by which memory is divided. */
  readonly size: number;
  readonly peer?: Peer;
  readonly search?: Search;
  /** The same with two workers, or ten times longer: measured right after it, and compared with it. */
  readonly twin?: Workload;
  /** Minutes and gigabytes: only with `--large` or by its full name. */
  readonly isLarge?: boolean;
}

/** A command that runs many cells. */
export interface Search {
  /** Without `--workers`, `--out` and `--json`. */
  readonly words: readonly string[];
  /** Simulated hours of each of its runs. */
  readonly hoursEach: number;
  readonly workers: number;
}

export type ScenarioSource =
  { readonly text: string } | { readonly file: string; readonly sets: readonly string[]; readonly until?: string };

export const SCENARIOS = fileURLToPath(new URL('../../scenarios', import.meta.url));
const BARE_STORM: Peer = { kind: 'ns-3', workload: 'storm', size: STORM_PHONES };

/** Phones of one server where phones only register. */
const PHONES_PER_SERVER = 1_000;

/** What is one run, or one start. */
export const RUNS: readonly Workload[] = [
  kernelHold('1e3', 1_000),
  kernelHold('1e5', 100_000),
  kernelHold('1e6', 1_000_000),
  { name: 'storm', kind: 'kernel', kernel: storm(), size: STORM_PHONES, peer: BARE_STORM },
  registrations('model', '1e3', 1_000, '2h'),
  registrations('model', '1e4', 10_000, '30m'),
  registrations('model', '1e5', 100_000, '10m'),
  { ...registrations('model', '1e6', 1_000_000, '5m'), isLarge: true },
  busyHour('model'),
  busyHour51('model'),
  failover('model'),
  registrations('command', '1e4', 10_000, '30m'),
  registrations('command', '1e5', 100_000, '10m'),
  // As long as the peer's storm: what a run costs before its first event is a tenth of it, not a quarter.
  registrations('command', '1e5-1h', 100_000, '1h'),
  { ...registrations('command', '1e6', 1_000_000, '5m'), isLarge: true },
  busyHour('command'),
  busyHour51('command'),
  failover('command'),
  { name: 'start', kind: 'start', size: 1, peer: { kind: 'node' } },
];

function kernelHold(size: string, pending: number): Workload {
  return {
    name: `hold-${size}`,
    kind: 'kernel',
    kernel: hold(pending),
    size: pending,
    peer: { kind: 'ns-3', workload: 'hold', size: pending },
  };
}

function named(kind: 'model' | 'command', name: string): string {
  return kind === 'command' ? `run-${name}` : name;
}

/** Phones that register every 300 s and never call, 1,000 of them on each server. */
export function registrations(kind: 'model' | 'command', size: string, phones: number, duration: string): Workload {
  const digits = String(phones).length;
  const text = `title: phones that only register
profile: asterisk-1.2
duration: ${duration}
servers:
  dunpbx1: { conf: ${SCENARIOS}/paper/dunpbx1 }
  regpbx1..${phones / PHONES_PER_SERVER}: { conf: ${SCENARIOS}/paper/regpbx1, address: 10.10.10.121.. }
phones:
  office: { numbers: 1${'0'.repeat(digits - 1)}..1${'9'.repeat(digits - 1)}, home: round-robin, expires: 300s }
calls: []
`;
  return { name: named(kind, `registrations-${size}`), kind, scenario: { text }, size: phones, peer: BARE_STORM };
}

/** The busy hour of the shipped scenario: 51 servers and 10,000 phones. */
function busyHour51(kind: 'model' | 'command'): Workload {
  const scenario = { file: `${SCENARIOS}/busy-hour.yaml`, sets: [] };
  return { name: named(kind, 'busy-hour-51'), kind, scenario, size: 10_000, peer: BARE_STORM };
}

/** Of the paper's 6 servers with 1,000 phones. */
export function busyHour(kind: 'model' | 'command', duration = '1h'): Workload {
  const text = `title: a busy hour of the paper's cluster
profile: asterisk-1.2
duration: ${duration}
asterisk: ${SCENARIOS}/paper
phones:
  office: { numbers: 1001..2000, home: round-robin, expires: 300s }
calls:
  - { perPhone: 5/h, talk: exponential 120s }
`;
  return { name: named(kind, 'busy-hour-6'), kind, scenario: { text }, size: 1_000, peer: BARE_STORM };
}

/** The paper's failover, as `npm start` runs it, under its first profile only. */
function failover(kind: 'model' | 'command'): Workload {
  const scenario = { file: `${SCENARIOS}/failover.yaml`, sets: ['alsoUnder=[]'], until: '15m' };
  return { name: named(kind, 'failover'), kind, scenario, size: 1_000, peer: BARE_STORM };
}
