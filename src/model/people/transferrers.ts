import type { EventType, Simulation } from '../../kernel/clock/simulation.ts';
import { SECOND, type Micros } from '../../kernel/units.ts';
import type { Phones } from '../config.ts';
import type { CallId, PhoneId } from '../ids.ts';
import type { Handsets } from '../phone/handsets.ts';
import { isReachable, type Stories } from '../story/index.ts';
import type { CallerSignals } from './callerSignals.ts';
import { errandOf, type Intention, type TransferPlan } from './intention.ts';

/** Time until a person who asks a colleague sees that the caller on hold has gone. Assumed. */
const SEES_GONE: Micros = 2 * SECOND;

/** A talk of two, one of whom will send the other to a colleague. */
interface Talk {
  readonly call: CallId;
  /** Whose person sends the other on. */
  readonly phone: PhoneId;
  /** -1: in the PSTN. */
  readonly other: PhoneId | -1;
  readonly intention: Intention;
  readonly plan: TransferPlan;
  /** The call to the colleague, while the other is on hold; 0: none. */
  consultation: CallId | 0;
  /** The phone has asked its server to join the two calls. */
  asked: boolean;
}

/**
 * The persons who send the other one of a talk to a colleague: the called person, or the caller. Blind: one request, and they
 * are out of the call. Attended: the other is put on hold, the colleague is called on the second line, and the two are joined
 * when the colleague agrees; a colleague who does not answer leaves the person on hold to the one who asked.
 *
 * They know numbers, and no server. All that is drawn for it was drawn at the arrival of the call.
 */
export class Transferrers {
  private readonly parts: TransferrersParts;
  private readonly talks = new Map<CallId, Talk>();

  private readonly transferIsDue: EventType<CallId, number>;
  private readonly callerIsSeenGone: EventType<CallId, number>;

  constructor(parts: TransferrersParts) {
    this.parts = parts;
    parts.signals.isOnHold.receive((call) => this.isOnHold(call));
    parts.signals.transferRefused.receive((call) => this.refused(call));
    this.transferIsDue = parts.sim.on('person.transferIsDue', (call) => this.transfer(call));
    this.callerIsSeenGone = parts.sim.on('person.callerIsSeenGone', (consultation) => parts.hangUp(consultation));
  }

  /** The caller talks with the person at that phone; -1: in the PSTN, where nobody can send a caller on. */
  talkBegins(call: CallId, called: PhoneId | -1, intention: Intention): void {
    const plan = intention.transfer;
    if (plan === undefined || this.talks.has(call)) return;
    const [phone, other] = plan.by === 'callee' ? [called, intention.caller] : [intention.caller, called];
    if (phone < 0) return;
    this.talks.set(call, { call, phone: phone as PhoneId, other, intention, plan, consultation: 0, asked: false });
    this.parts.sim.after(plan.after, this.transferIsDue, call, 0);
  }

  /** The phone shows that the other is on hold: the colleague is called. */
  private isOnHold(call: CallId): void {
    const talk = this.talks.get(call);
    const to = talk === undefined ? undefined : this.colleagueOf(talk);
    if (talk === undefined || to === undefined) return;
    const { plan, intention } = talk;
    talk.consultation = this.parts.calls(
      errandOf({
        source: intention.source,
        caller: talk.phone,
        dialled: this.parts.phones.at(to)!.number,
        callee: to,
        talk: plan.consultation,
        patience: intention.patience,
        ringsFor: plan.ringsFor,
        picksUp: plan.picksUp,
        fetches: 0,
        consultsFor: call,
      }),
    );
  }

  /**
   * The colleague has heard what it is about. True: the phone asks its server to join the two calls; false: there is
   * nobody on hold any more.
   */
  agrees(consultation: CallId, call: CallId, colleague: PhoneId | -1): boolean {
    const talk = this.talks.get(call);
    if (talk === undefined || colleague < 0) return false;
    if (talk.asked) return true;
    talk.asked = true;
    const { number } = this.parts.phones.at(colleague)!;
    this.parts.signals.refers.send({ call, phone: talk.phone, to: number, replaces: consultation, listens: false });
    return true;
  }

  /** The server has refused to join the two calls: the person gives the colleague up, and talks to the other again. */
  private refused(call: CallId): void {
    const talk = this.talks.get(call);
    if (talk === undefined || talk.consultation === 0) return;
    this.parts.hangUp(talk.consultation);
  }

  /** The phone of the person who has asked a colleague in vain, and takes the other back; undefined: nobody has. */
  consultationEnds(call: CallId): PhoneId | undefined {
    const phone = this.talks.get(call)?.phone;
    this.talks.delete(call);
    return phone;
  }

  /** The other is connected with the colleague. */
  joined(call: CallId): void {
    this.talks.delete(call);
  }

  /** The other has gone. */
  callEnds(call: CallId): void {
    const talk = this.talks.get(call);
    this.talks.delete(call);
    if (talk !== undefined && talk.consultation !== 0)
      this.parts.sim.after(SEES_GONE, this.callerIsSeenGone, talk.consultation, 0);
  }

  /** The run is over. */
  forget(): void {
    this.talks.clear();
  }

  private transfer(call: CallId): void {
    const talk = this.talks.get(call);
    const to = talk === undefined ? undefined : this.colleagueOf(talk);
    if (talk === undefined || to === undefined) return;
    const { handsets, stories, phones, signals } = this.parts;
    const { phone, plan, other } = talk;
    if (plan.attended && !handsets.hasRoom(phone)) return; // No second line: the talk goes its way.
    const reachable = isReachable(handsets, to, other);
    stories.note(call, { what: 'sendsOn', phone, to, attended: plan.attended, reachable });
    if (plan.attended) signals.holds.send(call, phone, 'sendonly');
    else signals.refers.send({ call, phone, to: phones.at(to)!.number, replaces: 0, listens: false });
  }

  /** The drawn colleague, or the next of the list: neither of the two. Whether the phone is idle nobody knows. */
  private colleagueOf({ plan, phone, other }: Talk): PhoneId | undefined {
    const { colleagues } = plan;
    for (let i = 0; i < colleagues.length; i++) {
      const colleague = colleagues[(plan.colleagueAt + i) % colleagues.length]! as PhoneId;
      if (colleague !== phone && colleague !== other) return colleague;
    }
    return undefined;
  }
}

export interface TransferrersParts {
  readonly sim: Simulation;
  readonly phones: Phones;
  readonly handsets: Handsets;
  readonly stories: Stories;
  /** The person makes a call of its own; 0: there is no line for it. */
  readonly calls: (intention: Intention) => CallId | 0;
  /** The person hangs up a call of its own. */
  readonly hangUp: (call: CallId) => void;
  readonly signals: Pick<CallerSignals, 'holds' | 'refers' | 'isOnHold' | 'transferRefused'>;
}
