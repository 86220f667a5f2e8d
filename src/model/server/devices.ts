import { mayBeHost } from '../../text/dialText.ts';
import { broken } from '../../kernel/assert.ts';
import type { Phones, ServerConfig, SipFixedPeer } from '../config.ts';
import type { SipTable } from '../database/siptable.ts';
import type { HostId, PhoneId, ServerId } from '../ids.ts';
import type { Hosts } from '../network/hosts.ts';
import { accountOf } from '../phoneNumbers.ts';
import type { DatabaseTable } from '../records.ts';
import type { Accounts } from './accounts/accounts.ts';
import { CAUSE } from './channels/channelRows.ts';
import type { FixedTarget, PhoneDevice, PhoneDevices } from './channelDriver.ts';
import type { StaticPeers } from './registrar/staticPeers.ts';
import type { Rules } from '../rules.ts';
import { IN_MEMORY, REGISTERED, UNREACHABLE, type PeerRow, type SipPeers } from './registrar/sipPeers.ts';
import type { Registrations } from './registrar/registrations.ts';
import type { FixedQualify } from './sip/fixedQualify.ts';
import { parseSipDial, type SipDialString } from './sip/dialString.ts';
import type { WallClock } from './wallClock.ts';

const NONE: readonly DatabaseTable[] = [];
const ONE: readonly DatabaseTable[] = ['sip'];
const TWO: readonly DatabaseTable[] = ['sip', 'sip'];

/** A host by its number; a name is one of a peer or of a phone. */
const ADDRESS = /^\d+\.\d+\.\d+\.\d+(:\d+)?$/;

/** AST_DEVICE_* (devicestate.h). */
export const DEVICE = { unknown: 0, notInUse: 1, inUse: 2, busy: 3, invalid: 4, unavailable: 5, onHold: 8 } as const;

/**
 * What one server's chan_sip knows of a phone when the dialplan names it: `1006`, or `1002@10.10.10.63:5060`, which is
 * always available (facts E).
 */
export class Devices implements PhoneDevices {
  readonly tech = 'SIP';
  readonly noChannelCause = CAUSE.unregistered;
  private readonly hosts: Hosts;
  private readonly servers: readonly ServerConfig[];
  private readonly peers: SipPeers;
  private readonly table: SipTable;
  private readonly registrations: Registrations;
  private readonly rules: Rules;
  private readonly clock: WallClock;
  private readonly phones: Phones;
  /** Made when an address is first dialled. */
  private byAddress: ReadonlyMap<string, PhoneId> | undefined;
  private readonly statics: StaticPeers;
  private readonly fixed: Pick<FixedQualify, 'isUnreachable' | 'silenceOf'>;
  private readonly accounts: Accounts;
  private readonly serverAt: (address: string) => ServerId | -1;

  constructor(
    phones: Phones,
    servers: readonly ServerConfig[],
    peers: SipPeers,
    table: SipTable,
    registrations: Registrations,
    rules: Rules,
    clock: WallClock,
    statics: StaticPeers,
    hosts: Hosts,
    serverAt: (address: string) => ServerId | -1,
    fixed: Pick<FixedQualify, 'isUnreachable' | 'silenceOf'>,
    accounts: Accounts,
  ) {
    this.accounts = accounts;
    this.hosts = hosts;
    this.serverAt = serverAt;
    this.fixed = fixed;
    this.servers = servers;
    this.peers = peers;
    this.table = table;
    this.registrations = registrations;
    this.rules = rules;
    this.clock = clock;
    this.phones = phones;
    this.statics = statics;
  }

  /** A section of sip.conf is its own address, or waits for a registration. */
  lackOf(): undefined {
    return undefined;
  }

  /** A peer or phone by its name, else an address (chan_sip.c:create_addr). */
  parse(server: ServerId, resource: string): PhoneDevice {
    const dialled = parseSipDial(resource, this.rules.dialect);
    const { host } = dialled;
    const phone = this.table.phoneNamed(host);
    if (phone !== undefined) return { resource, phone, byAddress: false, fixed: undefined };
    const section = this.servers[server]!.sip.fixedPeers.find(({ name, kind }) => kind !== 'user' && name === host);
    if (section !== undefined) {
      return {
        resource,
        phone: -1,
        byAddress: false,
        fixed: this.toSection(server, section, dialled, dialled.exten, this.serverAt(section.host)),
      };
    }
    const account = this.accountOf(server, host);
    if (account !== undefined) {
      const there = this.accounts.hostOf(server, 'SIP', host);
      const exten = dialled.exten === '' ? this.accounts.extensionOf(server, 'SIP', host) : dialled.exten;
      const fixed = this.toSection(server, account, dialled, exten, there);
      return { resource, phone: -1, byAddress: false, fixed };
    }
    const isAddress = resource.includes('@') ? mayBeHost(host) || this.serverAt(host) >= 0 : ADDRESS.test(host);
    if (!isAddress) return { resource, phone: -1, byAddress: false, fixed: undefined };
    const address = host.includes(':') ? host : `${host}:5060`;
    const there = this.phoneAt(address);
    return {
      resource,
      phone: there,
      byAddress: true,
      fixed: there >= 0 ? undefined : this.toAddress(server, dialled),
    };
  }

