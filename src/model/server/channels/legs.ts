import { NOT_SCHEDULED, type Simulation } from '../../../kernel/clock/simulation.ts';
import type { Stories } from '../../story/stories.ts';
import type { Hosts } from '../../network/hosts.ts';
import type { LegId, PhoneId, ServerId } from '../../ids.ts';
import type { Trunks } from '../../trunk/trunks.ts';
import type { PhoneDevices } from '../channelDriver.ts';
import type { DialTarget } from '../dialplan/services.ts';
import type { IaxCalling } from '../iax2/callingEnd.ts';
import type { SipPeers } from '../registrar/sipPeers.ts';
import type { InviteClient } from '../sip/inviteClient.ts';
import type { Console, Wording } from './consoleLines.ts';
import { CAUSE, type ChannelRow, type Leg, type LegTable } from './channelRows.ts';
import type { Unaided } from './unaided.ts';

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

  /** A leg to call, or the cause why there is nobody to call. */
  make(row: ChannelRow, target: DialTarget): Leg | number {
    switch (target.tech.toUpperCase()) {
      case this.parts.devices.tech:
        return this.makeSip(row, target.resource);
      case 'IAX2':
      case 'IAX':
        return this.makeIax(row, target.resource);
      case 'ZAP':
      case 'DAHDI':
        return this.makeTrunk(row, target.resource);
      default:
        return CAUSE.unallocated;
    }
  }

  private makeSip(row: ChannelRow, resource: string): Leg | number {
    const { devices, peers } = this.parts;
    const device = devices.parse(row.server, resource);
    devices.loaded(row.server, device);
    this.parts.unaided.comesTo(row, device.phone);
    if (!devices.canCall(row.server, device)) {
      this.parts.stories.note(row.call, { what: 'unavailable', server: row.server, phone: device.phone });
      return devices.noChannelCause;
    }
    const peer = devices.rowOf(row.server, device);
    const t1 = this.parts.inviteClient.t1For(device.byAddress || peer < 0 ? 0 : peers.lastMs[peer]!);
    const name = this.parts.console.legName(devices.tech, device.byAddress ? afterAt(resource) : resource);
    this.noteDial(row, devices.tech, resource, -1);
    const host = devices.hostOf(row.server, device);
    const byPeer = devices.isLocal(row.server, device);
    const leg = this.open(row, 'sip', name, resource, { phone: device.phone, host, byPeer, t1 });
    if (devices.counts(device)) {
      devices.use(row.server, device.phone as PhoneId, 1);
      leg.inUse = true;
    }
    return leg;
  }

  private makeIax(row: ChannelRow, resource: string): Leg | number {
    const address = this.parts.iax.parse(resource);
    if (address === undefined) return CAUSE.unallocated;
    const leg = this.open(row, 'iax', this.parts.iax.nameFor(address), resource, {});
    this.noteDial(row, 'IAX2', resource, address.host);
    leg.iax = this.parts.iax.open(leg, address, row.begins.callerNumber);
    return leg;
  }

  private noteDial(row: ChannelRow, tech: string, resource: string, to: ServerId | -1): void {
    this.parts.stories.note(row.call, { what: 'dials', server: row.server, tech, resource, to });
  }

  private makeTrunk(row: ChannelRow, resource: string): Leg | number {
    const dialled = resource.split('/')[0]!;
    const held = this.parts.trunks.seize(row.server, dialled, row.call);
    if (held === undefined) return CAUSE.congestion; // chan_dahdi.c:dahdi_request, a group without a free channel
    const name = this.parts.console.legName('Zap', dialled);
    return this.open(row, 'trunk', name, resource, { trunk: held.group, trunkChannel: held.channel });
  }

  call(leg: Leg): void {
    if (leg.kind === 'sip') this.parts.inviteClient.call(leg);
    else if (leg.kind === 'iax') this.parts.iax.call(leg);
    else this.parts.trunks.call(leg);
  }

  private open(
    row: ChannelRow,
    kind: Leg['kind'],
    name: string,
    resource: string,
    special: Partial<Pick<Leg, 'phone' | 'host' | 'byPeer' | 't1' | 'trunk' | 'trunkChannel'>>,
  ): Leg {
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
      counted: false,
      inUse: false,
      phone: special.phone ?? -1,
      host: special.host ?? -1,
      byPeer: special.byPeer ?? false,
      t1: special.t1 ?? 0,
      sends: 0,
      timer: NOT_SCHEDULED,
      giveUp: NOT_SCHEDULED,
      iax: 0,
      trunk: special.trunk ?? '',
      trunkChannel: special.trunkChannel ?? -1,
    }));
  }

  /** The Dial does not need it any more. */
  drop(id: LegId): void {
    const leg = this.table.get(id);
    if (leg === undefined) return;
    if (!leg.counted) this.parts.console.say(leg.server, () => this.parts.wording.legEnded(leg.kind, leg.name, 0));
    if (leg.state !== 'ended') {
      if (leg.kind === 'sip') this.parts.inviteClient.hangUp(leg);
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
    if (leg.inUse) this.parts.devices.use(leg.server, leg.phone as PhoneId, -1);
    leg.inUse = false;
    if (leg.counted) this.table.close(leg.id);
  }

  /** The program died: nothing waits for its legs any more. The phones that it rang ring on. */
  crash(server: ServerId): void {
    this.table.each((leg) => {
      if (leg.server !== server) return;
      this.parts.sim.cancel(leg.timer);
      this.parts.sim.cancel(leg.giveUp);
      if (leg.kind === 'trunk' && leg.state !== 'ended') this.parts.trunks.hangUp(leg);
      if (leg.inUse) this.parts.devices.use(server, leg.phone as PhoneId, -1);
      leg.state = 'ended';
      this.table.close(leg.id);
    });
  }
}

function afterAt(resource: string): string {
  return resource.slice(resource.lastIndexOf('@') + 1);
}

export interface LegsParts {
  readonly sim: Simulation;
  readonly hosts: Hosts;
  readonly table: LegTable;
  readonly stories: Stories;
  readonly unaided: Unaided;
  readonly devices: PhoneDevices;
  readonly peers: SipPeers;
  readonly inviteClient: InviteClient;
  readonly iax: IaxCalling;
  readonly trunks: Trunks;
  readonly console: Console;
  readonly wording: Wording;
}
