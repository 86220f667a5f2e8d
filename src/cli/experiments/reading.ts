import type { Source, Wants } from '../../experiment/grid/cell.ts';
import { measureOf, scenarioOf } from '../../experiment/grid/cellRunner.ts';
import type { Experiment } from '../../experiment/grid/experiment.ts';
import { staggerOverrides, type Stagger } from '../../experiment/grid/stagger.ts';
import { expectedMeasures } from '../../experiment/judge.ts';
import type { Axis, Point } from '../../experiment/grid/grid.ts';
import type { Until } from '../../experiment/statistics/stopping.ts';
import type { Micros } from '../../kernel/units.ts';
import type { Scenario } from '../../scenario/index.ts';
import { durationExpected, formatDuration, parseDuration } from '../../text/duration.ts';
import { formatRemark, together } from '../../text/mistake.ts';
import { checkJunit } from '../files/junitFile.ts';
import { mistakeIn } from '../files/textFiles.ts';
import type { Io } from '../io.ts';
import { shownPlaces } from '../files/places.ts';
import { percentIn } from '../../text/percent.ts';
import { checkRunner, type RunnerOptions } from '../runners/runner.ts';
import { readSourceOf } from '../searching/searching.ts';
import { asTyped, underTypedName, type AsTyped } from '../../text/typed.ts';
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
  readonly control?: boolean;
  readonly ignoreMissing?: boolean;
  readonly shard?: string;
  readonly out?: string;
  readonly json?: boolean;
  readonly junit?: string;
  readonly report?: string | true;
}

