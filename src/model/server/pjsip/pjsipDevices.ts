import { broken } from '../../../kernel/assert.ts';
import type { PhoneConfig } from '../../config.ts';
import type { SipTable } from '../../database/siptable.ts';
import type { HostId, PhoneId, ServerId } from '../../ids.ts';
import type { Hosts } from '../../network/hosts.ts';
import { accountOf } from '../../phoneNumbers.ts';
import type { DatabaseTable } from '../../records.ts';
import { CAUSE } from '../channels/channelRows.ts';
import type { PhoneDevice, PhoneDevices } from '../channelDriver.ts';
import { DEVICE } from '../devices.ts';
import { ONLINE, REGISTERED, type PeerRow, type SipPeers } from '../registrar/sipPeers.ts';
import type { Contact, Contacts } from './contacts.ts';
import type { ContactStatuses } from './contactStatuses.ts';
import type { ContactWrites } from './contactWrites.ts';
import type { Endpoints } from './endpoints.ts';

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

  constructor(parts: PjsipDevicesParts) {
    this.parts = parts;
    parts.phones.forEach(({ address, port }, index) => this.byAddress.set(`${address}:${port}`, index as PhoneId));
  }

  parse(_: ServerId, resource: string): PhoneDevice {
    const slash = resource.indexOf('/');
    const fixed = undefined;
    if (slash < 0) return { resource, phone: this.parts.table.phoneNamed(resource) ?? -1, byAddress: false, fixed };
    const address = /^sips?:(?:[^@]*@)?([^;?>]+)/.exec(resource.slice(slash + 1))?.[1] ?? '';
    const full = address.includes(':') ? address : `${address}:5060`;
    return { resource, phone: this.byAddress.get(full) ?? -1, byAddress: true, fixed };
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
    if (this.parts.endpoints.of(server, this.accountOf(device)) === undefined) return false;
    return device.byAddress || this.contactOf(server, device) !== undefined;
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
    const endpoint = this.parts.endpoints.of(server, account);
    if (endpoint === undefined) return DEVICE.invalid;
    const row = this.rowAt(server, account);
    if (!this.parts.peers.has(row, ONLINE)) return DEVICE.unavailable;
    const calls = this.parts.peers.inUse.get(row);
    if (endpoint.busyAt > 0 && calls >= endpoint.busyAt) return DEVICE.busy;
    return calls > 0 ? DEVICE.inUse : DEVICE.notInUse;
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

  /** The endpoint's own phone. */
  private accountOf({ resource, phone, byAddress }: PhoneDevice): PhoneId | -1 {
    return byAddress ? (this.parts.table.phoneNamed(resource.slice(0, resource.indexOf('/'))) ?? -1) : phone;
  }

  private rowAt(server: ServerId, phone: PhoneId | -1): PeerRow {
    return phone < 0 ? -1 : this.parts.peers.find(server, phone as PhoneId);
  }
}

export interface PjsipDevicesParts {
  readonly hosts: Hosts;
  readonly table: SipTable;
  readonly peers: SipPeers;
  readonly contacts: Contacts;
  readonly statuses: ContactStatuses;
  readonly writes: ContactWrites;
  readonly endpoints: Endpoints;
  readonly phones: readonly PhoneConfig[];
}
