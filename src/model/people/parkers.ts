import type { EventType, Simulation } from '../../kernel/clock/simulation.ts';
import type { Signal } from '../../kernel/signal.ts';
import type { CallSource, Phones } from '../config.ts';
import type { CallId, PhoneId } from '../ids.ts';
import type { Handsets } from '../phone/handsets.ts';
import type { Offers } from './arrivals.ts';
import { errandOf, type Intention } from './intention.ts';
import type { TransferWish } from '../phone/transferring.ts';

/** A parked call that a colleague will fetch. */
interface Errand {
  readonly call: CallId;
  readonly parker: PhoneId;
  readonly slot: number;
  readonly intention: Intention;
}

/**
 * The persons who park the other one of a talk, and the colleagues who fetch the call: the parker talks for a while, transfers
 * the other, hears the slot, says it across the room, and a colleague dials it. All that is drawn for it was drawn at the
 * arrival of the call.
 *
 * They know the number of the slot, and no server: it is dialled where the colleague's phone is registered.
 */
export class Parkers {
  private readonly parts: ParkersParts;
  private readonly talks = new Map<CallId, { readonly phone: PhoneId; readonly intention: Intention }>();
  private readonly errands = new Map<CallId, Errand>();

  private readonly parkIsDue: EventType<CallId, number>;
  private readonly fetchIsDue: EventType<CallId, number>;

  constructor(parts: ParkersParts) {
    this.parts = parts;
    this.parkIsDue = parts.sim.on('person.parkIsDue', (call) => this.park(call));
    this.fetchIsDue = parts.sim.on('person.fetchIsDue', (call) => this.fetch(call));
    parts.slotIsKnown.receive((call, phone, slot) => this.slotKnown(call, phone, slot));
  }

  /** The caller talks with the person at that phone; -1: in the PSTN, where nobody can park a caller. */
  talkBegins(call: CallId, called: PhoneId | -1, intention: Intention): void {
    if (intention.park === undefined || this.talks.has(call)) return;
    const phone = intention.park.by === 'callee' ? called : intention.caller;
    if (phone < 0) return;
    this.talks.set(call, { phone: phone as PhoneId, intention });
    this.parts.sim.after(intention.park.after, this.parkIsDue, call, 0);
  }

  /** The parked person has gone; a colleague who does not know it dials the slot all the same. */
  callEnds(call: CallId): void {
    this.talks.delete(call);
  }

  /** The run is over. */
  forget(): void {
    this.talks.clear();
    this.errands.clear();
  }

  private park(call: CallId): void {
    const talk = this.talks.get(call);
    const extension = this.parts.sources[talk?.intention.source ?? -1]?.park?.extension;
    if (talk !== undefined && extension !== undefined)
      this.parts.refers.send({ call, phone: talk.phone, to: extension, replaces: 0, listens: true });
  }

  private slotKnown(call: CallId, parker: PhoneId, slot: number): void {
    const intention = this.talks.get(call)?.intention;
    if (intention?.park === undefined || intention.park.fetchedAfter < 0) return;
    this.errands.set(call, { call, parker, slot, intention });
    this.parts.sim.after(intention.park.fetchedAfter, this.fetchIsDue, call, 0);
  }

  private fetch(call: CallId): void {
    const errand = this.errands.get(call);
    this.errands.delete(call);
    if (errand === undefined) return;
    const { intention, slot } = errand;
    const colleague = this.colleagueFor(errand);
    if (colleague === undefined) {
      this.parts.offers.noCaller(intention.source);
      return;
    }
    this.parts.offers.offer(
      errandOf({
        source: intention.source,
        caller: colleague,
        dialled: String(slot),
        callee: -1,
        talk: intention.park!.talk,
        patience: intention.patience,
        ringsFor: 0,
        picksUp: true,
        fetches: call,
        consultsFor: 0,
      }),
    );
  }

  /** The drawn colleague, or the next of the list whose phone is free; not the parker, and not the caller. */
  private colleagueFor({ intention, parker }: Errand): PhoneId | undefined {
    const { fetchers } = this.parts.sources[intention.source]!.park!;
    for (let i = 0; i < fetchers.length; i++) {
      const phone = fetchers[(intention.park!.fetcherAt + i) % fetchers.length]! as PhoneId;
      if (phone !== parker && phone !== intention.caller && this.parts.handsets.isIdle(phone)) return phone;
    }
    return undefined;
  }
}

export interface ParkersParts {
  readonly sim: Simulation;
  readonly sources: readonly CallSource[];
  readonly phones: Phones;
  readonly handsets: Handsets;
  readonly offers: Offers;
  /** To the phone: park the caller at that extension. */
  readonly refers: Signal<[wish: TransferWish]>;
  /** From the phone: the slot has been said. */
  readonly slotIsKnown: Signal<[call: CallId, phone: PhoneId, slot: number]>;
}
