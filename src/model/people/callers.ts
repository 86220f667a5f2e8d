import { drawMicros } from '../../kernel/random/draw.ts';
import { type EventType, type Simulation } from '../../kernel/clock/simulation.ts';
import { SlotTable } from '../../kernel/resource/slotTable.ts';
import { SECOND, type Micros } from '../../kernel/units.ts';
import type { CallId, PhoneId, ServerId } from '../ids.ts';
import type { CallRecord, Observations } from '../observations.ts';
import type { CallEnd, OutgoingCalls } from '../phone/outgoingCalls.ts';
import { recordOf, endRecordOf, type Stories, type World } from '../story/index.ts';
import type { Intention } from './intention.ts';
import { newAttempt, type Attempt } from './attempt.ts';
import { CallerHearing } from './callerHearing.ts';
import type { CallerSignals } from './callerSignals.ts';
import { NearEnd } from './nearEnd.ts';
import { Parkers } from './parkers.ts';
import { openingOf } from './storyOpening.ts';
import { Redials } from './redials.ts';
import { Transferrers } from './transferrers.ts';
import type { CallersParts } from './callersParts.ts';

/** Time without sound until a caller hangs up. Assumed, as at called phones. */
const HEARS_NOTHING: Micros = 2 * SECOND;

/**
 * The people who call: they wait, talk and hang up. How a phone gets its INVITE through is the affair of
 * `OutgoingCalls`.
 *
 * They know no dialplan: what a server does for a call reaches them as sound, or as the end of the call.
 */
export class Callers {
  private readonly parts: CallersParts;
  private readonly sim: Simulation;
  private readonly observations: Observations;
  private readonly stories: Stories;
  private readonly outgoing: OutgoingCalls;
  private readonly attempts = new SlotTable<Attempt, CallId>();
  private readonly redials: Redials;
  private readonly parkers: Parkers;
  private readonly transferrers: Transferrers;
  private readonly hearing: CallerHearing;
  private readonly signals: CallerSignals;
  private readonly nearEnd: NearEnd;
  private readonly world: World;
  private failureSeen = false;

  private readonly patienceEnds: EventType<CallId, number>;
  private readonly talkEnds: EventType<CallId, number>;

  constructor(parts: CallersParts) {
    const { sim, signals } = parts;
    this.parts = parts;
    this.sim = sim;
    this.observations = parts.observations;
    this.stories = parts.stories;
    this.outgoing = parts.outgoing;
    this.signals = signals;
    this.nearEnd = new NearEnd(parts);
    this.world = parts.world;
    this.patienceEnds = sim.on('caller.patienceEnds', (call) => this.giveUp(call));
    this.talkEnds = sim.on('caller.talkEnds', (call) => this.talkIsOver(call));
    this.redials = new Redials(sim, this);
    this.parkers = new Parkers({
      sim,
      sources: parts.calls,
      phones: parts.phones,
      handsets: parts.handsets,
      offers: this,
      refers: signals.refers,
      slotIsKnown: signals.slotIsKnown,
    });
    this.transferrers = new Transferrers({
      sim,
      phones: parts.phones,
      handsets: parts.handsets,
      stories: parts.stories,
      calls: (intention) => this.offer(intention),
      hangUp: (call) => this.hangUp(call),
      signals,
    });
    this.hearing = new CallerHearing({
      sim,
      attempts: this.attempts,
      observations: this.observations,
      stories: this.stories,
      parkers: this.parkers,
      transferrers: this.transferrers,
      nearEnd: this.nearEnd,
      audio: signals.audio,
      holds: signals.holds,
      callsAreJoined: signals.callsAreJoined,
      patienceEnds: this.patienceEnds,
      talkEnds: this.talkEnds,
    });
    signals.talkIsOver.receive((call, phone) => this.personLeaves(call, phone));
    signals.outgoingEnds.receive((call, end) => this.hearEnd(call, end));
    signals.trunkCallEnds.receive((call) => this.hearEnd(call, 'bye'));
    signals.trunkRefuses.receive((call) => this.hearEnd(call, 'error'));
    signals.trunkTalkIsOver.receive((call) => this.personLeaves(call, -1));
    signals.trunkIsCut.receive((call, server, group) => this.trunkFails(call, server, group));
  }

