import { readFileSync } from 'node:fs';
import { loadScenario } from '../../src/cli/files/loadScenario.ts';
import type { Io } from '../../src/cli/io.ts';
import { Listener } from '../../src/measure/listener.ts';
import { Measures } from '../../src/measure/measures.ts';
import { several } from '../../src/measure/several.ts';
import { SECOND } from '../../src/kernel/units.ts';
import { Cluster } from '../../src/model/cluster.ts';
import type { ServerId } from '../../src/model/ids.ts';
import type { CallRecord } from '../../src/model/observations.ts';
import { Traces } from '../../src/report/run/traces.ts';
import { parseScenario, type Scenario } from '../../src/scenario/index.ts';
import type { Place } from '../../src/text/place.ts';
import { folder } from '../scenario/world.ts';

const SHIPPED = new URL('../../scenarios/', import.meta.url).pathname;

const silent: Io = {
  out: () => {},
  err: () => {},
  cwd: SHIPPED,
  watched: false,
  now: () => 0,
  interrupted: new AbortController().signal,
};

export function shipped(name: string, ...set: readonly string[]): Scenario {
  return loadScenario(`${name}.yaml`, { set }, silent);
}

/** A scenario of a few lines, over the paper's configuration. */
export function scenario(text: string): Scenario {
  const folders = new Map([
    ['./paper', folder('paper')],
    ['dundisim:paper', folder('paper')],
    ['./paper-16', folder('paper-16')],
    ['dundisim:paper-16', folder('paper-16')],
  ]);
  return parseScenario({ path: 'story.yaml', text, folders, sets: [] });
}

export interface Replayed {
  /** What each server's console printed, by its name, as `--trace` writes it but without the server's name. */
  readonly consoles: ReadonlyMap<string, readonly string[]>;
  /** The lines of all consoles in the order in which they were printed, with the server's name. */
  readonly all: readonly string[];
  readonly calls: readonly CallRecord[];
  /** Moment of each answer, by call. */
  readonly answered: ReadonlyMap<number, number>;
  /** What calls have met that is not modelled, with its place, and how often. */
  readonly notModelled: ReadonlyMap<string, number>;
}

/** Runs a scenario to its end, with all consoles. */
export function replay({ config, seed, name }: Scenario): Replayed {
  const consoles = new Map<string, string[]>(config.servers.map((server) => [server.name, []]));
  const all: string[] = [];
  const traces = new Traces(
    config.servers.map((server) => server.name),
    (server, text) => {
      for (const line of text.trimEnd().split('\n')) {
        consoles.get(server)!.push(line.replace(` ${server} `, ' '));
        if (!line.includes(' *** ') || server === config.servers[0]!.name) all.push(line);
      }
    },
  );
  const notModelled = new Map<string, number>();
  class Met extends Listener {
    override notModelled(_: ServerId, what: string, { file, line }: Place): void {
      const met = `${what} at ${file}:${line}`;
      notModelled.set(met, (notModelled.get(met) ?? 0) + 1);
    }
  }
  const measures = new Measures({ config, seed, scenarioName: name });
  const cluster = new Cluster(config, { seed, observations: several(measures, traces, new Met()) });
  for (const listener of [measures, traces]) listener.follow(cluster.sim);
  cluster.sim.run(config.duration);
  cluster.finish();
  const calls = measures.calls.first;
  return {
    consoles,
    all,
    calls,
    notModelled,
    answered: new Map(calls.map((call) => [call.call, call.answeredAt / SECOND])),
  };
}

/** The lines of a console without the time of each. */
export function linesOf(replayed: Replayed, server: string): readonly string[] {
  return replayed.consoles.get(server)!.map((line) => line.replace(/^\[ *[\d.]+\] /, ''));
}

export function listing(name: string): string {
  return readFileSync(new URL(`./listings/${name}.txt`, import.meta.url), 'utf8');
}
