import { drawMicros } from '../../kernel/random/draw.ts';
import type { Signal } from '../../kernel/signal.ts';
import { NOT_SCHEDULED, type EventType, type Simulation } from '../../kernel/clock/simulation.ts';
import { SlotTable } from '../../kernel/resource/slotTable.ts';
import { SECOND, type Micros } from '../../kernel/units.ts';
import type { CallSource, PhoneConfig } from '../config.ts';
import type { CallId, PhoneId, ServerId } from '../ids.ts';
import type { CallRecord, Observations } from '../observations.ts';
import type { Handsets } from '../phone/handsets.ts';
import type { CallEnd, OutgoingCalls } from '../phone/outgoingCalls.ts';
import type { TransferWish } from '../phone/transferring.ts';
import { isReachable, recordOf, verdictOf, type Stories, type World } from '../story/index.ts';
import type { Intention } from './arrivals.ts';
import type { Attempt } from './attempt.ts';
import type { Audio } from './audio.ts';
import { Parkers } from './parkers.ts';
import { Redials } from './redials.ts';
import { Transferrers } from './transferrers.ts';

/** Talking time of a person who retrieved another person's caller, until hang-up. Assumed. */
const WRONG_CALLER: Micros = 5 * SECOND;
/** Time without sound until a caller hangs up. Assumed, as at called phones. */
const HEARS_NOTHING: Micros = 2 * SECOND;

/** A call from the PSTN, as it comes to its gateway. */
export interface TrunkCall {
  readonly call: CallId;
  readonly server: ServerId;
  readonly context: string;
  /** Trunk group whose channel it takes; empty: none. */
  readonly group: string;
  readonly dialled: string;
  readonly from: string;
}

/**
 * The people who call: they wait, talk and hang up. How a phone gets its INVITE through is the affair of
 * `OutgoingCalls`.
 *
 * They know no dialplan: what a server does for a call reaches them as sound, or as the end of the call.
 */
export class Callers {
  private readonly sim: Simulation;
  private readonly handsets: Handsets;
  private readonly phones: readonly PhoneConfig[];
  private readonly observations: Observations;
  private readonly stories: Stories;
  private readonly outgoing: OutgoingCalls;
  private readonly attempts = new SlotTable<Attempt, CallId>();
  private readonly redials: Redials;
  private readonly parkers: Parkers;
  private readonly transferrers: Transferrers;
  private readonly signals: CallerSignals;
  private readonly world: World;
  private failureSeen = false;

  private readonly patienceEnds: EventType<CallId, number>;
  private readonly talkEnds: EventType<CallId, number>;

