import type { Silence } from '../silence.ts';
import { broken } from '../../../kernel/assert.ts';
import type { Phones } from '../../config.ts';
import type { SipTable } from '../../database/siptable.ts';
import type { HostId, PhoneId, ServerId } from '../../ids.ts';
import type { Hosts } from '../../network/hosts.ts';
import { accountOf } from '../../phoneNumbers.ts';
import type { DatabaseTable } from '../../records.ts';
import { CAUSE } from '../channels/channelRows.ts';
import type { AddressLack, PhoneDevice, PhoneDevices } from '../channelDriver.ts';
import { DEVICE } from '../devices.ts';
import { ONLINE, REGISTERED, type PeerRow, type SipPeers } from '../registrar/sipPeers.ts';
import type { Contact, Contacts } from './contacts.ts';
import type { ContactStatuses } from './contactStatuses.ts';
import type { ContactWrites } from './contactWrites.ts';
import type { Endpoints } from './endpoints.ts';
import type { FixedContacts } from './fixedContacts.ts';
import type { ServerContact, ServerContacts } from './serverContacts.ts';
import { parsePjsipDial, parseSipUri, type PjsipDialString, type SipUri } from './pjsipDial.ts';

const NONE: readonly DatabaseTable[] = [];

/**
 * What a server's chan_pjsip knows of a device: `1001`, or `1001/sip:1001@10.20.0.1:5060`, which goes to that URI as the
 * endpoint 1001 would (chan_pjsip.c:request, chan_pjsip_devicestate).
 *
 * The state of a device is the server's own view; a call goes wherever the contacts say that the server can read.
 */
export class PjsipDevices implements PhoneDevices {
  readonly tech = 'PJSIP';
  readonly noChannelCause = CAUSE.noRoute;
  private readonly parts: PjsipDevicesParts;
  private readonly byAddress = new Map<string, PhoneId>();
  /** Calls of a phone whose other party it has on hold, by its row. */
  private readonly held = new Map<PeerRow, number>();

  constructor(parts: PjsipDevicesParts) {
    this.parts = parts;
    parts.phones.forEach(({ address, port }, index) => this.byAddress.set(`${address}:${port}`, index as PhoneId));
  }

  parse(server: ServerId, resource: string): PhoneDevice {
    const { endpoints, table } = this.parts;
    const isEndpoint = (name: string): boolean => endpoints.has(server, name, table.phoneNamed(name) ?? -1);
    const dialled = parsePjsipDial(resource, isEndpoint);
    const { endpoint, location } = dialled;
    const uri = /^<?sips?:/i.test(location) ? parseSipUri(location) : undefined;
    if (uri !== undefined) return this.toUri(server, resource, dialled, uri);
    const account = table.phoneNamed(endpoint) ?? -1;
    if (account >= 0 && (location === '' || location === endpoint))
      return { resource, phone: account, byAddress: false, fixed: undefined };
    const there = location.includes(':') ? undefined : this.registeredAt(server, endpoint, location);
    if (there !== undefined) return this.toServer(server, resource, dialled, there);
    const contact = location.includes(':') ? undefined : this.permanentOf(server, endpoint, location);
    if (contact !== undefined) return this.toUri(server, resource, dialled, contact.uri, contact.silence);
    return { resource, phone: -1, byAddress: false, fixed: undefined };
  }

  /** A phone at that address, or another host. */
  private toUri(
    server: ServerId,
    resource: string,
    { endpoint: name, user }: PjsipDialString,
    uri: SipUri,
    silence?: Silence,
  ): PhoneDevice {
    const phone = this.byAddress.get(`${uri.host}:${uri.port}`) ?? -1;
    const account = this.parts.table.phoneNamed(name) ?? -1;
    const endpoint = this.parts.endpoints.named(server, name) ?? this.parts.endpoints.of(server, account);
    if (phone >= 0 || endpoint === undefined) return { resource, phone, byAddress: true, fixed: undefined };
    const { fromUser, outboundAuth: digest, directMedia } = endpoint;
    const host = this.parts.serverAt(uri.host);
    const exten = user === '' ? uri.user : user;
    return {
      resource,
      phone,
      byAddress: true,
      fixed: { name, host, exten, fromUser, digest, directMedia, isUnreachable: silence !== undefined, silence },
    };
  }

  /** Another server that has registered under an AOR by its name, or under one of the endpoint. */
  private registeredAt(server: ServerId, name: string, location: string): ServerContact | undefined {
    const { endpoints, serverContacts } = this.parts;
    const names = location === '' ? (endpoints.named(server, name)?.aors ?? []).map((aor) => aor.name) : [location];
    return names.flatMap((aor) => serverContacts.of(server, aor))[0];
  }

