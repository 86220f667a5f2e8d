import type { Experiment } from '../../experiment/grid/experiment.ts';
import type { PointSummary } from '../../experiment/grid/folded.ts';
import { figureOf, type Figure } from '../../experiment/statistics/cellFigures.ts';
import { highOf, lowOf } from '../../experiment/statistics/estimate.ts';
import { pairOf } from '../../experiment/statistics/pairs.ts';
import { SECOND } from '../../kernel/units.ts';
import { formatDuration } from '../../text/duration.ts';
import { table, wrap } from '../textTable.ts';
import { figureText, meanOfEstimate, valueText } from './estimateText.ts';
import { levelText } from './pointText.ts';
import { warningLines } from './warningLines.ts';

/** What a failure costs against the same runs without it. */
export interface FailureCost {
  readonly failure: string;
  /** Lost calls per failure, beyond those lost without it; null for the cluster in which nothing fails. */
  readonly lostMore: { readonly value: number; readonly low: number; readonly high: number } | null;
}

const COLUMNS: readonly (readonly [path: string, kind: Figure['kind'], head: string])[] = [
  ['calls.lost', 'share', 'share lost'],
  ['calls.dropped', 'mean', 'cut while talking'],
  ['calls.postDialDelayMs.p99', 'quantile', 'p99 post-dial delay'],
  ['load.sessionEstablishmentRatio', 'mean', 'SER'],
];

/** By point, the first of which is that without a failure. */
export function failureCosts(
  { level }: Experiment,
  points: readonly PointSummary[],
  names: readonly string[],
): readonly FailureCost[] {
  return points.map(({ point, results }, i) => {
    const n = Math.min(results.length, points[0]!.results.length);
    const pair = i === 0 ? undefined : pairOf(points[0]!.results.slice(0, n), results.slice(0, n), 'calls.lost', level);
    const lostMore = pair && {
      value: meanOfEstimate(pair.difference),
      low: lowOf(pair.difference),
      high: highOf(pair.difference),
    };
    return { failure: names[point.point]!, lostMore: lostMore ?? null };
  });
}

/** What the run without a failure is called where the scenario has no faults of its own. */
const NOTHING = 'nothing fails';

/** `A failure comes at another moment in each run, evenly from 2m to 2m20s, and lasts to the end of the run, 17m40s to 18m.` */
function lastsText(end: number, stagger: Experiment['stagger']): string {
  if (stagger === undefined) return 'A failure lasts to the end of the run.';
  const [from, until, most, least] = [stagger.from, stagger.until, end - stagger.from, end - stagger.until].map(
    formatDuration,
  );
  return `A failure comes at another moment in each run, evenly from ${from} to ${until}, and lasts to the end of the run, ${least} to ${most}.`;
}

/** The N+1 table: the costliest failure first. */
export function nPlusOneText(
  experiment: Experiment,
  points: readonly PointSummary[],
  costs: readonly FailureCost[],
): string {
  const order = points
    .map((_, i) => i)
    .sort((a, b) => (costs[b]!.lostMore?.value ?? -Infinity) - (costs[a]!.lostMore?.value ?? -Infinity));
  const rows = order.map((i) => {
    const { failure, lostMore } = costs[i]!;
    const half = lostMore === null ? 0 : (lostMore.high - lostMore.low) / 2;
    const cost =
      lostMore === null
        ? '-'
        : lostMore.low === lostMore.high
          ? `${valueText(lostMore.value, 'count', 0)} in every pair`
          : `${valueText(lostMore.value, 'count', half)} (${valueText(lostMore.low, 'count', half)} to ${valueText(lostMore.high, 'count', half)})`;
    const rest = COLUMNS.map(([path, kind]) => {
      const figure = figureOf(points[i]!.figures, path, kind);
      return figure === undefined ? '-' : figureText(figure);
    });
    return [failure, cost, ...rest];
  });
  const [worst] = order;
  const { lostMore, failure } = costs[worst!]!;
  const { stagger, level } = experiment;
  const end = points[0]!.results[0]!.document.simulatedSeconds * SECOND;
  const names = costs.map(({ failure: name }) => name);
  return `${[
    ...wrap(
      lostMore === null
        ? 'No failure was tried.'
        : `The failure that costs most: ${failure}, ${rows[0]![1]} more lost calls than without it.`,
    ),
    '',
    ...wrap(
      `${points[0]!.replications} runs of ${formatDuration(end)} of each, with the same callers; in brackets ${levelText(level)} intervals. ${lastsText(end, stagger)}`,
    ),
    ...(names[0] === NOTHING
      ? []
      : wrap(`The scenario's own faults come in every run beside it; --set 'faults=[]' leaves them out.`)),
    '',
    ...table([['', 'lost more per failure', ...COLUMNS.map(([, , head]) => head)], ...rows], ['left']),
    ...warningLines(points, { one: 'rows', all: 'every row' }),
  ].join('\n')}\n`;
}
