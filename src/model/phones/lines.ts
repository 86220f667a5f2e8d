import { SECOND, type Micros } from '../../kernel/ids.ts';
import { NOT_SCHEDULED, type EventType, type Simulation } from '../../kernel/simulation.ts';
import type { PhoneConfig } from '../config.ts';
import type { Hosts } from '../hosts.ts';
import type { HostId, PhoneId, ServerId } from '../ids.ts';
import type { Message, Network } from '../network/network.ts';
import type { Observations, RegistrationRecord } from '../observations.ts';
import type { RegisterReplies } from '../pbx/registrar/registrar.ts';
import { chanceOf, hashText } from './jitter.ts';
import { isCurrent, lineOf, tagOf, type Tag } from './tag.ts';
import { jittered, refreshAfter, retryAfter, timerE, transactionTime } from './timing.ts';

/** A registration agent's state. */
const IDLE = 0;
const FIRST_PASS = 1;
const SECOND_PASS = 2;

/** What a line needs of the servers. */
export interface RegisterRequests {
  readonly registerArrives: Message<Tag>;
  readonly registerWithDigestArrives: Message<Tag>;
}

/**
 * The phones' registration agents, one for each phone and for each server that it registers at besides: REGISTER, its
 * resends and its time-out, the refresh, and what comes after a failure (facts C).
 *
 * A phone knows its servers by address only: a dead one is a silent one.
 */
export class Lines implements RegisterReplies {
  private readonly sim: Simulation;
  private readonly hosts: Hosts;
  private readonly network: Network;
  private readonly phones: readonly PhoneConfig[];
  private readonly observations: Observations;
  private readonly replyTime: () => Micros;
  private readonly seedHash: number;
  private requests!: RegisterRequests;

  private readonly phone: number[] = [];
  /** Where it registers: an index into the phone's own list of servers, home first. */
  private readonly target: number[] = [];
  /** Lists of servers that a fault or a second registration gave to a line instead of the phone's. */
  private readonly ownServers = new Map<number, readonly ServerId[]>();
  private readonly state: number[] = [];
  private readonly generation: number[] = [];
  private readonly sends: number[] = [];
  /** Failed transactions in a row, and silent ones since a server was last heard. */
  private readonly failures: number[] = [];
  private readonly silences: number[] = [];
  private readonly draws: number[] = [];
  private readonly granted: number[] = [];
  private readonly unregistering: boolean[] = [];
  private readonly startedAt: number[] = [];
  private readonly sentInAll: number[] = [];
  /** Until when the phone itself believes in its registration; 0: it does not. */
  private readonly validUntil: number[] = [];
  private readonly registeredAt: (ServerId | -1)[] = [];
  /** Next refresh, or next resend. */
  private readonly timer: number[] = [];
  private readonly timeout: number[] = [];
  private readonly lapse: number[] = [];
  private readonly linesOf: number[][];

  readonly challengeArrives: Message<Tag>;
  readonly staleArrives: Message<Tag>;
  readonly grantArrives: Message<Tag>;
  readonly refusalArrives: Message<Tag>;
  private readonly refreshIsDue: EventType<number, HostId>;
  private readonly resendIsDue: EventType<number, HostId>;
  private readonly transactionTimesOut: EventType<number, HostId>;
  private readonly registrationLapses: EventType<number, HostId>;

  constructor(sim: Simulation, hosts: Hosts, network: Network, phones: readonly PhoneConfig[], observations: Observations, replyTime: () => Micros) {
    this.sim = sim;
    this.hosts = hosts;
    this.network = network;
    this.phones = phones;
    this.observations = observations;
    this.replyTime = replyTime;
    this.seedHash = hashText(sim.seed);
    this.linesOf = phones.map(() => []);
    this.challengeArrives = hosts.on('phone.challengeArrives', (tag) => this.challenged(tag));
    this.staleArrives = hosts.on('phone.staleArrives', (tag) => this.challengedAgain(tag));
    this.grantArrives = hosts.on('phone.grantArrives', (tag) => this.grantedBy(tag));
    this.refusalArrives = hosts.on('phone.refusalArrives', (tag) => this.refused(tag));
    this.refreshIsDue = hosts.on('phone.refreshIsDue', (line) => this.begin(line));
    this.resendIsDue = hosts.on('phone.registerIsRepeated', (line) => this.transmit(line));
    this.transactionTimesOut = hosts.on('phone.registerTimesOut', (line) => this.failed(line, 'timeout'));
    this.registrationLapses = hosts.on('phone.registrationLapses', (line) => this.lapsed(line));
    phones.forEach((phone, index) => this.addLines(index as PhoneId, phone));
  }

