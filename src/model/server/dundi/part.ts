import type { Micros } from '../../../kernel/units.ts';
import type { EventType, Simulation } from '../../../kernel/clock/simulation.ts';
import type { Stories } from '../../story/stories.ts';
import type { ServerConfig } from '../../config.ts';
import type { Hosts } from '../../network/hosts.ts';
import type { ChannelId, LookupId, ServerId } from '../../ids.ts';
import type { Network } from '../../network/network.ts';
import type { Observations } from '../../observations.ts';
import type { Rules } from '../../rules.ts';
import type { ChannelRow } from '../channels/channelRows.ts';
import type { Finder } from '../dialplan/finder.ts';
import type { Machine } from '../dialplan/machine.ts';
import type { Secrets } from '../iax2/secrets.ts';
import type { WallClock } from '../wallClock.ts';
import { Answers } from './answers.ts';
import { DundiCache } from './cache.ts';
import { Eids } from './eids.ts';
import { SessionKeys } from './keys.ts';
import { Lookups } from './lookups.ts';
import { Node } from './node.ts';
import { UNKNOWN_MS, type Peer } from './peer.ts';
import { Qualify } from './dundiQualify.ts';
import { Switches } from './switches.ts';
import type { Transaction, TransactionUsers } from './transaction.ts';
import { Spellings } from './spellings.ts';
import { Transactions } from './transactions.ts';

/** DUNDi of all servers: its five parts, joined. */
export class DundiPart implements TransactionUsers {
  readonly eids = new Eids();
  private readonly spellings = new Spellings();
  readonly nodes: readonly Node[];
  readonly keys: SessionKeys;
  readonly transactions: Transactions;
  readonly lookups: Lookups;
  readonly switches: Switches;
  readonly qualify: Qualify;
  private readonly parts: DundiParts;
  private answers!: Answers;
  private readonly cliEnds: EventType<number, LookupId>;
  private tellCli: (lookup: LookupId) => void = () => {};

  constructor(parts: DundiParts) {
    this.parts = parts;
    const { sim, hosts, network, rules, servers, observations, time } = parts;
    const owners = new Map(
      servers.map((server, index) => [this.eids.intern(server.dundi.entityId), index as ServerId]),
    );
    this.nodes = servers.map((server, index) => this.makeNode(server, index as ServerId, owners));
    this.keys = new SessionKeys(servers.length);
    this.transactions = new Transactions(sim, hosts, network, this.keys, time.dundiAck, time.dundiReply);
    this.lookups = new Lookups(sim, hosts, rules, this.nodes, this.transactions, observations, time.dundiAsk);
    this.switches = new Switches(this.lookups, this.nodes);
    this.qualify = new Qualify(sim, hosts, this.nodes, this.transactions, observations);
    this.transactions.serve(this);
    this.cliEnds = sim.on('dundi.cliLookupEnds', (_, lookup) => this.tellCli(lookup));
  }

  /** The event of a lookup that is made on the console: one at a time. */
  cliLookupEnds(tell: (lookup: LookupId) => void): EventType<number, LookupId> {
    this.tellCli = tell;
    return this.cliEnds;
  }

  connect(
    finders: readonly Finder[],
    machines: readonly Machine[],
    channels: { get(id: ChannelId): ChannelRow | undefined },
    stories: Stories,
  ): void {
    const { sim, hosts, rules, servers, secrets, time } = this.parts;
    this.answers = new Answers(sim, hosts, this.nodes, this.transactions, this.lookups, finders, {
      secretOf: (server) => secrets.of(server),
      addressOf: (server) => servers[server]!.address,
      answerTime: time.dundiAnswer,
      ownLimit: rules.forwardTtl === 'ownLimit',
    });
    this.switches.connect(machines, channels, stories);
  }

  private makeNode(server: ServerConfig, index: ServerId, owners: ReadonlyMap<number, ServerId>): Node {
    const peers: Peer[] = server.dundi.peers.map((config) => ({
      config,
      eid: this.eids.intern(config.entityId),
      host: this.parts.serverAt(config.host),
      lastMs: UNKNOWN_MS,
      history: [],
    }));
    return new Node(
      index,
      server.dundi,
      this.eids,
      new DundiCache(this.parts.rules, this.parts.clock),
      this.spellings,
      peers.reverse(),
      owners,
    );
  }

  // ---------------------------------------------------------------- TransactionUsers

  questionArrived(transaction: Transaction): void {
    this.answers.begin(transaction);
  }

  replyArrived(transaction: Transaction): void {
    this.lookups.collect(transaction);
  }

  died(transaction: Transaction): void {
    this.lookups.died(transaction);
  }

  probeAnswered(transaction: Transaction): void {
    this.qualify.answered(transaction);
  }

  probeDied(transaction: Transaction): void {
    this.qualify.died(transaction);
  }

  datagram(transaction: Transaction): void {
    if (transaction.lookup !== 0) this.lookups.countDatagram(transaction.lookup);
  }

  // ---------------------------------------------------------------- faults

  crash(server: ServerId): void {
    this.transactions.crash(server);
    this.lookups.crash(server);
    this.answers.crash(server);
    this.qualify.crash(server);
  }
}

export interface DundiParts {
  readonly sim: Simulation;
  readonly hosts: Hosts;
  readonly network: Network;
  readonly rules: Rules;
  readonly clock: WallClock;
  readonly servers: readonly ServerConfig[];
  readonly observations: Observations;
  readonly serverAt: (address: string) => ServerId | -1;
  readonly secrets: Secrets;
  readonly time: {
    readonly dundiAck: () => Micros;
    readonly dundiAnswer: () => Micros;
    readonly dundiAsk: () => Micros;
    readonly dundiReply: () => Micros;
  };
}
