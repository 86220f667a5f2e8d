import type { Experiment } from '../../experiment/grid/experiment.ts';
import type { PointSummary } from '../../experiment/grid/folded.ts';
import { cellRows, summaryRows } from '../../report/experiment/cellRows.ts';
import type { JudgedSuite } from '../../report/experiment/junit.ts';
import { isShipped } from '../files/places.ts';
import { Results } from '../files/resultFolder.ts';
import { quoted } from '../files/runFiles.ts';
import { version } from '../version.ts';
import type { Place } from './conduct.ts';

/** What `rerun` needs of experiment.json. */
export interface StoredExperiment {
  readonly command: string;
  /** All that was written, this file among it. */
  readonly files: readonly string[];
  /** SHA-256 of cells.csv, by which `rerun` knows a file that was changed. */
  readonly cellsSha256: string;
  readonly version: string;
  readonly seed: string;
  readonly axes: Experiment['axes'];
  /** `path=value`, by point. */
  readonly overrides: readonly (readonly string[])[];
  readonly stagger: Experiment['stagger'] | null;
  /** The scenario as it was, with the folders that are not the program's own. */
  readonly source: Omit<Experiment['source'], 'id'>;
}

export interface Extra {
  readonly name: string;
  readonly text: string;
}

/**
 * Writes cells.csv, summary.csv, experiment.json and whatever else there is: all of it or nothing.
 * @param command to type again, without the program's name
 */
export function writeExperiment(
  experiment: Experiment,
  points: readonly PointSummary[],
  place: Place,
  command: readonly string[],
  extras: readonly Extra[],
): void {
  const results = new Results(place.folder, place.shown);
  try {
    const cells = results.open('cells.csv');
    for (const row of cellRows(experiment, points)) cells.row(row);
    const summary = results.open('summary.csv');
    for (const row of summaryRows(experiment, points)) summary.row(row);
    for (const { name, text } of extras) results.add(name, text);
    const sums = results.sumsSoFar();
    const written = { files: [...sums.keys(), 'experiment.json'], cellsSha256: sums.get('cells.csv')! };
    results.add('experiment.json', `${JSON.stringify(stored(experiment, points, command, written), null, 2)}\n`);
    results.publish();
  } catch (error) {
    results.discard();
    throw error;
  }
}

function stored(
  experiment: Experiment,
  points: readonly PointSummary[],
  command: readonly string[],
  written: Pick<StoredExperiment, 'files' | 'cellsSha256'>,
): StoredExperiment & Record<string, unknown> {
  const {
    seed,
    axes,
    stagger,
    until,
    level,
    wants,
    source: { id: _, ...source },
  } = experiment;
  return {
    command: ['dundisim', ...command].map(quoted).join(' '),
    ...written,
    version: version(),
    seed,
    axes,
    overrides: experiment.points.map(({ overrides }) => overrides),
    stagger: stagger ?? null,
    until,
    level,
    wants,
    replications: points.map(({ replications }) => replications),
    warnings: points.flatMap(({ point, warnings }) => warnings.map((warning) => ({ point: point.point, warning }))),
    source: { ...source, folders: source.folders.filter(([name]) => !isShipped(name)) },
  };
}

/** For --json: every figure with its interval. An end that is not known is null. */
export function jsonOf(
  experiment: Experiment,
  points: readonly PointSummary[],
  judged: readonly JudgedSuite[],
): string {
  return jsonText({
    seed: experiment.seed,
    level: experiment.level,
    version: version(),
    points: points.map(({ point, replications, figures, warnings }, i) => ({
      parameters: Object.fromEntries(experiment.axes.map(({ path }, i) => [path, point.values[i]])),
      replications,
      warnings,
      ...(judged[i] === undefined ? {} : { expectations: judged[i].judged }),
      figures,
    })),
  });
}

/** JSON has no Infinity: what nobody knows is null. */
export function jsonText(document: unknown): string {
  return `${JSON.stringify(document, (_, value: unknown) => (value === Infinity ? null : value), 2)}\n`;
}