  connect(requests: RegisterRequests): void {
    this.requests = requests;
  }

  // ---------------------------------------------------------------- what others ask

  phoneOf(line: number): PhoneId {
    return this.phone[line]! as PhoneId;
  }

  linesOfPhone(phone: PhoneId): readonly number[] {
    return this.linesOf[phone]!;
  }

  numberOf(phone: PhoneId): string {
    return this.phones[phone]!.number;
  }

  addressOf(phone: PhoneId): string {
    return `${this.phones[phone]!.address}:${this.phones[phone]!.port}`;
  }

  asksOf(phone: PhoneId): number {
    return this.phones[phone]!.expires;
  }

  credentialsOf(phone: PhoneId): PhoneConfig['credentials'] {
    return this.phones[phone]!.credentials;
  }

  unregisters(line: number): boolean {
    return this.unregistering[line]!;
  }

  noteGrant(line: number, seconds: number): void {
    this.granted[line] = seconds;
  }

  /** Where the phone sends its calls: the first of its lines that is registered, else the server it tries. */
  serverFor(phone: PhoneId): ServerId {
    const registered = this.linesOf[phone]!.find((line) => this.isRegistered(line));
    const line = registered ?? this.linesOf[phone]![0]!;
    const server = registered === undefined ? -1 : this.registeredAt[line]!;
    return server >= 0 ? (server as ServerId) : this.serverOf(line);
  }

  /** It has been challenged and waits for the grant. */
  isAuthenticating(line: number): boolean {
    return this.state[line] === SECOND_PASS;
  }

  isPhoneRegistered(phone: PhoneId): boolean {
    return this.linesOf[phone]!.some((line) => this.isRegistered(line));
  }

  // ---------------------------------------------------------------- start, faults

  /** Registered `ago` before now, its next refresh in the phone's usual rhythm. */
  settle(line: number, seconds: number, ago: Micros): void {
    const kind = this.kindOf(line);
    this.granted[line] = seconds;
    this.validUntil[line] = this.sim.now + seconds * SECOND - ago;
    this.registeredAt[line] = this.serverOf(line);
    const due = Math.max(1, Math.round(refreshAfter(kind, seconds) - ago));
    this.timer[line] = this.sim.after(due, this.refreshIsDue, line, this.hostOf(line));
    this.observations.phoneChanged(this.phoneOf(line), true);
  }

  /** How long after a registration the next refresh comes, for the phase at the start. */
  refreshInterval(line: number, seconds: number): Micros {
    return refreshAfter(this.kindOf(line), seconds);
  }

  begin(line: number): void {
    this.sim.cancel(this.timer[line]!);
    if (this.state[line] !== IDLE) this.end(line, 'cancelled');
    this.unregistering[line] = false;
    if (this.wantsHome(line)) this.target[line] = 0;
    this.startPass(line, FIRST_PASS);
    this.startedAt[line] = this.sim.now;
    this.sentInAll[line] = 0;
    this.transmit(line);
  }

  beginAfter(line: number, after: Micros): void {
    this.timer[line] = this.sim.after(after, this.refreshIsDue, line, this.hostOf(line));
  }

  /** Expires 0, then silence. */
  unregister(line: number): void {
    this.begin(line);
    this.unregistering[line] = true;
  }

  /** From now on this line belongs to that server. */
  moveTo(line: number, server: ServerId): void {
    this.ownServers.set(line, [server]);
    this.target[line] = 0;
    this.begin(line);
  }

  addLine(phone: PhoneId, servers: readonly ServerId[]): number {
    const line = this.phone.push(phone) - 1;
    this.ownServers.set(line, servers);
    for (const column of [this.target, this.state, this.generation, this.sends, this.failures, this.silences, this.draws, this.granted, this.startedAt, this.sentInAll, this.validUntil]) column[line] = 0;
    for (const column of [this.timer, this.timeout, this.lapse]) column[line] = NOT_SCHEDULED;
    this.unregistering[line] = false;
    this.registeredAt[line] = -1;
    this.linesOf[phone]!.push(line);
    return line;
  }

