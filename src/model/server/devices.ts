import { broken } from '../../kernel/assert.ts';
import type { PhoneConfig, ServerConfig, SipFixedPeer } from '../config.ts';
import type { SipTable } from '../database/siptable.ts';
import type { PhoneId, ServerId } from '../ids.ts';
import type { StaticPeers } from './registrar/staticPeers.ts';
import type { Rules } from '../rules.ts';
import { IN_MEMORY, REGISTERED, UNREACHABLE, type PeerRow, type SipPeers } from './registrar/sipPeers.ts';
import type { Registrations } from './registrar/registrations.ts';
import { parseSipDial, type SipDialString } from './sip/dialString.ts';
import type { WallClock } from './wallClock.ts';

/** A host by its number; a name is one of a peer or of a phone. */
const ADDRESS = /^\d+\.\d+\.\d+\.\d+(:\d+)?$/;

/** AST_DEVICE_* (devicestate.h). */
export const DEVICE = { unknown: 0, notInUse: 1, inUse: 2, busy: 3, invalid: 4, unavailable: 5 } as const;

/** A device as the dialplan names it after the slash: `1006`, or `1002@10.10.10.63:5060`. */
export interface SipDevice {
  readonly phone: PhoneId | -1;
  /** Named by an address: nothing is looked up, and it is always available (facts E). */
  readonly byAddress: boolean;
  /** It is no phone but another server, or a host that is none of the scenario's; undefined: a phone, or nothing. */
  readonly fixed: FixedTarget | undefined;
}

/** Where a call leaves the cluster's phones: to a section of sip.conf with a fixed host, or to an address. */
export interface FixedTarget {
  readonly section: SipFixedPeer | undefined;
  /** -1: no host of the scenario has it; what is sent there is lost. */
  readonly host: ServerId | -1;
  readonly dialled: SipDialString;
}

/**
 * What one server knows of a phone when the dialplan names it. It is local knowledge: no message is sent (facts E).
 */
export class Devices {
  private readonly servers: readonly ServerConfig[];
  private readonly peers: SipPeers;
  private readonly table: SipTable;
  private readonly registrations: Registrations;
  private readonly rules: Rules;
  private readonly clock: WallClock;
  private readonly byAddress = new Map<string, PhoneId>();
  private readonly statics: StaticPeers;
  private readonly serverAt: (address: string) => ServerId | -1;

  constructor(
    phones: readonly PhoneConfig[],
    servers: readonly ServerConfig[],
    peers: SipPeers,
    table: SipTable,
    registrations: Registrations,
    rules: Rules,
    clock: WallClock,
    statics: StaticPeers,
    serverAt: (address: string) => ServerId | -1,
  ) {
    this.serverAt = serverAt;
    this.servers = servers;
    this.peers = peers;
    this.table = table;
    this.registrations = registrations;
    this.rules = rules;
    this.clock = clock;
    phones.forEach((phone, index) => this.byAddress.set(`${phone.address}:${phone.port}`, index as PhoneId));
    this.statics = statics;
  }

  /** A peer or phone by its name, else an address (chan_sip.c:create_addr). */
  parse(server: ServerId, resource: string): SipDevice {
    const dialled = parseSipDial(resource, this.rules.dialect);
    const { host } = dialled;
    const phone = this.table.phoneNamed(host);
    if (phone !== undefined) return { phone, byAddress: false, fixed: undefined };
    const section = this.servers[server]!.sip.fixedPeers.find(({ name, kind }) => kind !== 'user' && name === host);
    if (section !== undefined) {
      const fixed = { section, host: this.serverAt(section.host), dialled };
      return { phone: -1, byAddress: false, fixed };
    }
    if (!resource.includes('@') && !ADDRESS.test(host)) return { phone: -1, byAddress: false, fixed: undefined };
    const address = host.includes(':') ? host : `${host}:5060`;
    const there = this.byAddress.get(address) ?? -1;
    const fixed = there >= 0 ? undefined : { section: undefined, host: this.serverAt(host.split(':')[0]!), dialled };
    return { phone: there, byAddress: true, fixed };
  }

  /** SELECTs until the server knows this peer: `ask` for the device's state, `call` for a channel to it (facts B3). */
  selects(server: ServerId, device: SipDevice, what: 'ask' | 'call'): number {
    const { realtime, rtCacheFriends } = this.servers[server]!.sip;
    if (device.byAddress || device.fixed !== undefined || !realtime || this.inMemory(server, device)) return 0;
    if (what === 'call') return 1;
    return this.rules.statementCounts === '1.2' && rtCacheFriends ? 1 : 2;
  }

