import { SECOND, type Micros } from '../../../kernel/units.ts';
import type { EventType, Simulation } from '../../../kernel/clock/simulation.ts';
import type { Hosts } from '../../network/hosts.ts';
import type { HostId, PhoneId, ServerId } from '../../ids.ts';
import type { Observations } from '../../observations.ts';
import type { LineTable } from './lineTable.ts';

/**
 * What phones believe of their own registrations: each line until the end of its grant, whatever has become of the
 * server meanwhile (paper, "ChanIsAvail Usage").
 */
export class Beliefs {
  private readonly sim: Simulation;
  private readonly hosts: Hosts;
  private readonly table: LineTable;
  private readonly observations: Observations;

  private readonly registrationLapses: EventType<number, HostId>;

  constructor(sim: Simulation, hosts: Hosts, table: LineTable, observations: Observations) {
    this.sim = sim;
    this.hosts = hosts;
    this.table = table;
    this.observations = observations;
    this.registrationLapses = hosts.on('phone.registrationLapses', (line) => this.lapsed(line));
  }

  isRegistered(line: number): boolean {
    return this.table.validUntil.get(line) > this.sim.now;
  }

  isPhoneRegistered(phone: PhoneId): boolean {
    return this.table.linesOf(phone).some((line) => this.isRegistered(line));
  }

  /** Where the phone sends its calls: the first of its lines that is registered, else the server it tries. */
  serverFor(phone: PhoneId): ServerId {
    const registered = this.table.linesOf(phone).find((line) => this.isRegistered(line));
    const line = registered ?? this.table.linesOf(phone)[0]!;
    const server = registered === undefined ? -1 : this.table.registeredAt.get(line);
    return server >= 0 ? (server as ServerId) : this.table.serverOf(line);
  }

  /** Registered `ago` before the run began. */
  settle(line: number, server: ServerId, ago: Micros): void {
    this.table.validUntil.set(line, this.endOfGrant(line) - ago);
    this.table.registeredAt.set(line, server);
    this.observations.phoneChanged(this.table.phoneOf(line), true);
  }

  /** A server has granted it, now. */
  begin(line: number, server: ServerId): void {
    const was = this.isRegistered(line) || this.isPhoneRegistered(this.table.phoneOf(line));
    this.table.registeredAt.set(line, server);
    this.sim.cancel(this.table.lapse.get(line));
    this.table.validUntil.set(line, this.endOfGrant(line));
    if (!was) this.observations.phoneChanged(this.table.phoneOf(line), true);
  }

  /** A refresh has failed: it holds until its end, or is over already. */
  letLapse(line: number): void {
    if (this.isRegistered(line))
      this.table.lapse.set(
        line,
        this.sim.at(
          this.table.validUntil.get(line),
          this.registrationLapses,
          line,
          this.hosts.ofPhone(this.table.phoneOf(line)),
        ),
      );
    else this.end(line);
  }

  end(line: number): void {
    const was = this.table.validUntil.get(line) > 0;
    this.table.validUntil.set(line, 0);
    this.table.registeredAt.set(line, -1);
    if (was && !this.isPhoneRegistered(this.table.phoneOf(line)))
      this.observations.phoneChanged(this.table.phoneOf(line), false);
  }

  private lapsed(line: number): void {
    if (!this.isRegistered(line)) this.end(line);
  }

  private endOfGrant(line: number): Micros {
    return this.sim.now + this.table.granted.get(line) * SECOND;
  }
}