  private toServer(
    server: ServerId,
    resource: string,
    { endpoint: name, user }: PjsipDialString,
    contact: ServerContact,
  ): PhoneDevice {
    const endpoint = this.parts.endpoints.named(server, name);
    if (endpoint === undefined) return { resource, phone: -1, byAddress: false, fixed: undefined };
    const { fromUser, outboundAuth: digest, directMedia } = endpoint;
    const exten = user === '' ? contact.user : user;
    const host = contact.host as ServerId;
    const fixed = { name, host, exten, fromUser, digest, directMedia, isUnreachable: false, silence: undefined };
    return { resource, phone: -1, byAddress: true, fixed };
  }

  /** The first permanent contact of an AOR by its name, or of those of the endpoint; one that does not answer comes last. */
  private permanentOf(
    server: ServerId,
    name: string,
    location: string,
  ): { readonly uri: SipUri; readonly silence: Silence | undefined } | undefined {
    const { endpoints, fixedContacts } = this.parts;
    const aor = location === '' ? undefined : endpoints.aorNamed(server, location);
    const aors = location === '' ? (endpoints.named(server, name)?.aors ?? []) : aor === undefined ? [] : [aor];
    const all = aors.flatMap((one) =>
      [...one.contacts].sort().flatMap((contact) => {
        const uri = parseSipUri(contact);
        return uri === undefined ? [] : [{ uri, silence: fixedContacts.silenceOf(server, one, contact) }];
      }),
    );
    return all.find(({ silence }) => silence === undefined) ?? all[0];
  }

  /** The endpoint first; then its AOR and contacts, unless the device names an address. */
  selects(server: ServerId, device: PhoneDevice, what: 'ask' | 'call'): readonly DatabaseTable[] {
    const { endpoints } = this.parts;
    const account = this.accountOf(device);
    const naming = endpoints.naming(server, account);
    const call = device.byAddress || account < 0 ? NONE : endpoints.locating(server, account as PhoneId);
    return what === 'call' ? [...naming, ...call] : [...naming, ...naming, ...call];
  }

  loaded(server: ServerId, device: PhoneDevice): void {
    const account = this.accountOf(device);
    if (account < 0) return;
    this.parts.endpoints.keep(server, account, 'endpoint');
    if (device.byAddress) return;
    this.parts.endpoints.keep(server, account, 'aor');
    this.parts.writes.prune(server, account as PhoneId);
  }

  stateLoaded(server: ServerId, device: PhoneDevice): void {
    this.parts.endpoints.keep(server, this.accountOf(device), 'endpoint');
  }

  canCall(server: ServerId, device: PhoneDevice): boolean {
    if (device.fixed !== undefined) return !device.fixed.isUnreachable;
    if (device.byAddress) return this.hasEndpoint(server, device);
    if (this.parts.endpoints.of(server, this.accountOf(device)) === undefined) return false;
    return this.contactOf(server, device) !== undefined;
  }

  lackOf(server: ServerId, { resource }: PhoneDevice): AddressLack | undefined {
    const { endpoints, table } = this.parts;
    const isEndpoint = (name: string): boolean => endpoints.has(server, name, table.phoneNamed(name) ?? -1);
    const { endpoint, location } = parsePjsipDial(resource, isEndpoint);
    return location === '' ? endpoints.lackOf(server, endpoint) : undefined;
  }

  hostOf(server: ServerId, device: PhoneDevice): HostId | -1 {
    if (device.byAddress) return device.phone < 0 ? -1 : this.parts.hosts.ofPhone(device.phone as PhoneId);
    return this.contactOf(server, device)?.host ?? -1;
  }

  counts(device: PhoneDevice): boolean {
    const { phones } = this.parts;
    return device.phone >= 0 && this.accountOf(device) === accountOf(phones, device.phone as PhoneId);
  }

  isLocal(server: ServerId, { phone }: PhoneDevice): boolean {
    const { peers, phones } = this.parts;
    return phone >= 0 && peers.has(peers.find(server, accountOf(phones, phone as PhoneId)), REGISTERED);
  }

  state(server: ServerId, device: PhoneDevice): number {
    const account = this.accountOf(device);
    if (account < 0 && device.fixed !== undefined)
      return device.fixed.isUnreachable ? DEVICE.unavailable : DEVICE.notInUse;
    const endpoint = this.parts.endpoints.of(server, account);
    if (endpoint === undefined) return this.hasEndpoint(server, device) ? DEVICE.unavailable : DEVICE.invalid;
    const row = this.rowAt(server, account);
    if (!this.parts.peers.has(row, ONLINE)) return DEVICE.unavailable;
    const calls = this.parts.peers.inUse.get(row);
    if (endpoint.busyAt > 0 && calls >= endpoint.busyAt) return DEVICE.busy;
    if (calls === 0) return DEVICE.notInUse;
    return this.held.get(row) === calls ? DEVICE.onHold : DEVICE.inUse;
  }

