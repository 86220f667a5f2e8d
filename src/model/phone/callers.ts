import type { SlotTable } from '../../kernel/resource/slotTable.ts';
import { NOT_SCHEDULED, type EventType, type Simulation } from '../../kernel/clock/simulation.ts';
import type { CallSource, PhoneConfig } from '../config.ts';
import type { Hosts } from '../network/hosts.ts';
import type { CallId, HostId, PhoneId, ServerId } from '../ids.ts';
import type { Network, RowMessage } from '../network/network.ts';
import type { Observations } from '../observations.ts';
import type { ClientRegistrations } from './registration/clientRegistration.ts';
import type { Intention } from '../people/arrivals.ts';
import { newAttempt, recordOf, type Attempt } from './attempt.ts';
import type { Destinations } from '../people/destinations.ts';
import type { Handsets } from './handsets.ts';
import type { InviteRequests, Inviting } from './inviteTransaction.ts';
import { Redials } from '../people/redials.ts';

/** What callers say to servers. */
export interface CallRequests extends InviteRequests {
  readonly cancelArrives: RowMessage<CallId>;
  readonly byeArrives: RowMessage<CallId>;
}

/**
 * The calling side of every call: the person who waits, talks and hangs up. How his phone gets its INVITE through is
 * `Inviting`'s affair.
 *
 * It knows no dialplan: what its server does for the call it hears as ringing, answer or an error.
 */
export class Callers {
  private readonly sim: Simulation;
  private readonly hosts: Hosts;
  private readonly network: Network;
  private readonly lines: ClientRegistrations;
  private readonly handsets: Handsets;
  private readonly destinations: Destinations;
  private readonly phones: readonly PhoneConfig[];
  private readonly observations: Observations;
  private readonly attempts: SlotTable<Attempt, CallId>;
  private readonly inviting: Inviting;
  private readonly redials: Redials;
  private failureSeen = false;
  private requests!: CallRequests;
  private offerFromTrunk!: (attempt: Attempt, context: string) => void;
  private callsChanged!: (attempt: Attempt) => void;

  readonly inviteIsChallenged: RowMessage<CallId>;
  readonly tryingArrives: RowMessage<CallId>;
  readonly ringingArrives: RowMessage<CallId>;
  readonly answerArrives: RowMessage<CallId>;
  readonly errorArrives: RowMessage<CallId>;
  readonly byeArrives: RowMessage<CallId>;
  private readonly patienceEnds: EventType<CallId, number>;
  private readonly talkEnds: EventType<CallId, number>;

  constructor(
    sim: Simulation,
    hosts: Hosts,
    network: Network,
    lines: ClientRegistrations,
    handsets: Handsets,
    destinations: Destinations,
    config: { phones: readonly PhoneConfig[]; calls: readonly CallSource[] },
    observations: Observations,
    attempts: SlotTable<Attempt, CallId>,
    inviting: Inviting,
  ) {
    this.sim = sim;
    this.hosts = hosts;
    this.network = network;
    this.lines = lines;
    this.handsets = handsets;
    this.destinations = destinations;
    this.phones = config.phones;
    this.observations = observations;
    this.attempts = attempts;
    this.inviting = inviting;
    this.inviteIsChallenged = hosts.on('phone.inviteIsChallenged', (call) => inviting.challenged(call));
    this.tryingArrives = hosts.on('phone.tryingArrives', (call) => this.trying(call));
    this.ringingArrives = hosts.on('phone.ringingArrives', (call) => this.trying(call));
    this.answerArrives = hosts.on('phone.answerArrives', (call) => this.answered(call));
    this.errorArrives = hosts.on('phone.errorArrives', (call) => this.refused(call));
    this.byeArrives = hosts.on('phone.byeArrives', (call) => this.hungUpByServer(call));
    this.patienceEnds = sim.on('caller.patienceEnds', (call) => this.giveUp(call));
    this.talkEnds = sim.on('caller.talkEnds', (call) => this.hangUp(call));
    this.redials = new Redials(sim, config.calls, this);
  }

  connect(
    requests: CallRequests,
    offerFromTrunk: (attempt: Attempt, context: string) => void,
    callsChanged: (attempt: Attempt) => void,
  ): void {
    this.requests = requests;
    this.inviting.connect(requests, (attempt) => this.end(attempt));
    this.offerFromTrunk = offerFromTrunk;
    this.callsChanged = callsChanged;
  }

