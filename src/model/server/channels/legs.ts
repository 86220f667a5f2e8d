import { NOT_SCHEDULED } from '../../../kernel/clock/simulation.ts';
import type { HostId, LegId, PhoneId, ServerId } from '../../ids.ts';
import type { TrunkTech } from '../../records.ts';
import type { FixedTarget, PhoneDevice } from '../channelDriver.ts';
import { DEVICE } from '../devices.ts';
import type { DialTarget } from '../dialplan/services.ts';
import type { Silence } from '../silence.ts';
import { CAUSE, type ChannelRow, type Leg, type LegTable } from './channelRows.ts';
import type { LegsParts } from './legsParts.ts';
import { parseLocal } from './localLegs.ts';

/**
 * The legs that Dial makes: to a phone over SIP, to a server over IAX2, to a trunk. It makes them, ends them, and keeps
 * their rows until both ends are done with them. It does not know what a Dial waits for.
 */
export class Legs {
  private readonly parts: LegsParts;
  private readonly table: LegTable;

  constructor(parts: LegsParts) {
    this.parts = parts;
    this.table = parts.table;
  }

  get(id: LegId): Leg | undefined {
    return this.table.get(id);
  }

  /** A leg to call, or the cause why there is nobody to call; `limited`: the channel that is made cannot be called. */
  make(row: ChannelRow, target: DialTarget): Leg | number | 'limited' {
    switch (target.tech.toUpperCase()) {
      case this.parts.devices.tech:
        return this.makeSip(row, target.resource);
      case 'IAX2':
      case 'IAX':
        return this.makeIax(row, target.resource);
      case 'ZAP':
      case 'DAHDI':
        return this.makeTrunk(row, target.resource);
      case 'LOCAL':
        return this.makeLocal(row, target.resource);
      default:
        return CAUSE.unallocated;
    }
  }

  /** The database has failed the row of that device: the server has none of that name (chan_sip.c:create_addr). */
  makeNone(row: ChannelRow, { resource }: DialTarget): number {
    const { devices, stories, unaided } = this.parts;
    const { phone } = devices.parse(row.server, resource);
    unaided.comesTo(row, phone);
    stories.note(row.call, { what: 'unavailable', server: row.server, phone });
    return devices.noChannelCause;
  }

  private makeSip(row: ChannelRow, resource: string): Leg | number | 'limited' {
    const { devices, peers } = this.parts;
    const device = devices.parse(row.server, resource);
    if (device.fixed !== undefined && devices.canCall(row.server, device))
      return this.makeSipToServer(row, resource, device.fixed);
    if (device.fixed !== undefined && device.fixed.host < 0) this.noteOutside(row, devices.tech, device.fixed.name);
    devices.loaded(row.server, device);
    this.parts.unaided.comesTo(row, device.phone);
    if (!devices.canCall(row.server, device)) {
      if (device.fixed?.silence === undefined) this.noteUnavailable(row, device);
      else this.noteSilence(row, devices.tech, { ...device.fixed, ...device.fixed.silence });
      return devices.noChannelCause;
    }
    if (devices.counts(device) && this.isLimited(row, device.phone as PhoneId)) return 'limited';
    const peer = devices.rowOf(row.server, device);
    const t1 = this.parts.inviteClient.t1For(device.byAddress || peer < 0 ? 0 : peers.lastMs.get(peer));
    const name = this.parts.console.legName(devices.tech, devices.channelNameOf(device));
    this.noteDial(row, devices.tech, resource, -1);
    const { byAddress } = device;
    const host = devices.hostOf(row.server, device);
    const phone = host < 0 ? device.phone : this.parts.hosts.phoneOf(host as HostId);
    const byPeer = devices.isLocal(row.server, device);
    const number = phone >= 0 ? this.parts.phones.at(phone)!.number : resource;
    const directMedia = devices.directMedia(row.server, byAddress ? -1 : device.phone);
    const leg = this.open(row, 'sip', name, resource, { phone, host, byPeer, t1, number, directMedia });
    if (devices.counts(device)) {
      devices.use(row.server, phone as PhoneId, 1);
      leg.inUse = true;
    }
    return leg;
  }

