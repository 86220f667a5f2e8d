import type { Plan } from './capacityPlan.ts';
import type { Objective } from './objective.ts';
import type { PlanEstimate } from './planEstimate.ts';
import type { PlanLoss } from './planLoss.ts';
import type { PlanProbe } from './planProbes.ts';

/** Calls that are lost where no objective counts them: a lost call has no post-dial delay. */
export interface UncountedLoss extends PlanLoss {
  /** The value that holds, or, where none does, the least that fails. */
  readonly value: string;
  /** Two values between which more calls are lost and an objective looks better; null: there are none. */
  readonly grows: {
    readonly objective: string;
    readonly from: UncountedEnd;
    readonly until: UncountedEnd;
  } | null;
}

interface UncountedEnd {
  readonly value: string;
  readonly lost: PlanEstimate;
  readonly objective: PlanEstimate;
}

/** Of the offered calls: more than this is said, unless an objective counts lost calls. */
const MUCH = 0.05;

/** A limit that a planner may begin with, as `--slo` has it. */
export const LOSS_OBJECTIVE = 'calls.lost < 5%';

const COUNTING: readonly string[] = ['calls.lost', 'load.sessionEstablishmentRatio'];

/** Whether an objective grows worse with each lost call, whatever its cause. */
export function countsLoss(objectives: readonly Pick<Objective, 'measure'>[]): boolean {
  return objectives.some(({ measure }) => COUNTING.includes(measure.split(/[\s<>]/)[0]!));
}

export function isOfDelay({ measure }: Pick<Objective, 'measure'>): boolean {
  return measure.startsWith('calls.postDialDelayMs');
}

/**
 * What is to be said of lost calls: they are many at the value that holds, or become more while an objective on the
 * delay looks better. Null: nothing, or an objective counts them.
 */
export function uncountedLoss(
  { objectives }: Pick<Plan, 'objectives'>,
  probes: readonly PlanProbe[],
  chosen: PlanProbe | undefined,
): UncountedLoss | null {
  if (chosen === undefined || chosen.loss === null || countsLoss(objectives)) return null;
  const grows = growingLoss(
    objectives.filter((one) => isOfDelay(one) && one.bound.sense === 'below'),
    probes,
  );
  if (grows === null && chosen.loss.share.value < MUCH) return null;
  return { value: chosen.value, ...chosen.loss, grows };
}

/** Of two values whose intervals are apart in both figures, the pair with the greatest growth of the loss. */
function growingLoss(objectives: readonly Objective[], probes: readonly PlanProbe[]): UncountedLoss['grows'] {
  let [most, found]: [number, UncountedLoss['grows']] = [0, null];
  for (const { text } of objectives)
    for (const from of probes)
      for (const until of probes) {
        const pair = betterAndWorse(text, from, until);
        if (pair === undefined) continue;
        const growth = pair.until.lost.value - pair.from.lost.value;
        if (growth > most) [most, found] = [growth, pair];
      }
  return found;
}

function betterAndWorse(
  objective: string,
  from: PlanProbe,
  until: PlanProbe,
): NonNullable<UncountedLoss['grows']> | undefined {
  const [one, other] = [from, until].map(({ objectives }) => objectives.filter((of) => of.objective === objective));
  if (from.loss === null || until.loss === null) return undefined;
  if (until.loss.share.low <= (from.loss.share.high ?? Infinity)) return undefined;
  for (const { failure, estimate: before } of one!) {
    const after = other!.find((of) => of.failure === failure)?.estimate ?? null;
    if (before === null || after === null || before.high === null || after.high === null) continue;
    if (after.high >= before.low) continue;
    return {
      objective,
      from: { value: from.value, lost: from.loss.share, objective: before },
      until: { value: until.value, lost: until.loss.share, objective: after },
    };
  }
  return undefined;
}