  get(call: CallId): Attempt | undefined {
    return this.attempts.get(call);
  }

  // ---------------------------------------------------------------- from the arrival to the INVITE

  offer(intention: Intention): void {
    const phone = intention.caller;
    if (phone >= 0 && !this.handsets.hasRoom(phone as PhoneId)) {
      this.noCaller(intention.source); // A planned call from a phone without power or with its hands full.
      return;
    }
    const attempt = this.open(intention);
    this.observations.callOffered(recordOf(attempt, this.sim.now));
    attempt.patienceEnds = this.sim.after(attempt.patience, this.patienceEnds, attempt.id, 0);
    if (phone < 0) {
      attempt.served = true;
      attempt.state = 'proceeding';
      this.offerFromTrunk(attempt, intention.viaContext);
      return;
    }
    this.handsets.take(phone as PhoneId);
    this.inviting.begin(attempt);
  }

  /** Somebody would have called, and there is no phone to do it with. */
  noCaller(source: number): void {
    this.observations.callNotPlaced(source);
  }

  private open(intention: Intention): Attempt {
    const { caller, callee } = intention;
    const phone = caller < 0 ? undefined : this.phones[caller]!;
    const onLastResort =
      phone !== undefined && phone.lastResort >= 0 && !this.lines.isPhoneRegistered(caller as PhoneId);
    const attempt = newAttempt(intention, {
      offeredAt: this.sim.now,
      from: phone?.number ?? 'pstn',
      afterFailure: this.failureSeen,
      onLastResort,
      server:
        caller < 0
          ? (intention.viaServer as ServerId)
          : onLastResort
            ? (phone.lastResort as ServerId)
            : this.lines.serverFor(caller as PhoneId),
      calleeReachable: this.destinations.isReachable(callee, caller),
    });
    (attempt as { id: CallId }).id = this.attempts.open(attempt);
    return attempt;
  }

  // ---------------------------------------------------------------- what the server says

  private trying(call: CallId): void {
    const attempt = this.attempts.get(call);
    if (attempt === undefined || attempt.state !== 'inviting') return;
    attempt.state = 'proceeding';
    attempt.served = true;
    this.inviting.isHeard(attempt);
  }

  /** 200 OK: somebody picked up, or the dialplan did (Answer()), who is told by `talkBegins`. */
  private answered(call: CallId): void {
    const attempt = this.attempts.get(call);
    if (attempt === undefined || attempt.state === 'over') return;
    this.trying(call);
    attempt.state = 'answered';
  }

  private refused(call: CallId): void {
    const attempt = this.attempts.get(call);
    if (attempt === undefined || attempt.state === 'over') return;
    attempt.served = true;
    this.end(attempt);
  }

  private hungUpByServer(call: CallId): void {
    const attempt = this.attempts.get(call);
    if (attempt === undefined) return;
    this.takeForAnswered(attempt);
    this.end(attempt);
  }

  /** The called side has picked up and both hear each other. */
  talkBegins(attempt: Attempt): void {
    if (attempt.answeredAt >= 0 || attempt.state === 'over') return;
    attempt.answeredAt = this.sim.now;
    this.sim.cancel(attempt.patienceEnds);
    this.sim.cancel(attempt.talkEnds);
    attempt.talkEnds = this.sim.after(attempt.talk, this.talkEnds, attempt.id, 0);
    this.observations.callAnswered(recordOf(attempt, this.sim.now));
  }

  /** Voicemail has answered: he leaves his message, the plan hangs up. */
  voicemailAnswers(attempt: Attempt, at: ServerId): void {
    attempt.voicemail = true;
    if (!attempt.mediaThrough.includes(at)) attempt.mediaThrough.push(at);
    this.sim.cancel(attempt.patienceEnds);
  }

  // ---------------------------------------------------------------- what the plan does for him by itself (`Unaided`)

  planAnswers(attempt: Attempt): void {
    if (attempt.planAnsweredAt < 0) attempt.planAnsweredAt = this.sim.now;
  }

