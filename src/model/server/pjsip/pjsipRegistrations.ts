import type { EventType, Simulation } from '../../../kernel/clock/simulation.ts';
import { SECOND, type Micros } from '../../../kernel/units.ts';
import type { Phones, ServerConfig, StartConfig } from '../../config.ts';
import type { PhoneId, ServerId } from '../../ids.ts';
import type { Hosts } from '../../network/hosts.ts';
import { accountOf } from '../../phoneNumbers.ts';
import type { Rules } from '../../rules.ts';
import { FAILED, type DatabaseClients } from '../mysql/databaseClients.ts';
import type { PhoneRegistrations } from '../channelDriver.ts';
import type { WallClock } from '../wallClock.ts';
import type { ContactExpiry } from './contactExpiry.ts';
import type { ContactWrites } from './contactWrites.ts';
import type { Contact, Contacts } from './contacts.ts';
import type { Distributor } from './distributor.ts';
import type { Endpoints } from './endpoints.ts';
import type { EndpointStates } from './endpointStates.ts';
import type { FixedContacts } from './fixedContacts.ts';
import type { PjsipQualify } from './pjsipQualify.ts';
import { grantOf } from './registerAor.ts';
import type { ServerContacts } from './serverContacts.ts';
import type { ServerRegistrations } from './serverRegistrations.ts';

/**
 * What a server knows of registrations at its start, and what a crash leaves: contacts in the astdb or the shared table
 * outlive it, endpoint states and extensions do not (pjsip_options.c:sip_options_synchronize_task).
 */
export class PjsipRegistrations implements PhoneRegistrations {
  private readonly parts: PjsipRegistrationsParts;
  /** SELECTs of a start that are still to be made. */
  private readonly readsLeft: number[];

  /** `read`: of which start of which server (`readOf`). */
  private readonly bootReadEnds: EventType<number, number>;

  constructor(parts: PjsipRegistrationsParts) {
    this.parts = parts;
    this.readsLeft = parts.servers.map(() => 0);
    this.bootReadEnds = parts.sim.on('pjsip.bootReadEnds', (read, ended) => this.read(read, ended !== FAILED));
  }

  granted(server: ServerId, phone: PhoneId, asks: number): number {
    const aor = this.parts.endpoints.aorOf(server, phone);
    return aor === undefined ? asks : grantOf(aor, asks);
  }

  /** Contacts stay in the astdb or the table, and their extensions with them (sorcery.c:ast_sorcery_reload). */
  reload(): void {}

  settle(server: ServerId, phone: PhoneId, seconds: number, ago: Micros, qualifyPhase: Micros): boolean {
    const { clock, contacts, endpoints, hosts, phones, qualify, states, writes } = this.parts;
    const account = accountOf(phones, phone);
    const aor = endpoints.aorOf(server, account);
    if (aor === undefined) return true; // It is refused at its next refresh.
    const host = hosts.ofPhone(phone);
    const others = contacts.live(server, account).filter((contact) => contact.host !== host);
    if (others.length >= aor.maxContacts && !aor.removeExisting) return false;
    const until = Math.floor(clock.exactSeconds() - ago / SECOND + seconds);
    writes.settle({ aor: account, host, callId: phone, until, server });
    states.settle(server, { aor: account, host }, true);
    qualify.settle(server, account, host, qualifyPhase);
    if (others.length >= aor.maxContacts) this.makeRoom(server, account, aor.maxContacts);
    return true;
  }

  /** remove_existing: the phone that has registered last has removed the contact of the one that did so longest ago. */
  private makeRoom(server: ServerId, account: PhoneId, most: number): void {
    const { contacts, hosts, phones, writes } = this.parts;
    const since = ({ host, until }: Contact): number => {
      const phone = hosts.phoneOf(host);
      return until - this.granted(server, phone, phones.at(phone)!.expires);
    };
    const all = [...contacts.live(server, account)].sort((a, b) => since(a) - since(b));
    const last = all.at(-1)!;
    for (const first of all.slice(0, all.length - most)) writes.take(last.server, first);
  }

