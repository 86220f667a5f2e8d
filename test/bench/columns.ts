import { spreadOf, type Spread } from './figures.ts';
import type { Result, Subject } from './measure.ts';
import type { Round } from './rounds.ts';

export interface Column {
  readonly head: string;
  readonly text: (result: Result) => string;
}

export const WORKLOAD: Column = { head: 'workload', text: ({ workload }) => workload };

/** No text when there are no results. */
export function aligned(columns: readonly Column[], results: readonly Result[]): string {
  if (results.length === 0) return '';
  const rows = [columns.map(({ head }) => head), ...results.map((result) => columns.map(({ text }) => text(result)))];
  const widths = columns.map((_, i) => Math.max(...rows.map((row) => row[i]!.length)));
  return rows
    .map((row) => row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  '))
    .map((line) => `${line.trimEnd()}\n`)
    .join('');
}

/** Columns that compare with the other build, where it was measured. */
export function paired(results: readonly Result[], columns: readonly Column[]): readonly Column[] {
  return results.some(({ fasterThanAgainst }) => fasterThanAgainst !== undefined) ? columns : [];
}

export const FASTER: Column = { head: 'of the other build', text: ({ fasterThanAgainst }) => ratio(fasterThanAgainst) };

/** No text where it was not measured. */
export function ratio(spread: Spread | undefined): string {
  if (spread === undefined) return '';
  const { median, min, max } = spread;
  return `${median.toFixed(2)} (${min.toFixed(2)}..${max.toFixed(2)})`;
}

/** Of the rounds of `subject`; none where it has none. */
export function valuesOf(
  result: Result,
  subject: Subject,
  value: (round: Round) => number | undefined,
): readonly number[] {
  return (result.rounds[subject] ?? []).map(value).filter((it) => it !== undefined);
}

/** The median over the rounds; no text where there are none. */
export function middle(
  result: Result,
  subject: Subject,
  value: (round: Round) => number | undefined,
  digits: number,
): string {
  const values = valuesOf(result, subject, value);
  return values.length === 0 ? '' : spreadOf(values).median.toFixed(digits);
}