  constructor(parts: CallersParts) {
    const { sim, signals } = parts;
    this.sim = sim;
    this.handsets = parts.handsets;
    this.phones = parts.phones;
    this.observations = parts.observations;
    this.stories = parts.stories;
    this.outgoing = parts.outgoing;
    this.signals = signals;
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
      holds: signals.holds,
      refers: signals.refers,
    });
    signals.isHeld.receive((call, server) => this.isHeld(call, server));
    signals.transferRefused.receive((call) => this.transferrers.refused(call));
    signals.outgoingEnds.receive((call, end) => this.hearEnd(call, end));
    signals.audio.receive((call, audio) => this.hear(call, audio));
    signals.trunkCallEnds.receive((call) => this.hearEnd(call, 'bye'));
    signals.trunkRefuses.receive((call) => this.hearEnd(call, 'error'));
    signals.trunkIsCut.receive((call, server, group) => this.trunkFails(call, server, group));
  }

  // ---------------------------------------------------------------- from the arrival to the INVITE

  /** 0: the phone has no power, or no line is free. */
  offer(intention: Intention): CallId | 0 {
    const phone = intention.caller;
    if (phone >= 0 && !this.handsets.hasRoom(phone as PhoneId)) {
      this.noCaller(intention.source); // A planned call from a phone without power or with all lines in use.
      return 0;
    }
    const attempt = this.open(intention);
    const { fetches: wanted, dialled: slot } = intention;
    if (wanted !== 0)
      this.stories.note(attempt.id, { what: 'wants', slot, wanted, wantedAt: this.world.parkedAt(wanted) });
    this.observations.callOffered(recordOf(attempt.story, this.sim.now));
    attempt.patienceEnds = this.sim.after(intention.patience, this.patienceEnds, attempt.id, 0);
    const { server, from } = attempt.story;
    if (phone < 0) {
      const { pstn, dialled } = intention;
      const { context, group } = pstn;
      this.signals.trunkCalls.send({ call: attempt.id, server, context, group, dialled, from });
      return attempt.id;
    }
    this.handsets.take(phone as PhoneId);
    this.outgoing.place({ call: attempt.id, phone: phone as PhoneId, to: intention.dialled, server });
    return attempt.id;
  }

  /** A call of that source comes to nothing: there is no phone to make it with. */
  noCaller(source: number): void {
    this.observations.callNotPlaced(source);
  }

  private open(intention: Intention): Attempt {
    const { caller, callee } = intention;
    return this.attempts.add((id) => ({
      id,
      intention,
      story: this.stories.open({
        call: id,
        source: intention.source,
        redial: intention.redial,
        offeredAt: this.sim.now,
        caller,
        from: caller < 0 ? 'pstn' : this.phones[caller]!.number,
        dialled: intention.dialled,
        dialsPhone: callee >= 0,
        callee,
        calleeReachable: isReachable(this.handsets, callee, caller),
        picksUp: intention.picksUp,
        afterFailure: this.failureSeen,
        fetches: intention.fetches,
        server: caller < 0 ? (intention.pstn.server as ServerId) : this.outgoing.serverFor(caller as PhoneId),
      }),
      over: false,
      talks: false,
      voicemail: false,
      planAnsweredAt: -1,
      way: undefined,
      pickedUp: false,
      talksTo: -1,
      mediaThrough: [],
      isDeaf: false,
      queued: false,
      parked: false,
      sentOn: false,
      waits: false,
      mediaBeforeHold: undefined,
      partner: 0,
      isCut: false,
      patienceEnds: NOT_SCHEDULED,
      talkEnds: NOT_SCHEDULED,
    }));
  }

  // ---------------------------------------------------------------- what people hear

  private hear(call: CallId, audio: Audio): void {
    const attempt = this.attempts.get(call);
    if (attempt === undefined || attempt.isDeaf) return;
    switch (audio.kind) {
      case 'bridged':
        this.isBridged(attempt, audio);
        break;
      case 'planAnswers':
        if (attempt.planAnsweredAt < 0) attempt.planAnsweredAt = this.sim.now;
        break;
      case 'planTalks':
        this.listens(attempt, audio.server);
        break;
      case 'planSeeks':
        this.waits(attempt);
        break;
      case 'voicemail':
        // The caller leaves a message; the plan hangs up.
        attempt.voicemail = true;
        this.stories.note(call, { what: 'voicemail', server: audio.server });
        this.mediaGoesThrough(attempt, audio.server);
        this.sim.cancel(attempt.patienceEnds);
        break;
      case 'queued':
        attempt.queued = true;
        break;
      case 'sentOn':
        attempt.sentOn = true;
        this.waitsForColleague(attempt);
        break;
      case 'joined':
        this.isJoined(attempt, audio.by);
        break;
      case 'parked':
        this.isParked(attempt, audio.server);
        break;
      case 'fetched':
        this.leaveSlot(attempt);
        attempt.partner = audio.by;
        this.mediaGoesThrough(attempt, audio.server);
        break;
      case 'hearsParked':
        this.hearsParked(attempt, audio.server, audio.call);
    }
  }

  // ---------------------------------------------------------------- parking

  /** Music, for as long as the caller is patient. Who has parked the own call listens for as long as a talk lasts. */
  private isParked(attempt: Attempt, server: ServerId): void {
    const { park, talk } = attempt.intention;
    attempt.parked = true;
    attempt.talksTo = -1;
    this.mediaGoesThrough(attempt, server);
    this.sim.cancel(attempt.patienceEnds);
    this.sim.cancel(attempt.talkEnds);
    attempt.talkEnds = NOT_SCHEDULED;
    attempt.patienceEnds = this.sim.after(park?.patience ?? talk, this.patienceEnds, attempt.id, 0);
  }

  private leaveSlot(attempt: Attempt): void {
    attempt.parked = false;
    this.sim.cancel(attempt.patienceEnds);
  }

  /** The colleague hears the caller who was parked in that slot: the right one, or another. */
  private hearsParked(attempt: Attempt, server: ServerId, call: CallId): void {
    attempt.partner = call;
    attempt.pickedUp = true;
    attempt.way = 'local';
    this.mediaGoesThrough(attempt, server);
    this.beginTalk(attempt, this.sim.now);
    this.sim.cancel(attempt.patienceEnds);
    const { fetches, talk } = attempt.intention;
    attempt.talkEnds = this.sim.after(call === fetches ? talk : WRONG_CALLER, this.talkEnds, attempt.id, 0);
    this.observations.callAnswered(recordOf(attempt.story, this.sim.now));
  }

  /** The other one of two calls that parking has joined has gone: nothing is heard any more. */
  private partnerGoes(attempt: Attempt): void {
    const partner = attempt.partner === 0 ? undefined : this.attempts.get(attempt.partner);
    if (partner === undefined || partner.over) return;
    this.sim.cancel(partner.talkEnds);
    partner.talkEnds = this.sim.after(HEARS_NOTHING, this.talkEnds, partner.id, 0);
  }

  // ---------------------------------------------------------------- transfers

  private waitsForColleague(attempt: Attempt): void {
    const { transfer, patience } = attempt.intention;
    attempt.waits = true;
    this.sim.cancel(attempt.talkEnds);
    attempt.talkEnds = NOT_SCHEDULED;
    this.sim.cancel(attempt.patienceEnds);
    attempt.patienceEnds = this.sim.after(transfer?.patience ?? patience, this.patienceEnds, attempt.id, 0);
  }

  /** Music of that server, while the colleague is asked. */
  private isHeld(call: CallId, server: ServerId): void {
    const attempt = this.attempts.get(call);
    if (attempt === undefined) return;
    attempt.mediaBeforeHold = [...attempt.mediaThrough];
    this.mediaGoesThrough(attempt, server);
    this.waitsForColleague(attempt);
    this.transferrers.isOnHold(call);
  }

  private leaveHold(attempt: Attempt): void {
    if (attempt.mediaBeforeHold !== undefined)
      attempt.mediaThrough.splice(0, attempt.mediaThrough.length, ...attempt.mediaBeforeHold);
    attempt.mediaBeforeHold = undefined;
    this.talksAgain(attempt);
  }

  /** The colleague is at the other end now; the call to the colleague ends for the one who made it. */
  private isJoined(attempt: Attempt, by: CallId): void {
    this.leaveHold(attempt);
    this.transferrers.joined(attempt.id);
    const consultation = this.attempts.get(by);
    if (consultation === undefined) return;
    for (const server of consultation.mediaThrough) this.mediaGoesThrough(attempt, server);
    attempt.talksTo = consultation.talksTo;
    consultation.talksTo = -1;
    consultation.mediaThrough.length = 0;
    this.signals.callsAreJoined.send(by, attempt.id);
  }

  /** One who talks to a colleague about a caller joins the two instead of hanging up. */
  private talkIsOver(call: CallId): void {
    const attempt = this.attempts.get(call);
    const { consultsFor = 0 } = attempt?.intention ?? {};
    if (attempt !== undefined && consultsFor !== 0 && this.transferrers.agrees(call, consultsFor, attempt.talksTo))
      return;
    this.hangUp(call);
  }

  /** The colleague did not answer, or the two could not be joined: the caller is talked to again. */
  private consultationEnds(call: CallId): void {
    const attempt = this.attempts.get(call);
    if (!this.transferrers.consultationEnds(call) || attempt === undefined) return;
    this.stories.note(call, { what: 'takenBack', phone: attempt.talksTo });
    this.leaveHold(attempt);
  }

  /** The two may come in any order: Answer() of another server is an answer before a person has picked up there. */
  private isBridged(attempt: Attempt, audio: Audio & { kind: 'bridged' }): void {
    const { server, person, phone, way, native } = audio;
    if (!native) this.mediaGoesThrough(attempt, server);
    if (person) attempt.pickedUp = true;
    if (phone >= 0) attempt.talksTo = phone;
    if (way !== undefined) attempt.way = way;
    if (attempt.parked || (attempt.waits && person)) {
      this.talksAgain(attempt);
      return;
    }
    if (!attempt.pickedUp || attempt.way === undefined || attempt.talks || attempt.over) return;
    this.beginTalk(attempt, this.sim.now);
    this.sim.cancel(attempt.patienceEnds);
    this.sim.cancel(attempt.talkEnds);
    attempt.talkEnds = this.sim.after(attempt.intention.talk, this.talkEnds, attempt.id, 0);
    this.observations.callAnswered(recordOf(attempt.story, this.sim.now));
    this.parkers.talkBegins(attempt.id, attempt.talksTo, attempt.intention);
    this.transferrers.talkBegins(attempt.id, attempt.talksTo, attempt.intention);
  }

  /** The parker, for nobody has fetched the call, or the colleague to whom the caller was sent. */
  private talksAgain(attempt: Attempt): void {
    this.leaveSlot(attempt);
    attempt.waits = false;
    const { park, transfer, talk } = attempt.intention;
    attempt.talkEnds = this.sim.after(park?.talk ?? transfer?.talk ?? talk, this.talkEnds, attempt.id, 0);
  }

  private beginTalk(attempt: Attempt, since: Micros): void {
    attempt.talks = true;
    this.stories.note(attempt.id, { what: 'talks', way: attempt.way ?? 'local', since });
  }

  /** A caller listens to the plan for as long as a talk would last. */
  private listens(attempt: Attempt, server: ServerId): void {
    if (attempt.planAnsweredAt < 0 || attempt.talkEnds !== NOT_SCHEDULED) return;
    this.mediaGoesThrough(attempt, server);
    this.sim.cancel(attempt.patienceEnds);
    attempt.talkEnds = this.sim.after(attempt.intention.talk, this.talkEnds, attempt.id, 0);
  }

  /** The plan has answered only to look for a callee: the caller waits, and begins to lose patience after listening. */
  private waits(attempt: Attempt): void {
    if (attempt.planAnsweredAt < 0) return;
    attempt.planAnsweredAt = -1;
    if (attempt.talkEnds === NOT_SCHEDULED) return;
    this.sim.cancel(attempt.talkEnds);
    attempt.talkEnds = NOT_SCHEDULED;
    attempt.patienceEnds = this.sim.after(attempt.intention.patience, this.patienceEnds, attempt.id, 0);
  }

  private mediaGoesThrough(attempt: Attempt, server: ServerId): void {
    if (!attempt.mediaThrough.includes(server)) attempt.mediaThrough.push(server);
  }

  /**
   * How long a called person lets the phone ring and whether the call is answered at all; undefined: nobody calls any more.
   * A member of a queue, and the phone of a colleague, does as that phone's group says, each time anew. `phone` -1: the far end of a trunk.
   */
  answerOf(call: CallId, phone: PhoneId | -1): { readonly picksUp: boolean; readonly ringsFor: Micros } | undefined {
    const attempt = this.attempts.get(call);
    if (attempt === undefined || !(attempt.queued || attempt.sentOn) || phone < 0) return attempt?.intention;
    const { answerAfter, answerProbability } = this.phones[phone]!;
    const stream = this.sim.stream('people/members');
    return { ringsFor: drawMicros(answerAfter, stream), picksUp: stream.next() < answerProbability };
  }

  // ---------------------------------------------------------------- the end

  private giveUp(call: CallId): void {
    const attempt = this.attempts.get(call);
    if (attempt === undefined || (attempt.talks && !attempt.parked && !attempt.waits)) return;
    this.stories.note(call, { what: 'gaveUp' });
    this.hangUp(call);
  }

  private hangUp(call: CallId): void {
    const attempt = this.attempts.get(call);
    if (attempt === undefined || attempt.over) return;
    if (attempt.intention.caller >= 0) this.outgoing.hangUp(call);
    else this.signals.trunkHangsUp.send(call);
    this.end(attempt);
  }

  /** The phone, or the trunk, says that the call is over. */
  private hearEnd(call: CallId, end: CallEnd): void {
    const attempt = this.attempts.get(call);
    if (attempt === undefined) return;
    if (end === 'bye') this.takeForAnswered(attempt);
    this.end(attempt);
  }

  /**
   * The media is cut. A person who talks or leaves a message hears nothing and hangs up (design, "dropped"); one who
   * waits for an answer behind the plan's Answer() will not hear it.
   */
  drop(attempt: Attempt, server: ServerId | -1): void {
    if (attempt.over) return;
    this.stopListening(attempt);
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
    this.stopListening(attempt);
    this.stories.note(call, { what: 'cut', server, phone: -1, group });
    attempt.isCut = attempt.talks;
    this.hangUp(call);
  }

  /** A phone has lost its power in the middle of a call. */
  phoneDied(phone: PhoneId): void {
    this.attempts.each((attempt) => {
      if (attempt.intention.caller !== phone && attempt.talksTo !== phone) return;
      this.stopListening(attempt);
      this.stories.note(attempt.id, { what: 'cut', server: -1, phone });
      attempt.isCut = attempt.talks;
      if (attempt.intention.caller === phone) this.end(attempt);
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
      this.stopListening(attempt);
      this.stories.note(attempt.id, { what: 'runEnds' });
      this.close(attempt);
    });
    this.redials.forget();
    this.parkers.forget();
    this.transferrers.forget();
  }

  private end(attempt: Attempt): void {
    if (attempt.over) return;
    this.stopListening(attempt);
    const record = this.close(attempt);
    this.signals.callerIsGone.send(attempt.id, attempt.isCut);
    this.partnerGoes(attempt);
    if (attempt.intention.consultsFor !== 0) this.consultationEnds(attempt.intention.consultsFor);
    this.redials.plan(attempt.intention, record);
  }

  private close(attempt: Attempt): CallRecord {
    attempt.over = true;
    this.sim.cancel(attempt.patienceEnds);
    this.sim.cancel(attempt.talkEnds);
    const { caller } = attempt.intention;
    if (caller >= 0) this.handsets.release(caller as PhoneId);
    else this.signals.trunkCallIsOver.send(attempt.id);
    this.parkers.callEnds(attempt.id);
    this.transferrers.callEnds(attempt.id);
    this.attempts.close(attempt.id);
    const open = recordOf(attempt.story, this.sim.now);
    const { cause, because, fault } = verdictOf(attempt.story, open, this.world);
    const record = { ...open, cause, because, fault };
    this.observations.callEnded(record, attempt.story.events);
    this.stories.close(attempt.id);
    return record;
  }

  /** A caller who goes while listening has been answered; between the plan's answer and its next step, not. */
  private stopListening(attempt: Attempt): void {
    if (attempt.talkEnds !== NOT_SCHEDULED) this.takeForAnswered(attempt);
  }

  /** Nobody was looked for until the end: the plan's answer was the answer. */
  private takeForAnswered(attempt: Attempt): void {
    if (attempt.planAnsweredAt < 0 || attempt.talks || attempt.voicemail) return;
    this.beginTalk(attempt, attempt.planAnsweredAt);
  }
}

