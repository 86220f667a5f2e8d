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
   * end. `start`: `dundisim --version`.
   */
  readonly kind: 'kernel' | 'model' | 'command' | 'start';
  readonly kernel?: KernelWorkload;
  /** Text of a scenario, or the path of one. */
  readonly scenario?: ScenarioSource;
  /** Phones or pending events, by which memory is divided. */
  readonly size: number;
  readonly peer: Peer;
  /** Minutes and gigabytes: only with `--large` or by its full name. */
  readonly isLarge?: boolean;
}

export type ScenarioSource =
  { readonly text: string } | { readonly file: string; readonly sets: readonly string[]; readonly until?: string };

export const SCENARIOS = fileURLToPath(new URL('../../scenarios', import.meta.url));
const BARE_STORM: Peer = { kind: 'ns-3', workload: 'storm', size: STORM_PHONES };

/** Phones of one server where phones only register. */
const PHONES_PER_SERVER = 1_000;

export const WORKLOADS: readonly Workload[] = [
  kernelHold('1e3', 1_000),
  kernelHold('1e5', 100_000),
  kernelHold('1e6', 1_000_000),
  { name: 'storm', kind: 'kernel', kernel: storm(), size: STORM_PHONES, peer: BARE_STORM },
  registrations('model', '1e3', 1_000, '2h'),
  registrations('model', '1e4', 10_000, '30m'),
  registrations('model', '1e5', 100_000, '10m'),
  { ...registrations('model', '1e6', 1_000_000, '5m'), isLarge: true },
  busyHour('model', 6),
  busyHour('model', 51),
  failover('model'),
  registrations('command', '1e4', 10_000, '30m'),
  registrations('command', '1e5', 100_000, '10m'),
  { ...registrations('command', '1e6', 1_000_000, '5m'), isLarge: true },
  busyHour('command', 6),
  busyHour('command', 51),
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

/** The busy hour of the shipped scenario: 51 servers and 10,000 phones; or the paper's 6 with 1,000 phones. */
function busyHour(kind: 'model' | 'command', servers: 6 | 51): Workload {
  const name = named(kind, `busy-hour-${servers}`);
  if (servers === 51) {
    const scenario = { file: `${SCENARIOS}/busy-hour.yaml`, sets: [], until: '10m' };
    return { name, kind, scenario, size: 10_000, peer: BARE_STORM };
  }
  const text = `title: a busy hour of the paper's cluster
profile: asterisk-1.2
duration: 1h
asterisk: ${SCENARIOS}/paper
phones:
  office: { numbers: 1001..2000, home: round-robin, expires: 300s }
calls:
  - { perPhone: 5/h, talk: exponential 120s }
`;
  return { name, kind, scenario: { text }, size: 1_000, peer: BARE_STORM };
}

/** The paper's failover, as `npm start` runs it, under its first profile only. */
function failover(kind: 'model' | 'command'): Workload {
  const scenario = { file: `${SCENARIOS}/failover.yaml`, sets: ['alsoUnder=[]'], until: '15m' };
  return { name: named(kind, 'failover'), kind, scenario, size: 1_000, peer: BARE_STORM };
}