  /** chan_pjsip has no call-limit: device_state_busy_at makes a device busy, and refuses nothing. */
  reachedLimit(): number {
    return 0;
  }

  /** On hold is a phone of which all calls are (chan_pjsip.c:chan_pjsip_devicestate, devicestate.c:ast_devstate_aggregate). */
  holds(server: ServerId, phone: PhoneId, by: 1 | -1): void {
    const row = this.parts.peers.findOrAdd(server, accountOf(this.parts.phones, phone));
    const calls = (this.held.get(row) ?? 0) + by;
    if (calls < 0) broken(`phone ${phone} has ${calls} calls on hold on server ${server}`);
    if (calls === 0) this.held.delete(row);
    else this.held.set(row, calls);
    this.stateChanges(server, phone);
  }

  use(server: ServerId, phone: PhoneId, by: 1 | -1): void {
    const { peers, phones } = this.parts;
    const row = peers.findOrAdd(server, accountOf(phones, phone));
    const calls = peers.inUse.get(row) + by;
    if (calls < 0) broken(`phone ${phone} is in ${calls} calls on server ${server}`);
    peers.inUse.set(row, calls);
    this.stateChanges(server, phone);
  }

  /** The endpoint is read for it, in a thread of its own (devicestate.c:do_devstate_changes, chan_pjsip_devicestate). */
  stateChanges(server: ServerId, phone: PhoneId | -1): void {
    if (this.parts.hosts.isDown(server)) return; // A crash ends its calls.
    const account = phone < 0 ? phone : accountOf(this.parts.phones, phone as PhoneId);
    for (const table of this.parts.endpoints.naming(server, account))
      this.parts.writes.readAside(server, table, 'deviceState');
  }

  rowOf(server: ServerId, device: PhoneDevice): PeerRow {
    return this.rowAt(server, this.accountOf(device));
  }

  /** chan_pjsip.c:chan_pjsip_new: the endpoint, whatever is dialled there. */
  channelNameOf(device: PhoneDevice): string {
    return device.fixed?.name ?? namesIn(device).at(-1)!;
  }

  contextOf(server: ServerId, phone: PhoneId): string {
    return this.parts.endpoints.of(server, phone)?.context ?? 'default';
  }

  directMedia(server: ServerId, phone: PhoneId | -1): boolean {
    return this.parts.endpoints.of(server, phone)?.directMedia ?? true;
  }

  /** Contacts of an endpoint, but those that have not answered this server's OPTIONS: a call goes to the first. */
  contactsOf(server: ServerId, phone: PhoneId): readonly Contact[] {
    const { contacts, statuses } = this.parts;
    const row = this.rowAt(server, phone);
    const live = contacts.live(server, phone);
    const isOut = ({ host }: Contact): boolean => statuses.of(row, host) === 'unavailable';
    return live.some(isOut) ? live.filter((contact) => !isOut(contact)) : live;
  }

  private contactOf(server: ServerId, device: PhoneDevice): Contact | undefined {
    return device.phone < 0 ? undefined : this.contactsOf(server, device.phone as PhoneId)[0];
  }

  private hasEndpoint(server: ServerId, device: PhoneDevice): boolean {
    const { endpoints, table } = this.parts;
    return namesIn(device).some((name) => endpoints.has(server, name, table.phoneNamed(name) ?? -1));
  }

  /** The endpoint's own phone. */
  private accountOf(device: PhoneDevice): PhoneId | -1 {
    if (!device.byAddress) return device.phone;
    for (const name of namesIn(device)) {
      const phone = this.parts.table.phoneNamed(name);
      if (phone !== undefined) return phone;
    }
    return -1;
  }

  private rowAt(server: ServerId, phone: PhoneId | -1): PeerRow {
    return phone < 0 ? -1 : this.parts.peers.find(server, phone as PhoneId);
  }
}

/** What may be its endpoint: all that is before the slash, or what is behind the first @ there. */
function namesIn({ resource }: PhoneDevice): readonly string[] {
  const target = resource.split('/', 1)[0]!;
  const at = target.indexOf('@');
  return at < 0 ? [target] : [target, target.slice(at + 1)];
}

export interface PjsipDevicesParts {
  readonly hosts: Hosts;
  readonly table: SipTable;
  readonly peers: SipPeers;
  readonly contacts: Contacts;
  readonly statuses: ContactStatuses;
  readonly writes: ContactWrites;
  readonly endpoints: Endpoints;
  readonly fixedContacts: FixedContacts;
  readonly serverContacts: ServerContacts;
  /** A server by its address or name; -1: there is none. */
  readonly serverAt: (address: string) => ServerId | -1;
  readonly phones: Phones;
}
