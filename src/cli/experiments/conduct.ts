import { join } from 'node:path';
import { cellsOf, type Cell, type CellResult } from '../../experiment/grid/cell.ts';
import { identityOf, next, Results, type Experiment, type Next } from '../../experiment/grid/experiment.ts';
import { folded, type PointSummary } from '../../experiment/grid/folded.ts';
import { warmUpOf } from '../../experiment/statistics/mser.ts';
import type { Micros } from '../../kernel/units.ts';
import type { Scenario } from '../../scenario/index.ts';
import { counted } from '../../report/format.ts';
import { Interrupted, type Io } from '../io.ts';
import { openRunner, type Runner, type RunnerOptions } from '../runners/runner.ts';
import { version } from '../version.ts';
import { CellProgress } from './cellProgress.ts';
import { Journal, JOURNAL } from './journal.ts';

/** Replications that the search for a warm-up looks at: the first of the experiment itself. */
const PILOTS = 5;
/** Of the series that it looks at. */
const BINS = 200;

/** Where an experiment lies. */
export interface Place {
  readonly folder: string;
  /** As the user would name it. */
  readonly shown: string;
}

/**
 * Runs what an experiment still lacks and folds it. Whatever ends goes to the journal at once; after Ctrl-C, a kill or
 * a
 * full disk the same command continues from there.
 */
export async function conduct(
  experiment: Experiment,
  scenarios: readonly Scenario[],
  place: Place,
  options: RunnerOptions,
  io: Io,
): Promise<readonly PointSummary[]> {
  const { results, wanted } = await conducted(experiment, scenarios, place, () => true, options, io);
  return folded(experiment, results, wanted);
}

/** As `conduct`, but only the cells that are `mine`; nothing is folded. How many they are. */
export async function conductPart(
  experiment: Experiment,
  scenarios: readonly Scenario[],
  place: Place,
  mine: Mine,
  options: RunnerOptions,
  io: Io,
): Promise<number> {
  const { results, wanted } = await conducted(experiment, scenarios, place, mine, options, io);
  return finished(experiment, results, wanted, mine);
}

/** Which cells are to run here. */
type Mine = (cell: Pick<Cell, 'point' | 'replication'>) => boolean;

interface Conducted {
  readonly results: Results;
  readonly wanted: Next;
}

async function conducted(
  experiment: Experiment,
  scenarios: readonly Scenario[],
  place: Place,
  mine: Mine,
  options: RunnerOptions,
  io: Io,
): Promise<Conducted> {
  const journal = Journal.open(join(place.folder, JOURNAL), place.shown, identityOf(experiment, scenarios, version()));
  const results = new Results();
  for (const result of journal.finished) results.add(result);
  try {
    return { results, wanted: await finish(experiment, results, mine, journal, options, io) };
  } catch (error) {
    if (error instanceof Interrupted)
      io.err(`Stopped. What is finished is kept in ${place.shown}/: the same command continues from there.\n`);
    throw error;
  } finally {
    journal.close();
  }
}

async function finish(
  experiment: Experiment,
  results: Results,
  mine: Mine,
  journal: Journal,
  options: RunnerOptions,
  io: Io,
): Promise<Next> {
  if (io.interrupted.aborted) throw new Interrupted(); // From here on Ctrl-C is heard, and answered.
  let wanted = next(experiment, results);
  let missing = wanted.missing.filter(mine);
  if (missing.length === 0) return wanted;
  const before = finished(experiment, results, wanted, mine);
  if (before > 0) io.err(`${counted(before, 'run')} of it ${before === 1 ? 'is' : 'are'} there already\n`);
  const progress = new CellProgress(io);
  await withRunner(options, io, async (runner) => {
    for (; missing.length > 0; missing = wanted.missing.filter(mine)) {
      let done = finished(experiment, results, wanted, mine);
      const total = done + missing.length;
      progress.begin(done, total);
      await runner.run(missing, (result) => {
        journal.add(result);
        results.add(result);
        progress.show(++done, total, 'precision' in experiment.until);
      });
      wanted = next(experiment, results);
    }
  }).finally(() => progress.end());
  return wanted;
}

/** Cells that count and are there. */
function finished({ points }: Experiment, results: Results, { sizes }: Next, mine: Mine): number {
  return points.reduce((sum, { point }) => sum + results.of(point, sizes[point]!).filter(mine).length, 0);
}

/**
 * The warm-up that MSER-5 finds in the first point, whose scenario this is; undefined: its runs are too short to have a
 * steady state.
 */
export async function findWarmUp(
  experiment: Experiment,
  scenario: Scenario,
  options: RunnerOptions,
  io: Io,
): Promise<Micros | undefined> {
  const { source, seed, wants, points } = experiment;
  const cells = cellsOf(points[0]!, { source, seed, wants: { ...wants, warmUp: 0, bins: BINS } }, 1, PILOTS);
  const found: CellResult[] = [];
  await withRunner(options, io, async (runner) => runner.run(cells, (result) => found.push(result)));
  found.sort((a, b) => a.replication - b.replication);
  return warmUpOf(
    found.map(({ series }) => series!),
    scenario.config.duration,
  );
}

async function withRunner(options: RunnerOptions, io: Io, use: (runner: Runner) => Promise<void>): Promise<void> {
  const runner = await openRunner(options, io);
  try {
    await use(runner);
  } catch (error) {
    await (runner.leave?.() ?? runner.close());
    throw error;
  }
  await runner.close();
}
