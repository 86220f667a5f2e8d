import { UserMistakes, type Remark } from '../../text/mistake.ts';

/** One `--over path=v1,v2,…`. */
export interface Axis {
  readonly path: string;
  readonly values: readonly string[];
}

/** One combination of values. */
export interface Point {
  /** From 0; the last axis changes fastest. */
  readonly point: number;
  /** By axis. */
  readonly values: readonly string[];
  /** `path=value`, by axis. */
  readonly overrides: readonly string[];
  /** Without the experiment's stagger: there is nothing to move, because nothing fails. */
  readonly still?: true;
}

/** More are a slip, not an experiment. */
const MOST_POINTS = 100_000;

/** Commas inside brackets belong to the value: `calls.0.from=[a,b],[c]` has two. @throws UserMistakes */
export function readAxes(texts: readonly string[]): readonly Axis[] {
  const remarks: Remark[] = [];
  const mistake = (text: string, what: string): void => {
    remarks.push({ severity: 'mistake', place: { file: `--over ${text}`, line: 0, column: 0 }, text: what });
  };
  const axes = texts.flatMap((text) => {
    const equals = text.indexOf('=');
    const path = text.slice(0, Math.max(0, equals)).trim();
    const values = split(text.slice(equals + 1));
    if (path === '') mistake(text, 'expected path=value,value, such as servers.*.cachetime=0s,5s,1h');
    else if (values.includes('')) mistake(text, 'an empty value; expected path=value,value');
    else if (new Set(values).size < values.length)
      mistake(text, `"${values.find((value, i) => values.indexOf(value) < i)}" is there twice`);
    else return [{ path, values }];
    return [];
  });
  const twice = axes.find(({ path }, i) => axes.findIndex((axis) => axis.path === path) < i);
  if (twice !== undefined) mistake(twice.path, 'this path is given twice; give all its values at once');
  const points = axes.reduce((product, { values }) => product * values.length, 1);
  if (points > MOST_POINTS) mistake(texts.join(' '), `${points} points; at most ${MOST_POINTS}`);
  if (remarks.length > 0) throw new UserMistakes(remarks);
  return axes;
}

/** Every combination; one point without overrides when there are no axes. */
export function pointsOf(axes: readonly Axis[]): readonly Point[] {
  let combinations: readonly (readonly string[])[] = [[]];
  for (const { values } of axes)
    combinations = combinations.flatMap((before) => values.map((value) => [...before, value]));
  return combinations.map((values, point) => ({
    point,
    values,
    overrides: values.map((value, i) => `${axes[i]!.path}=${value}`),
  }));
}

function split(text: string): readonly string[] {
  const values: string[] = [];
  let [depth, from] = [0, 0];
  for (let i = 0; i < text.length; i++) {
    const character = text[i]!;
    if ('[{'.includes(character)) depth += 1;
    else if (']}'.includes(character)) depth -= 1;
    else if (character === ',' && depth === 0) {
      values.push(text.slice(from, i).trim());
      from = i + 1;
    }
  }
  return [...values, text.slice(from).trim()];
}
