import { readAxes, type Axis, type Point } from '../../experiment/grid/grid.ts';
import {
  CACHETIMES,
  questionSeries,
  shownCachetime,
  tradeoffGrid,
  tradeoffMeasures,
  tradeoffMoments,
  tradeoffProfiles,
  tradeoffView,
} from '../../experiment/tradeoff.ts';
import type { Scenario } from '../../scenario/index.ts';
import { parseDuration } from '../../text/duration.ts';
import { runAndConclude } from '../experiments/conclude.ts';
import { typedOptions } from '../experiments/resultsFolder.ts';
import { readExperiment, type ExperimentOptions, type Grid, type Read } from '../experiments/reading.ts';
import { loadScenario } from '../files/loadScenario.ts';
import { mistakeIn } from '../files/textFiles.ts';
import type { ExitCode, Io } from '../io.ts';
import { shippedPath, shortest } from '../files/places.ts';
import { retold } from '../../text/typed.ts';

/** Where the user does not say: as many moments of the crash, some minutes on two cores. */
const REPLICATIONS = 8;
const SHIPPED = 'tradeoff';
/** What `--cachetimes` gives values to. */
const CACHETIME = 'servers.*.cachetime=';

/**
 * `dundisim tradeoff [FILE]`: without a file the shipped one, which writes into results/tradeoff when nothing of it is
 * changed.
 */
export async function tradeoff(
  file: string | undefined,
  options: ExperimentOptions & { readonly cachetimes?: string },
  io: Io,
): Promise<ExitCode> {
  const path = file ?? shortest(shippedPath(`${SHIPPED}.yaml`), io.cwd);
  const { values } = cachetimesOf(options.cachetimes ?? CACHETIMES);
  const read = readTradeoff(path, values, options, io);
  const typed = [
    ...(options.cachetimes === undefined ? [] : ['--cachetimes', options.cachetimes]),
    ...typedOptions(options),
  ];
  const out =
    options.out ??
    (file === undefined && typed.length === 0 && options.shard === undefined ? `results/${SHIPPED}` : undefined);
  return runAndConclude(
    'tradeoff',
    read,
    ['tradeoff', ...(file === undefined ? [] : [file]), ...typed],
    { ...options, ...(out === undefined ? {} : { out }) },
    io,
  );
}

function cachetimesOf(text: string): Axis {
  return retold(
    (remark) => ({
      ...remark,
      place: { ...remark.place, file: `--cachetimes ${text}` },
      text: remark.text.replace('path=value,value', 'times such as 0s,5s,1h'),
    }),
    () => {
      // As in dundi.conf, a number alone is seconds.
      const axis = readAxes([CACHETIME + text.replaceAll(/(^|,)(\d+)(?=,|$)/g, '$1$2s')])[0]!;
      const wrong = axis.values.find((value) => parseDuration(value) === undefined);
      if (wrong !== undefined) throw mistakeIn('', `found "${wrong}", expected times such as 0s,5s,1h`);
      return axis;
    },
  );
}

function asCachetimes(grid: { readonly axes: readonly Axis[]; readonly points: readonly Point[] }): Grid {
  return {
    ...grid,
    typedAs: (override) =>
      override.startsWith(CACHETIME) ? `--cachetimes ${override.slice(CACHETIME.length)}` : undefined,
  };
}

/** Twice: what is measured depends on what the scenario says. */
function readTradeoff(path: string, cachetimes: readonly string[], options: ExperimentOptions, io: Io): Read {
  if (options.stagger !== undefined)
    throw mistakeIn(
      `--stagger ${options.stagger}`,
      'a tradeoff moves its crash by itself, evenly over the longest cachetime; sweep and compare move other times',
    );
  const quiet = { ...io, err: () => {} };
  const profiles = tradeoffProfiles(loadScenario(path, options, quiet));
  const looked = readExperiment(
    path,
    asCachetimes(tradeoffGrid(profiles, cachetimes, () => [])),
    { ...options, measure: [] },
    REPLICATIONS,
    quiet,
  );
  const longest = Math.max(...cachetimes.map((one) => parseDuration(one) ?? 0));
  const { config } = looked.scenarios[0]!;
  const view = tradeoffView(config, longest);
  if (view === undefined)
    throw mistakeIn(path, 'no server crashes after 0 s: without a crash a long cachetime costs nothing');
  const measures = [...new Set([...Object.values(tradeoffMeasures(config, view)), ...options.measure])];
  const grid = {
    ...asCachetimes(
      tradeoffGrid(profiles, cachetimes, (profile) =>
        routedAsThePaper(looked.scenarios.find((one) => one.config.profile === profile)!),
      ),
    ),
    stagger: tradeoffMoments(looked.scenarios[0]!, view, longest),
    // Of the lookup server; a mesh has none.
    ...(view.isMesh ? {} : { lookups: questionSeries(config, view, parseDuration(shownCachetime(cachetimes))!) }),
  };
  const read = readExperiment(path, grid, { ...withoutUntil(options), measure: measures }, REPLICATIONS, io);
  return { ...read, experiment: { ...read.experiment, target: options.measure[0] ?? 'calls.lost' } };
}

/** The end of a run moves with its crash: `--until` says where it is for the crash as it is written. */
function withoutUntil({ until, ...options }: ExperimentOptions): ExperimentOptions {
  return until === undefined ? options : { ...options, set: [...options.set, `duration=${until}`] };
}

/**
 * Since 1.4.21 the paper's own test finds every phone of a shared table "here", and DUNDi is not asked at all (facts
 * B4). The paper's
 * files in Asterisk 16's words have a context that asks the regcontext instead; servers that run them are put on it.
 */
function routedAsThePaper({ expanded, config }: Scenario): readonly string[] {
  const servers = (
    expanded as { readonly servers: Readonly<Record<string, { readonly conf?: string; readonly context?: string }>> }
  ).servers;
  return config.servers
    .filter(
      ({ name }) =>
        /^dundisim:paper-16\/regpbx\d+$/.test(servers[name]?.conf ?? '') && servers[name]!.context === undefined,
    )
    .map(({ name }) => `servers.${name}.context=phones-regcontext`);
}
