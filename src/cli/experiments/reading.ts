import type { Source } from '../../experiment/cell.ts';
import { measureOf, scenarioOf } from '../../experiment/cellRunner.ts';
import type { Experiment, Stagger } from '../../experiment/experiment.ts';
import type { Axis, Point } from '../../experiment/grid.ts';
import type { Until } from '../../experiment/stopping.ts';
import type { Micros } from '../../kernel/ids.ts';
import type { Scenario } from '../../scenario/index.ts';
import { DURATION_EXPECTED, formatDuration, parseDuration } from '../../text/duration.ts';
import { formatRemark, UserMistakes } from '../../text/mistake.ts';
import { mistakeIn } from '../files.ts';
import type { Io } from '../io.ts';
import { shownPlaces } from '../places.ts';
import { percentIn } from '../percent.ts';
import type { RunnerOptions } from '../runners/runner.ts';
import { readSourceOf } from '../searching.ts';
import { findWarmUp } from './conduct.ts';

/** What all commands that run an experiment take. */
export interface ExperimentOptions extends RunnerOptions {
  readonly set: readonly string[];
  readonly seed?: string;
  readonly until?: string;
  readonly replications?: string;
  readonly precision?: string;
  readonly level: string;
  readonly measure: readonly string[];
  readonly warmUp?: string;
  readonly stagger?: string;
  readonly shard?: string;
  readonly out?: string;
  readonly json?: boolean;
}

/** An experiment that can be conducted, and the scenario of each of its points. */
export interface Read {
  readonly experiment: Experiment;
  readonly scenarios: readonly Scenario[];
}

/**
 * Reads everything before anything runs.
 * @param fewest how many replications there shall be where the user does not say
 * @throws UserMistakes
 */
export function readExperiment(file: string, grid: { readonly axes: readonly Axis[]; readonly points: readonly Point[] }, options: ExperimentOptions, fewest: number, io: Io): Read {
  const source = readSourceOf(file, options, io, grid.points.map(({ overrides }) => overrides));
  const stagger = options.stagger === undefined ? undefined : staggerOf(options.stagger);
  const scenarios = scenariosOf({ source, points: grid.points, stagger, seed: options.seed });
  if (grid.axes.some(({ path }) => path === stagger?.path)) throw mistakeIn(`--stagger ${options.stagger}`, 'this path has its values from --over already');
  sayRisks(scenarios, io);
  sayTwins(grid.points, scenarios, io);
  for (const text of options.measure) for (const scenario of scenarios) measureOf(text, scenario);
  return {
    scenarios,
    experiment: {
      source, seed: scenarios[0]!.seed, ...grid, until: untilOf(options, fewest), target: options.measure[0] ?? 'calls.lost', level: percentIn('--level', options.level),
      wants: { measures: options.measure, warmUp: warmUpTold(options.warmUp, scenarios), bins: 0 },
      ...(stagger === undefined ? {} : { stagger }),
    },
  };
}

/** Of each point. With a stagger, as at the beginning of its window. @throws UserMistakes */
export function scenariosOf({ source, points, stagger, seed }: { readonly source: Source; readonly points: readonly Point[]; readonly stagger?: Stagger | undefined; readonly seed: string | undefined }): readonly Scenario[] {
  const more = stagger === undefined ? [] : [`${stagger.path}=${formatDuration(stagger.from)}`];
  return points.map(({ overrides }) => scenarioOf(source, [...overrides, ...more], seed));
}

function sayRisks(scenarios: readonly Scenario[], io: Io): void {
  const lines = scenarios.flatMap(({ remarks }) => remarks.filter(({ severity }) => severity === 'risk').map((remark) => formatRemark(shownPlaces(remark, io.cwd))));
  for (const line of new Set(lines)) io.err(`${line}\n`);
}

/** Of what makes no difference: `--over seed=1,2` (each replication has a seed of its own), or a duration where --until is given. */
function sayTwins(points: readonly Point[], scenarios: readonly Scenario[], io: Io): void {
  const twins = scenarios.flatMap(({ hash }, i) => {
    const first = scenarios.findIndex((one) => one.hash === hash);
    return first < i ? [[points[first]!, points[i]!] as const] : [];
  });
  const [pair] = twins;
  if (pair === undefined) return;
  const [one, other] = pair.map(({ overrides }) => (overrides.length === 0 ? 'the scenario as it is' : overrides.join(' ')));
  io.err(`Warning: ${other} is the same as ${one}: it changes nothing\n`);
}

function untilOf({ replications, precision, shard }: ExperimentOptions, fewest: number): Until {
  if (precision === undefined) return { replications: replications === undefined ? fewest : replicationsOf(replications) };
  if (shard !== undefined) throw mistakeIn('--shard', 'goes with --replications, not with --precision: how many runs that takes shows only when all are seen');
  if (replications !== undefined) throw mistakeIn('--precision', 'says how many replications there are; leave --replications out');
  return { precision: percentIn('--precision', precision) };
}

function replicationsOf(text: string): number {
  if (!/^\d{1,6}$/.test(text) || Number(text) < 1) throw mistakeIn(`--replications ${text}`, 'expected a whole number from 2');
  if (Number(text) === 1) throw mistakeIn(`--replications ${text}`, 'one run says nothing of its spread, so its figures would have no intervals; expected a whole number from 2');
  return Number(text);
}

function warmUpTold(text: string | undefined, scenarios: readonly Scenario[]): Micros {
  if (text === undefined || text === 'auto') return 0;
  const micros = parseDuration(text);
  if (micros === undefined) throw mistakeIn(`--warm-up ${text}`, `expected auto, or ${DURATION_EXPECTED}`);
  const shortest = Math.min(...scenarios.map(({ config }) => config.duration));
  if (micros >= shortest) throw mistakeIn(`--warm-up ${text}`, 'is as long as the run: nothing would be left of it');
  return micros;
}

/** `faults.0.at=5m..60m` */
function staggerOf(text: string): Stagger {
  const found = /^([^=]+)=([^=]+?)\.\.([^=]+)$/.exec(text);
  const [from, until] = [parseDuration(found?.[2] ?? ''), parseDuration(found?.[3] ?? '')];
  if (found === null || from === undefined || until === undefined || until <= from) {
    throw new UserMistakes([{ severity: 'mistake', place: { file: `--stagger ${text}`, line: 0, column: 0 }, text: 'expected a path and two times, such as faults.0.at=5m..60m' }]);
  }
  return { path: found[1]!.trim(), from, until };
}

/** With `--warm-up auto`: the same experiment with the warm-up that MSER-5 finds. */
export async function withFoundWarmUp({ experiment, scenarios }: Read, options: ExperimentOptions, io: Io): Promise<Experiment> {
  if (options.warmUp !== 'auto') return experiment;
  const found = await findWarmUp(experiment, scenarios[0]!, options, io);
  if (found === undefined) io.err('Warning: MSER-5 finds no steady state: the best place to cut is in the second half of the run, so the run is too short to say anything of one. Nothing is left out.\n');
  else io.err(`MSER-5 finds a warm-up of ${found / 1_000_000} s\n`);
  return { ...experiment, wants: { ...experiment.wants, warmUp: found ?? 0 } };
}
