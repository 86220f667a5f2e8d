import { speedUp, spreadOf, type Spread } from './figures.ts';
import type { Ns3 } from './peers/ns3.ts';
import { bareStart, runRound, type Round, type Workplace } from './rounds.ts';
import type { Workload } from './workloads.ts';

/** Who runs a workload: this checkout, another one, or the peer. */
export type Subject = 'this' | 'against' | 'peer';

export interface Result {
  readonly workload: string;
  readonly kind: Workload['kind'];
  /** `ns/event`, or `ms/start`; CPU time of all threads. */
  readonly unit: string;
  readonly cost: Spread;
  readonly rounds: Partial<Record<Subject, readonly Round[]>>;
  /** How much faster this checkout is than the other one, by pairs of rounds. */
  readonly fasterThanAgainst?: Spread;
  readonly peer?: string;
  readonly fasterThanPeer?: Spread;
  /** Both builds ran the same events. */
  readonly sameTrajectory?: boolean;
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
  const all = workloads.map((workload) => ({ workload, rounds: new Map<Subject, Round[]>() }));
  for (let i = 0; i < options.rounds; i++) {
    for (const { workload, rounds } of all) {
      options.progress(`round ${i + 1} of ${options.rounds}: ${workload.name}`);
      const subjects = subjectsOf(workload, options);
      for (let k = 0; k < subjects.length; k++) {
        const subject = subjects[(k + i) % subjects.length]!;
        const round = roundOf(subject, workload, place, options);
        rounds.set(subject, [...(rounds.get(subject) ?? []), round]);
      }
    }
  }
  return all.map(({ workload, rounds }) => resultOf(workload, rounds, options));
}

function subjectsOf({ peer }: Workload, { against, ns3 }: MeasureOptions): readonly Subject[] {
  const hasPeer = peer.kind === 'node' || typeof ns3 !== 'string';
  return ['this', ...(against === undefined ? [] : ['against' as const]), ...(hasPeer ? ['peer' as const] : [])];
}

function roundOf(
  subject: Subject,
  workload: Workload,
  place: Workplace,
  { build, against, queue, ns3 }: MeasureOptions,
): Round {
  if (subject === 'this') return runRound(workload, build, place, { queue });
  if (subject === 'against') return runRound(workload, against!, place);
  const { peer } = workload;
  return peer.kind === 'node' ? bareStart() : (ns3 as Ns3).round(peer.workload, peer.size);
}

function resultOf(workload: Workload, rounds: ReadonlyMap<Subject, readonly Round[]>, options: MeasureOptions): Result {
  const costs = (subject: Subject): readonly number[] => (rounds.get(subject) ?? []).map(({ cost }) => cost);
  const fingerprint = (subject: Subject): string | undefined => rounds.get(subject)?.[0]?.fingerprint;
  const { peer } = workload;
  return {
    workload: workload.name,
    kind: workload.kind,
    unit: workload.kind === 'start' ? 'ms/start' : 'ns/event',
    cost: spreadOf(costs('this')),
    rounds: Object.fromEntries(rounds),
    ...(options.against === undefined
      ? {}
      : {
          fasterThanAgainst: speedUp(costs('this'), costs('against')),
          sameTrajectory: fingerprint('this') === fingerprint('against'),
        }),
    ...(rounds.has('peer')
      ? {
          peer: peer.kind === 'node' ? 'node -e 0' : `ns-3 ${peer.workload} ${peer.size}`,
          fasterThanPeer: speedUp(costs('this'), costs('peer')),
        }
      : {}),
  };
}
