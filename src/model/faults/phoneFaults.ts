import type { EventType, Simulation } from '../../kernel/clock/simulation.ts';
import type { Distribution } from '../../kernel/random/distributions.ts';
import { drawMicros } from '../../kernel/random/draw.ts';
import type { RandomStream } from '../../kernel/random/randomStream.ts';
import { MILLISECOND, type Micros } from '../../kernel/units.ts';
import type { PhoneId, ServerId } from '../ids.ts';
import type { Hosts } from '../network/hosts.ts';
import type { Callers } from '../people/callers.ts';
import type { CalledPhones } from '../phone/calledPhones.ts';
import type { Handsets } from '../phone/handsets.ts';
import type { OutgoingCalls } from '../phone/outgoingCalls.ts';
import type { ClientRegistrations } from '../phone/registration/clientRegistration.ts';

/** Between the two REGISTERs of a clean move: the phone waits for the 200 OK of the first. */
const MOVE_PAUSE: Micros = 100 * MILLISECOND;

/**
 * What happens to phones: power, moves, registrations given up and second ones. No server is part of it: what servers
 * know of a phone comes from its messages, or from their absence.
 */
export class PhoneFaults {
  private readonly parts: PhoneFaultParts;
  private readonly spread: RandomStream;

  private readonly phoneLosesPower: EventType<PhoneId, number>;
  private readonly phoneGetsPower: EventType<PhoneId, number>;
  private readonly phoneMoves: EventType<PhoneId, number>;

  constructor(parts: PhoneFaultParts) {
    this.parts = parts;
    const { sim } = parts;
    this.spread = sim.stream('faults/spread');
    this.phoneLosesPower = sim.on('fault.phoneLosesPower', (phone) => this.powerOff(phone));
    this.phoneGetsPower = sim.on('fault.phoneGetsPower', (phone) => this.powerOn(phone));
    this.phoneMoves = sim.on('fault.phoneMoves', (phone, to) => this.arriveAt(phone, to as ServerId));
  }

  /** Each loses its power after a time of its own. */
  losePower(phones: readonly number[], spread: Distribution): void {
    this.spreadOver(phones, spread, this.phoneLosesPower);
  }

  getPower(phones: readonly number[], spread: Distribution): void {
    this.spreadOver(phones, spread, this.phoneGetsPower);
  }

  private spreadOver(phones: readonly number[], spread: Distribution, type: EventType<PhoneId, number>): void {
    for (const phone of phones) this.parts.sim.after(drawMicros(spread, this.spread), type, phone as PhoneId, 0);
  }

  private powerOff(phone: PhoneId): void {
    const { hosts, handsets, lines, callers, outgoing, calledPhones } = this.parts;
    if (!handsets.isPowered(phone)) return;
    callers.phoneDied(phone);
    outgoing.powerOff(phone);
    calledPhones.powerOff(phone);
    handsets.setPower(phone, false);
    lines.powerOff(phone);
    hosts.crash(hosts.ofPhone(phone));
  }

  private powerOn(phone: PhoneId): void {
    const { hosts, handsets, lines } = this.parts;
    if (handsets.isPowered(phone)) return;
    hosts.start(hosts.ofPhone(phone));
    handsets.setPower(phone, true);
    lines.powerOn(phone);
  }

  /** Clean: the phone unregisters first. */
  move(phone: PhoneId, to: ServerId, clean: boolean): void {
    const { lines, sim } = this.parts;
    if (!clean) {
      this.arriveAt(phone, to);
      return;
    }
    lines.unregister(lines.linesOfPhone(phone)[0]!);
    sim.after(MOVE_PAUSE, this.phoneMoves, phone, to);
  }

  /** The phone gives its registrations up, and makes none until it loses power or moves. */
  unregister(phone: PhoneId): void {
    const { lines, handsets } = this.parts;
    if (handsets.isPowered(phone)) for (const line of lines.linesOfPhone(phone)) lines.unregister(line);
  }

  private arriveAt(phone: PhoneId, to: ServerId): void {
    const { lines, handsets } = this.parts;
    if (handsets.isPowered(phone)) lines.moveTo(lines.linesOfPhone(phone)[0]!, to);
  }

  /** At a second server as well. */
  registerToo(phone: PhoneId, to: ServerId): void {
    const { lines, handsets } = this.parts;
    const line = lines.addLine(phone, [to]);
    if (handsets.isPowered(phone)) lines.begin(line);
  }
}

export interface PhoneFaultParts {
  readonly sim: Simulation;
  readonly hosts: Hosts;
  readonly lines: ClientRegistrations;
  readonly handsets: Handsets;
  readonly callers: Callers;
  readonly outgoing: OutgoingCalls;
  readonly calledPhones: CalledPhones;
}
