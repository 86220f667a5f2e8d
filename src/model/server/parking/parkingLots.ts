import { assert } from '../../../kernel/assert.ts';
import { NOT_SCHEDULED, type EventType } from '../../../kernel/clock/simulation.ts';
import type { Signal } from '../../../kernel/signal.ts';
import type { ParkingLotConfig, ServerConfig } from '../../config.ts';
import type { CallId, ChannelId, HostId, PhoneId, ServerId } from '../../ids.ts';
import type { Clock, Hosts } from '../../network/hosts.ts';
import type { Audio } from '../../people/audio.ts';
import type { Rules } from '../../rules.ts';
import type { Stories } from '../../story/stories.ts';
import type { ChannelRow } from '../channels/channelRows.ts';
import type { Dialplan, Machine } from '../dialplan/index.ts';
import { ANY_SLOT, PENDING, type ParkResult, type Pending } from '../dialplan/services.ts';
import { addComeback, addSlotExtension, flatName, PARK_DIAL } from './parkingPlan.ts';
import { Slots, type ParkedCall } from './slots.ts';

const OVER: ParkResult = { kind: 'parked', end: 'over' };

/** Who parks a call. */
export interface Parker {
  /** Name of the channel: `SIP/1001-6c54`. */
  readonly name: string;
  /** -1: the parked channel itself. */
  readonly phone: PhoneId | -1;
}

/**
 * The parking lots of all servers: calls in slots, and those who picked one up (res_features.c; res_parking.c). All of
 * it is the memory of one server: another one knows nothing of it, and a crash forgets it.
 *
 * It does not know why a call is parked, nor what is played to it.
 */
export class ParkingLots {
  private readonly parts: ParkingParts;
  /** By server, the default lot first. */
  private readonly lots: readonly (readonly Slots[])[];
  private readonly parked = new Map<ChannelId, { readonly slots: Slots; readonly entry: ParkedCall }>();
  /** A channel that picked a call up, and the one that it picked up, both ways. */
  private readonly joined = new Map<ChannelId, ChannelRow>();

  private readonly timeEnds: EventType<ChannelId, HostId>;

  constructor(parts: ParkingParts) {
    this.parts = parts;
    this.lots = parts.servers.map(({ parking }) => parking.lots.map((lot) => new Slots(lot)));
    this.timeEnds = parts.hosts.on('parking.timeEnds', (channel) => this.timeOut(channel));
  }

  /** The lot that an extension parks in; undefined: it does something else. */
  lotOf(server: ServerId, context: string, exten: string): ParkingLotConfig | undefined {
    const lot = this.parts.servers[server]!.parking.lots.find(({ extension }) => extension === exten);
    if (lot === undefined || this.parts.rules.dialect === '1.2') return lot; // chan_sip.c 1.2: ast_parking_ext().
    return this.parts.plans[server]!.stepAt(context, exten, 1)?.application === 'Park' ? lot : undefined;
  }

  /**
   * Gives a channel a slot; 0: the lot is full. The channel calls `wait` next. Empty name: the default lot. `before`: done
   * before the party in the slot hears music.
   */
  reserve(row: ChannelRow, lot: string, parker: Parker, before: () => void = () => {}): number {
    const slots = this.slotsNamed(row.server, lot);
    const slot = slots?.free ?? 0;
    if (slots === undefined || slot === 0) {
      this.parts.stories.note(row.call, { what: 'parkingFull', server: row.server });
      return 0;
    }
    const entry: ParkedCall = {
      channel: row.id,
      call: row.call,
      slot,
      parker: parker.name,
      parkerPhone: parker.phone,
      timer: NOT_SCHEDULED,
    };
    slots.add(entry);
    this.parked.set(row.id, { slots, entry });
    const { name, context } = slots.lot;
    if (this.parts.rules.parkedSlots === 'whileOccupied')
      addSlotExtension(this.planOf(row.server), context, name, slot, this.parts.rules);
    this.parts.stories.note(row.call, { what: 'parked', server: row.server, slot, by: parker.phone });
    before();
    this.parts.audio.send(row.call, { kind: 'parked', server: row.server });
    return slot;
  }

  /** The channel has a slot. */
  has(row: ChannelRow): boolean {
    return this.parked.has(row.id);
  }

  /** The channel waits in its slot. */
  wait(row: ChannelRow): Pending {
    const { slots, entry } = this.parked.get(row.id)!;
    assert(entry.timer === NOT_SCHEDULED, 'a channel waits in its slot once');
    entry.timer = this.parts.sim.after(slots.lot.parkingTime, this.timeEnds, row.id, row.server);
    return PENDING;
  }