  /** After its SELECT: with rtcachefriends the peer stays in memory. */
  loaded(server: ServerId, device: SipDevice): void {
    const { realtime, rtCacheFriends } = this.servers[server]!.sip;
    if (realtime && rtCacheFriends && device.phone >= 0 && !device.byAddress)
      this.registrations.load(server, device.phone as PhoneId);
  }

  /** After the SELECT for its state, which keeps nothing: a row whose time is over does not outlive it. */
  stateLoaded(server: ServerId, device: SipDevice): void {
    if (device.phone >= 0 && !device.byAddress) this.registrations.endExpired(server, device.phone as PhoneId);
  }

  isKnown(server: ServerId, device: SipDevice): boolean {
    if (device.byAddress || device.fixed !== undefined) return true;
    if (device.phone < 0) return false;
    return this.servers[server]!.sip.realtime || this.statics.of(server, device.phone as PhoneId) !== undefined;
  }

  /** The server has an address for it and does not think it unreachable: a call to it can be made. */
  canCall(server: ServerId, device: SipDevice): boolean {
    if (device.byAddress || device.fixed !== undefined) return true;
    if (!this.isKnown(server, device)) return false;
    const row = this.rowOf(server, device);
    if (this.peers.has(row, UNREACHABLE)) return false;
    return this.hasAddress(server, device, row);
  }

  state(server: ServerId, device: SipDevice): number {
    if (device.byAddress || device.fixed !== undefined) return DEVICE.unknown;
    if (!this.isKnown(server, device)) return DEVICE.invalid;
    const row = this.rowOf(server, device);
    if (this.peers.has(row, UNREACHABLE) || !this.hasAddress(server, device, row)) return DEVICE.unavailable;
    const limit = this.callLimit(server, device);
    if (limit === 0) return DEVICE.unknown;
    const calls = row < 0 ? 0 : this.peers.inUse[row]!;
    return calls >= limit ? DEVICE.busy : calls > 0 ? DEVICE.inUse : DEVICE.notInUse;
  }

  /** One call more or less of that phone on that server: what call-limit counts. */
  use(server: ServerId, phone: PhoneId, by: 1 | -1): void {
    const row = this.peers.findOrAdd(server, phone);
    const calls = this.peers.inUse[row]! + by;
    if (calls < 0) broken(`phone ${phone} is in ${calls} calls on server ${server}`);
    this.peers.inUse[row] = calls;
  }

  rowOf(server: ServerId, device: SipDevice): PeerRow {
    return device.phone < 0 ? -1 : this.peers.find(server, device.phone as PhoneId);
  }

  private inMemory(server: ServerId, device: SipDevice): boolean {
    return this.peers.has(this.rowOf(server, device), IN_MEMORY);
  }

  /**
   * What is not in memory is what the row says, whichever server wrote it (chan_sip.c:realtime_peer); with rtcachefriends since
   * 1.4.21 only (facts B4).
   */
  private hasAddress(server: ServerId, device: SipDevice, row: PeerRow): boolean {
    const { realtime, rtCacheFriends } = this.servers[server]!.sip;
    const readsRow = !rtCacheFriends || (this.rules.realtimeLoadsAddress && !this.peers.has(row, IN_MEMORY));
    if (realtime && readsRow && device.phone >= 0) {
      const phone = device.phone as PhoneId;
      const { ignoreRegExpire } = this.servers[server]!.sip;
      const isLive = ignoreRegExpire || this.clock.wholeSeconds() <= this.table.regSecondsOf(phone);
      return this.table.hasAddress(phone) && isLive;
    }
    return this.peers.has(row, REGISTERED);
  }

  /** Media may go past the server between this phone and another one. */
  directMedia(server: ServerId, phone: PhoneId | -1): boolean {
    const own = phone < 0 ? undefined : this.statics.of(server, phone as PhoneId);
    return own === undefined ? this.servers[server]!.sip.directMedia : own.directMedia;
  }

  private callLimit(server: ServerId, device: SipDevice): number {
    const { sip } = this.servers[server]!;
    const own = device.phone < 0 ? undefined : this.statics.of(server, device.phone as PhoneId);
    return own?.callLimit ?? (sip.realtime ? sip.callLimit : 0);
  }
}