/** What there is to vary. */
export interface Grid {
  /** How the user typed an override of a point, such as `--over seed=5`; undefined: not at all. */
  readonly typedAs?: (override: string) => string | undefined;
  readonly axes: readonly Axis[];
  readonly points: readonly Point[];
  /** Instead of the user's `--stagger`. */
  readonly stagger?: Stagger;
  /** Whether the scenario's expectations are judged. */
  readonly judges?: boolean;
  /** Beside the measures. */
  readonly lookups?: Wants['lookups'];
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
export function readExperiment(
  file: string,
  { typedAs = () => undefined, axes, points, stagger: own, lookups, judges }: Grid,
  options: ExperimentOptions,
  fewest: number,
  io: Io,
): Read {
  let stagger = own;
  const [, until, level, , { source, typed, scenarios }] = together(
    () => {
      if (options.stagger !== undefined) stagger = staggerOf(options.stagger);
    },
    () => untilOf(options, fewest),
    () => percentIn('--level', options.level),
    () => checkRunner(options),
    () => {
      const overrides = points.map((point) => point.overrides);
      const read = readSourceOf(file, options, io, overrides);
      const names = typedBy(typedAs, points, stagger, options);
      const all = asTyped(names, () => scenariosOf({ source: read, points, stagger, seed: options.seed }));
      return { source: read, typed: names, scenarios: all };
    },
  );
  if (axes.some(({ path }) => path === stagger?.path))
    throw mistakeIn(`--stagger ${options.stagger}`, 'this path has its values from --over already');
  if (stagger !== undefined && stagger !== own) checkEnd(options.stagger!, stagger, scenarios);
  sayRisks(scenarios, typed, io);
  sayTwins(points, scenarios, io);
  checkJunit(options.junit);
  const expects = judges === true ? expectedMeasures(scenarios[0]!) : [];
  const [warmUp] = together(
    () => warmUpTold(options.warmUp, scenarios),
    ...options.measure.map((text) => () => scenarios.forEach((scenario) => measureOf(text, scenario))),
  );
  return {
    scenarios,
    experiment: {
      source,
      seed: scenarios[0]!.seed,
      axes,
      points,
      until,
      target: options.measure[0] ?? 'calls.lost',
      level,
      wants: {
        measures: options.measure,
        warmUp,
        bins: 0,
        ...(expects.length === 0 ? {} : { expects }),
        ...(lookups === undefined ? {} : { lookups }),
        ...(options.control === true ? { control: true } : {}),
      },
      ...(stagger === undefined ? {} : { stagger }),
    },
  };
}

/** By the text of the override; what `--set` says as well is called that. */
function typedBy(
  typedAs: NonNullable<Grid['typedAs']>,
  points: readonly Point[],
  stagger: Stagger | undefined,
  { stagger: text, set }: ExperimentOptions,
): AsTyped {
  const typed = new Map(
    points.flatMap(({ overrides }) =>
      overrides.flatMap((override) => {
        const name = typedAs(override);
        return name === undefined ? [] : [[override, name] as const];
      }),
    ),
  );
  if (stagger !== undefined && text !== undefined) typed.set(beginOf(stagger), `--stagger ${text}`);
  for (const override of set) typed.delete(override);
  return typed;
}

/** What happens after the end of a run does not happen: its replications would tell of nothing. */
function checkEnd(text: string, { path, until }: Stagger, scenarios: readonly Scenario[]): void {
  const end = Math.min(...scenarios.map(({ config }) => config.duration));
  if (path.endsWith('.at') && until > end)
    throw mistakeIn(
      `--stagger ${text}`,
      `the window ends at ${formatDuration(until)}, after the run, which ends at ${formatDuration(end)}`,
    );
}

function beginOf({ path, from }: Stagger): string {
  return `${path}=${formatDuration(from)}`;
}

/** Of each point. With a stagger, as at the beginning of its window. @throws UserMistakes */
export function scenariosOf({
  source,
  points,
  stagger,
  seed,
}: {
  readonly source: Source;
  readonly points: readonly Point[];
  readonly stagger?: Stagger | undefined;
  readonly seed: string | undefined;
}): readonly Scenario[] {
  const more = stagger === undefined ? [] : staggerOverrides(stagger, formatDuration(stagger.from));
  return points.map(({ overrides, still }) =>
    scenarioOf(source, [...overrides, ...(still === true ? [] : more)], seed),
  );
}

function sayRisks(scenarios: readonly Scenario[], typed: AsTyped, io: Io): void {
  const lines = scenarios.flatMap(({ remarks }) =>
    remarks
      .filter(({ severity }) => severity === 'risk')
      .map((remark) => formatRemark(shownPlaces(underTypedName(remark, typed), io.cwd))),
  );
  for (const line of new Set(lines)) io.err(`${line}\n`);
}

/**
 * Of what makes no difference: `--over seed=1,2` (each replication has a seed of its own), or a duration where --until
 * is given.
 */
function sayTwins(points: readonly Point[], scenarios: readonly Scenario[], io: Io): void {
  const twins = scenarios.flatMap(({ hash }, i) => {
    const first = scenarios.findIndex((one) => one.hash === hash);
    return first < i ? [[points[first]!, points[i]!] as const] : [];
  });
  const [pair] = twins;
  if (pair === undefined) return;
  const [one, other] = pair.map(({ overrides }) =>
    overrides.length === 0 ? 'the scenario as it is' : overrides.join(' '),
  );
  io.err(`Warning: ${other} is the same as ${one}: it changes nothing\n`);
}

function untilOf({ replications, precision, shard }: ExperimentOptions, fewest: number): Until {
  if (precision === undefined)
    return { replications: replications === undefined ? fewest : replicationsOf(replications) };
  if (shard !== undefined)
    throw mistakeIn(
      '--shard',
      'goes with --replications, not with --precision: how many runs that takes shows only when all are seen',
    );
  if (replications !== undefined)
    throw mistakeIn('--precision', 'says how many replications there are; leave --replications out');
  return { precision: percentIn('--precision', precision) };
}

function replicationsOf(text: string): number {
  if (!/^\d{1,6}$/.test(text) || Number(text) < 1)
    throw mistakeIn(`--replications ${text}`, 'expected a whole number, 2 to 999999');
  if (Number(text) === 1)
    throw mistakeIn(
      `--replications ${text}`,
      'one run says nothing of its spread, so its figures would have no intervals; expected a whole number, 2 to 999999',
    );
  return Number(text);
}

function warmUpTold(text: string | undefined, scenarios: readonly Scenario[]): Micros {
  if (text === undefined || text === 'auto') return 0;
  const micros = parseDuration(text);
  if (micros === undefined) throw mistakeIn(`--warm-up ${text}`, `expected auto, or ${durationExpected(text)}`);
  const shortest = Math.min(...scenarios.map(({ config }) => config.duration));
  if (micros >= shortest) throw mistakeIn(`--warm-up ${text}`, 'is as long as the run: nothing would be left of it');
  return micros;
}

/** `faults.0.at=5m..60m` */
function staggerOf(text: string): Stagger {
  const found = /^([^=]+)=([^=]+?)\.\.([^=]+)$/.exec(text);
  const [from, until] = [parseDuration(found?.[2] ?? ''), parseDuration(found?.[3] ?? '')];
  if (found === null || from === undefined || until === undefined || until <= from) {
    throw mistakeIn(
      `--stagger ${text}`,
      'expected a path and two times, the earlier first, such as faults.0.at=5m..60m',
    );
  }
  return { path: found[1]!.trim(), from, until };
}

/** With `--warm-up auto`: the same experiment with the warm-up that MSER-5 finds. */
export async function withFoundWarmUp(
  { experiment, scenarios }: Read,
  options: ExperimentOptions,
  io: Io,
): Promise<Experiment> {
  if (options.warmUp !== 'auto') return experiment;
  const found = await findWarmUp(experiment, scenarios[0]!, options, io);
  if (found === undefined)
    io.err(
      'Warning: MSER-5 finds no steady state: the best place to cut is in the second half of the run, so the run is too short to say anything of one. Nothing is left out.\n',
    );
  else io.err(`MSER-5 finds a warm-up of ${found / 1_000_000} s\n`);
  return { ...experiment, wants: { ...experiment.wants, warmUp: found ?? 0 } };
}
