import { pointsOf, readAxes } from '../../experiment/grid/grid.ts';
import { runAndConclude } from '../experiments/conclude.ts';
import { typedOptions } from '../experiments/resultsFolder.ts';
import { readExperiment, type ExperimentOptions } from '../experiments/reading.ts';
import { mistakeIn } from '../files/textFiles.ts';
import type { ExitCode, Io } from '../io.ts';

/** Where the user does not say. */
const REPLICATIONS = 10;

/** `dundisim sweep` */
export async function sweep(
  file: string,
  options: ExperimentOptions & { readonly over: readonly string[] },
  io: Io,
): Promise<ExitCode> {
  if (options.over.length === 0)
    throw mistakeIn('--over', 'expected at least one, such as servers.*.cachetime=0s,5s,1h');
  const axes = readAxes(options.over);
  const read = readExperiment(
    file,
    { typedAs: (override) => `--over ${override}`, axes, points: pointsOf(axes), judges: true },
    options,
    REPLICATIONS,
    io,
  );
  return runAndConclude(
    'sweep',
    read,
    ['sweep', file, ...options.over.flatMap((over) => ['--over', over]), ...typedOptions(options)],
    options,
    io,
  );
}