  /** Power is gone: nothing is sent, nothing is remembered. */
  powerOff(phone: PhoneId): void {
    for (const line of this.linesOf[phone]!) {
      if (this.state[line] !== IDLE) this.end(line, 'cancelled');
      this.sim.cancel(this.timer[line]!);
      this.sim.cancel(this.lapse[line]!);
      this.setInvalid(line);
      this.failures[line] = 0;
      this.silences[line] = 0;
      this.target[line] = 0;
    }
  }

  powerOn(phone: PhoneId): void {
    for (const line of this.linesOf[phone]!) this.begin(line);
  }

  // ---------------------------------------------------------------- one REGISTER transaction

  private startPass(line: number, state: number): void {
    this.sim.cancel(this.timer[line]!);
    this.sim.cancel(this.timeout[line]!);
    this.state[line] = state;
    this.generation[line]!++;
    this.sends[line] = 0;
    const isLast = this.target[line] === this.serversOf(line).length - 1;
    this.timeout[line] = this.sim.after(transactionTime(this.kindOf(line), isLast), this.transactionTimesOut, line, this.hostOf(line));
  }

  private transmit(line: number): void {
    if (this.state[line] === IDLE) return;
    const message = this.state[line] === FIRST_PASS ? this.requests.registerArrives : this.requests.registerWithDigestArrives;
    this.sends[line]!++;
    this.sentInAll[line]!++;
    this.network.send(this.hostOf(line), this.serverOf(line), message, tagOf(line, this.generation[line]!), this.replyTime());
    this.timer[line] = this.sim.after(timerE(this.sends[line]!), this.resendIsDue, line, this.hostOf(line));
  }

  private challenged(tag: Tag): void {
    const line = lineOf(tag);
    if (!this.isAnswer(tag, FIRST_PASS)) return; // To a REGISTER that has been given up.
    this.startPass(line, SECOND_PASS);
    this.transmit(line);
  }

  /** The 200 OK was lost: once more, with the new nonce. Otherwise it has come before this, and ended the transaction. */
  private challengedAgain(tag: Tag): void {
    const line = lineOf(tag);
    if (!this.isAnswer(tag, SECOND_PASS)) return;
    this.startPass(line, SECOND_PASS);
    this.transmit(line);
  }

  private grantedBy(tag: Tag): void {
    const line = lineOf(tag);
    if (!this.isAnswer(tag, SECOND_PASS)) return;
    const server = this.serverOf(line);
    this.end(line, 'granted');
    this.failures[line] = 0;
    this.silences[line] = 0;
    if (this.unregistering[line]) {
      this.unregistering[line] = false;
      this.setInvalid(line);
      if (!this.accepts(line, this.granted[line]!)) this.beginAfter(line, this.asksOf(this.phoneOf(line)) * SECOND);
      return;
    }
    if (!this.accepts(line, this.granted[line]!)) {
      this.unregister(line);
      return;
    }
    this.registeredAt[line] = server;
    this.setValid(line);
    const refresh = refreshAfter(this.kindOf(line), this.granted[line]!);
    const due = jittered(this.kindOf(line), this.capForFailback(line, refresh), this.chance(line), this.granted[line]! * SECOND);
    this.timer[line] = this.sim.after(due, this.refreshIsDue, line, this.hostOf(line));
  }

  /** Some kinds do not take a short grant (facts C2, Cisco). */
  accepts(line: number, seconds: number): boolean {
    return seconds >= this.kindOf(line).leastGrant;
  }

  private refused(tag: Tag): void {
    if (this.isAnswer(tag, SECOND_PASS)) this.failed(lineOf(tag), 'rejected');
  }

  /** A silent server's turn ends after the kind's tries; a refusal is an answer, and only silence leads elsewhere (RFC 3263 4.3). */
  private failed(line: number, result: 'timeout' | 'rejected'): void {
    if (this.state[line] === IDLE) return;
    const kind = this.kindOf(line);
    this.end(line, result);
    this.failures[line]!++;
    if (this.sim.now >= this.validUntil[line]!) this.setInvalid(line);
    else this.lapse[line] = this.sim.at(this.validUntil[line]!, this.registrationLapses, line, this.hostOf(line));
    if (result === 'rejected') this.silences[line] = 0;
    else if (this.triesNext(line, kind.tries)) {
      this.begin(line);
      return;
    }
    const pause = result === 'rejected' && kind.retryAfterReject > 0
      ? jittered(kind, kind.retryAfterReject, this.chance(line), Infinity)
      : retryAfter(kind, this.failures[line]!, this.chance(line));
    this.timer[line] = this.sim.after(pause, this.refreshIsDue, line, this.hostOf(line));
  }

