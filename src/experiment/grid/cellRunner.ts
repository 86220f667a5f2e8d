import { SECOND } from '../../kernel/units.ts';
import type { ResultDocument } from '../../measure/document.ts';
import type { Listener } from '../../measure/listener.ts';
import { Measures } from '../../measure/measures.ts';
import { resultPathsOf, valueAt } from '../../measure/paths.ts';
import { several } from '../../measure/several.ts';
import { Cluster } from '../../model/cluster.ts';
import type { Observations } from '../../model/observations.ts';
import { meanTalkOffered } from '../../model/people/arrivalRates.ts';
import {
  neededFolders,
  parseMeasure,
  parseScenario,
  type Measure,
  type Scenario,
  type ScenarioInput,
} from '../../scenario/index.ts';
import { UserMistakes } from '../../text/mistake.ts';
import { POOLED, quantileIn, type Cell, type CellResult, type Control, type Source, type Wants } from './cell.ts';
import { delaySeries } from '../statistics/mser.ts';
import { saysItsCell } from './brokenCell.ts';
import { AfterWarmUp } from '../statistics/warmUp.ts';

/** Scenarios kept parsed: a worker goes from point to point, and comes back to a point for later replications. */
const KEPT = 64;

/**
 * The scenario of a source with overrides. Folders that this point does not need are left out of it and of its hash.
 * @throws UserMistakes
 */
export function scenarioOf(source: Source, overrides: readonly string[], seed?: string): Scenario {
  return parseScenario(inputOf(source, overrides, seed));
}

function inputOf(source: Source, overrides: readonly string[], seed?: string): ScenarioInput {
  const { path, text, until } = source;
  const sets = [...source.sets, ...overrides];
  const needed = new Set(neededFolders({ path, text, sets }));
  const folders = new Map(source.folders.filter(([name]) => needed.has(name)));
  return {
    path,
    text,
    folders,
    sets,
    paths: resultPathsOf,
    ...(seed === undefined ? {} : { seed }),
    ...(until === undefined ? {} : { until }),
  };
}

/** A measure as the user wrote it. @throws UserMistakes when the scenario's results have no such path */
export function measureOf(text: string, scenario: Scenario): Measure {
  const read = parseMeasure(text, resultPathsOf(scenario.config));
  if (!('problem' in read)) return read;
  throw new UserMistakes([
    { severity: 'mistake', place: { file: `--measure ${text}`, line: 0, column: 0 }, text: read.problem },
  ]);
}

/** A run in pieces, so that its driver can look up in between. */
export interface RunningCell {
  /** Runs at most this number of events; the result when the run is over. */
  goOn(events: number): CellResult | undefined;
}

/** Runs cells one after the other, in whatever thread it lives. */
export class CellRunner {
  private readonly version: string;
  private readonly scenarios = new Map<string, Scenario>();

  /** `version`: of the program, for the documents. */
  constructor(version: string) {
    this.version = version;
  }

  run(cell: Cell): CellResult {
    return this.begin(cell).goOn(Infinity)!;
  }

  begin(cell: Cell): RunningCell {
    const running = saysItsCell(cell, () => this.started(cell));
    return { goOn: (events) => saysItsCell(cell, () => running.goOn(events)) };
  }

  private started(cell: Cell): RunningCell {
    const scenario = this.scenario(cell);
    const measures = new Measures({
      config: scenario.config,
      seed: cell.seed,
      scenarioName: scenario.name,
      since: cell.wants.warmUp,
    });
    const { run, cluster } = begin(
      scenario,
      cell.seed,
      this.version,
      cell.wants.warmUp > 0 ? [measures, new AfterWarmUp(measures, cell.wants.warmUp)] : [measures, measures],
    );
    return {
      goOn: (events) => {
        const document = run(events);
        if (document === undefined) return undefined;
        const result = resultOf(cell, scenario, measures, document);
        return cell.wants.control === undefined ? result : { ...result, control: controlOf(scenario, cluster) };
      },
    };
  }

