import { speedUp, spreadOf, type Spread } from './figures.ts';
import type { Ns3 } from './peers/ns3.ts';
import { bareStart, NotInThisBuild, runRound, type Round, type Workplace } from './rounds.ts';
import type { Workload } from './workloads.ts';

/** Who runs a workload, or its twin: this checkout, another one, or the peer. */
export type Subject = 'this' | 'thisTwin' | 'against' | 'againstTwin' | 'peer';

export interface Result {
  readonly workload: string;
  readonly kind: Workload['kind'];
  /** CPU time of all threads. */
  readonly unit: 'ns/event' | 'ms/start' | 'ms/run';
  readonly cost: Spread;
  readonly rounds: Partial<Record<Subject, readonly Round[]>>;
  /** How much faster this checkout is than the other one, by pairs of rounds. */
  readonly fasterThanAgainst?: Spread;
  readonly peer?: string;
  readonly fasterThanPeer?: Spread;
  /** Both builds ran the same events. */
  readonly sameTrajectory?: boolean;
  /** Wall time of the command with one worker divided by that with two, by pairs of rounds. */
  readonly twoWorkers?: Spread;
  /** Peak memory of the ten times longer run divided by that of the run, by pairs of rounds. */
  readonly longerMemory?: Spread;
  /** Why the other build has no rounds: the option or command that it lacks, in its words. */
  readonly againstLacks?: string;
}

export interface MeasureOptions {
  readonly rounds: number;
  readonly build: string;
  readonly against?: string | undefined;
  readonly queue?: string | undefined;
  readonly ns3: Ns3 | string;
  /** After each round. */
  progress(text: string): void;
}

/**
 * Rounds of all workloads in turn: in each, every subject runs each workload once, one right after the other, and the
 * one that begins changes from round to round.
 */
export function measure(workloads: readonly Workload[], place: Workplace, options: MeasureOptions): readonly Result[] {
  const all = workloads.map((workload) => ({ workload, measured: new Measured() }));
  for (let i = 0; i < options.rounds; i++) {
    for (const { workload, measured } of all) {
      options.progress(`round ${i + 1} of ${options.rounds}: ${workload.name}`);
      const subjects = subjectsOf(workload, options).filter((subject) => !measured.lacks(subject));
      for (let k = 0; k < subjects.length; k++) {
        const subject = subjects[(k + i) % subjects.length]!;
        if (!measured.lacks(subject)) measured.add(subject, () => roundOf(subject, workload, place, options));
      }
    }
  }
  return all.map(({ workload, measured }) => resultOf(workload, measured));
}

/** The rounds of one workload. */
class Measured {
  readonly rounds = new Map<Subject, Round[]>();
  againstLacks: string | undefined;

  lacks(subject: Subject): boolean {
    return this.againstLacks !== undefined && isOther(subject);
  }

  /** @throws Error of the round, but not that the other build is too old for it */
  add(subject: Subject, round: () => Round): void {
    try {
      this.rounds.set(subject, [...(this.rounds.get(subject) ?? []), round()]);
    } catch (error) {
      if (!(error instanceof NotInThisBuild && isOther(subject))) throw error;
      this.againstLacks = error.message;
      for (const other of ['against', 'againstTwin'] as const) this.rounds.delete(other);
    }
  }
}

function isOther(subject: Subject): boolean {
  return subject === 'against' || subject === 'againstTwin';
}

function subjectsOf({ peer, twin }: Workload, { against, ns3 }: MeasureOptions): readonly Subject[] {
  const hasPeer = peer !== undefined && (peer.kind === 'node' || typeof ns3 !== 'string');
  const ofBuild = (own: Subject, itsTwin: Subject): readonly Subject[] => (twin === undefined ? [own] : [own, itsTwin]);
  return [
    ...ofBuild('this', 'thisTwin'),
    ...(against === undefined ? [] : ofBuild('against', 'againstTwin')),
    ...(hasPeer ? ['peer' as const] : []),
  ];
}

function roundOf(
  subject: Subject,
  workload: Workload,
  place: Workplace,
  { build, against, queue, ns3 }: MeasureOptions,
): Round {
  const { peer, twin } = workload;
  if (subject === 'this') return runRound(workload, build, place, { queue });
  if (subject === 'thisTwin') return runRound(twin!, build, place, { queue });
  if (subject === 'against') return runRound(workload, against!, place);
  if (subject === 'againstTwin') return runRound(twin!, against!, place);
  return peer!.kind === 'node' ? bareStart() : (ns3 as Ns3).round(peer!.workload, peer!.size);
}

function resultOf(workload: Workload, { rounds, againstLacks }: Measured): Result {
  const costs = (subject: Subject): readonly number[] => (rounds.get(subject) ?? []).map(({ cost }) => cost);
  const fingerprint = (subject: Subject): string | undefined => rounds.get(subject)?.[0]?.fingerprint;
  const { peer } = workload;
  return {
    workload: workload.name,
    kind: workload.kind,
    unit: UNITS[workload.kind],
    cost: spreadOf(costs('this')),
    rounds: Object.fromEntries(rounds),
    ...twinFigures(workload, rounds.get('this')!, rounds.get('thisTwin')),
    ...(againstLacks === undefined ? {} : { againstLacks }),
    ...(rounds.has('against')
      ? {
          fasterThanAgainst: speedUp(costs('this'), costs('against')),
          sameTrajectory: fingerprint('this') === fingerprint('against'),
        }
      : {}),
    ...(rounds.has('peer')
      ? {
          peer: peer!.kind === 'node' ? 'node -e 0' : `ns-3 ${peer!.workload} ${peer!.size}`,
          fasterThanPeer: speedUp(costs('this'), costs('peer')),
        }
      : {}),
  };
}

const UNITS: Readonly<Record<Workload['kind'], Result['unit']>> = {
  kernel: 'ns/event',
  model: 'ns/event',
  command: 'ns/event',
  start: 'ms/start',
  search: 'ms/run',
};

/** What the twin of a workload is measured for. */
export function twinFigures(
  { kind }: Pick<Workload, 'kind'>,
  rounds: readonly Round[],
  twins: readonly Round[] | undefined,
): Pick<Result, 'twoWorkers' | 'longerMemory'> {
  if (twins === undefined) return {};
  const ratios = (field: 'wallSeconds' | 'peakMb', of: readonly Round[], by: readonly Round[]): Spread =>
    spreadOf(of.map((round, i) => round[field]! / by[i]![field]!));
  return kind === 'search'
    ? { twoWorkers: ratios('wallSeconds', rounds, twins) }
    : { longerMemory: ratios('peakMb', twins, rounds) };
}
