import { SECOND, type Micros } from '../../../kernel/units.ts';
import type { EventType, Simulation } from '../../../kernel/clock/simulation.ts';
import type { Phones } from '../../config.ts';
import { templateAt } from '../../phoneColumns.ts';
import type { Hosts } from '../../network/hosts.ts';
import type { HostId, PhoneId, ServerId } from '../../ids.ts';
import type { Network } from '../../network/network.ts';
import { REGISTER, REGISTER_RESPONSE, type RegisterResponse } from '../../protocol/sip.ts';
import type { Observations, RegistrationRecord } from '../../observations.ts';
import { Beliefs } from './beliefs.ts';
import { hashText } from './jitter.ts';
import { LineTable } from './lineTable.ts';
import { isCurrent, lineOf, tagOf } from './tag.ts';
import { refreshAfter, timeOfSend, timerE, transactionTime } from './timing.ts';

/** A registration agent's state. */
const IDLE = 0;
const FIRST_PASS = 1;
const SECOND_PASS = 2;

/**
 * The phones' registration agents, one for each phone and for each server that it registers at besides: REGISTER, its
 * resends and its time-out, the refresh, and what comes after a failure (facts C).
 *
 * A phone knows its servers by address only: a dead one is a silent one.
 */
export class ClientRegistrations {
  private readonly sim: Simulation;
  private readonly hosts: Hosts;
  private readonly network: Network;
  private readonly phones: Phones;
  private readonly observations: Observations;
  private readonly replyTime: () => Micros;

  private readonly table: LineTable;
  private readonly beliefs: Beliefs;

  private readonly refreshIsDue: EventType<number, HostId>;
  private readonly resendIsDue: EventType<number, HostId>;
  private readonly transactionTimesOut: EventType<number, HostId>;

  constructor(
    sim: Simulation,
    hosts: Hosts,
    network: Network,
    phones: Phones,
    observations: Observations,
    replyTime: () => Micros,
  ) {
    this.sim = sim;
    this.hosts = hosts;
    this.network = network;
    this.phones = phones;
    this.observations = observations;
    this.replyTime = replyTime;
    this.table = new LineTable(phones, hashText(sim.seed));
    this.beliefs = new Beliefs(sim, hosts, this.table, observations);
    network.receive(REGISTER_RESPONSE, 'phone', (response) => this.answered(response));
    this.refreshIsDue = hosts.on('phone.refreshIsDue', (line) => this.begin(line));
    this.resendIsDue = hosts.on('phone.registerIsRepeated', (line) => this.transmit(line));
    this.transactionTimesOut = hosts.on('phone.registerTimesOut', (line) => this.failed(line, 'timeout'));
  }

  // ---------------------------------------------------------------- what others ask

  phoneOf(line: number): PhoneId {
    return this.table.phoneOf(line);
  }

  serverOf(line: number): ServerId {
    return this.table.serverOf(line);
  }

  linesOfPhone(phone: PhoneId): readonly number[] {
    return this.table.linesOf(phone);
  }

  asksOf(phone: PhoneId): number {
    return templateAt(this.phones, phone).expires;
  }

  serverFor(phone: PhoneId): ServerId {
    return this.beliefs.serverFor(phone);
  }

  /** It has been challenged and waits for the grant. */
  isAuthenticating(line: number): boolean {
    return this.table.state.get(line) === SECOND_PASS;
  }

  isPhoneRegistered(phone: PhoneId): boolean {
    return this.beliefs.isPhoneRegistered(phone);
  }

  // ---------------------------------------------------------------- start, faults

  /** Registered `ago` before now, its next refresh in the phone's usual rhythm. */
  settle(line: number, seconds: number, ago: Micros): void {
    this.table.granted.set(line, seconds);
    this.beginAfter(line, Math.max(1, Math.round(this.refreshInterval(line, seconds) - ago)));
    this.beliefs.settle(line, this.table.serverOf(line), ago);
  }