  private toSection(
    server: ServerId,
    section: SipFixedPeer,
    dialled: SipDialString,
    exten: string,
    host: ServerId | -1,
  ): FixedTarget {
    const { name, fromUser, directMedia } = section;
    const userName = dialled.userName === '' ? section.userName : dialled.userName;
    const secret = dialled.secret === '' ? section.secret : dialled.secret;
    return {
      name,
      host,
      exten,
      fromUser,
      digest: userName === '' ? undefined : { userName, secret },
      directMedia,
      // Of a dynamic one: nobody has registered for it.
      isUnreachable: (section.host === 'dynamic' && host < 0) || this.fixed.isUnreachable(server, section),
      silence: section.host === 'dynamic' && host < 0 ? undefined : this.fixed.silenceOf(server, section),
    };
  }

  private toAddress(server: ServerId, { host, exten, userName, secret }: SipDialString): FixedTarget {
    return {
      name: host,
      host: this.serverAt(host.split(':')[0]!),
      exten,
      fromUser: '',
      digest: userName === '' ? undefined : { userName, secret },
      directMedia: this.directMedia(server, -1),
      isUnreachable: false,
      silence: undefined,
    };
  }

  private phoneAt(address: string): PhoneId | -1 {
    this.byAddress ??= new Map(
      this.phones.map((phone, index) => [`${phone.address}:${phone.port}`, index as PhoneId] as const),
    );
    return this.byAddress.get(address) ?? -1;
  }

  /** A section that another server registers for. */
  private accountOf(server: ServerId, name: string): SipFixedPeer | undefined {
    if (!this.accounts.isAccount(server, 'SIP', name)) return undefined;
    return this.servers[server]!.sip.dynamicPeers?.find((section) => section.name === name);
  }

  /** SELECTs until the server knows this peer: `ask` for the device's state, `call` for a channel to it (facts B3). */
  selects(server: ServerId, device: PhoneDevice, what: 'ask' | 'call'): readonly DatabaseTable[] {
    const { realtime, rtCacheFriends } = this.servers[server]!.sip;
    if (device.byAddress || device.fixed !== undefined || !realtime || this.inMemory(server, device)) return NONE;
    return what === 'call' || (this.rules.statementCounts === '1.2' && rtCacheFriends) ? ONE : TWO;
  }

  /** After its SELECT: with rtcachefriends the peer stays in memory. */
  loaded(server: ServerId, device: PhoneDevice): void {
    const { realtime, rtCacheFriends } = this.servers[server]!.sip;
    if (realtime && rtCacheFriends && device.phone >= 0 && !device.byAddress)
      this.registrations.load(server, device.phone as PhoneId);
  }

  /** After the SELECT for its state, which keeps nothing: a row whose time is over does not outlive it. */
  stateLoaded(server: ServerId, device: PhoneDevice): void {
    if (device.phone >= 0 && !device.byAddress) this.registrations.endExpired(server, device.phone as PhoneId);
  }

  isKnown(server: ServerId, device: PhoneDevice): boolean {
    if (device.byAddress || device.fixed !== undefined) return true;
    if (device.phone < 0) return false;
    return this.servers[server]!.sip.realtime || this.statics.of(server, device.phone as PhoneId) !== undefined;
  }

  /** The server has an address for it and does not think it unreachable: a call to it can be made. */
  canCall(server: ServerId, device: PhoneDevice): boolean {
    if (device.byAddress || device.fixed !== undefined) return device.fixed?.isUnreachable !== true;
    if (!this.isKnown(server, device)) return false;
    const row = this.rowOf(server, device);
    if (this.peers.has(row, UNREACHABLE)) return false;
    return this.hasAddress(server, device, row);
  }

