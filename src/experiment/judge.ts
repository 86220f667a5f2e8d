import type { Expectation, Scenario, Verdict } from '../scenario/index.ts';
import type { CellResult } from './grid/cell.ts';
import { quantileIn } from './grid/cell.ts';
import { objectiveOf } from './plan/objective.ts';
import { planEstimate, type PlanEstimate } from './plan/planEstimate.ts';

/** Of an expectation: `undecided` when its interval holds the limit, or when there was nothing to measure. */
export type Judgement = 'holds' | 'fails' | 'undecided';

/** What came of an expectation, as data. */
export interface Judged {
  readonly text: string;
  readonly verdict: Judgement;
  /** In the unit of the limit; null: nothing to measure. */
  readonly value: number | null;
  /** Ends of the interval of several runs; null: not known, or one run. */
  readonly low: number | null;
  readonly high: number | null;
  readonly limit: number;
  /** `ratio`: 0 to 1, of a share too. */
  readonly unit: PlanEstimate['unit'];
  /** Runs. */
  readonly n: number;
}

/** What cells must measure for the expectations of a scenario beside their documents. */
export function expectedMeasures({ expectations }: Pick<Scenario, 'expectations'>): readonly string[] {
  return [...new Set(expectations.flatMap((expectation) => objectiveOf(expectation).measures))];
}

/** Of several runs: on the interval of the mean, or of the quantile of all their values. */
export function judgedRuns(
  expectations: readonly Expectation[],
  results: readonly CellResult[],
  level: number,
): readonly Judged[] {
  return expectations.map((expectation) => {
    const objective = objectiveOf(expectation);
    const seen = results.map((result) => objective.observe(result));
    const pooled = results.filter((_, i) => seen[i] !== undefined);
    const known = seen.filter((one) => one !== undefined);
    const estimate = planEstimate(objective, known, pooled, level);
    const { text, limit } = expectation;
    if (estimate === null)
      return { text, verdict: 'undecided', value: null, low: null, high: null, limit, unit: objective.unit, n: 0 };
    const { value, unit, n } = estimate;
    // The greatest of all calls is that of the runs that were made: more of them could only raise it.
    const isGreatest = quantileIn(expectation.path)?.perMille === 1000;
    const [low, high] = isGreatest ? [value, value] : [estimate.low, estimate.high];
    const verdict = judgement(
      expectation,
      low,
      high,
      known.every(({ part, whole }) => part === limit * whole),
    );
    return { text, verdict, value, low, high, limit, unit, n };
  });
}

/** `all`: it is the limit itself in every run, which alone shows that a mean is exactly so. */
function judgement({ comparison, limit }: Expectation, low: number, high: number | null, all: boolean): Judgement {
  const top = high ?? Infinity;
  const sides: Readonly<Record<Expectation['comparison'], readonly [holds: boolean, fails: boolean]>> = {
    '<': [top < limit, low >= limit],
    '<=': [top <= limit, low > limit],
    '>': [low > limit, top <= limit],
    '>=': [low >= limit, top < limit],
    '==': [all, low > limit || top < limit],
    '!=': [low > limit || top < limit, all],
  };
  const [holds, fails] = sides[comparison];
  return fails ? 'fails' : holds ? 'holds' : 'undecided';
}

/** Of one run, as `evaluate` found it. */
export function judgedRun(expectation: Expectation, { holds, value, bound }: Verdict): Judged {
  const { text, limit, shareOf } = expectation;
  const { unit } = objectiveOf(expectation);
  // Of a share the bound is the limit times the whole.
  const shown =
    value === null || shareOf === undefined || bound === null || limit === 0 ? value : (value * limit) / bound;
  const verdict = holds === undefined ? 'undecided' : holds ? 'holds' : 'fails';
  return { text, verdict, value: shown, low: null, high: null, limit, unit, n: 1 };
}