  /** chan_sip.c:update_call_counter: no further call to a phone with as many as its call-limit allows. */
  private isLimited({ call, server }: ChannelRow, phone: PhoneId): boolean {
    const { console, devices, phones, stories } = this.parts;
    const limit = devices.reachedLimit(server, phone);
    if (limit === 0) return false;
    const { number } = phones.at(phone)!;
    console.say(server, () => `NOTICE: chan_sip.c: Call to peer '${number}' rejected due to usage limit of ${limit}`);
    stories.note(call, { what: 'callLimit', server, phone, limit, direction: 'to' });
    return true;
  }

  /** Another server, or a host that is none of the scenario's: by its section, or by an address. */
  private makeSipToServer(row: ChannelRow, resource: string, fixed: FixedTarget): Leg {
    const { console, devices, inviteClient } = this.parts;
    const { name, host, exten, fromUser, digest, directMedia } = fixed;
    this.noteDial(row, devices.tech, resource, host);
    if (host < 0) this.noteOutside(row, devices.tech, name);
    return this.open(row, 'sip', console.legName(devices.tech, name), resource, {
      host,
      t1: inviteClient.t1For(0),
      toServer: true,
      // A Request-URI without a user part is for extension s (chan_sip.c, res_pjsip_session.c: get_destination).
      number: exten === '' ? 's' : exten,
      fromUser: fromUser === '' ? row.begins.callerNumber : fromUser,
      digest,
      directMedia,
    });
  }

  private makeIax(row: ChannelRow, resource: string): Leg | number {
    const address = this.parts.iax.parse(row.server, resource);
    if (address === undefined) {
      const silent = this.parts.iax.silentPeer(row.server, resource);
      if (silent !== undefined) this.noteSilence(row, 'IAX2', silent);
      else this.noteNoDevice(row, 'IAX2', resource);
      return CAUSE.unregistered;
    }
    const leg = this.open(row, 'iax', this.parts.iax.nameFor(address), resource, { toServer: true });
    this.noteDial(row, 'IAX2', resource, address.host);
    if (address.host < 0) this.noteOutside(row, 'IAX2', address.hostText);
    leg.iax = this.parts.iax.open(leg, address, row.begins.callerNumber);
    return leg;
  }

  private noteDial(row: ChannelRow, tech: string, resource: string, to: ServerId | -1): void {
    this.parts.stories.note(row.call, { what: 'dials', server: row.server, tech, resource, to });
  }

  private noteNoDevice({ call, server }: ChannelRow, tech: string, resource: string): void {
    this.parts.stories.note(call, { what: 'noDevice', server, tech, resource });
  }

  private noteUnavailable(row: ChannelRow, device: PhoneDevice): void {
    const { devices, stories } = this.parts;
    const lack = devices.lackOf(row.server, device);
    if (device.fixed === undefined && devices.state(row.server, device) === DEVICE.invalid)
      this.noteNoDevice(row, devices.tech, device.resource);
    else if (lack !== undefined) stories.note(row.call, { what: 'noAddress', server: row.server, ...lack });
    else stories.note(row.call, { what: 'unavailable', server: row.server, phone: device.phone });
  }

  /** No call is made to a server that does not answer. */
  private noteSilence(row: ChannelRow, tech: TrunkTech, of: Silence & Pick<FixedTarget, 'name' | 'host'>): void {
    const { name, host, asks, since: silentSince, next } = of;
    this.parts.stories.note(row.call, {
      what: 'trunkSilent',
      server: row.server,
      tech,
      name,
      host,
      asks,
      silentSince,
      next,
    });
  }

  /** What is sent there is lost. */
  private noteOutside(row: ChannelRow, tech: string, host: string): void {
    this.parts.notModelled(row, `${tech}/${host}, a host that is not in the scenario`);
    this.parts.stories.note(row.call, { what: 'dialsOutside', server: row.server, tech, host });
  }

  private makeLocal(row: ChannelRow, resource: string): Leg {
    const { exten, context } = parseLocal(resource);
    return this.open(row, 'local', `${this.parts.console.legName('Local', `${exten}@${context}`)};1`, resource, {});
  }

