import { hasPermission } from './server/dundi/peer.ts';
import type { Simulation } from '../kernel/clock/simulation.ts';
import type { Micros } from '../kernel/units.ts';
import type { ClusterConfig } from './config.ts';
import type { SipTable } from './database/siptable.ts';
import type { CallId, HostId, PhoneId, ServerId } from './ids.ts';
import type { Hosts } from './network/hosts.ts';
import type { LookupRecord } from './observations.ts';
import { accountOf } from './phoneNumbers.ts';
import type { ChannelTable } from './server/channels/channelTable.ts';
import type { Finder } from './server/dialplan/finder.ts';
import type * as services from './server/dialplan/services.ts';
import type { ParkingLots } from './server/parking/parkingLots.ts';
import { EXTENSION, IN_ASTDB, REGISTERED, type PeerRow, type SipPeers } from './server/registrar/sipPeers.ts';
import type { PhoneThreads } from './server/channelDriver.ts';
import type { FaultLog } from './story/faultLog.ts';
import { timeText } from './story/words.ts';
import type { LockHolder } from './story/happenings.ts';
import type { RelayBook } from './story/relayBook.ts';
import type { SipBlock, World } from './story/world.ts';

/** Sees every part of the cluster at once, and changes none: what the cause of a call is named from. */
export class Onlooker implements World {
  readonly faults: FaultLog;
  private readonly parts: OnlookerParts;
  /** Some server has its phones in the shared table. */
  private readonly hasTable: boolean;

  constructor(parts: OnlookerParts) {
    this.parts = parts;
    this.faults = parts.faultLog;
    this.hasTable = parts.config.servers.some(
      ({ sip, pjsip }) => sip.realtime || Object.values(pjsip.stores).some(({ realtime }) => realtime),
    );
  }

  get now(): Micros {
    return this.parts.sim.now;
  }

  timeText(time: Micros): string {
    return timeText(time - this.parts.origin);
  }

  nameOf(host: HostId): string {
    const { config, hosts } = this.parts;
    if (hosts.isServer(host)) return config.servers[host]!.name;
    return host === hosts.database ? 'the database' : config.phones.at(hosts.phoneOf(host))!.number;
  }

  numberOf(phone: PhoneId): string {
    return this.parts.config.phones.at(phone)!.number;
  }

  registeredAt(phone: PhoneId): readonly ServerId[] {
    const { config, hosts, peers } = this.parts;
    const account = accountOf(config.phones, phone);
    return config.servers
      .map((_, server) => server as ServerId)
      .filter((server) => hosts.isUp(server) && this.isOwnPhone(peers.find(server, account)));
  }

  /**
   * A peer that chan_sip of 1.4.21 and later has loaded from the shared row counts as registered to its own calls, and DUNDi
   * knows nothing of it: only a REGISTER has it in the astdb, and in the regcontext (facts B4).
   */
  private isOwnPhone(row: PeerRow): boolean {
    const { peers, config } = this.parts;
    if (!peers.has(row, REGISTERED)) return false;
    return config.rules.channelDriver === 'chan_pjsip' || peers.has(row, IN_ASTDB) || peers.has(row, EXTENSION);
  }

  relayOf(number: string): LookupRecord | undefined {
    return this.parts.relays.get(number);
  }

  asksFor(server: ServerId, context: string): readonly ServerId[] {
    const { servers } = this.parts.config;
    const asked = servers[server]!.dundi.peers.filter(
      ({ model, include }) => (model === 'outbound' || model === 'symmetric') && hasPermission(include, context),
    );
    return asked
      .map(({ entityId }) => servers.findIndex(({ dundi }) => dundi.entityId === entityId) as ServerId)
      .filter((peer) => peer >= 0);
  }

  answersFor(server: ServerId, context: string, asker: ServerId): boolean {
    const { servers } = this.parts.config;
    const { mappings, peers } = servers[server]!.dundi;
    const back = peers.find(({ entityId }) => entityId === servers[asker]!.dundi.entityId);
    return (
      mappings.some((mapping) => mapping.context.toLowerCase() === context.toLowerCase()) &&
      back !== undefined &&
      hasPermission(back.permit, context)
    );
  }

  knowsPeer(server: ServerId, asker: ServerId): boolean {
    const { config, origin, sim } = this.parts;
    const { entityId } = config.servers[asker]!.dundi;
    if (!config.servers[server]!.dundi.peers.some((peer) => peer.entityId === entityId)) return false;
    const adds = config.faults.filter(
      (fault) => fault.kind === 'reload' && fault.server === server && fault.adds.includes(asker),
    );
    return adds.length === 0 || adds.some(({ at }) => origin + at <= sim.now);
  }

  sipBlock(server: ServerId): SipBlock | undefined {
    const block = this.parts.sip.blockOf(server);
    return block === undefined ? undefined : { ...block, holder: this.holderOf(this.parts.finders[server]?.holder) };
  }

  hasContact(phone: PhoneId): boolean {
    const { config, table } = this.parts;
    return !this.hasTable || table.hasFullContact(accountOf(config.phones, phone));
  }

  parkedAt(call: CallId): ServerId | -1 {
    return this.parts.parking.whereIs(call);
  }

  /** With the call of the channel that holds the lock. */
  holderOf(holder: services.LockHolder | undefined): LockHolder | undefined {
    if (holder === undefined) return undefined;
    const { since, number, waitsFor } = holder;
    return { call: this.parts.channels.get(holder.channel)?.call ?? 0, since, number, waitsFor };
  }
}

export interface OnlookerParts {
  readonly sim: Simulation;
  /** Virtual time at the scenario's 0. */
  readonly origin: Micros;
  readonly config: ClusterConfig;
  readonly hosts: Hosts;
  readonly peers: SipPeers;
  readonly table: SipTable;
  readonly sip: PhoneThreads;
  readonly finders: readonly Finder[];
  readonly channels: ChannelTable;
  readonly parking: ParkingLots;
  readonly relays: RelayBook;
  readonly faultLog: FaultLog;
}
