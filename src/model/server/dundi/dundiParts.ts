import { MILLISECOND, type Micros } from '../../../kernel/units.ts';
import type { Simulation } from '../../../kernel/clock/simulation.ts';
import { Signal } from '../../../kernel/signal.ts';
import type { ServerConfig } from '../../config.ts';
import type { Hosts } from '../../network/hosts.ts';
import type { ChannelId, ServerId } from '../../ids.ts';
import type { Network } from '../../network/network.ts';
import type { Observations } from '../../observations.ts';
import type { Rules } from '../../rules.ts';
import type { RelayBook } from '../../story/relayBook.ts';
import type { WallClock } from '../wallClock.ts';
import { DundiCache } from './cache.ts';
import { ConsoleLookups } from './consoleLookups.ts';
import { Qualify } from './dundiQualify.ts';
import { eidsOf, type Eids } from './eids.ts';
import { SessionKeys } from './keys.ts';
import { Lookups } from './lookups.ts';
import { NetworkThreads } from './networkThread.ts';
import { Node } from './node.ts';
import { newPeer } from './peer.ts';
import { DundiRegistrations } from './registering.ts';
import { Spellings } from './spellings.ts';
import { Switches, type LookupListener } from './switches.ts';
import type { TransactionSignals } from './transaction.ts';
import { Transactions } from './transactions.ts';

/** What DUNDi needs of the cluster. */
export interface DundiNeeds {
  readonly sim: Simulation;
  readonly hosts: Hosts;
  readonly network: Network;
  readonly rules: Rules;
  readonly clock: WallClock;
  readonly servers: readonly ServerConfig[];
  readonly observations: Observations;
  readonly serverAt: (address: string) => ServerId | -1;
  readonly isHungUp: (server: ServerId, channel: ChannelId) => boolean;
  readonly lookupListener: LookupListener;
  readonly relays: RelayBook;
  readonly time: {
    readonly dundiAck: () => Micros;
    readonly dundiAsk: () => Micros;
    readonly dundiQuestion: () => Micros;
    readonly dundiReply: () => Micros;
  };
}

export type DundiParts = ReturnType<typeof joinDundi>;

/** DUNDi of all servers but for `Answers`, which needs the dialplans that need `switches`: part of the composition root. */
export function joinDundi(needs: DundiNeeds) {
  const { sim, hosts, network, rules, observations, time } = needs;
  const eids = eidsOf(needs.servers);
  const nodes = makeNodes(needs, eids);
  const keys = new SessionKeys(nodes);
  const signals: TransactionSignals = {
    questionArrived: new Signal('dundi.questionArrived'),
    registrationArrived: new Signal('dundi.registrationArrived'),
    responseArrived: new Signal('dundi.responseArrived'),
    discoverEnded: new Signal('dundi.discoverEnded'),
    probeEnded: new Signal('dundi.probeEnded'),
  };
  const threads = new NetworkThreads(sim, nodes.length, rules.networkThreadSleep * MILLISECOND);
  const transactions = new Transactions(sim, hosts, network, keys, threads, signals, time.dundiAck, time.dundiReply);
  const lookups = new Lookups(
    sim,
    hosts,
    rules,
    nodes,
    transactions,
    signals,
    observations,
    needs.relays,
    time.dundiAsk,
    time.dundiQuestion,
  );
  const switches = new Switches(lookups, nodes, needs.isHungUp, needs.lookupListener);
  const qualify = new Qualify(sim, hosts, nodes, transactions, threads, signals, observations);
  const registering = new DundiRegistrations({ sim, hosts, nodes, threads, transactions, qualify, signals });
  const consoleLookups = new ConsoleLookups(sim, lookups, nodes);
  return { eids, nodes, keys, threads, signals, transactions, lookups, switches, qualify, registering, consoleLookups };
}

function makeNodes({ servers, rules, clock, serverAt }: DundiNeeds, eids: Eids): readonly Node[] {
  const spellings = new Spellings();
  const owners = new Map(servers.map((server, index) => [eids.intern(server.dundi.entityId), index as ServerId]));
  return servers.map(({ dundi }, index) => {
    const peers = dundi.peers.map((config) =>
      newPeer(config, eids.intern(config.entityId), serverAt(config.host), dundi.keys),
    );
    const cache = new DundiCache(rules, clock, index, spellings);
    return new Node(index as ServerId, dundi, eids, cache, spellings, peers.reverse(), owners);
  });
}
