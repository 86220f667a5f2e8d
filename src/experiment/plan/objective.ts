import { Histogram } from '../../measure/histogram.ts';
import { valueAt } from '../../measure/paths.ts';
import { parseExpectation, type Expectation, type ResultPaths } from '../../scenario/index.ts';
import { UserMistakes, type Remark } from '../../text/mistake.ts';
import type { CellResult, HistogramPath } from '../grid/cell.ts';
import { clopperPearson } from '../statistics/counts.ts';
import { ratioOf } from '../statistics/estimate.ts';
import type { Bound, Observation } from './decide.ts';

/** An objective as the user wrote it, ready to be looked for in results. */
export interface Objective {
  readonly text: string;
  readonly bound: Bound;
  /** What cells must measure for it beside their documents. */
  readonly measures: readonly string[];
  observe(result: CellResult): Observation | undefined;
  /** Of a part over its whole, for people: `0.12 %`, `1350 ms`. */
  show(value: number): string;
}

/** Whether a run collapsed is 0 or 1, so its mean is a probability. */
const PROBABILITY = 'calls.collapsed';
/** Figures whose histograms come with every result. */
const QUANTILE = /^(calls\.postDialDelayMs|lookups\.networkMs)\.p(50|90|99)$/;

/** @throws UserMistakes with all that is wrong */
export function readObjectives(texts: readonly string[], paths: ResultPaths): readonly Objective[] {
  const remarks: Remark[] = [];
  const objectives = texts.flatMap((text) => {
    const read = parseExpectation(text, paths);
    const problem = 'problem' in read ? read.problem : whyNoObjective(read);
    if (problem === undefined) return [objectiveOf(read as Expectation)];
    remarks.push({ severity: 'mistake', place: { file: `--slo ${text}`, line: 0, column: 0 }, text: problem });
    return [];
  });
  if (remarks.length > 0) throw new UserMistakes(remarks);
  return objectives;
}

function whyNoObjective({ path, comparison, limit }: Expectation): string | undefined {
  if (comparison === '==' || comparison === '!=')
    return 'an objective says < or >: no number of replications shows that a mean is exactly so';
  if (limit <= 0)
    return 'no number of replications shows that something never happens; expected a limit above 0, such as 0.1%';
  if (path === PROBABILITY && limit >= 1) return 'a probability is always below that; expected a limit such as 1%';
  return undefined;
}

function objectiveOf(read: Expectation): Objective {
  const { text, path, during, comparison, limit, shareOf } = read;
  const sense = comparison.startsWith('<') ? 'below' : 'above';
  const bound: Bound = { kind: path === PROBABILITY ? 'probability' : 'mean', sense, limit };
  const quantile = during === undefined ? QUANTILE.exec(path) : null;
  if (quantile !== null)
    return quantileObjective(text, quantile[1] as HistogramPath, (100 - Number(quantile[2])) / 100, limit, sense);
  const window = during === undefined ? '' : text.slice(text.indexOf('during'));
  const measure = (of: string): string => (during === undefined ? of : `${of} ${window}`);
  const value = (result: CellResult, of: string): number | null | undefined =>
    during === undefined ? valueAt(result.document, of) : result.measures[measure(of)];
  return {
    text,
    bound,
    measures: during === undefined ? [] : [path, ...(shareOf === undefined ? [] : [shareOf])].map(measure),
    observe: (result) => {
      const part = value(result, path);
      const whole = shareOf === undefined ? 1 : value(result, shareOf);
      return part === null || part === undefined || whole === null || whole === undefined ? undefined : { part, whole };
    },
    show: (of) =>
      shareOf !== undefined || bound.kind === 'probability'
        ? percentOf(of)
        : `${plain(of)}${/Ms\b/.test(path) ? ' ms' : ''}`,
  };
}

/**
 * `p99 < 2s` over all replications says that less than 1 % of the values exceed 2 s: a share, with a mean and an
 * interval,
 * whatever the values within a run have to do with each other (Woodruff, JASA 47, 1952).
 */
function quantileObjective(
  text: string,
  path: HistogramPath,
  above: number,
  limitMs: number,
  sense: Bound['sense'],
): Objective {
  return {
    text,
    bound: { kind: 'mean', sense, limit: above },
    measures: [],
    observe: (result) => {
      const all = Histogram.from(result.histograms[path]);
      return { part: all.count - all.countAtMost(Math.round(limitMs * 1000)), whole: all.count };
    },
    show: (of) => `${percentOf(of)} above ${plain(limitMs)} ms`,
  };
}

/** The figure of an objective with its interval, for people. */
export function estimateText(objective: Objective, seen: readonly Observation[], level: number): string {
  const [part, whole] = [
    seen.reduce((total, one) => total + one.part, 0),
    seen.reduce((total, one) => total + one.whole, 0),
  ];
  if (whole === 0) return 'nothing to measure';
  const n = `${seen.length} replications`;
  if (objective.bound.kind === 'probability') {
    const { low, high } = clopperPearson(part, whole, level);
    return `${objective.show(part / whole)} (${objective.show(low)} to ${objective.show(high)}; ${part} of ${n})`;
  }
  const { mean, half } = ratioOf(
    seen.map((one) => one.part),
    seen.map((one) => one.whole),
    level,
  )!;
  return `${objective.show(mean)} (${objective.show(Math.max(0, mean - half))} to ${objective.show(mean + half)}; ${n})`;
}

function percentOf(share: number): string {
  return `${plain(share * 100)} %`;
}

function plain(value: number): string {
  return Math.abs(value) >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
}
