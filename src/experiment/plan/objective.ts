import { Histogram } from '../../measure/histogram.ts';
import { resultPath, valueAt, type ResultPath } from '../../measure/paths.ts';
import { parseExpectation, type Expectation, type ResultPaths } from '../../scenario/index.ts';
import { UserMistakes, type Remark } from '../../text/mistake.ts';
import { POOLED, quantileIn, type CellResult, type QuantileOf } from '../grid/cell.ts';
import type { Bound, Observation } from './decide.ts';

/** An objective as the user wrote it, ready to be looked for in results. */
export interface Objective {
  readonly text: string;
  /** What is measured, as `--measure` takes it: the path, and its window if there is one. */
  readonly measure: string;
  readonly unit: ResultPath['unit'];
  /** The path that the measure is a share of, where the objective speaks of a share. */
  readonly shareOf: string | undefined;
  readonly bound: Bound;
  /** Of `p99 < 2s`: it is decided as "less than 1 % of the values exceed 2 s". */
  readonly quantile: (QuantileOf & { readonly limitMs: number }) | undefined;
  /** What cells must measure for it beside their documents. */
  readonly measures: readonly string[];
  observe(result: CellResult): Observation | undefined;
}

/** Whether a run collapsed is 0 or 1, so its mean is a probability. */
const PROBABILITY = 'calls.collapsed';

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
  if (quantileIn(path)?.perMille === 1000)
    return `the greatest of all values grows with the number of runs, so none shows that it stays below; expected ${path.replace(/max$/, 'p99')}`;
  return undefined;
}

/** What an expression says, ready to be looked for in results; also of limits that no plan can show. */
export function objectiveOf(read: Expectation): Objective {
  const { text, path, during, comparison, limit, shareOf } = read;
  const sense = comparison.startsWith('<') ? 'below' : 'above';
  const window = during === undefined ? '' : ` ${text.slice(text.indexOf('during'))}`;
  const measure = path + window;
  const unit = resultPath(path)?.unit ?? 'count';
  const quantile = quantileIn(measure);
  if (quantile !== undefined) return quantileObjective({ text, measure, quantile, limitMs: limit, sense });
  const value = (result: CellResult, of: string): number | null | undefined =>
    during === undefined ? valueAt(result.document, of) : result.measures[of + window];
  return {
    text,
    measure,
    unit: shareOf === undefined ? unit : 'ratio',
    shareOf,
    bound: { kind: path === PROBABILITY ? 'probability' : 'mean', sense, limit },
    quantile: undefined,
    measures: during === undefined ? [] : [path, ...(shareOf === undefined ? [] : [shareOf])].map((of) => of + window),
    observe: (result) => {
      const part = value(result, path);
      const whole = shareOf === undefined ? 1 : value(result, shareOf);
      return part === null || part === undefined || whole === null || whole === undefined ? undefined : { part, whole };
    },
  };
}

/**
 * `p99 < 2s` over all replications says that less than 1 % of the values exceed 2 s: a share, with a mean and an
 * interval,
 * whatever the values within a run have to do with each other (Woodruff, JASA 47, 1952).
 */
function quantileObjective({
  text,
  measure,
  quantile,
  limitMs,
  sense,
}: {
  readonly text: string;
  readonly measure: string;
  readonly quantile: QuantileOf;
  readonly limitMs: number;
  readonly sense: Bound['sense'];
}): Objective {
  return {
    text,
    measure,
    unit: 'ms',
    shareOf: undefined,
    bound: { kind: 'mean', sense, limit: (1000 - quantile.perMille) / 1000 },
    quantile: { ...quantile, limitMs },
    measures: Object.hasOwn(POOLED, quantile.histogram) ? [] : [measure],
    observe: (result) => {
      const plain = result.histograms[quantile.histogram];
      if (plain === undefined) return undefined;
      const all = Histogram.from(plain);
      return { part: all.count - all.countAtMost(Math.round(limitMs * 1000)), whole: all.count };
    },
  };
}
