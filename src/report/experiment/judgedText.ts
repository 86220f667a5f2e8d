import type { Judged } from '../../experiment/judge.ts';
import { table } from '../textTable.ts';
import { figureText, planEstimateText } from './planFigures.ts';

/** Expectations of one point, or of several with the values that they belong to; nothing where nothing is expected. */
export function judgedText(
  points: readonly { readonly values: readonly string[]; readonly judged: readonly Judged[] }[],
): string {
  const rows = points.flatMap(({ values, judged }) =>
    judged.map((one) => [...values, one.text, one.verdict, judgedValue(one)]),
  );
  if (rows.length === 0) return '';
  return `\nExpected\n${table(
    rows,
    rows[0]!.map(() => 'left'),
  ).join('\n')}\n`;
}

/** `it is 2.1 % (1.9 % to 2.3 %); 10 runs` */
export function judgedValue({ value, low, high, unit, n, text }: Judged): string {
  if (value === null) return 'nothing to measure';
  if (n === 1) return `it is ${figureText(value, unit)}`;
  return `it is ${planEstimateText({ value, low: low ?? value, high, level: 0, n, unit }, text)}`;
}
