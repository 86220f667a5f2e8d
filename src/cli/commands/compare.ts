import { COMMON_PATHS } from '../../experiment/figures.ts';
import { pairOf, type Pair } from '../../experiment/pairs.ts';
import { pairsText, verdictOf } from '../../report/experiment/pairText.ts';
import { levelText } from '../../report/experiment/pointText.ts';
import type { Scenario } from '../../scenario/index.ts';
import { conduct } from '../experiments/conduct.ts';
import { placeOf, typedOptions } from '../experiments/place.ts';
import { readExperiment, withFoundWarmUp, type ExperimentOptions } from '../experiments/reading.ts';
import { writeExperiment } from '../experiments/write.ts';
import { EXIT, type ExitCode, type Io } from '../io.ts';

/** Where the user does not say: pairs are cheap, and their interval is what is asked for. */
const REPLICATIONS = 20;
/** Told beside the verdict. */
const SHOWN = /^calls\.(offered|lost|dropped|saved|outcomes\..*|postDialDelayMs\.(p50|p99))$|^lookups\.(total|network|ms\.p99)$|^registrations\.(timeouts|longestOutageMs)$|^database\.statements$/;
/** Faults after which phones and calls have to find another way. */
const FAILURES = /^(crash|hang|partition)/;

/** `dundisim compare`: point 0 is the scenario as it is, point 1 the scenario with every `--with`. */
export async function compare(file: string, options: ExperimentOptions & { readonly with: readonly string[] }, io: Io): Promise<ExitCode> {
  const points = [[], options.with].map((overrides, point) => ({ point, values: [overrides.join(' ')], overrides }));
  const axes = [{ path: 'with', values: points.map(({ values }) => values[0]!) }];
  const read = readExperiment(file, { axes, points }, options, REPLICATIONS, io);
  const experiment = await withFoundWarmUp(read, options, io);
  const place = placeOf('compare', experiment, read.scenarios, options.out, io);
  const summaries = await conduct(experiment, read.scenarios, place, options, io);
  const [before, after] = summaries.map(({ results }) => results);
  const n = Math.min(before!.length, after!.length); // Under --precision one of them may have needed more.
  const paths = [...options.measure, ...COMMON_PATHS.map(({ path }) => path)];
  const pairs = paths.map((path) => pairOf(before!.slice(0, n), after!.slice(0, n), path, experiment.level)).filter((pair) => pair !== undefined);
  const main = pairs.find(({ path }) => path === (options.measure[0] ?? 'calls.lost'))!;
  const verdict = `With ${options.with.join(' ')}, ${verdictOf(main, perOf(read.scenarios[0]!))}.`;
  const shown = pairs.filter(({ path }) => SHOWN.test(path) || options.measure.includes(path));
  const text = `${verdict}\n\n${n} pairs of runs, each with the same random numbers; intervals at ${levelText(experiment.level)}\n\n${pairsText(shown)}`;
  const command = ['compare', file, ...options.with.flatMap((one) => ['--with', one]), ...typedOptions(options)];
  writeExperiment(experiment, summaries, place, command, [{ name: 'summary.txt', text }, { name: 'pairs.json', text: json(verdict, pairs) }]);
  io.out(options.json ? json(verdict, pairs) : `${text}\nFiles in ${place.shown}/\n`);
  return EXIT.fine;
}

/** A run with one failure is a failure. */
function perOf({ config }: Scenario): string {
  return config.faults.filter(({ kind }) => FAILURES.test(kind)).length === 1 ? 'per failure' : 'per run';
}

function json(verdict: string, pairs: readonly Pair[]): string {
  return `${JSON.stringify({ verdict, pairs }, (_, value: unknown) => (value === Infinity ? null : value), 2)}\n`;
}
