import { runAndConclude } from '../experiments/conclude.ts';
import { typedOptions } from '../experiments/resultsFolder.ts';
import { readExperiment, type ExperimentOptions } from '../experiments/reading.ts';
import { mistakeIn } from '../files/textFiles.ts';
import type { ExitCode, Io } from '../io.ts';

/** Where the user does not say: pairs are cheap, and their interval is what is asked for. */
const REPLICATIONS = 20;

/** `dundisim compare`: point 0 is the scenario as it is, point 1 the scenario with every `--with`. */
export async function compare(
  file: string,
  options: ExperimentOptions & { readonly with: readonly string[] },
  io: Io,
): Promise<ExitCode> {
  if (options.with.length === 0) throw mistakeIn('--with', 'expected at least one, such as servers.*.cachetime=1h');
  const points = [[], options.with].map((overrides, point) => ({ point, values: [overrides.join(' ')], overrides }));
  const axes = [{ path: 'with', values: points.map(({ values }) => values[0]!) }];
  const read = readExperiment(
    file,
    { typedAs: (override) => `--with ${override}`, axes, points },
    options,
    REPLICATIONS,
    io,
  );
  return runAndConclude(
    'compare',
    read,
    ['compare', file, ...options.with.flatMap((one) => ['--with', one]), ...typedOptions(options)],
    options,
    io,
  );
}