  /** It has been refused for long, or granted less than it takes. `dueIn`: from the time between two attempts to the next. */
  settleWithout(line: number, result: 'rejected' | 'granted', dueIn: (interval: Micros) => Micros): void {
    const asked = this.asksOf(this.table.phoneOf(line)) * SECOND;
    this.beginAfter(line, dueIn(result === 'rejected' ? this.table.longestPause(line) : asked));
  }

  /** How long after a registration the next refresh comes, for the phase at the start. */
  refreshInterval(line: number, seconds: number): Micros {
    return refreshAfter(this.table.kindOf(line), seconds);
  }

  begin(line: number, unregistering = false): void {
    this.sim.cancel(this.table.timer.get(line));
    if (this.table.state.get(line) !== IDLE) this.end(line, 'cancelled');
    this.table.unregistering.set(line, unregistering ? 1 : 0);
    if (!unregistering && this.table.wantsHome(line, this.sim.now)) this.table.goHome(line);
    this.startPass(line, FIRST_PASS);
    this.table.startedAt.set(line, this.sim.now);
    this.table.sentInAll.set(line, 0);
    this.transmit(line);
  }

  beginAfter(line: number, after: Micros): void {
    this.table.timer.set(line, this.sim.after(after, this.refreshIsDue, line, this.hostOf(line)));
  }

  /** Expires 0, then silence. */
  unregister(line: number): void {
    this.begin(line, true);
  }

  /** From now on this line belongs to that server. */
  moveTo(line: number, server: ServerId): void {
    this.table.giveServers(line, [server]);
    this.table.goHome(line);
    this.begin(line);
  }

  /** One more registration agent, of that phone at those servers. */
  addLine(phone: PhoneId, servers: readonly ServerId[]): number {
    return this.table.add(phone, servers);
  }

  /** Power is gone: nothing is sent, nothing is remembered. */
  powerOff(phone: PhoneId): void {
    for (const line of this.table.linesOf(phone)) {
      if (this.table.state.get(line) !== IDLE) this.end(line, 'cancelled');
      this.sim.cancel(this.table.timer.get(line));
      this.sim.cancel(this.table.lapse.get(line));
      this.beliefs.end(line);
      this.table.forgetFailures(line);
      this.table.goHome(line);
    }
  }

  powerOn(phone: PhoneId): void {
    for (const line of this.table.linesOf(phone)) this.begin(line);
  }

  // ---------------------------------------------------------------- one REGISTER transaction

  private startPass(line: number, state: number): void {
    const { table } = this;
    this.sim.cancel(table.timer.get(line));
    table.state.set(line, state);
    table.generation.count(line);
    table.sends.set(line, 0);
  }

  private transmit(line: number): void {
    const { table } = this;
    if (table.state.get(line) === IDLE) return;
    table.sends.count(line);
    table.sentInAll.count(line);
    const phone = table.phoneOf(line);
    const host = this.hostOf(line);
    const { expires, credentials, account = phone } = table.habitsOf(line);
    this.network.send(
      host,
      table.serverOf(line),
      REGISTER,
      {
        branch: tagOf(line, table.generation.get(line)),
        callId: line,
        aor: account as PhoneId,
        contact: host,
        expires: table.unregistering.get(line) === 1 ? 0 : expires > 0 ? expires : -1,
        credentials,
        nonce: table.state.get(line) === SECOND_PASS ? table.nonce.get(line) : 0,
      },
      this.replyTime(),
    );
    this.awaitResponse(line, host);
  }

  /** One timer for what comes first, the next send or the end of the transaction: two were a tenth of the events cancelled. */
  private awaitResponse(line: number, host: HostId): void {
    const { table } = this;
    const sends = table.sends.get(line);
    const left = transactionTime(table.kindOf(line), table.isAtLast(line)) - timeOfSend(sends);
    const pause = timerE(sends);
    const type = left <= pause ? this.transactionTimesOut : this.resendIsDue;
    table.timer.set(line, this.sim.after(Math.min(left, pause), type, line, host));
  }

