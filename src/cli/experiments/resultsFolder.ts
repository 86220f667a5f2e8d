import { resolve } from 'node:path';
import { identityOf, type Experiment } from '../../experiment/grid/experiment.ts';
import type { Scenario } from '../../scenario/index.ts';
import { mistakeIn } from '../files/textFiles.ts';
import type { Io } from '../io.ts';
import { refuseRun } from '../files/leftovers.ts';
import { shortest } from '../files/places.ts';
import { version } from '../version.ts';
import type { Place } from './conduct.ts';

/**
 * `results/<name>-<kind>@<8 hex of its identity>`: a changed scenario or grid is another folder, and finds nothing to
 * go on from. @throws UserMistakes when a single run lies there
 */
export function placeOf(
  kind: string,
  experiment: Experiment,
  scenarios: readonly Scenario[],
  out: string | undefined,
  io: Io,
): Place {
  if (out === '') throw mistakeIn('--out', 'expected a folder');
  const mark = identityOf(experiment, scenarios, version()).slice(0, 8);
  const folder = resolve(io.cwd, out ?? `results/${scenarios[0]!.name}-${kind}@${mark}`);
  const shown = shortest(folder, io.cwd);
  refuseRun(folder, shown);
  return { folder, shown };
}

/** The options that make an experiment what it is, to be typed again. */
export function typedOptions(options: {
  readonly set: readonly string[];
  readonly seed?: string;
  readonly until?: string;
  readonly replications?: string;
  readonly precision?: string;
  readonly level: string;
  readonly measure: readonly string[];
  readonly warmUp?: string;
  readonly stagger?: string;
  readonly control?: boolean;
  readonly ignoreMissing?: boolean;
}): readonly string[] {
  const words: string[] = [];
  const put = (option: string, value: string | undefined): void => {
    if (value !== undefined) words.push(option, value);
  };
  for (const set of options.set) put('--set', set);
  for (const measure of options.measure) put('--measure', measure);
  put('--seed', options.seed);
  put('--until', options.until);
  put('--replications', options.replications);
  put('--precision', options.precision);
  put('--level', options.level === '95%' ? undefined : options.level);
  put('--warm-up', options.warmUp);
  put('--stagger', options.stagger);
  if (options.control === true) words.push('--control');
  if (options.ignoreMissing === true) words.push('--ignore-missing');
  return words;
}
