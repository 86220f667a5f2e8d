import { endOf } from '../measure/figures.ts';
import type { ResultDocument } from '../measure/document.ts';
import type { Measures } from '../measure/measures.ts';
import { charts } from './charts/charts.ts';
import type { Ladder } from './ladder/ladder.ts';
import type { RowSink } from './csvRows.ts';
import { binned } from './run/series.ts';
import { seriesColumns, seriesRow } from './run/seriesRows.ts';
import { summary } from './run/summary.ts';

/** What a folder of results may hold of a long run. */
const MOST_ROWS = 1000;

export interface ResultFile {
  readonly name: string;
  readonly text: string;
}

/** The small texts of a run: summary and charts. The records are written while it runs (`RecordRows`). */
export function resultFiles(
  measures: Measures,
  document: ResultDocument,
  ladders: readonly Ladder[] = [],
): readonly ResultFile[] {
  return [
    { name: 'summary.txt', text: summary(measures, document) },
    ...charts(measures, endOf(document), ladders).map(({ file, svg }) => ({ name: file, text: svg })),
  ];
}

/** `series.csv`: what happened in each second, or in each of at most a thousand bins. */
export function writeSeries(measures: Measures, document: ResultDocument, sink: RowSink): void {
  sink.head(seriesColumns(measures.config.servers.map(({ name }) => name)));
  for (const bin of binned(measures, endOf(document), MOST_ROWS)) sink.row(seriesRow(bin));
}
