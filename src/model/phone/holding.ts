import type { EventType, Simulation } from '../../kernel/clock/simulation.ts';
import type { Signal } from '../../kernel/signal.ts';
import type { Micros } from '../../kernel/units.ts';
import type { CallId, HostId, PhoneId } from '../ids.ts';
import type { Hosts } from '../network/hosts.ts';
import type { Network } from '../network/network.ts';
import { ACK, REINVITE, REINVITE_RESPONSE, type Media, type ReinviteResponse } from '../protocol/sip.ts';
import type { PhoneTalk } from './ownRequests.ts';
import type { PhoneTalks } from './phoneTalks.ts';
import { T1 } from './registration/timing.ts';

/** RFC 3261 17.1.1.2: sends of an INVITE, 0 to 31.5 s; half a second later Timer B fires. */
const SENDS = 7;

/**
 * A phone puts the other party of a talk on hold, and takes it back, by an INVITE within the dialog (RFC 3261 14;
 * RFC 3264 8.4). Who gets no answer, or 481, has no call any more: it is ended (RFC 3261 12.2.1.2).
 */
export class Holding {
  private readonly parts: HoldingParts;

  private readonly isRepeated: EventType<number, HostId>;

  constructor(parts: HoldingParts) {
    this.parts = parts;
    this.isRepeated = parts.hosts.on('phone.reinviteIsRepeated', (dialog) => this.repeat(dialog));
    parts.network.receive(REINVITE_RESPONSE, 'phone', (response) => this.answered(response));
    parts.holds.receive((call, phone, media) => this.wants(call, phone, media));
  }

  private wants(call: CallId, phone: PhoneId, media: Media): void {
    const row = this.parts.talks.of(call, phone);
    if (row === undefined) return;
    row.reinvite.number++;
    row.reinvite.media = media;
    row.reinvite.sends = 0;
    row.reinvite.isOpen = true;
    this.transmit(row);
  }

  private repeat(dialog: number): void {
    const row = this.parts.talks.inDialog(dialog);
    if (row === undefined) return;
    if (row.reinvite.sends < SENDS) this.transmit(row);
    else this.parts.talks.putDown(dialog);
  }

  private transmit(row: PhoneTalk): void {
    const { sim, hosts, network } = this.parts;
    const { dialog, call, phone, server, reinvite } = row;
    const host = hosts.ofPhone(phone);
    network.send(host, server, REINVITE, { dialog, call, number: reinvite.number, media: reinvite.media });
    let pause: Micros = T1;
    for (let i = 0; i < reinvite.sends && reinvite.sends < SENDS - 1; i++) pause *= 2;
    reinvite.sends++;
    sim.cancel(reinvite.timer);
    reinvite.timer = sim.after(pause, this.isRepeated, dialog, host);
  }

  private answered({ dialog, call, number, status }: ReinviteResponse): void {
    const row = this.parts.talks.inDialog(dialog);
    if (row === undefined || number !== row.reinvite.number) return;
    const { sim, hosts, network, talks, isOnHold } = this.parts;
    const isFirst = row.reinvite.isOpen; // Its first answer: a request that was sent twice has two.
    row.reinvite.isOpen = false;
    sim.cancel(row.reinvite.timer);
    network.send(hosts.ofPhone(row.phone), row.server, ACK, { dialog, call });
    if (status !== 200) talks.putDown(dialog);
    else if (isFirst && row.reinvite.media === 'sendonly') isOnHold.send(row.call);
  }
}

export interface HoldingParts {
  readonly sim: Simulation;
  readonly hosts: Hosts;
  readonly network: Network;
  readonly talks: PhoneTalks;
  /** From the person: the other party on hold (`sendonly`), or back (`sendrecv`). */
  readonly holds: Signal<[call: CallId, phone: PhoneId, media: Media]>;
  /** To the person: the phone shows that the other party is on hold. */
  readonly isOnHold: Signal<[call: CallId]>;
}
