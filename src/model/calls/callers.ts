import type { Micros } from '../../kernel/ids.ts';
import { InFlight } from '../../kernel/inflight.ts';
import { NOT_SCHEDULED, type EventType, type Simulation } from '../../kernel/simulation.ts';
import type { CallSource, PhoneConfig } from '../config.ts';
import type { Hosts } from '../hosts.ts';
import type { CallId, HostId, PhoneId, ServerId } from '../ids.ts';
import type { Message, Network } from '../network/network.ts';
import type { Observations } from '../observations.ts';
import type { Lines } from '../phones/lines.ts';
import { T1 } from '../phones/timing.ts';
import type { Intention } from './arrivals.ts';
import { recordOf, type Attempt } from './attempt.ts';
import type { Handsets } from './handsets.ts';
import { Redials } from './redials.ts';

/** RFC 3261 17.1.1.2: an INVITE without any answer is given up after 64 × T1. */
const TIMER_B: Micros = 64 * T1;

/** What callers say to servers. */
export interface CallRequests {
  readonly inviteArrives: Message<CallId>;
  readonly inviteWithDigestArrives: Message<CallId>;
  readonly cancelArrives: Message<CallId>;
  readonly byeArrives: Message<CallId>;
}

/**
 * The calling side of every call: the phone's INVITE and its resends, its last-resort proxy, and the person who waits,
 * talks and hangs up.
 *
 * It knows no dialplan: what its server does for the call it hears as ringing, answer or an error.
 */
export class Callers {
  private readonly sim: Simulation;
  private readonly hosts: Hosts;
  private readonly network: Network;
  private readonly lines: Lines;
  private readonly handsets: Handsets;
  private readonly phones: readonly PhoneConfig[];
  private readonly observations: Observations;
  private readonly replyTime: () => Micros;
  private readonly attempts = new InFlight<Attempt, CallId>();
  private readonly redials: Redials;
  private failureSeen = false;
  private requests!: CallRequests;
  private offerFromTrunk!: (attempt: Attempt, context: string) => void;
  private callsChanged!: (attempt: Attempt) => void;

  readonly inviteIsChallenged: Message<CallId>;
  readonly tryingArrives: Message<CallId>;
  readonly ringingArrives: Message<CallId>;
  readonly answerArrives: Message<CallId>;
  readonly errorArrives: Message<CallId>;
  readonly byeArrives: Message<CallId>;
  private readonly inviteIsRepeated: EventType<CallId, HostId>;
  private readonly inviteTimesOut: EventType<CallId, HostId>;
  private readonly patienceEnds: EventType<CallId, number>;
  private readonly talkEnds: EventType<CallId, number>;

  constructor(
    sim: Simulation, hosts: Hosts, network: Network, lines: Lines, handsets: Handsets,
    config: { phones: readonly PhoneConfig[]; calls: readonly CallSource[] }, observations: Observations, replyTime: () => Micros,
  ) {
    this.sim = sim;
    this.hosts = hosts;
    this.network = network;
    this.lines = lines;
    this.handsets = handsets;
    this.phones = config.phones;
    this.observations = observations;
    this.replyTime = replyTime;
    this.inviteIsChallenged = hosts.on('phone.inviteIsChallenged', (call) => this.challenged(call));
    this.tryingArrives = hosts.on('phone.tryingArrives', (call) => this.trying(call));
    this.ringingArrives = hosts.on('phone.ringingArrives', (call) => this.trying(call));
    this.answerArrives = hosts.on('phone.answerArrives', (call) => this.answered(call));
    this.errorArrives = hosts.on('phone.errorArrives', (call) => this.refused(call));
    this.byeArrives = hosts.on('phone.byeArrives', (call) => this.hungUpByServer(call));
    this.inviteIsRepeated = hosts.on('phone.inviteIsRepeated', (call) => this.transmit(call));
    this.inviteTimesOut = hosts.on('phone.inviteTimesOut', (call) => this.timedOut(call));
    this.patienceEnds = sim.on('caller.patienceEnds', (call) => this.giveUp(call));
    this.talkEnds = sim.on('caller.talkEnds', (call) => this.hangUp(call));
    this.redials = new Redials(sim, config.calls, handsets, this);
  }

  connect(requests: CallRequests, offerFromTrunk: (attempt: Attempt, context: string) => void, callsChanged: (attempt: Attempt) => void): void {
    this.requests = requests;
    this.offerFromTrunk = offerFromTrunk;
    this.callsChanged = callsChanged;
  }

  get(call: CallId): Attempt | undefined {
    return this.attempts.get(call);
  }

  // ---------------------------------------------------------------- from the arrival to the INVITE

  offer(intention: Intention): void {
    const attempt = this.open(intention);
    this.observations.callOffered(recordOf(attempt, this.sim.now));
    attempt.patienceEnds = this.sim.after(intention.patience, this.patienceEnds, attempt.id, 0);
    if (attempt.caller < 0) {
      attempt.served = true;
      attempt.state = 'proceeding';
      this.offerFromTrunk(attempt, intention.viaContext);
      return;
    }
    const phone = attempt.caller as PhoneId;
    const canCall = this.handsets.hasRoom(phone);
    this.handsets.take(phone);
    if (canCall) this.invite(attempt);
    else this.end(attempt); // A planned call from a phone without power or with its hands full: nobody served it.
  }