  /** The next in the list, at once; false when all have been silent, or this one has more tries: then comes the pause. */
  private triesNext(line: number, tries: number): boolean {
    const { length } = this.serversOf(line);
    this.silences[line]!++;
    if (length === 1 || this.silences[line]! % tries !== 0) return false;
    const roundEnds = this.silences[line]! % (tries * length) === 0;
    this.target[line] = roundEnds ? 0 : (this.target[line]! + 1) % length;
    return !roundEnds;
  }

  private isAnswer(tag: Tag, state: number): boolean {
    const line = lineOf(tag);
    return this.state[line] === state && isCurrent(tag, this.generation[line]!);
  }

  private end(line: number, result: RegistrationRecord['result']): void {
    this.sim.cancel(this.timer[line]!);
    this.sim.cancel(this.timeout[line]!);
    this.state[line] = IDLE;
    const wasValid = this.validUntil[line]! > this.sim.now;
    this.observations.registrationEnded({
      phone: this.phoneOf(line), server: this.serverOf(line), at: this.startedAt[line]!,
      kind: this.unregistering[line] ? 'unregister' : wasValid && this.registeredAt[line] === this.serverOf(line) ? 'refresh' : 'first',
      result, sends: this.sentInAll[line]!, took: this.sim.now - this.startedAt[line]!,
      granted: result === 'granted' && !this.unregistering[line] ? this.granted[line]! : 0,
    });
  }

  // ---------------------------------------------------------------- the phone's own view

  private isRegistered(line: number): boolean {
    return this.validUntil[line]! > this.sim.now;
  }

  private setValid(line: number): void {
    const was = this.isPhoneRegistered(this.phoneOf(line));
    this.sim.cancel(this.lapse[line]!);
    this.validUntil[line] = this.sim.now + this.granted[line]! * SECOND;
    if (!was) this.observations.phoneChanged(this.phoneOf(line), true);
  }

  private lapsed(line: number): void {
    if (this.validUntil[line]! > this.sim.now) return;
    this.setInvalid(line);
  }

  private setInvalid(line: number): void {
    const was = this.validUntil[line]! > 0;
    this.validUntil[line] = 0;
    this.registeredAt[line] = -1;
    if (was && !this.isPhoneRegistered(this.phoneOf(line))) this.observations.phoneChanged(this.phoneOf(line), false);
  }

  // ---------------------------------------------------------------- lists of servers

  private addLines(phone: PhoneId, config: PhoneConfig): void {
    const all = [config.home, ...config.backup] as ServerId[];
    if (config.kind.secondServer === 'atOnce') for (const server of all) this.addLine(phone, [server]);
    else if (config.kind.secondServer === 'none') this.addLine(phone, [config.home as ServerId]);
    else this.addLine(phone, all);
  }

  private serversOf(line: number): readonly ServerId[] {
    return this.ownServers.get(line)!;
  }

  serverOf(line: number): ServerId {
    return this.serversOf(line)[this.target[line]!]!;
  }

  /** A phone on its second server looks for its first one now and then, if its kind does. */
  private wantsHome(line: number): boolean {
    return this.target[line]! > 0 && this.failures[line] === 0 && this.kindOf(line).failback > 0;
  }

  private capForFailback(line: number, refresh: Micros): Micros {
    const { failback } = this.kindOf(line);
    return this.target[line]! > 0 && failback > 0 ? Math.min(refresh, failback) : refresh;
  }

  private kindOf(line: number): PhoneConfig['kind'] {
    return this.phones[this.phone[line]!]!.kind;
  }

  private hostOf(line: number): HostId {
    return this.hosts.ofPhone(this.phoneOf(line));
  }

  private chance(line: number): number {
    return chanceOf(this.seedHash, this.phone[line]!, this.draws[line]!++);
  }
}