  private makeTrunk(row: ChannelRow, resource: string): Leg | number {
    const dialled = resource.split('/')[0]!;
    const held = this.parts.trunks.seize(row.server, dialled, row.call);
    if (held === undefined) return CAUSE.congestion; // chan_dahdi.c:dahdi_request, a group without a free channel
    const name = this.parts.console.legName('Zap', dialled);
    return this.open(row, 'trunk', name, resource, { trunk: held.group, trunkChannel: held.channel });
  }

  /** `row`: the channel whose Dial the leg is of. */
  call(leg: Leg, row: ChannelRow): void {
    if (leg.kind === 'local') this.parts.local.call(leg, row);
    else if (leg.kind === 'sip') this.parts.inviteClient.call(leg);
    else if (leg.kind === 'iax') this.parts.iax.call(leg);
    else this.parts.trunks.call(leg);
  }

  private open(row: ChannelRow, kind: Leg['kind'], name: string, resource: string, special: Partial<Special>): Leg {
    return this.table.add((id) => ({
      id,
      channel: row.id,
      server: row.server,
      call: row.call,
      kind,
      name,
      resource,
      callerNumber: row.begins.callerNumber,
      state: 'calling',
      rang: false,
      seenRinging: false,
      cause: 0,
      endsBy: 'hangUp',
      counted: false,
      inUse: false,
      held: false,
      phone: special.phone ?? -1,
      host: special.host ?? -1,
      toServer: special.toServer ?? false,
      number: special.number ?? '',
      fromUser: special.fromUser ?? row.begins.callerNumber,
      digest: special.digest,
      nonce: 0,
      authTries: 0,
      directMedia: special.directMedia ?? false,
      byPeer: special.byPeer ?? false,
      t1: special.t1 ?? 0,
      sends: 0,
      proceeds: false,
      timer: NOT_SCHEDULED,
      giveUp: NOT_SCHEDULED,
      iax: 0,
      local: 0,
      trunk: special.trunk ?? '',
      trunkChannel: special.trunkChannel ?? -1,
    }));
  }

  /** The Dial does not need it any more. */
  drop(id: LegId): void {
    const leg = this.table.get(id);
    if (leg === undefined) return;
    if (!leg.counted) this.parts.console.say(leg.server, () => this.parts.wording.legDropped(leg));
    if (leg.state !== 'ended') {
      if (leg.kind === 'local') this.parts.local.hangUp(leg);
      else if (leg.kind === 'sip') this.parts.inviteClient.hangUp(leg);
      else if (leg.kind === 'iax') this.parts.iax.hangUp(leg);
      else this.parts.trunks.hangUp(leg);
      leg.state = 'ended';
    }
    leg.counted = true;
    this.settle(leg);
  }

  /** Closes the row when neither side needs it. */
  settle(leg: Leg): void {
    if (leg.state !== 'ended') return;
    this.release(leg);
    if (leg.counted) this.table.close(leg.id);
  }

  private release(leg: Leg): void {
    const { devices } = this.parts;
    if (!leg.inUse) return;
    if (leg.held) devices.holds(leg.server, leg.phone as PhoneId, -1);
    devices.use(leg.server, leg.phone as PhoneId, -1);
    leg.inUse = false;
    leg.held = false;
  }

  /** The program died: nothing waits for its legs any more. The phones that it rang ring on. */
  crash(server: ServerId): void {
    this.table.each((leg) => {
      if (leg.server !== server) return;
      this.parts.sim.cancel(leg.timer);
      this.parts.sim.cancel(leg.giveUp);
      if (leg.kind === 'trunk' && leg.state !== 'ended') this.parts.trunks.end(leg);
      this.release(leg);
      leg.state = 'ended';
      this.table.close(leg.id);
    });
    this.parts.inviteClient.crash(server);
  }
}

/** Fields of a leg that depend on its technology. */
type Special = Pick<
  Leg,
  | 'phone'
  | 'host'
  | 'byPeer'
  | 't1'
  | 'trunk'
  | 'trunkChannel'
  | 'toServer'
  | 'number'
  | 'fromUser'
  | 'digest'
  | 'directMedia'
>;