  private open(intention: Intention): Attempt {
    const { caller, callee } = intention;
    const id = 0 as CallId;
    const phone = caller < 0 ? undefined : this.phones[caller]!;
    const unregistered = caller >= 0 && !this.lines.isPhoneRegistered(caller as PhoneId);
    const lastResort = unregistered && phone!.lastResort >= 0;
    const attempt: Attempt = {
      id, source: intention.source, redial: intention.redial, offeredAt: this.sim.now, caller,
      from: phone?.number ?? 'pstn', dialled: intention.dialled, callee,
      calleeReachable: callee >= 0 && this.handsets.isIdle(callee as PhoneId) && callee !== caller, afterFailure: this.failureSeen,
      talk: intention.talk, patience: intention.patience, ringsFor: intention.ringsFor, picksUp: intention.picksUp, redialAfter: intention.redialAfter,
      state: 'inviting', server: caller < 0 ? (intention.viaServer as ServerId) : lastResort ? (phone!.lastResort as ServerId) : this.lines.serverFor(caller as PhoneId),
      onLastResort: lastResort, withDigest: false, sends: 0,
      timer: NOT_SCHEDULED, timeout: NOT_SCHEDULED, patienceEnds: NOT_SCHEDULED, talkEnds: NOT_SCHEDULED,
      served: false, channel: 0, finalStatus: 0, calleeServer: -1, ringingAt: -1, answeredAt: -1, way: undefined, pickedUp: false, native: false, mediaThrough: [],
      voicemail: false, misrouted: false, noReply: false, blocked: false, busy: false, congested: false, gaveUp: false, dropped: false, notFound: false,
      lookups: 0, lockWait: 0, cut: false,
    };
    (attempt as { id: CallId }).id = this.attempts.open(attempt);
    return attempt;
  }

  private invite(attempt: Attempt): void {
    attempt.sends = 0;
    this.sim.cancel(attempt.timeout);
    attempt.timeout = this.sim.after(TIMER_B, this.inviteTimesOut, attempt.id, this.hostOf(attempt));
    this.transmit(attempt.id);
  }

  private transmit(call: CallId): void {
    const attempt = this.attempts.get(call);
    if (attempt === undefined || attempt.state !== 'inviting') return;
    const message = attempt.withDigest ? this.requests.inviteWithDigestArrives : this.requests.inviteArrives;
    const first = attempt.sends === 0 && attempt.withDigest;
    this.network.send(this.hostOf(attempt), attempt.server, message, call, first ? this.replyTime() : 0);
    let pause = T1;
    for (let i = 0; i < attempt.sends; i++) pause *= 2;
    attempt.sends++;
    this.sim.cancel(attempt.timer);
    attempt.timer = this.sim.after(pause, this.inviteIsRepeated, call, this.hostOf(attempt));
  }

  private challenged(call: CallId): void {
    const attempt = this.attempts.get(call);
    if (attempt === undefined || attempt.state !== 'inviting' || attempt.withDigest) return;
    attempt.served = true;
    attempt.withDigest = true;
    this.invite(attempt);
  }

  private timedOut(call: CallId): void {
    const attempt = this.attempts.get(call);
    if (attempt === undefined || attempt.state !== 'inviting') return;
    const phone = this.phones[attempt.caller]!;
    if (!attempt.onLastResort && phone.lastResort >= 0) {
      attempt.onLastResort = true;
      attempt.server = phone.lastResort as ServerId;
      attempt.withDigest = false;
      attempt.served = false;
      this.invite(attempt);
      return;
    }
    this.end(attempt);
  }

  // ---------------------------------------------------------------- what the server says

  private trying(call: CallId): void {
    const attempt = this.attempts.get(call);
    if (attempt === undefined || attempt.state !== 'inviting') return;
    attempt.state = 'proceeding';
    attempt.served = true;
    this.sim.cancel(attempt.timer);
    this.sim.cancel(attempt.timeout);
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
    if (attempt !== undefined) this.end(attempt);
  }

  /** The called side has picked up and both hear each other. */
  talkBegins(attempt: Attempt): void {
    if (attempt.answeredAt >= 0 || attempt.state === 'over') return;
    attempt.answeredAt = this.sim.now;
    this.sim.cancel(attempt.patienceEnds);
    attempt.talkEnds = this.sim.after(attempt.talk, this.talkEnds, attempt.id, 0);
    this.observations.callAnswered(recordOf(attempt, this.sim.now));
  }

  /** Voicemail has answered: he leaves his message, the plan hangs up. */
  voicemailAnswers(attempt: Attempt, at: ServerId): void {
    attempt.voicemail = true;
    if (!attempt.mediaThrough.includes(at)) attempt.mediaThrough.push(at);
    this.sim.cancel(attempt.patienceEnds);
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
      this.network.sendReliably(this.hostOf(attempt), attempt.server, message, call, 0);
    }
    this.end(attempt);
  }

  /** The server has ended a call that came over a trunk. */
  endFromTrunk(call: CallId): void {
    const attempt = this.attempts.get(call);
    if (attempt !== undefined) this.end(attempt);
  }

  /** The media is cut: whoever talks hears nothing and hangs up (design, "dropped"). */
  drop(attempt: Attempt): void {
    if (attempt.state === 'over') return;
    attempt.dropped = attempt.answeredAt >= 0;
    if (attempt.dropped || attempt.voicemail) this.hangUp(attempt.id);
  }

  /** The phone lost its power in the middle of it. */
  phoneDied(phone: PhoneId): void {
    this.attempts.each((attempt) => {
      if (attempt.caller !== phone && !(attempt.callee === phone && attempt.answeredAt >= 0)) return;
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
    attempt.state = 'over';
    for (const scheduled of [attempt.timer, attempt.timeout, attempt.patienceEnds, attempt.talkEnds]) this.sim.cancel(scheduled);
    if (attempt.caller >= 0) this.handsets.release(attempt.caller as PhoneId);
    this.attempts.close(attempt.id);
    this.observations.callEnded(recordOf(attempt, this.sim.now));
  }

  private hostOf(attempt: Attempt): HostId {
    return this.hosts.ofPhone(attempt.caller as PhoneId);
  }
}