  // ---------------------------------------------------------------- from the arrival to the INVITE

  /** 0: the phone has no power, or no line is free. */
  offer(intention: Intention): CallId | 0 {
    const phone = intention.caller;
    if (phone >= 0 && !this.parts.handsets.hasRoom(phone as PhoneId)) {
      this.noCaller(intention.source); // A planned call from a phone without power or with all lines in use.
      return 0;
    }
    const [attempt, { fetches: wanted, dialled }] = [this.open(intention), intention];
    if (wanted !== 0)
      this.stories.note(attempt.id, { what: 'wants', slot: dialled, wanted, wantedAt: this.world.parkedAt(wanted) });
    this.observations.callOffered(recordOf(attempt.story, this.sim.now));
    attempt.patienceEnds = this.sim.after(intention.patience, this.patienceEnds, attempt.id, 0);
    const { server, from } = attempt.story;
    if (phone < 0) {
      const { context, group } = intention.pstn;
      this.signals.trunkCalls.send({ call: attempt.id, server, context, group, dialled, from });
      return attempt.id;
    }
    this.parts.handsets.take(phone as PhoneId);
    this.outgoing.place({ call: attempt.id, phone: phone as PhoneId, to: dialled, server });
    return attempt.id;
  }

  /** A call of that source comes to nothing: there is no phone to make it with. */
  noCaller(source: number): void {
    this.observations.callNotPlaced(source);
  }

  private open(intention: Intention): Attempt {
    const { sim, stories, failureSeen, parts } = this;
    return this.attempts.add((id) =>
      newAttempt(id, intention, stories.open(openingOf(id, intention, sim.now, failureSeen, parts))),
    );
  }

  /**
   * How long a called person lets the phone ring and whether the call is answered at all; undefined: nobody calls any more.
   * A member of a queue, and the phone of a colleague, does as that phone's group says, each time anew. `phone` -1: the far end of a trunk.
   */
  answerOf(call: CallId, phone: PhoneId | -1): { readonly picksUp: boolean; readonly ringsFor: Micros } | undefined {
    const attempt = this.attempts.get(call);
    if (attempt === undefined || phone < 0) return attempt?.intention;
    if (!attempt.queued && !attempt.sentOn && attempt.callerIs === 'there') return attempt.intention;
    const { answerAfter, answerProbability } = this.parts.phones.at(phone)!;
    const stream = this.sim.stream('people/members');
    return { ringsFor: drawMicros(answerAfter, stream), picksUp: stream.next() < answerProbability };
  }

  // ---------------------------------------------------------------- the end

  private giveUp(call: CallId): void {
    const attempt = this.attempts.get(call);
    if (attempt === undefined || (attempt.talks && !attempt.parked && !attempt.waits)) return;
    this.stories.note(call, { what: 'gaveUp' });
    const { waits, callerIs, talksTo, intention } = attempt;
    const isCalledOnHold = waits && callerIs === 'there' && intention.transfer?.by === 'caller';
    if (!isCalledOnHold) this.hangUp(call);
    else if (talksTo >= 0) this.signals.putsDown.send(call, talksTo as PhoneId);
    else this.signals.trunkPutsDown.send(call);
  }

  /** One who talks to a colleague about a caller joins the two instead of hanging up. */
  private talkIsOver(call: CallId): void {
    const attempt = this.attempts.get(call);
    const { consultsFor = 0 } = attempt?.intention ?? {};
    if (attempt !== undefined && consultsFor !== 0 && this.transferrers.agrees(call, consultsFor, attempt.talksTo))
      return;
    this.hangUp(call);
  }

  private hangUp(call: CallId): void {
    const attempt = this.attempts.get(call);
    if (attempt === undefined || attempt.over) return;
    this.nearEnd.hangUp(attempt);
    this.end(attempt);
  }

  /** The phone, or the trunk, says that the call is over. */
  private hearEnd(call: CallId, end: CallEnd): void {
    const attempt = this.attempts.get(call);
    if (attempt === undefined || this.nearEnd.leaves(attempt)) return;
    if (end === 'bye') this.hearing.takeForAnswered(attempt);
    this.end(attempt);
  }