  settleServer(server: ServerId): void {
    const { config, expiry, sim } = this.parts;
    const phase = Math.floor(sim.stream('start/expiryCheck').next() * expiry.interval(server));
    expiry.begin(server, Math.min(config.expiryPhase ?? phase, expiry.interval(server)));
    this.parts.fixedContacts.begin(server);
    this.parts.serverRegistrations.settle(server, (to, from, is, seconds) =>
      this.parts.serverContacts.settle(to, from, is, seconds),
    );
  }

  /** It reads every endpoint and contact of the database, and only then any SIP (pjsip_distributor.c:distributor). */
  restart(server: ServerId): void {
    const { distributor, expiry, rules, servers, phones } = this.parts;
    expiry.begin(server, expiry.interval(server));
    this.parts.fixedContacts.begin(server);
    this.parts.serverRegistrations.load(server);
    const { stores } = servers[server]!.pjsip;
    this.readsLeft[server] = stores.endpoint.realtime ? rules.bootReads * phones.length : 0;
    distributor.boots(server, true);
    this.next(server);
  }

  crash(server: ServerId): void {
    const { contacts, endpoints, expiry, qualify, states, writes } = this.parts;
    expiry.crash(server);
    this.parts.fixedContacts.crash(server);
    this.parts.serverRegistrations.crash(server);
    this.parts.serverContacts.crash(server);
    qualify.crash(server);
    states.crash(server);
    writes.crash(server);
    contacts.crash(server);
    endpoints.crash(server);
    this.readsLeft[server] = 0;
  }

  loseDisk(server: ServerId): void {
    this.parts.contacts.loseDisk(server);
    this.parts.serverContacts.loseDisk(server);
  }

  /** What a start has asked for is nothing to the next one. */
  private read(read: number, ok: boolean): void {
    const server = (read % this.parts.servers.length) as ServerId;
    if (this.parts.hosts.isDown(server) || read !== this.readOf(server)) return;
    // Without the database there is no endpoint and no contact to be read.
    this.readsLeft[server] = ok ? this.readsLeft[server]! - 1 : -1;
    this.next(server);
  }

  private next(server: ServerId): void {
    const left = this.readsLeft[server]!;
    if (left > 0) {
      const table = left > this.parts.phones.length ? 'ps_endpoints' : 'ps_contacts';
      this.parts.database.realtime(server, 'select', 'boot', this.bootReadEnds, this.readOf(server), 0, table);
      return;
    }
    this.parts.distributor.boots(server, false);
    if (left === 0 && this.parts.rules.restartRevives) this.claim(server);
  }

  private readOf(server: ServerId): number {
    return this.parts.hosts.incarnation(server) * this.parts.servers.length + server;
  }

  /** Every contact that it can read makes its endpoint reachable here, whichever server it was made at. */
  private claim(server: ServerId): void {
    const { contacts, endpoints, qualify, rules, states, writes } = this.parts;
    for (const contact of contacts.all(server)) {
      const aor = endpoints.aorOf(server, contact.aor);
      if (aor === undefined) continue;
      const isQualified = rules.regextenFollowsQualify && aor.qualifyFrequency > 0;
      states.settle(server, contact, !isQualified);
      if (contact.server === server) writes.register(contact);
      qualify.begin(server, contact.aor, contact.host);
    }
  }
}

export interface PjsipRegistrationsParts {
  readonly sim: Simulation;
  readonly hosts: Hosts;
  readonly database: DatabaseClients;
  readonly distributor: Distributor;
  readonly contacts: Contacts;
  readonly endpoints: Endpoints;
  readonly writes: ContactWrites;
  readonly states: EndpointStates;
  readonly expiry: ContactExpiry;
  readonly qualify: PjsipQualify;
  readonly fixedContacts: FixedContacts;
  readonly serverContacts: ServerContacts;
  readonly serverRegistrations: ServerRegistrations;
  readonly servers: readonly ServerConfig[];
  readonly phones: Phones;
  readonly rules: Rules;
  readonly clock: WallClock;
  readonly config: StartConfig;
}
