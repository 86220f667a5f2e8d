import { setImmediate } from 'node:timers/promises';
import type { ResultDocument } from '../../measure/document.ts';
import type { Listener } from '../../measure/listener.ts';
import { Measures } from '../../measure/measures.ts';
import { several } from '../../measure/several.ts';
import type { ServerId } from '../../model/ids.ts';
import { answerCommand, type ConsoleAnswer } from '../../report/console/answerCommand.ts';
import type { EventObserver } from '../../kernel/clock/simulation.ts';
import { SECOND, type Micros } from '../../kernel/units.ts';
import type { Scenario } from '../../scenario/index.ts';
import { Interrupted } from '../io.ts';
import { version } from '../version.ts';
import { makeCluster, type RunnableCluster } from './model.ts';

/** Events between two looks at Ctrl-C and at the clock on the wall: some milliseconds. */
const SLICE = 20_000;

export interface Run {
  readonly measures: Measures;
  readonly document: ResultDocument;
}

export interface RunOptions {
  /** Get everything, beside the measures; none of them changes the run. */
  readonly listeners: readonly Listener[];
  /** Gets every event, for a debug trace. */
  readonly observer?: EventObserver | undefined;
  readonly interrupted: AbortSignal;
  /** Between slices. */
  progress(now: Micros, events: number): void;
}

/** Runs a scenario in this thread. @throws Interrupted after Ctrl-C, between two events. */
export async function runHere(scenario: Scenario, options: RunOptions): Promise<Run> {
  const { config, seed, name, hash } = scenario;
  const measures = new Measures({ config, seed, scenarioName: name });
  const listeners: readonly Listener[] = [measures, ...options.listeners];
  const cluster = await makeCluster(config, { seed, observations: several(...listeners) });
  for (const listener of listeners) listener.follow(cluster.clock);
  if (options.observer !== undefined) cluster.sim.observe(options.observer);
  await runUntil(cluster, config.duration, options);
  cluster.finish();
  const facts = {
    fingerprint: cluster.sim.fingerprint(),
    scenarioHash: hash,
    version: version(),
    simulatedSeconds: config.duration / SECOND,
    events: cluster.sim.eventsRun,
  };
  return { measures, document: measures.document(facts) };
}

/** A command of a server's console, and its moment. */
export interface Asked {
  readonly at: Micros;
  readonly command: string;
}

/**
 * What a server's console answers, in the order of the moments. A command that changes something, or takes time, is
 * answered on a run that ends there, so that the next one finds the cluster undisturbed; with `keep` the next one finds
 * what it left. `answered` gets the virtual time at which the command was typed.
 */
export async function askConsole(
  scenario: Scenario,
  server: number,
  asked: readonly Asked[],
  { keep, interrupted, answered }: AskOptions,
): Promise<void> {
  let cluster = await freshCluster(scenario);
  for (const { at, command } of asked) {
    await runUntil(cluster, Math.max(at, cluster.clock.now), { interrupted, progress: () => {} });
    const typedAt = cluster.clock.now;
    const answer = answerCommand(cluster.parts, server as ServerId, command);
    answered({ at: typedAt, command }, answer);
    if (answer.changes === true && !keep) cluster = await freshCluster(scenario);
  }
}

export interface AskOptions {
  readonly keep: boolean;
  readonly interrupted: AbortSignal;
  answered(asked: Asked, answer: ConsoleAnswer): void;
}

async function freshCluster({ config, seed, name }: Scenario): Promise<RunnableCluster> {
  const measures = new Measures({ config, seed, scenarioName: name });
  const cluster = await makeCluster(config, { seed, observations: measures });
  measures.follow(cluster.clock);
  return cluster;
}

async function runUntil(
  cluster: RunnableCluster,
  until: Micros,
  { interrupted, progress }: Pick<RunOptions, 'interrupted' | 'progress'>,
): Promise<void> {
  while (!cluster.sim.runSome(cluster.origin + until, SLICE)) {
    progress(cluster.clock.now, cluster.sim.eventsRun);
    await setImmediate(); // Lets a signal in.
    if (interrupted.aborted) throw new Interrupted();
  }
}