  /** He listens for as long as he would talk. */
  planTalks(attempt: Attempt, at: ServerId): void {
    if (attempt.planAnsweredAt < 0 || attempt.talkEnds !== NOT_SCHEDULED) return;
    if (!attempt.mediaThrough.includes(at)) attempt.mediaThrough.push(at);
    this.sim.cancel(attempt.patienceEnds);
    attempt.talkEnds = this.sim.after(attempt.talk, this.talkEnds, attempt.id, 0);
  }

  /**
   * He has been answered for somebody else's sake: he waits for that one, and begins to lose his patience now if he has
   * listened until now.
   */
  planSeeks(attempt: Attempt): void {
    if (attempt.planAnsweredAt < 0) return;
    attempt.planAnsweredAt = -1;
    if (attempt.talkEnds === NOT_SCHEDULED) return;
    this.sim.cancel(attempt.talkEnds);
    attempt.talkEnds = NOT_SCHEDULED;
    attempt.patienceEnds = this.sim.after(attempt.patience, this.patienceEnds, attempt.id, 0);
  }

  // ---------------------------------------------------------------- the end

  private giveUp(call: CallId): void {
    const attempt = this.attempts.get(call);
    if (attempt === undefined || attempt.answeredAt >= 0) return;
    attempt.gaveUp = true;
    this.hangUp(call);
  }

  private hangUp(call: CallId): void {
    const attempt = this.attempts.get(call);
    if (attempt === undefined || attempt.state === 'over') return;
    if (attempt.caller >= 0 && attempt.state !== 'inviting') {
      const message = attempt.state === 'answered' ? this.requests.byeArrives : this.requests.cancelArrives;
      this.network.sendRowReliably(this.hostOf(attempt), attempt.server, message, call, 0);
    }
    this.end(attempt);
  }

  /** The server has ended a call that came over a trunk. */
  endFromTrunk(call: CallId): void {
    const attempt = this.attempts.get(call);
    if (attempt === undefined) return;
    this.takeForAnswered(attempt);
    this.end(attempt);
  }

  /** The media is cut: whoever talks hears nothing and hangs up (design, "dropped"). */
  drop(attempt: Attempt): void {
    if (attempt.state === 'over') return;
    this.stopListening(attempt);
    attempt.dropped = attempt.answeredAt >= 0;
    if (attempt.dropped || attempt.voicemail) this.hangUp(attempt.id);
  }

  /** The phone lost its power in the middle of it. */
  phoneDied(phone: PhoneId): void {
    this.attempts.each((attempt) => {
      if (attempt.caller !== phone && attempt.talksTo !== phone) return;
      this.stopListening(attempt);
      attempt.dropped = attempt.answeredAt >= 0;
      if (attempt.caller === phone) this.end(attempt);
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

  /** The run is over: what is under way ends as it stands. */
  finish(): void {
    this.attempts.each((attempt) => {
      attempt.cut = true;
      this.close(attempt);
    });
    this.redials.forget();
  }

  private end(attempt: Attempt): void {
    if (attempt.state === 'over') return;
    this.close(attempt);
    this.callsChanged(attempt);
    this.redials.plan(attempt);
  }

  private close(attempt: Attempt): void {
    this.stopListening(attempt);
    attempt.state = 'over';
    for (const scheduled of [attempt.timer, attempt.timeout, attempt.patienceEnds, attempt.talkEnds])
      this.sim.cancel(scheduled);
    if (attempt.caller >= 0) this.handsets.release(attempt.caller as PhoneId);
    this.attempts.close(attempt.id);
    this.observations.callEnded(recordOf(attempt, this.sim.now));
  }

  /** He goes while he listens. Who goes between the plan's answer and its next step has given up waiting. */
  private stopListening(attempt: Attempt): void {
    if (attempt.talkEnds !== NOT_SCHEDULED) this.takeForAnswered(attempt);
  }

  /** Nobody was sought until the end: the plan's answer was the answer. */
  private takeForAnswered(attempt: Attempt): void {
    if (attempt.planAnsweredAt < 0 || attempt.answeredAt >= 0 || attempt.voicemail) return;
    attempt.answeredAt = attempt.planAnsweredAt;
    attempt.way ??= 'local';
  }

  private hostOf(attempt: Attempt): HostId {
    return this.hosts.ofPhone(attempt.caller as PhoneId);
  }
}
