import { UserMistakes } from '../text/mistake.ts';
import type { FolderFile } from '../scenario/index.ts';
import { sourceOf, WANTS_NOTHING, type Wants } from './grid/cell.ts';
import { CellRunner, measureOf, scenarioOf } from './grid/cellRunner.ts';
import { next, Results, type Experiment } from './grid/experiment.ts';
import { folded, type PointSummary } from './grid/folded.ts';
import { pointsOf, readAxes } from './grid/grid.ts';
import type { Until } from './statistics/stopping.ts';

/** What a program may say of an experiment; the command line's options under their own names. */
export interface ExperimentOptions {
  /** Ten where it says nothing. Instead of it: */
  readonly replications?: number;
  /** Half width wanted, as a share of the mean: 0.05 is 5 %. */
  readonly precision?: number;
  /** What shall be that precise; `calls.lost` where it says nothing. */
  readonly target?: string;
  /** Of the intervals: 0.95. */
  readonly level?: number;
  readonly seed?: string;
  /** More figures, as expressions: `servers.dunpbx1.lookups`, `calls.lost during 60s..5m`. */
  readonly measures?: readonly string[];
  /** Micros; what began before does not count. */
  readonly warmUp?: number;
  /** Written into the documents; empty where it says nothing. */
  readonly version?: string;
}

/** A scenario as texts, as `parseScenario` takes it: path, text and the files of the folders that it names. */
export interface Texts {
  readonly path: string;
  readonly text: string;
  /** By the names that `neededFolders` gives: a Map, or pairs. */
  readonly folders: Iterable<readonly [name: string, files: readonly FolderFile[]]>;
  /** `path=value`, in order. */
  readonly sets?: readonly string[];
  /** A time; wins over `duration:`. */
  readonly until?: string;
}

/**
 * Replications of a scenario, one after the other in this thread.
 * @throws UserMistakes when the scenario cannot be read
 */
export function replications(texts: Texts, options: ExperimentOptions = {}): PointSummary {
  return sweep(texts, [], options)[0]!;
}

/**
 * Every combination of the values, under common random numbers: `sweep(texts, ['servers.*.cachetime=0s,5s,1h'])`.
 * @throws UserMistakes when the scenario cannot be read, or refuses a value
 */
export function sweep(texts: Texts, over: readonly string[], options: ExperimentOptions = {}): readonly PointSummary[] {
  const experiment = experimentOf(texts, over, options);
  const runner = new CellRunner(options.version ?? '');
  const results = new Results();
  for (;;) {
    const wanted = next(experiment, results);
    if (wanted.missing.length === 0) return folded(experiment, results, wanted);
    for (const cell of wanted.missing) results.add(runner.run(cell));
  }
}

function experimentOf(texts: Texts, over: readonly string[], options: ExperimentOptions): Experiment {
  const { path, text, folders, sets = [], until } = texts;
  const source = sourceOf({ path, text, sets, folders: [...folders], ...(until === undefined ? {} : { until }) });
  const axes = readAxes(over);
  const points = pointsOf(axes);
  const scenarios = points.map(({ overrides }) => scenarioOf(source, overrides, options.seed));
  const { measures = [], warmUp = 0, target = 'calls.lost', level = 0.95 } = options;
  for (const text of [...measures, target]) measureOf(text, scenarios[0]!);
  const wants: Wants = {
    ...WANTS_NOTHING,
    measures: [...new Set([...measures, ...(target.includes(' ') ? [target] : [])])],
    warmUp,
  };
  return { source, seed: scenarios[0]!.seed, axes, points, until: untilOf(options), target, level, wants };
}

function untilOf({ replications: n, precision }: ExperimentOptions): Until {
  if (precision === undefined) return { replications: wholeNumber(n ?? 10) };
  if (n !== undefined || !(precision > 0))
    throw wrong('precision', 'expected a share above 0, and no number of replications beside it');
  return { precision };
}

function wholeNumber(n: number): number {
  if (!Number.isInteger(n) || n < 1) throw wrong('replications', `found ${n}, expected a whole number from 1`);
  return n;
}

function wrong(file: string, text: string): UserMistakes {
  return new UserMistakes([{ severity: 'mistake', place: { file, line: 0, column: 0 }, text }]);
}
