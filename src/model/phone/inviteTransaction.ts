import type { Micros } from '../../kernel/units.ts';
import type { SlotTable } from '../../kernel/resource/slotTable.ts';
import type { EventType, Simulation } from '../../kernel/clock/simulation.ts';
import type { PhoneConfig } from '../config.ts';
import type { Hosts } from '../network/hosts.ts';
import type { CallId, HostId, PhoneId, ServerId } from '../ids.ts';
import type { Network, RowMessage } from '../network/network.ts';
import { T1 } from './registration/timing.ts';
import type { Attempt } from './attempt.ts';

/** RFC 3261 17.1.1.2: an INVITE without any answer is given up after 64 × T1. */
const TIMER_B: Micros = 64 * T1;

/** How a phone asks for a call. */
export interface InviteRequests {
  readonly inviteArrives: RowMessage<CallId>;
  readonly inviteWithDigestArrives: RowMessage<CallId>;
}

/**
 * A calling phone's INVITE: without a digest, with one after the challenge, its resends, and the last-resort proxy when
 * nobody answers. It ends with the first provisional answer; what comes after is the caller's affair.
 */
export class Inviting {
  private readonly sim: Simulation;
  private readonly hosts: Hosts;
  private readonly network: Network;
  private readonly phones: readonly PhoneConfig[];
  private readonly attempts: SlotTable<Attempt, CallId>;
  private readonly replyTime: () => Micros;
  private requests!: InviteRequests;
  private unanswered!: (attempt: Attempt) => void;

  private readonly inviteIsRepeated: EventType<CallId, HostId>;
  private readonly inviteTimesOut: EventType<CallId, HostId>;

  constructor(
    sim: Simulation,
    hosts: Hosts,
    network: Network,
    phones: readonly PhoneConfig[],
    attempts: SlotTable<Attempt, CallId>,
    replyTime: () => Micros,
  ) {
    this.sim = sim;
    this.hosts = hosts;
    this.network = network;
    this.phones = phones;
    this.attempts = attempts;
    this.replyTime = replyTime;
    this.inviteIsRepeated = hosts.on('phone.inviteIsRepeated', (call) => this.transmit(call));
    this.inviteTimesOut = hosts.on('phone.inviteTimesOut', (call) => this.timedOut(call));
  }

  /** `unanswered`: nobody answered it, the last-resort proxy neither. */
  connect(requests: InviteRequests, unanswered: (attempt: Attempt) => void): void {
    this.requests = requests;
    this.unanswered = unanswered;
  }

  begin(attempt: Attempt): void {
    attempt.sends = 0;
    this.sim.cancel(attempt.timeout);
    attempt.timeout = this.sim.after(TIMER_B, this.inviteTimesOut, attempt.id, this.hostOf(attempt));
    this.transmit(attempt.id);
  }

  challenged(call: CallId): void {
    const attempt = this.attempts.get(call);
    if (attempt === undefined || attempt.state !== 'inviting' || attempt.withDigest) return;
    attempt.served = true;
    attempt.withDigest = true;
    this.begin(attempt);
  }

  /** A provisional or final answer: nothing is sent again. */
  isHeard(attempt: Attempt): void {
    this.sim.cancel(attempt.timer);
    this.sim.cancel(attempt.timeout);
  }

  private transmit(call: CallId): void {
    const attempt = this.attempts.get(call);
    if (attempt === undefined || attempt.state !== 'inviting') return;
    const message = attempt.withDigest ? this.requests.inviteWithDigestArrives : this.requests.inviteArrives;
    const first = attempt.sends === 0 && attempt.withDigest;
    this.network.sendRow(this.hostOf(attempt), attempt.server, message, call, first ? this.replyTime() : 0);
    let pause = T1;
    for (let i = 0; i < attempt.sends; i++) pause *= 2;
    attempt.sends++;
    this.sim.cancel(attempt.timer);
    attempt.timer = this.sim.after(pause, this.inviteIsRepeated, call, this.hostOf(attempt));
  }

  private timedOut(call: CallId): void {
    const attempt = this.attempts.get(call);
    if (attempt === undefined || attempt.state !== 'inviting') return;
    const phone = this.phones[attempt.caller]!;
    if (attempt.onLastResort || phone.lastResort < 0) {
      this.unanswered(attempt);
      return;
    }
    attempt.onLastResort = true;
    attempt.server = phone.lastResort as ServerId;
    attempt.withDigest = false;
    attempt.served = false;
    this.begin(attempt);
  }

  private hostOf(attempt: Attempt): HostId {
    return this.hosts.ofPhone(attempt.caller as PhoneId);
  }
}
