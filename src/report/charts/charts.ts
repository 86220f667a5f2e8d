import type { Micros } from '../../kernel/units.ts';
import type { Measures } from '../../measure/measures.ts';
import type { Ladder } from '../ladder/ladder.ts';
import { ladderSvg } from '../ladder/ladderSvg.ts';
import { noticeMarks } from '../run/noticed.ts';
import { binned } from '../run/series.ts';
import { callsChart } from './callsChart.ts';
import { delayChart } from './delayChart.ts';
import { loadChart } from './loadChart.ts';
import { phonesChart } from './phonesChart.ts';

/** A file of a run's results. */
export interface Chart {
  /** `calls.svg`. */
  readonly file: string;
  readonly svg: string;
}

/** Bars wide enough to see. */
const BARS = 120;
/** Wide enough for a median to mean something. */
const DELAY_BINS = 60;
/** About a pixel each. */
const STEPS = 900;

/** The charts of a run, those left out that would be empty; of one or two calls their ladders instead. */
export function charts(measures: Measures, end: Micros, ladders: readonly Ladder[] = []): readonly Chart[] {
  if (ladders.length > 0 && ladders.length === measures.calls.log.length)
    return [{ file: 'calls.svg', svg: ladderSvg(ladders) }];
  const of = { source: sourceOf(measures), faults: measures.faults, notices: noticeMarks(measures, end), end };
  const bars = binned(measures, end, BARS);
  const calls =
    measures.calls.log.length > 0
      ? [
          { file: 'calls.svg', svg: callsChart(bars, of) },
          { file: 'delay.svg', svg: delayChart(binned(measures, end, DELAY_BINS), measures.calls.log, of) },
        ]
      : [];
  const load = measures.lookups.time.count + measures.database.wait.count;
  return [
    ...calls,
    { file: 'phones.svg', svg: phonesChart(binned(measures, end, STEPS), measures.config, of) },
    ...(load > 0 ? [{ file: 'load.svg', svg: loadChart(bars, of) }] : []),
  ];
}

function sourceOf({ scenarioName, config, seed }: Measures): string {
  return `${scenarioName}, profile ${config.profile}, seed ${seed}, one run`;
}