  /** A channel has dialled a slot, or ANY_SLOT. */
  pickUp(row: ChannelRow, lot: string, slot: number): ParkResult | Pending {
    const slots = this.slotsNamed(row.server, lot);
    const entry = slot === ANY_SLOT ? slots?.oldest : slots?.at(slot);
    const other = entry === undefined ? undefined : this.parts.channel(entry.channel);
    this.parts.stories.note(row.call, { what: 'picksUp', server: row.server, slot, found: other?.call ?? 0 });
    if (entry === undefined || other === undefined) return { kind: 'parked', end: 'empty' };
    this.free(other.server, entry);
    this.joined.set(row.id, other);
    this.joined.set(other.id, row);
    const isRight = this.parts.stories.get(row.call)?.fetches === other.call;
    const fetched = { what: 'fetched', server: row.server, slot: entry.slot, by: row.call, isRight } as const;
    this.parts.stories.note(other.call, fetched);
    this.parts.audio.send(other.call, { kind: 'fetched', server: row.server, by: row.call });
    this.parts.audio.send(row.call, { kind: 'hearsParked', server: row.server, call: other.call });
    return PENDING;
  }

  /** For the story alone: no server knows where a call is parked that it has not. -1: nowhere. */
  whereIs(call: CallId): ServerId | -1 {
    for (const [channel, { entry }] of this.parked)
      if (entry.call === call) return this.parts.channel(channel)?.server ?? -1;
    return -1;
  }

  /** The caller of a channel goes, parked or picked up; a channel that was only given a slot too. */
  leave(row: ChannelRow): ParkResult {
    const place = this.parked.get(row.id);
    if (place !== undefined) {
      this.parts.stories.note(row.call, { what: 'leavesSlot', server: row.server, slot: place.entry.slot });
      this.free(row.server, place.entry);
    }
    this.part(row);
    return OVER;
  }

  /** Calls in slots of all servers. */
  get size(): number {
    return this.parked.size;
  }

  /** What lay in its memory. */
  crash(server: ServerId): void {
    for (const slots of this.lots[server]!) {
      for (const { channel, timer } of slots.all()) {
        this.parts.sim.cancel(timer);
        this.parked.delete(channel);
      }
      slots.clear();
    }
    for (const [channel, other] of this.joined) if (other.server === server) this.joined.delete(channel);
  }

  /** One of the two has hung up: the other is hung up as well. */
  private part(row: ChannelRow): void {
    const other = this.joined.get(row.id);
    if (other === undefined) return;
    this.joined.delete(row.id);
    this.joined.delete(other.id);
    this.parts.machines[other.server]!.resume(other.id, OVER);
  }

  private timeOut(channel: ChannelId): void {
    const place = this.parked.get(channel);
    const row = this.parts.channel(channel);
    if (place === undefined || row === undefined) return;
    const { slots, entry } = place;
    this.free(row.server, entry);
    this.parts.stories.note(row.call, {
      what: 'parkingEnds',
      server: row.server,
      slot: entry.slot,
      to: entry.parkerPhone,
    });
    this.parts.say(
      row.server,
      () => `    -- Timeout for ${row.name} parked on ${entry.slot} (lot '${slots.lot.name}')`,
    );
    this.parts.machines[row.server]!.resume(channel, {
      kind: 'parked',
      end: 'timedOut',
      ...this.comeback(row, slots, entry),
    });
  }

  /** Where the call goes (parking_controller.c:comeback_goto). */
  private comeback(
    { server }: ChannelRow,
    { lot }: Slots,
    { parker }: ParkedCall,
  ): { readonly context: string; readonly exten: string } {
    const plan = this.planOf(server);
    if (lot.comebackToOrigin)
      return { context: PARK_DIAL, exten: addComeback(plan, parker, lot.comebackDialTime, this.parts.rules) };
    const { comebackContext: context } = lot;
    const exten = [flatName(parker), 's'].find((one) => plan.stepAt(context, one, 1) !== undefined);
    return exten === undefined ? { context: 'default', exten: 's' } : { context, exten };
  }

  private free(server: ServerId, entry: ParkedCall): void {
    const { slots } = this.parked.get(entry.channel)!;
    this.parts.sim.cancel(entry.timer);
    slots.remove(entry);
    this.parked.delete(entry.channel);
    if (this.parts.rules.parkedSlots === 'whileOccupied')
      this.planOf(server).remove(slots.lot.context, String(entry.slot));
  }

  private slotsNamed(server: ServerId, lot: string): Slots | undefined {
    const all = this.lots[server]!;
    return lot === '' ? all[0] : all.find((slots) => slots.lot.name === lot);
  }

  private planOf(server: ServerId): Dialplan {
    return this.parts.plans[server]!;
  }
}

export interface ParkingParts {
  readonly sim: Clock;
  readonly hosts: Hosts;
  readonly rules: Rules;
  readonly servers: readonly ServerConfig[];
  readonly plans: readonly Dialplan[];
  readonly machines: readonly Machine[];
  readonly stories: Stories;
  readonly audio: Signal<[call: CallId, audio: Audio]>;
  readonly channel: (id: ChannelId) => ChannelRow | undefined;
  /** A line of a server's console. */
  readonly say: (server: ServerId, line: () => string) => void;
}
