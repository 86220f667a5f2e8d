import { endOf } from '../measure/figures.ts';
import type { ResultDocument } from '../measure/document.ts';
import type { Measures } from '../measure/measures.ts';
import { charts } from './charts/charts.ts';
import { csvLine } from './csv.ts';
import { binned } from './series.ts';
import { seriesColumns, seriesRow } from './seriesRows.ts';
import { summary } from './summary.ts';

/** What a folder of results may hold of a long run. */
const MOST_ROWS = 1000;

export interface ResultFile {
  readonly name: string;
  readonly text: string;
}

/** The small files of a run: summary, series and charts. The records are written while it runs (`RecordRows`). */
export function resultFiles(measures: Measures, document: ResultDocument): readonly ResultFile[] {
  return [
    { name: 'summary.txt', text: summary(measures, document) },
    { name: 'series.csv', text: seriesCsv(measures, document) },
    ...charts(measures, endOf(document)).map(({ file, svg }) => ({ name: file, text: svg })),
  ];
}

function seriesCsv(measures: Measures, document: ResultDocument): string {
  const names = measures.config.servers.map(({ name }) => name);
  const bins = binned(measures, endOf(document), MOST_ROWS);
  return [seriesColumns(names), ...bins.map(seriesRow)].map(csvLine).join('');
}
