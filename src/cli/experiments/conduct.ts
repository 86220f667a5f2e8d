import { join } from 'node:path';
import { cellsOf, type CellResult } from '../../experiment/cell.ts';
import { identityOf, next, Results, type Experiment } from '../../experiment/experiment.ts';
import { folded, type PointSummary } from '../../experiment/folded.ts';
import { warmUpOf } from '../../experiment/mser.ts';
import type { Micros } from '../../kernel/ids.ts';
import type { Scenario } from '../../scenario/index.ts';
import { counted } from '../../report/format.ts';
import { Interrupted, type Io } from '../io.ts';
import { openRunner, type Runner, type RunnerOptions } from '../runners/runner.ts';
import { version } from '../version.ts';
import { CellProgress } from './cellProgress.ts';
import { Journal } from './journal.ts';

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
 * Runs what an experiment still lacks and folds it. Whatever ends goes to the journal at once; after Ctrl-C, a kill or a
 * full disk the same command goes on from there.
 */
export async function conduct(experiment: Experiment, scenarios: readonly Scenario[], place: Place, options: RunnerOptions, io: Io): Promise<readonly PointSummary[]> {
  const journal = Journal.open(join(place.folder, 'cells.journal'), place.shown, identityOf(experiment, scenarios, version()));
  const results = new Results();
  for (const result of journal.finished) results.add(result);
  try {
    return await finish(experiment, results, journal, options, io);
  } catch (error) {
    if (error instanceof Interrupted) io.err(`Stopped. What is finished is kept in ${place.shown}/: the same command goes on from there.\n`);
    throw error;
  } finally {
    journal.close();
  }
}

async function finish(experiment: Experiment, results: Results, journal: Journal, options: RunnerOptions, io: Io): Promise<readonly PointSummary[]> {
  let wanted = next(experiment, results);
  if (wanted.missing.length === 0) return folded(experiment, results, wanted);
  const before = wanted.sizes.reduce((sum, size) => sum + size, 0) - wanted.missing.length;
  if (before > 0) io.err(`${counted(before, 'run')} of it ${before === 1 ? 'is' : 'are'} there already\n`);
  const progress = io.watched ? new CellProgress(io.err) : undefined;
  await withRunner(options, io, async (runner) => {
    while (wanted.missing.length > 0) {
      const total = wanted.sizes.reduce((sum, size) => sum + size, 0);
      let done = total - wanted.missing.length;
      await runner.run(wanted.missing, (result) => {
        journal.add(result);
        results.add(result);
        progress?.show(++done, total, 'precision' in experiment.until);
      });
      wanted = next(experiment, results);
    }
  }).finally(() => progress?.end());
  return folded(experiment, results, wanted);
}

/** The warm-up that MSER-5 finds in a scenario; undefined: its runs are too short to have a steady state. */
export async function findWarmUp(experiment: Experiment, scenario: Scenario, options: RunnerOptions, io: Io): Promise<Micros | undefined> {
  const { source, seed, wants } = experiment;
  const cells = cellsOf({ point: 0, overrides: [] }, { source, seed, wants: { ...wants, warmUp: 0, bins: BINS } }, 1, PILOTS);
  const found: CellResult[] = [];
  await withRunner(options, io, async (runner) => runner.run(cells, (result) => found.push(result)));
  found.sort((a, b) => a.replication - b.replication);
  return warmUpOf(found.map(({ series }) => series!), scenario.config.duration);
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