  state(server: ServerId, device: PhoneDevice): number {
    if (device.byAddress || device.fixed !== undefined)
      return device.fixed?.isUnreachable === true ? DEVICE.unavailable : DEVICE.unknown;
    if (!this.isKnown(server, device)) return DEVICE.invalid;
    const row = this.rowOf(server, device);
    if (this.peers.has(row, UNREACHABLE) || !this.hasAddress(server, device, row)) return DEVICE.unavailable;
    const limit = this.callLimit(server, device.phone);
    if (limit === 0) return DEVICE.unknown;
    const calls = row < 0 ? 0 : this.peers.inUse.get(row);
    return calls >= limit ? DEVICE.busy : calls > 0 ? DEVICE.inUse : DEVICE.notInUse;
  }

  /** One call more or less of that phone on that server: what call-limit counts. */
  use(server: ServerId, phone: PhoneId, by: 1 | -1): void {
    const row = this.peers.findOrAdd(server, accountOf(this.phones, phone));
    const calls = this.peers.inUse.get(row) + by;
    if (calls < 0) broken(`phone ${phone} is in ${calls} calls on server ${server}`);
    this.peers.inUse.set(row, calls);
  }

  /** Of the phones with its number that whose address the server has. */
  hostOf(server: ServerId, device: PhoneDevice): HostId | -1 {
    const { phone, byAddress } = device;
    if (phone < 0) return -1;
    if (byAddress) return this.hosts.ofPhone(phone as PhoneId);
    const row = this.rowOf(server, device);
    const isFromRow = this.readsRow(server, row) || row < 0;
    return this.hosts.ofPhone(isFromRow ? this.table.deviceOf(phone as PhoneId) : this.peers.deviceOf(row));
  }

  /** chan_sip.c:sip_request_call, sip_new: the host of an address. */
  channelNameOf({ resource, byAddress }: PhoneDevice): string {
    return byAddress ? resource.slice(resource.lastIndexOf('@') + 1) : resource;
  }

  contextOf(server: ServerId, phone: PhoneId): string {
    return this.statics.of(server, phone)?.context ?? this.servers[server]!.sip.context;
  }

  stateChanges(): void {}

  /** The state of a device does not say it, unless notifyhold is set (chan_sip.c:change_hold_state; its default is no). */
  holds(): void {}

  counts({ phone, byAddress }: PhoneDevice): boolean {
    return phone >= 0 && !byAddress;
  }

  isLocal(_: ServerId, { byAddress }: PhoneDevice): boolean {
    return !byAddress;
  }

  rowOf(server: ServerId, device: PhoneDevice): PeerRow {
    return device.phone < 0 ? -1 : this.peers.find(server, device.phone as PhoneId);
  }

  private inMemory(server: ServerId, device: PhoneDevice): boolean {
    return this.peers.has(this.rowOf(server, device), IN_MEMORY);
  }

  /**
   * What is not in memory is what the row says, whichever server wrote it (chan_sip.c:realtime_peer); with rtcachefriends since
   * 1.4.21 only (facts B4).
   */
  private hasAddress(server: ServerId, device: PhoneDevice, row: PeerRow): boolean {
    if (this.readsRow(server, row) && device.phone >= 0) {
      const phone = device.phone as PhoneId;
      const { ignoreRegExpire } = this.servers[server]!.sip;
      const isLive = ignoreRegExpire || this.clock.wholeSeconds() <= this.table.regSecondsOf(phone);
      return this.table.hasAddress(phone) && isLive;
    }
    return this.peers.has(row, REGISTERED);
  }

  private readsRow(server: ServerId, row: PeerRow): boolean {
    const { realtime, rtCacheFriends } = this.servers[server]!.sip;
    return realtime && (!rtCacheFriends || (this.rules.realtimeLoadsAddress && !this.peers.has(row, IN_MEMORY)));
  }

  /** Media may go past the server between this phone and another one. */
  directMedia(server: ServerId, phone: PhoneId | -1): boolean {
    const own = phone < 0 ? undefined : this.statics.of(server, phone as PhoneId);
    return own === undefined ? this.servers[server]!.sip.directMedia : own.directMedia;
  }

  /** Without rtcachefriends each call has a peer of its own, which is in no call (chan_sip.c:realtime_peer). */
  reachedLimit(server: ServerId, phone: PhoneId): number {
    const { realtime, rtCacheFriends } = this.servers[server]!.sip;
    const row = this.peers.find(server, phone);
    const limit = row < 0 || (realtime && !rtCacheFriends) ? 0 : this.callLimit(server, phone);
    return limit > 0 && this.peers.inUse.get(row) >= limit ? limit : 0;
  }

  private callLimit(server: ServerId, phone: PhoneId | -1): number {
    const { sip } = this.servers[server]!;
    const own = phone < 0 ? undefined : this.statics.of(server, phone as PhoneId);
    return own?.callLimit ?? (sip.realtime ? sip.callLimit : 0);
  }
}