  /** The server's response, to the transaction that its branch names. */
  private answered(response: RegisterResponse): void {
    const line = lineOf(response.branch);
    if (!isCurrent(response.branch, this.table.generation.get(line))) return; // To a REGISTER that has been given up.
    if (this.table.state.get(line) === IDLE) return;
    if (response.status === 401) this.challenged(line, response);
    else if (response.status === 200) this.grantedBy(line, response.expires);
    else this.failed(line, 'rejected');
  }

  /** `stale`: the 200 OK was lost, so once more with the new nonce; else a second challenge says that the digest is wrong. */
  private challenged(line: number, { nonce, stale }: RegisterResponse): void {
    if (!stale && this.table.state.get(line) === SECOND_PASS) {
      this.failed(line, 'rejected');
      return;
    }
    if (stale && this.table.state.get(line) === FIRST_PASS) return;
    this.table.nonce.set(line, nonce);
    this.startPass(line, SECOND_PASS);
    this.transmit(line);
  }

  private grantedBy(line: number, seconds: number): void {
    const server = this.table.serverOf(line);
    // The 200 to an unregistration says nothing of a grant.
    if (this.table.unregistering.get(line) === 0) this.table.granted.set(line, seconds);
    this.end(line, 'granted');
    this.table.forgetFailures(line);
    if (this.table.unregistering.get(line) === 1) {
      this.table.unregistering.set(line, 0);
      this.beliefs.end(line);
      if (!this.accepts(line, this.table.granted.get(line)))
        this.beginAfter(line, this.asksOf(this.table.phoneOf(line)) * SECOND);
      return;
    }
    if (!this.accepts(line, this.table.granted.get(line))) {
      this.unregister(line);
      return;
    }
    this.beliefs.begin(line, server);
    this.beginAfter(line, this.table.nextAfter(line, seconds, this.sim.now));
  }

  /** Some kinds do not take a short grant (facts C2, Cisco). */
  accepts(line: number, seconds: number): boolean {
    return seconds >= this.table.kindOf(line).leastGrant;
  }

  /**
   * A silent server's turn ends after the kind's tries; a refusal is an answer, and only silence leads elsewhere (RFC
   * 3263 4.3).
   */
  private failed(line: number, result: 'timeout' | 'rejected'): void {
    if (this.table.state.get(line) === IDLE) return;
    const kind = this.table.kindOf(line);
    this.end(line, result);
    this.table.failures.count(line);
    this.beliefs.letLapse(line);
    if (result === 'rejected') this.table.silences.set(line, 0);
    else if (this.table.triesNext(line, kind.tries)) {
      this.begin(line);
      return;
    }
    this.beginAfter(line, this.table.pauseAfter(line, result));
  }

  private end(line: number, result: RegistrationRecord['result']): void {
    this.sim.cancel(this.table.timer.get(line));
    this.table.state.set(line, IDLE);
    const wasValid = this.beliefs.isRegistered(line);
    this.observations.registrationEnded({
      phone: this.table.phoneOf(line),
      server: this.table.serverOf(line),
      at: this.table.startedAt.get(line),
      kind:
        this.table.unregistering.get(line) === 1
          ? 'unregister'
          : wasValid && this.table.registeredAt.get(line) === this.table.serverOf(line)
            ? 'refresh'
            : 'first',
      result,
      sends: this.table.sentInAll.get(line),
      took: this.sim.now - this.table.startedAt.get(line),
      granted: result === 'granted' && this.table.unregistering.get(line) === 0 ? this.table.granted.get(line) : 0,
    });
  }

  private hostOf(line: number): HostId {
    return this.hosts.ofPhone(this.table.phoneOf(line));
  }
}
