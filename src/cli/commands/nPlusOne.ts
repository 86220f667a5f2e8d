import { scenarioOf } from '../../experiment/grid/cellRunner.ts';
import { next, Results } from '../../experiment/grid/experiment.ts';
import { counted } from '../../report/format.ts';
import { formatDuration } from '../../text/duration.ts';
import { singleFailures } from '../../experiment/nPlusOne.ts';
import { runAndConclude } from '../experiments/conclude.ts';
import { typedOptions } from '../experiments/resultsFolder.ts';
import { readExperiment, type ExperimentOptions } from '../experiments/reading.ts';
import { mistakeIn } from '../files/textFiles.ts';
import type { ExitCode, Io } from '../io.ts';
import { readSourceOf } from '../searching/searching.ts';

/** Where the user does not say. */
const REPLICATIONS = 10;

/** `dundisim run FILE --n-plus-1`: what each single failure costs. */
export async function nPlusOne(file: string, options: ExperimentOptions, io: Io): Promise<ExitCode> {
  if (options.stagger !== undefined)
    throw mistakeIn(`--stagger ${options.stagger}`, '--n-plus-1 moves its failures by itself');
  if (options.control === true)
    throw mistakeIn('--control', '--n-plus-1 compares pairs of runs with the same random numbers, which does more');
  const scenario = scenarioOf(readSourceOf(file, options, io), [], options.seed);
  const { axes, points, stagger } = singleFailures(scenario);
  const grid = { axes, points, ...(stagger === undefined ? {} : { stagger }) };
  const read = readExperiment(file, grid, options, REPLICATIONS, io);
  const { sizes } = next(read.experiment, new Results());
  const runs = sizes.reduce((sum, size) => sum + size, 0);
  io.err(
    `${counted(points.length - 1, 'failure')} and the cluster without one, ${counted(sizes[0]!, 'run')} of ${formatDuration(scenario.config.duration)} of each: ${counted(runs, 'run')}\n`,
  );
  return runAndConclude('n-plus-1', read, ['run', file, '--n-plus-1', ...typedOptions(options)], options, io);
}
