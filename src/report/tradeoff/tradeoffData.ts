import { highOf, lowOf } from '../../experiment/statistics/estimate.ts';
import type { Experiment } from '../../experiment/grid/experiment.ts';
import { figureOf, type Figure } from '../../experiment/statistics/cellFigures.ts';
import type { PointSummary } from '../../experiment/grid/folded.ts';
import { closedForm, tradeoffMeasures, tradeoffView, type ClosedForm } from '../../experiment/tradeoff.ts';
import { SECOND } from '../../kernel/units.ts';
import { assert } from '../../kernel/assert.ts';
import type { ProfileName } from '../../model/config.ts';
import type { Scenario } from '../../scenario/index.ts';
import { parseDuration } from '../../text/duration.ts';
import { meanOfEstimate } from '../experiment/estimateText.ts';

/** A value with the ends of its interval; `high` Infinity: not bounded. */
export interface Valued {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** What is told of one profile at one cachetime. Undefined: there was nothing to measure. */
export interface TradeoffPoint {
  /** As the user wrote it. */
  readonly cachetime: string;
  readonly seconds: number;
  /** To the lookup server, per second of ordinary days. */
  readonly questions: Valued;
  /** DUNDi packets of all servers, per second of ordinary days. */
  readonly datagrams: Valued;
  /** From the crash to the end of the run, calls. */
  readonly stale: Valued;
  readonly lost: Valued;
  readonly saved: Valued;
  /** Post-dial delay that 95 % of calls stay below, ms: on ordinary days, and just after the crash. */
  readonly calmDelay: Valued | undefined;
  readonly crashDelay: Valued | undefined;
  readonly theory: ClosedForm | undefined;
}

export interface TradeoffLine {
  readonly profile: ProfileName;
  /** By rising cachetime. */
  readonly points: readonly TradeoffPoint[];
}

/** All that the picture and the text say. */
export interface Tradeoff {
  readonly level: number;
  readonly replications: number;
  readonly deadServer: string;
  readonly lines: readonly TradeoffLine[];
}

/** Figures of a finished trade-off; `scenarios` by point. */
export function tradeoffData(
  { level, axes }: Experiment,
  scenarios: readonly Scenario[],
  points: readonly PointSummary[],
): Tradeoff {
  const { config } = scenarios[0]!;
  const view = tradeoffView(config)!;
  const measures = tradeoffMeasures(config, view);
  const calmSeconds = (view.calm.until - view.calm.from) / SECOND;
  const lines = axes[0]!.values.map((profile): TradeoffLine => {
    const own = points.filter(({ point }) => point.values[0] === profile);
    const told = own
      .map(({ point, figures }): TradeoffPoint => {
        const seconds = parseDuration(point.values[1]!)! / SECOND;
        const mean = (path: string, per = 1): Valued => valued(figureOf(figures, path, 'mean'), per)!;
        const p95 = (path: string): Valued | undefined =>
          valued(figureOf(figures, path.replace('.p99 ', '.p95 '), 'quantile'), 1);
        return {
          cachetime: point.values[1]!,
          seconds,
          questions: mean(measures.questions, calmSeconds),
          datagrams: mean(measures.datagrams, calmSeconds),
          stale: mean(measures.stale),
          lost: mean(measures.lost),
          saved: mean(measures.saved),
          calmDelay: p95(measures.calmDelay),
          crashDelay: p95(measures.crashDelay),
          theory: closedForm(scenarios[point.point]!.config, view, seconds),
        };
      })
      .sort((a, b) => a.seconds - b.seconds);
    return { profile: profile as ProfileName, points: told };
  });
  return {
    level,
    replications: Math.min(...points.map(({ replications }) => replications)),
    deadServer: config.servers[view.dead]!.name,
    lines,
  };
}

function valued(figure: Figure | undefined, per: number): Valued | undefined {
  if (figure === undefined) return undefined;
  const { estimate } = figure;
  assert(per > 0, 'a rate needs a time');
  return {
    value: meanOfEstimate(estimate) / per,
    low: Math.max(0, lowOf(estimate)) / per,
    high: highOf(estimate) / per,
  };
}

/** What the profiles are called where nobody knows their names. */
export const PLAIN: Readonly<Record<ProfileName, string>> = {
  'whitepaper': 'as the paper tells it',
  'asterisk-1.2': 'Asterisk 1.2',
  'asterisk-16': 'Asterisk 16',
};

/** The cachetime that the paper recommends, seconds (white paper, "cachetime=5"). */
export const RECOMMENDED = 5;

/** The recommended cachetime and the longest of a line; undefined when there are no two to compare. */
export function ends({ points }: TradeoffLine): readonly [TradeoffPoint, TradeoffPoint] | undefined {
  const longest = points.at(-1)!;
  const short = points.find(({ seconds }) => seconds === RECOMMENDED) ?? points[0]!;
  return short === longest ? undefined : [short, longest];
}