  /** The phone of the person who was sent on by the caller, -1: a trunk, is out of the call. */
  private personLeaves(call: CallId, phone: PhoneId | -1): void {
    const attempt = this.attempts.get(call);
    if (attempt === undefined || attempt.over || attempt.callerIs === 'there' || attempt.near !== phone) return;
    this.nearEnd.hangUp(attempt);
    this.end(attempt);
  }

  /**
   * The media is cut. A person who talks or leaves a message hears nothing and hangs up (design, "dropped"); one who
   * waits for an answer behind the plan's Answer() will not hear it.
   */
  drop(attempt: Attempt, server: ServerId | -1): void {
    if (attempt.over) return;
    this.hearing.stopListening(attempt);
    if (!attempt.talks && !attempt.voicemail) {
      attempt.isDeaf = true;
      this.stories.note(attempt.id, { what: 'cut', server, phone: -1 });
      return;
    }
    this.stories.note(attempt.id, { what: 'cut', server, phone: -1 });
    attempt.isCut = attempt.talks;
    this.hangUp(attempt.id);
  }

  /** The span of a call from the PSTN has failed. */
  private trunkFails(call: CallId, server: ServerId, group: string): void {
    const attempt = this.attempts.get(call);
    if (attempt === undefined || attempt.over) return;
    this.hearing.stopListening(attempt);
    this.stories.note(call, { what: 'cut', server, phone: -1, group });
    attempt.isCut = attempt.talks;
    this.hangUp(call);
  }

  /** A phone has lost its power in the middle of a call. */
  phoneDied(phone: PhoneId): void {
    this.attempts.each((attempt) => {
      if (attempt.intention.caller === phone && attempt.callerIs === 'leaving') this.nearEnd.leaves(attempt);
      if (attempt.near !== phone && attempt.talksTo !== phone) return;
      this.hearing.stopListening(attempt);
      this.stories.note(attempt.id, { what: 'cut', server: -1, phone });
      attempt.isCut = attempt.talks;
      if (attempt.near === phone) this.end(attempt);
      else this.hangUp(attempt.id);
    });
  }

  /** From now on a call that gets through by direct dial is a call saved. */
  noteFailure(): void {
    this.failureSeen = true;
  }

  each(visit: (attempt: Attempt) => void): void {
    this.attempts.each(visit);
  }

  /** Attempts under way. */
  get size(): number {
    return this.attempts.size;
  }

  /** The run is over: what is under way ends as it is. */
  finish(): void {
    this.attempts.each((attempt) => {
      this.hearing.stopListening(attempt);
      this.stories.note(attempt.id, { what: 'runEnds' });
      this.close(attempt);
    });
    this.redials.forget();
    this.parkers.forget();
    this.transferrers.forget();
  }

  private end(attempt: Attempt): void {
    if (attempt.over) return;
    this.hearing.stopListening(attempt);
    const record = this.close(attempt);
    this.signals.callerIsGone.send(attempt.id, attempt.isCut);
    this.partnerGoes(attempt);
    if (attempt.intention.consultsFor !== 0) this.hearing.consultationEnds(attempt.intention.consultsFor);
    this.redials.plan(attempt.intention, record);
  }

  /** The other one of two calls that parking has joined has gone: nothing is heard any more. */
  private partnerGoes(attempt: Attempt): void {
    const partner = attempt.partner === 0 ? undefined : this.attempts.get(attempt.partner);
    if (partner === undefined || partner.over) return;
    this.sim.cancel(partner.talkEnds);
    partner.talkEnds = this.sim.after(HEARS_NOTHING, this.talkEnds, partner.id, 0);
  }

  private close(attempt: Attempt): CallRecord {
    attempt.over = true;
    this.sim.cancel(attempt.patienceEnds);
    this.sim.cancel(attempt.talkEnds);
    this.nearEnd.free(attempt);
    this.parkers.callEnds(attempt.id);
    this.transferrers.callEnds(attempt.id);
    this.attempts.close(attempt.id);
    const record = endRecordOf(attempt.story, this.sim.now, this.world);
    this.observations.callEnded(record, attempt.story.events);
    this.stories.close(attempt.id);
    return record;
  }
}
