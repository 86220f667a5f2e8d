import type { Experiment } from '../../experiment/grid/experiment.ts';
import { singleFailures } from '../../experiment/nPlusOne.ts';
import { judgedRuns } from '../../experiment/judge.ts';
import { judgedText } from '../../report/experiment/judgedText.ts';
import type { JudgedSuite } from '../../report/experiment/junit.ts';
import type { PointSummary } from '../../experiment/grid/folded.ts';
import { pairsOf } from '../../experiment/statistics/pairs.ts';
import { sweepCharts } from '../../report/charts/sweepChart.ts';
import { failureCosts, nPlusOneText } from '../../report/experiment/nPlusOneText.ts';
import { pairsText, verdictOf } from '../../report/experiment/pairText.ts';
import { levelText, pointAnswer, pointText } from '../../report/experiment/pointText.ts';
import { tradeoffChart } from '../../report/tradeoff/tradeoffChart.ts';
import { questionsCsv, tradeoffData } from '../../report/tradeoff/tradeoffData.ts';
import { tradeoffRows } from '../../report/tradeoff/tradeoffCsv.ts';
import { tradeoffText } from '../../report/tradeoff/tradeoffText.ts';
import { sweepText } from '../../report/experiment/sweepText.ts';
import type { Scenario } from '../../scenario/index.ts';
import { csvText } from '../files/csv.ts';
import { version } from '../version.ts';
import { jsonOf, jsonText, type Extra } from './write.ts';

/** What was asked: `run --replications`, `sweep`, `compare` or `tradeoff`. */
export type Kind = 'replications' | 'sweep' | 'compare' | 'tradeoff' | 'n-plus-1';

/** What an experiment says, and its files beside those of every experiment. */
export interface Answer {
  readonly text: string;
  /** For `--json`. */
  readonly json: string;
  readonly extras: readonly Extra[];
  /** What came of the scenario's expectations, by point; empty where they are not judged. */
  readonly judged: readonly JudgedSuite[];
}

/** Made of the results alone, so that `merge` says what the command itself would have said. */
export function answerOf(
  kind: Kind,
  experiment: Experiment,
  scenarios: readonly Scenario[],
  points: readonly PointSummary[],
): Answer {
  return MAKE[kind](experiment, scenarios, points);
}

const MAKE: Readonly<
  Record<Kind, (experiment: Experiment, scenarios: readonly Scenario[], points: readonly PointSummary[]) => Answer>
> = {
  'replications': (experiment, scenarios, points) => {
    const judged = judgedPoints(experiment, scenarios, points);
    const text = `${pointAnswer(points[0]!)}\n${scenarios[0]!.title}\n${pointText(experiment, points[0]!)}${judgedText(valuesOf(points, judged))}`;
    return { text, json: jsonOf(experiment, points, judged), extras: [{ name: 'summary.txt', text }], judged };
  },
  'sweep': (experiment, scenarios, points) => {
    const judged = judgedPoints(experiment, scenarios, points);
    const text = sweepText(experiment, points) + judgedText(valuesOf(points, judged));
    const charts = sweepCharts(experiment, points).map(({ file, svg }) => ({ name: file, text: svg }));
    return {
      text,
      json: jsonOf(experiment, points, judged),
      extras: [{ name: 'summary.txt', text }, ...charts],
      judged,
    };
  },
  'compare': compared,
  'n-plus-1': (experiment, scenarios, points) => {
    const costs = failureCosts(experiment, points, singleFailures(scenarios[0]!).names);
    const text = nPlusOneText(experiment, points, costs);
    const json = jsonText({ costs, ...(JSON.parse(jsonOf(experiment, points, [])) as object) });
    return { text, json, judged: [], extras: [{ name: 'summary.txt', text }] };
  },
  'tradeoff': (experiment, scenarios, points) => {
    const data = tradeoffData(experiment, scenarios, points);
    const text = tradeoffText(data);
    return {
      text,
      json: jsonOf(experiment, points, []),
      judged: [],
      extras: [
        { name: 'summary.txt', text },
        { name: 'tradeoff.csv', text: csvText([...tradeoffRows(data)]) },
        { name: 'tradeoff.svg', text: tradeoffChart(data) },
        ...(data.questions === undefined ? [] : [{ name: 'questions.csv', text: questionsCsv(data.questions) }]),
      ],
    };
  },
};

/** Each point's expectations, on the runs of that point. */
function judgedPoints(
  experiment: Experiment,
  scenarios: readonly Scenario[],
  points: readonly PointSummary[],
): readonly JudgedSuite[] {
  return points.map(({ point, results }) => {
    const { name, expectations } = scenarios[point.point]!;
    return {
      name: [name, ...point.overrides].join(' '),
      judged: judgedRuns(expectations, results, experiment.level),
      properties: { seed: experiment.seed, replications: String(results.length), version: version() },
    };
  });
}

function valuesOf(points: readonly PointSummary[], judged: readonly JudgedSuite[]) {
  return points.map(({ point }, i) => ({ values: point.values, judged: judged[i]!.judged }));
}

/** Figures beside the verdict. */
const SHOWN =
  /^calls\.(offered|lost|dropped|saved|outcomes\..*|postDialDelayMs\.(p50|p95|p99))$|^lookups\.(total|network|ms\.p99)$|^registrations\.(timeouts|longestOutageMs)$|^database\.statements$/;
/** Faults after which phones and calls have to find another way. */
const FAILURES = /^(crash|hang|partition)/;

/** Point 0 is the scenario as it is, point 1 its variation. */
function compared(experiment: Experiment, scenarios: readonly Scenario[], points: readonly PointSummary[]): Answer {
  const [before, after] = points.map(({ results }) => results);
  const n = Math.min(before!.length, after!.length);
  const {
    level,
    target,
    wants: { measures },
  } = experiment;
  const pairs = pairsOf(before!, after!, measures, level);
  const main = pairs.find(({ path }) => path === target);
  const verdict = `With ${experiment.points[1]!.overrides.join(' ')}, ${main === undefined ? `nothing can be said: there is no ${target} to measure in both` : verdictOf(main, perOf(scenarios[0]!))}.`;
  const shown = pairs.filter(({ path }) => SHOWN.test(path) || measures.includes(path));
  const text = `${verdict}\n\n${n} pairs of runs, each with the same random numbers; intervals at ${levelText(level)}\n\n${pairsText(shown)}`;
  const json = jsonText({ verdict, seed: experiment.seed, level, version: version(), replications: n, pairs });
  return {
    text,
    json,
    judged: [],
    extras: [
      { name: 'summary.txt', text },
      { name: 'pairs.json', text: json },
    ],
  };
}

/** A run with one failure is a failure. */
function perOf({ config }: Scenario): string {
  return config.faults.filter(({ kind }) => FAILURES.test(kind)).length === 1 ? 'per failure' : 'per run';
}
