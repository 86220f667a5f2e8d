import { SECOND } from '../kernel/units.ts';
import type { ResultDocument } from '../measure/document.ts';
import { Listener } from '../measure/listener.ts';
import { Measures } from '../measure/measures.ts';
import { several } from '../measure/several.ts';
import { Cluster } from '../model/cluster.ts';
import type { CallRecord, LookupRecord, RegistrationRecord } from '../model/observations.ts';
import { UserMistakes } from '../text/mistake.ts';
import type { FolderFile } from '../scenario/index.ts';
import { sourceOf, WANTS_NOTHING, type Cell, type CellResult, type Source, type Wants } from './grid/cell.ts';
import { CellRunner, measureOf, scenarioOf } from './grid/cellRunner.ts';
import { next, Results, type Experiment } from './grid/experiment.ts';
import { folded, type PointSummary } from './grid/folded.ts';
import { pointsOf, readAxes } from './grid/grid.ts';
import { readHunt, type HuntQuestion } from './hunt/huntQuestion.ts';
import { hunting, type Found } from './hunt/worstMoment.ts';
import { answerOf, type PlanAnswer } from './plan/planAnswer.ts';
import { planCells } from './plan/planCells.ts';
import { readPlan, type PlanQuestion } from './plan/planQuestion.ts';
import { pairsOf, type Pair } from './statistics/pairs.ts';
import type { Until } from './statistics/stopping.ts';

/** What a program may say of an experiment; the command line's options under their own names. */
export interface ExperimentOptions {
  /** Ten where it says nothing. Instead of it: */
  readonly replications?: number;
  /** Half width wanted, as a share of the mean: 0.05 is 5 %. */
  readonly precision?: number;
  /** What shall be that precise; `calls.lost` where it says nothing. */
  readonly target?: string;
  /** Of the intervals: 0.95. */
  readonly level?: number;
  readonly seed?: string;
  /** More figures, as expressions: `servers.dunpbx1.lookups`, `calls.lost during 60s..5m`. */
  readonly measures?: readonly string[];
  /** Micros; what began before does not count. */
  readonly warmUp?: number;
  /** Written into the documents; empty where it says nothing. */
  readonly version?: string;
}

/** A scenario as texts, as `parseScenario` takes it: path, text and the files of the folders that it names. */
export interface Texts {
  readonly path: string;
  readonly text: string;
  /** By the names that `neededFolders` gives: a Map, or pairs. */
  readonly folders: Iterable<readonly [name: string, files: readonly FolderFile[]]>;
  /** `path=value`, in order. */
  readonly sets?: readonly string[];
  /** A time; wins over `duration:`. */
  readonly until?: string;
}

/** One run, in full. */
export interface Run {
  readonly document: ResultDocument;
  readonly calls: readonly CallRecord[];
  readonly lookups: readonly LookupRecord[];
  readonly registrations: readonly RegistrationRecord[];
}

export interface RunOptions {
  /** Wins over the scenario's. */
  readonly seed?: string;
  /** Hears everything while it happens; changes nothing. */
  readonly observer?: Listener;
  /** Written into the document; empty where it is left out. */
  readonly version?: string;
}

/**
 * One run of a scenario, in this thread.
 * @throws UserMistakes when the scenario cannot be read
 */
export function run(texts: Texts, options: RunOptions = {}): Run {
  const scenario = scenarioOf(sourceFrom(texts), [], options.seed);
  const { config, seed, name, hash } = scenario;
  const measures = new Measures({ config, seed, scenarioName: name });
  const records = new Records();
  const listeners = [measures, records, ...(options.observer === undefined ? [] : [options.observer])];
  const cluster = new Cluster(config, { seed, observations: several(...listeners) });
  for (const listener of listeners) listener.follow(cluster.clock);
  cluster.sim.runSome(cluster.origin + config.duration, Infinity);
  cluster.finish();
  const document = measures.document({
    fingerprint: cluster.sim.fingerprint(),
    scenarioHash: hash,
    version: options.version ?? '',
    simulatedSeconds: config.duration / SECOND,
    events: cluster.sim.eventsRun,
  });
  const { calls, lookups, registrations } = records;
  return { document, calls, lookups, registrations };
}

class Records extends Listener {
  readonly calls: CallRecord[] = [];
  readonly lookups: LookupRecord[] = [];
  readonly registrations: RegistrationRecord[] = [];

  override callEnded(call: CallRecord): void {
    this.calls.push({ ...call });
  }

  override lookupEnded(lookup: LookupRecord): void {
    this.lookups.push({ ...lookup });
  }

  override registrationEnded(registration: RegistrationRecord): void {
    this.registrations.push({ ...registration });
  }
}

/**
 * Replications of a scenario, one after the other in this thread.
 * @throws UserMistakes when the scenario cannot be read
 */
export function replications(texts: Texts, options: ExperimentOptions = {}): PointSummary {
  return sweep(texts, [], options)[0]!;
}