  private scenario({ source, overrides }: Cell): Scenario {
    const key = JSON.stringify([source.id, overrides]);
    let scenario = this.scenarios.get(key);
    this.scenarios.delete(key); // To the end: the one used longest ago is the first.
    // Its risks were said when the experiment was read.
    scenario ??= parseScenario({ ...inputOf(source, overrides), risks: false });
    this.scenarios.set(key, scenario);
    if (this.scenarios.size > KEPT) this.scenarios.delete(this.scenarios.keys().next().value!);
    return scenario;
  }
}

/** Begins a run; what it returns runs a number of events and, at the end, gives the document. */
function begin(
  scenario: Scenario,
  seed: string,
  version: string,
  [measures, heard]: readonly [Measures, Listener],
): { readonly run: (events: number) => ResultDocument | undefined; readonly cluster: Cluster } {
  const { config, hash } = scenario;
  const observations: Observations = several(heard);
  const cluster = new Cluster(config, { seed, observations });
  measures.follow(cluster.clock);
  heard.follow(cluster.clock);
  const run = (events: number): ResultDocument | undefined => {
    if (!cluster.sim.runSome(cluster.origin + config.duration, events)) return undefined;
    cluster.finish();
    return measures.document({
      fingerprint: cluster.sim.fingerprint(),
      scenarioHash: hash,
      version,
      simulatedSeconds: config.duration / SECOND,
      events: cluster.sim.eventsRun,
    });
  };
  return { run, cluster };
}

function controlOf({ config }: Scenario, { parts }: Cluster): Control {
  return { talk: parts.arrivals.drawnTalk, mean: meanTalkOffered(config.calls, config.duration) };
}

function resultOf(cell: Cell, scenario: Scenario, measures: Measures, document: ResultDocument): CellResult {
  const { key, point, replication, seed, wants } = cell;
  const windowOf = ({ during }: Measure): Measure['during'] =>
    during && { from: during.from + (cell.moved ?? 0), until: during.until + (cell.moved ?? 0) };
  const wanted = [...wants.measures, ...(wants.expects ?? [])];
  const values = wanted.map((text) => {
    const measure = measureOf(text, scenario);
    const [{ path }, during] = [measure, windowOf(measure)];
    const of = during === undefined ? document : measures.documentDuring(during.from, during.until);
    return [text, valueAt(of, path) ?? null] as const;
  });
  const asked = wanted.flatMap((text) => {
    const quantile = quantileIn(text);
    if (quantile === undefined || Object.hasOwn(POOLED, quantile.histogram)) return [];
    const during = windowOf(measureOf(text, scenario));
    const histogram =
      during === undefined
        ? measures.histogram(quantile.histogram)
        : measures.calls.delayDuring(during.from, during.until);
    return histogram === undefined ? [] : [[quantile.histogram, histogram.plain()] as const];
  });
  const pooled = Object.entries(POOLED).map(([path, bits]) => {
    const histogram = measures.histogram(path)!;
    return [path, (bits === 10 ? histogram : histogram.coarser(bits)).plain()] as const;
  });
  return {
    key,
    point,
    replication,
    seed,
    fingerprint: document.fingerprint,
    scenarioHash: document.scenarioHash,
    document,
    measures: Object.fromEntries(values),
    histograms: Object.fromEntries([...pooled, ...asked]),
    ...(wants.lookups === undefined || replication > 1
      ? {}
      : { lookups: lookupsOf(wants.lookups, scenario, measures) }),
    ...(wants.bins === 0 ? {} : { series: delaySeries(measures.calls.log, scenario.config.duration, wants.bins) }),
  };
}

function lookupsOf(
  { server, step, until }: NonNullable<Wants['lookups']>,
  { config }: Scenario,
  { lookups }: Measures,
): readonly number[] {
  const number = config.servers.findIndex(({ name }) => name === server);
  return lookups.log.series(number, step, Math.min(until, config.duration));
}
