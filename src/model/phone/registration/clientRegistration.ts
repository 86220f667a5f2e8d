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
import { Exchanges, NO_EXCHANGE } from './exchanges.ts';
import { hashText } from './jitter.ts';
import { LineTable } from './lineTable.ts';
import { isCurrent, lineOf, tagOf } from './tag.ts';
import { refreshAfter, timeOfSend, timerE, transactionTime } from './timing.ts';

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
  private readonly exchanges = new Exchanges();
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
    return this.exchanges.isAuthenticating.get(this.table.exchange.get(line)) === 1;
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
    const { table, sim } = this;
    sim.cancel(table.timer.get(line));
    if (!this.isIdle(line)) this.end(line, 'cancelled');
    if (!unregistering && table.wantsHome(line, sim.now)) table.goHome(line);
    table.exchange.set(line, this.exchanges.open(unregistering, sim.now));
    table.generation.count(line);
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
      if (!this.isIdle(line)) this.end(line, 'cancelled');
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

  private isIdle(line: number): boolean {
    return this.table.exchange.get(line) === NO_EXCHANGE;
  }

  private transmit(line: number): void {
    if (this.isIdle(line)) return;
    const { table, exchanges } = this;
    const exchange = table.exchange.get(line);
    exchanges.send(exchange);
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
        expires: exchanges.unregisters.get(exchange) === 1 ? 0 : expires > 0 ? expires : -1,
        credentials,
        nonce: exchanges.isAuthenticating.get(exchange) === 1 ? exchanges.nonce.get(exchange) : 0,
      },
      this.replyTime(),
    );
    this.awaitResponse(line, exchanges.sends.get(exchange), host);
  }

  /** One timer for what comes first, the next send or the end of the transaction: two were a tenth of the events cancelled. */
  private awaitResponse(line: number, sends: number, host: HostId): void {
    const { table } = this;
    const left = transactionTime(table.kindOf(line), table.isAtLast(line)) - timeOfSend(sends);
    const pause = timerE(sends);
    const type = left <= pause ? this.transactionTimesOut : this.resendIsDue;
    table.timer.set(line, this.sim.after(Math.min(left, pause), type, line, host));
  }

  /** The server's response, to the transaction that its branch names. */
  private answered(response: RegisterResponse): void {
    const line = lineOf(response.branch);
    if (!isCurrent(response.branch, this.table.generation.get(line))) return; // To a REGISTER that has been given up.
    if (this.isIdle(line)) return;
    if (response.status === 401) this.challenged(line, response);
    else if (response.status === 200) this.grantedBy(line, response.expires);
    else this.failed(line, 'rejected');
  }

  /** `stale`: the 200 OK was lost, so once more with the new nonce; else a second challenge says that the digest is wrong. */
  private challenged(line: number, { nonce, stale }: RegisterResponse): void {
    if (!stale && this.isAuthenticating(line)) {
      this.failed(line, 'rejected');
      return;
    }
    if (stale && !this.isAuthenticating(line)) return;
    const { table, exchanges } = this;
    const exchange = table.exchange.get(line);
    exchanges.nonce.set(exchange, nonce);
    exchanges.beginPass(exchange, true);
    this.sim.cancel(table.timer.get(line));
    table.generation.count(line);
    this.transmit(line);
  }

  private grantedBy(line: number, seconds: number): void {
    const server = this.table.serverOf(line);
    const unregisters = this.unregisters(line);
    // The 200 to an unregistration says nothing of a grant.
    if (!unregisters) this.table.granted.set(line, seconds);
    this.end(line, 'granted');
    this.table.forgetFailures(line);
    if (unregisters) {
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
    if (this.isIdle(line)) return;
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
    const { table, exchanges } = this;
    this.sim.cancel(table.timer.get(line));
    const exchange = table.exchange.get(line);
    const unregisters = this.unregisters(line);
    const server = table.serverOf(line);
    const startedAt = exchanges.startedAt.get(exchange);
    const wasValid = this.beliefs.isRegistered(line);
    this.observations.registrationEnded({
      phone: table.phoneOf(line),
      server,
      at: startedAt,
      kind: unregisters ? 'unregister' : wasValid && table.registeredAt.get(line) === server ? 'refresh' : 'first',
      result,
      sends: exchanges.sentInAll.get(exchange),
      took: this.sim.now - startedAt,
      granted: result === 'granted' && !unregisters ? table.granted.get(line) : 0,
    });
    exchanges.close(exchange);
    table.exchange.set(line, NO_EXCHANGE);
  }

  private unregisters(line: number): boolean {
    return this.exchanges.unregisters.get(this.table.exchange.get(line)) === 1;
  }

  private hostOf(line: number): HostId {
    return this.hosts.ofPhone(this.table.phoneOf(line));
  }
}