/**
 * Every combination of the values, under common random numbers: `sweep(texts, ['servers.*.cachetime=0s,5s,1h'])`.
 * @throws UserMistakes when the scenario cannot be read, or refuses a value
 */
export function sweep(texts: Texts, over: readonly string[], options: ExperimentOptions = {}): readonly PointSummary[] {
  const experiment = experimentOf(texts, over, options);
  const runner = new CellRunner(options.version ?? '');
  const results = new Results();
  for (;;) {
    const wanted = next(experiment, results);
    if (wanted.missing.length === 0) return folded(experiment, results, wanted);
    for (const cell of wanted.missing) results.add(runner.run(cell));
  }
}

/**
 * Paired comparison: the scenario as it is, and with every override, under common random numbers.
 * Without a number of replications or a precision, 20 pairs.
 * @throws UserMistakes when the scenario cannot be read, or refuses an override
 */
export function compare(texts: Texts, overrides: readonly string[], options: ExperimentOptions = {}): readonly Pair[] {
  const pairs = options.precision === undefined ? { ...options, replications: options.replications ?? 20 } : options;
  const [before, after] = [[], overrides].map((own) => replications(withSets(texts, own), pairs).results);
  const { measures = [], level = 0.95 } = options;
  return pairsOf(before!, after!, measures, level);
}

/** A question of capacity; what is left out is as at the command line. */
export type PlanOptions = Partial<PlanQuestion> & Pick<PlanQuestion, 'slo'>;

/**
 * The greatest (or least) value of a path at which every objective holds, as `dundisim plan` finds it.
 * @throws UserMistakes when the scenario or the question cannot be read
 */
export function plan(texts: Texts, options: PlanOptions): PlanAnswer {
  const { asked } = readPlan(sourceFrom(texts), { resolution: '2%', confidence: '95%', ...options });
  const { answer, results } = searched(planCells(asked));
  return answerOf(asked, answer, results);
}

/** A question for the worst moment; what is left out is as at the command line. */
export type HuntOptions = Partial<HuntQuestion> & Pick<HuntQuestion, 'fault' | 'window'>;

/**
 * The moment, victim and duration at which a failure does most harm, as `dundisim hunt` finds them.
 * @throws UserMistakes when the scenario or the question cannot be read
 */
export function hunt(texts: Texts, options: HuntOptions): Found {
  const usual = { measure: 'calls.lost', faults: '1', moments: '10', replications: '10' };
  return searched(hunting(readHunt(sourceFrom(texts), { ...usual, ...options }))).answer;
}

/** Runs what a search asks for, cell by cell, to its end. */
function searched<Answer>(search: Generator<readonly Cell[], Answer, readonly CellResult[]>): {
  readonly answer: Answer;
  readonly results: ReadonlyMap<string, CellResult>;
} {
  const runner = new CellRunner('');
  const results = new Map<string, CellResult>();
  let step = search.next();
  while (step.done !== true) {
    for (const cell of step.value) if (!results.has(cell.key)) results.set(cell.key, runner.run(cell));
    step = search.next(step.value.map(({ key }) => results.get(key)!));
  }
  return { answer: step.value, results };
}

function withSets(texts: Texts, more: readonly string[]): Texts {
  return { ...texts, sets: [...(texts.sets ?? []), ...more] };
}

function sourceFrom({ path, text, folders, sets = [], until }: Texts): Source {
  return sourceOf({ path, text, sets, folders: [...folders], ...(until === undefined ? {} : { until }) });
}

function experimentOf(texts: Texts, over: readonly string[], options: ExperimentOptions): Experiment {
  const source = sourceFrom(texts);
  const axes = readAxes(over);
  const points = pointsOf(axes);
  const scenarios = points.map(({ overrides }) => scenarioOf(source, overrides, options.seed));
  const { measures = [], warmUp = 0, target = 'calls.lost', level = 0.95 } = options;
  for (const text of [...measures, target]) measureOf(text, scenarios[0]!);
  const wants: Wants = {
    ...WANTS_NOTHING,
    measures: [...new Set([...measures, ...(target.includes(' ') ? [target] : [])])],
    warmUp,
  };
  return { source, seed: scenarios[0]!.seed, axes, points, until: untilOf(options), target, level, wants };
}

function untilOf({ replications: n, precision }: ExperimentOptions): Until {
  if (precision === undefined) return { replications: wholeNumber(n ?? 10) };
  if (n !== undefined || !(precision > 0))
    throw wrong('precision', 'expected a share above 0, and no number of replications beside it');
  return { precision };
}

function wholeNumber(n: number): number {
  if (!Number.isInteger(n) || n < 1) throw wrong('replications', `found ${n}, expected a whole number from 1`);
  return n;
}

function wrong(file: string, text: string): UserMistakes {
  return new UserMistakes([{ severity: 'mistake', place: { file, line: 0, column: 0 }, text }]);
}
