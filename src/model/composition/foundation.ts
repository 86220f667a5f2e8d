import { Accounts } from '../server/accounts/accounts.ts';
import { Simulation } from '../../kernel/clock/simulation.ts';
import { SECOND } from '../../kernel/units.ts';
import type { ClusterConfig } from '../config.ts';
import type { ServerId } from '../ids.ts';
import { FromOrigin, originOf } from '../middleOfDay.ts';
import type { Interference } from '../network/interference.ts';
import { Hosts } from '../network/hosts.ts';
import { Network } from '../network/network.ts';
import type { Observations } from '../observations.ts';
import { Handsets } from '../phone/handsets.ts';
import { processingTimes } from '../processing.ts';
import { WallClock } from '../server/wallClock.ts';
import { Stories } from '../story/index.ts';
import { makeSignals } from './signals.ts';

/**
 * Its refresh, and the end of its registration at the server; and some for what is under way, and for the cancelled
 * events that wait for their sweep: else the memory of all events is copied to where there is more room. Room that is never
 * used is never written, and takes nothing of the machine.
 */
const EVENTS_OF_A_PHONE = 2.4;

/** What makes a run, beside the configuration of its cluster. */
export interface RunOptions {
  /** Any text. */
  readonly seed: string;
  readonly observations: Observations;
  readonly queue?: 'buckets' | 'heap';
  /** In tests: drops, duplicates, delays or records messages. */
  readonly interference?: Interference;
}

export type Foundation = ReturnType<typeof layFoundation>;

/** What every part may need: the configuration, virtual time, the hosts with their network, signals and stories. */
export function layFoundation(config: ClusterConfig, options: RunOptions) {
  const { rules, servers, phones } = config;
  const { seed, queue } = options;
  const room = Math.ceil(EVENTS_OF_A_PHONE * phones.length);
  const sim = new Simulation(queue === undefined ? { seed, room } : { seed, room, queue });
  const origin = originOf(config, sim);
  const observations = origin === 0 ? options.observations : new FromOrigin(options.observations, sim, origin);
  const time = processingTimes(sim, config.processing);
  const hosts = new Hosts(sim, servers.length, phones.length);
  const network = new Network(
    sim,
    hosts,
    config.network,
    (name) => hostNamed(config, hosts, name),
    options.interference,
    observations.wantsMessages ? observations : undefined,
  );
  const clock = new WallClock(sim, config.start.wallSecond ?? sim.stream('start/wallSecond').integer(SECOND));
  const handsets = new Handsets(phones);
  const stories = new Stories(sim, handsets);
  const serverAt = finderByAddress(config);
  const signals = makeSignals();
  return {
    config,
    rules,
    servers,
    phones,
    sim,
    origin,
    observations,
    time,
    hosts,
    network,
    clock,
    handsets,
    stories,
    serverAt,
    accounts: new Accounts(sim, hosts, servers, serverAt),
    signals,
  };
}

function hostNamed(config: ClusterConfig, hosts: Hosts, name: string): number {
  const server = config.servers.findIndex((candidate) => candidate.name === name);
  return server >= 0 ? server : hosts.database;
}

/** A server by its address or name; -1: there is none. */
function finderByAddress({ servers }: ClusterConfig): (address: string) => ServerId | -1 {
  const addresses = new Map(
    servers.flatMap((server, index) => [
      [server.address, index as ServerId],
      [server.name, index as ServerId],
    ]),
  );
  return (address) => addresses.get(address) ?? -1;
}
