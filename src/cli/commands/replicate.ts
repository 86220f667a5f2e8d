import { pointsOf } from '../../experiment/grid/grid.ts';
import { runAndConclude } from '../experiments/conclude.ts';
import { typedOptions } from '../experiments/resultsFolder.ts';
import { readExperiment, type ExperimentOptions } from '../experiments/reading.ts';
import type { ExitCode, Io } from '../io.ts';

/** `dundisim run FILE --replications N`, or `--precision P`. */
export async function replicate(file: string, options: ExperimentOptions, io: Io): Promise<ExitCode> {
  const read = readExperiment(file, { axes: [], points: pointsOf([]), judges: true }, options, 10, io);
  return runAndConclude('replications', read, ['run', file, ...typedOptions(options)], options, io);
}