/** How the people, their phones and the servers hear of each other. */
export interface CallerSignals {
  /** From the calling phone: the call has ended. */
  readonly outgoingEnds: Signal<[call: CallId, end: CallEnd]>;
  /** From servers: what the caller hears. */
  readonly audio: Signal<[call: CallId, audio: Audio]>;
  /** To the gateway: a call comes in from the PSTN. */
  readonly trunkCalls: Signal<[call: TrunkCall]>;
  /** To the gateway: the PSTN caller hangs up. */
  readonly trunkHangsUp: Signal<[call: CallId]>;
  /** From the gateway: its plan has ended a call from the PSTN. */
  readonly trunkCallEnds: Signal<[call: CallId]>;
  /** From the trunks: no channel is free for a call from the PSTN. */
  readonly trunkRefuses: Signal<[call: CallId]>;
  /** From the trunks: the span of a call from the PSTN has failed. */
  readonly trunkIsCut: Signal<[call: CallId, server: ServerId, group: string]>;
  /** To the trunks: a call from the PSTN is over. */
  readonly trunkCallIsOver: Signal<[call: CallId]>;
  /** To the called phones: nobody is at the other end any more. */
  readonly callerIsGone: Signal<[call: CallId, isCut: boolean]>;
  /** To the called phone: the caller to an extension, or together with another call. */
  readonly refers: Signal<[wish: TransferWish]>;
  /** To the called phone: the caller on hold. */
  readonly holds: Signal<[call: CallId, phone: PhoneId]>;
  /** From it: that server plays music to the caller. */
  readonly isHeld: Signal<[call: CallId, server: ServerId]>;
  /** From it: the server has not joined the two calls. */
  readonly transferRefused: Signal<[call: CallId]>;
  /** To the phones: what the first call has rung belongs to the second. */
  readonly callsAreJoined: Signal<[from: CallId, to: CallId]>;
  /** From the server to the phone that parks: the slot, 0: none. */
  readonly parkerHears: Signal<[call: CallId, phone: PhoneId, slot: number]>;
  /** From the phone that parks: its person knows the slot. */
  readonly slotIsKnown: Signal<[call: CallId, phone: PhoneId, slot: number]>;
}

export interface CallersParts {
  readonly sim: Simulation;
  readonly handsets: Handsets;
  readonly phones: readonly PhoneConfig[];
  readonly calls: readonly CallSource[];
  readonly observations: Observations;
  readonly stories: Stories;
  readonly outgoing: OutgoingCalls;
  readonly signals: CallerSignals;
  /** Read to name the cause of a call at its end. */
  readonly world: World;
}
