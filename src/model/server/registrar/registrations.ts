import { SECOND, type Micros } from '../../../kernel/units.ts';
import { NOT_SCHEDULED, type EventType, type Simulation } from '../../../kernel/clock/simulation.ts';
import type { Phones, ServerConfig } from '../../config.ts';
import type { Signal } from '../../../kernel/signal.ts';
import type { DatabaseClients } from '../mysql/databaseClients.ts';
import type { SipTable } from '../../database/siptable.ts';
import type { Hosts } from '../../network/hosts.ts';
import { accountOf } from '../../phoneNumbers.ts';
import type { HostId, PhoneId, ServerId } from '../../ids.ts';
import type { Observations, StatementPurpose } from '../../observations.ts';
import type { Rules } from '../../rules.ts';
import type { PhoneRegistrations } from '../channelDriver.ts';
import type { WallClock } from '../wallClock.ts';
import {
  EXTENSION,
  IN_ASTDB,
  IN_MEMORY,
  REGISTERED,
  ROW_HAD_CONTACT,
  type PeerRow,
  type SipPeers,
} from './sipPeers.ts';
import type { RegContexts } from './regcontext.ts';
import { SettledPhones } from './settledPhones.ts';
import { reloadPhones } from './sipReload.ts';

/** OPTIONS to registered phones: SipQualify. */
export interface Poker {
  /** `start: steady`: the phone has been reachable for long, and is asked next after `phase`. */
  settle(row: PeerRow, phase: Micros): void;
  registered(row: PeerRow, addressChanged: boolean): void;
  forgotten(row: PeerRow): void;
  /** The phone is asked so long from now, whatever was due. */
  again(row: PeerRow, after: Micros): void;
}

/**
 * Who is registered where, in the servers' own view: from the granted seconds to their end, what a restart leaves, what a
 * row of the shared table brings into a server's memory (facts B2, B4).
 *
 * It does not know REGISTER: `Registrar` does.
 */
export class Registrations implements PhoneRegistrations {
  private readonly parts: RegistrationsParts;

  private readonly registrationExpires: EventType<number, HostId>;
  private readonly ignored: EventType<number, number>;
  private readonly settled: SettledPhones;

  constructor(parts: RegistrationsParts) {
    this.parts = parts;
    this.registrationExpires = parts.hosts.onDeadline(
      'registrar.registrationExpires',
      (row) => parts.peers.expiresAt.get(row),
      (row, server) => parts.registrationDue.send(server as ServerId, row),
    );
    this.settled = new SettledPhones(parts.servers.length, parts);
    this.ignored = parts.sim.on('registrar.blankingEnds', () => {});
  }

  /** Seconds that a request for `asks` seconds gets; -1: the request names none (facts B1). */
  granted(server: ServerId, _: PhoneId, asks: number): number {
    const { minExpiry, maxExpiry, defaultExpiry } = this.parts.servers[server]!.sip;
    const wanted = asks > 0 ? asks : defaultExpiry;
    return Math.min(Math.max(wanted, minExpiry), maxExpiry);
  }

  /** Registered `ago` before now, for that many seconds and the grace. */
  begin(server: ServerId, row: PeerRow, seconds: number, ago: Micros = 0): void {
    if (this.isNew(row)) this.parts.observations.registrationsChanged(server, 1);
    this.hold(server, row, seconds, ago);
  }

  private isNew(row: PeerRow): boolean {
    const { peers } = this.parts;
    return !peers.has(row, REGISTERED) || peers.expiry.get(row) === NOT_SCHEDULED;
  }

  private hold(server: ServerId, row: PeerRow, seconds: number, ago: Micros): void {
    const { peers, sim, rules } = this.parts;
    peers.set(row, REGISTERED | IN_ASTDB, true);
    peers.set(row, IN_MEMORY, this.hasTimer(server));
    const grace = this.hasTimer(server) ? rules.registrationGrace : 0;
    peers.granted.set(row, seconds);
    this.endsAt(server, row, sim.now + Math.round((seconds + grace) * SECOND) - ago);
  }

  private endsAt(server: ServerId, row: PeerRow, end: Micros): void {
    const { peers, sim } = this.parts;
    const before = peers.expiresAt.get(row);
    peers.expiresAt.set(row, end);
    if (end >= before && sim.isPending(peers.expiry.get(row))) return; // Its event waits for the later end.
    sim.cancel(peers.expiry.get(row));
    peers.expiry.set(row, sim.at(end, this.registrationExpires, row, server));
  }

  /** Without rtcachefriends nothing runs out but the time in the row (chan_sip.c:parse_register_contact). */
  hasTimer(server: ServerId): boolean {
    const { realtime, rtCacheFriends } = this.parts.servers[server]!.sip;
    return !realtime || rtCacheFriends;
  }

  end(server: ServerId, row: PeerRow): void {
    const { peers, sim, observations } = this.parts;
    if (peers.expiry.get(row) !== NOT_SCHEDULED) observations.registrationsChanged(server, -1);
    sim.cancel(peers.expiry.get(row));
    peers.expiry.set(row, NOT_SCHEDULED);
    peers.set(row, REGISTERED | IN_ASTDB, false);
    this.parts.poker.forgotten(row);
  }

  private blank(server: ServerId, phone: PhoneId, purpose: StatementPurpose): void {
    this.parts.table.blank(phone);
    this.parts.database.realtime<number>(server, 'update', purpose, this.ignored, 0);
  }

  // ---------------------------------------------------------------- start, crash

  /** `start: steady`: registered `ago` microseconds before now, with everything that follows from it. */
  settle(server: ServerId, device: PhoneId, seconds: number, ago: Micros, qualifyPhase: Micros): boolean {
    const { peers, contexts, phones, servers, clock, table, rules } = this.parts;
    const phone = accountOf(phones, device);
    const row = peers.findOrAdd(server, phone);
    if (this.isReplaced(row, device, ago)) return true;
    if (this.isNew(row)) this.settled.count(server);
    this.hold(server, row, seconds, ago);
    peers.setDevice(row, device);
    const { realtime, rtUpdate, rtCacheFriends } = servers[server]!.sip;
    if (realtime && rtUpdate) {
      const until = clock.wholeSeconds() + seconds - Math.floor(ago / SECOND);
      if (table.deviceOf(phone) === device || table.regSecondsOf(phone) <= until)
        table.write(phone, until, rtCacheFriends || rules.fullcontactAlways, device);
      // Its first registration, long ago, found the row blank in 1.2 and as an earlier server left it in 16: it has refreshed
      // since.
      peers.set(row, ROW_HAD_CONTACT, true);
    }
    this.parts.poker.settle(row, qualifyPhase);
    if (!contexts.isUsed(server) || (realtime && !rtCacheFriends && !rules.regextenWithoutCache)) return true;
    peers.set(row, EXTENSION, true);
    return true;
  }

  /** Another phone with its number has registered since. */
  private isReplaced(row: PeerRow, device: PhoneId, ago: Micros): boolean {
    const { peers, rules, sim } = this.parts;
    if (!peers.has(row, REGISTERED) || peers.deviceOf(row) === device) return false;
    const grace = this.hasTimer(peers.serverOf(row)) ? rules.registrationGrace : 0;
    return peers.expiresAt.get(row) - (peers.granted.get(row) + grace) * SECOND > sim.now - ago;
  }

  settleServer(server: ServerId): void {
    this.settled.tell(server);
    this.parts.fixed.settle(server);
  }

  /** Memory and regcontext are gone; what lies in the local database stays. */
  crash(server: ServerId): void {
    const { peers, sim, observations } = this.parts;
    peers.eachOf(server, (row) => {
      if (peers.expiry.get(row) !== NOT_SCHEDULED) observations.registrationsChanged(server, -1);
      sim.cancel(peers.expiry.get(row));
      peers.expiry.set(row, NOT_SCHEDULED);
      peers.set(row, IN_MEMORY | REGISTERED | EXTENSION | ROW_HAD_CONTACT, false);
      this.parts.poker.forgotten(row);
    });
  }

  reload(server: ServerId): void {
    reloadPhones(this.parts, server);
  }

  /** Another machine is that server, and knows of no registration. */
  loseDisk(server: ServerId): void {
    const { peers } = this.parts;
    peers.eachOf(server, (row) => peers.set(row, IN_ASTDB, false));
  }

  /** Static peers are in memory again, with the registration that the local database kept (facts B2). */
  restart(server: ServerId): void {
    const { peers, servers, fixed } = this.parts;
    fixed.load(server);
    if (servers[server]!.sip.realtime) return;
    peers.eachOf(server, (row) => {
      peers.set(row, IN_MEMORY, true);
      if (peers.has(row, IN_ASTDB)) this.revive(server, row);
    });
  }

  /** Brings a peer into the server's memory from its row; ends an expired registration in that row (facts B4). */
  load(server: ServerId, phone: PhoneId): PeerRow {
    const { peers, rules, table } = this.parts;
    const row = peers.findOrAdd(server, phone);
    peers.set(row, IN_MEMORY, true);
    peers.set(row, ROW_HAD_CONTACT, table.hasFullContact(phone));
    if (rules.realtimeLoadsAddress && this.parts.servers[server]!.sip.realtime && table.hasAddress(phone)) {
      const isLive = !this.endExpired(server, phone);
      if (!peers.has(row, REGISTERED)) {
        peers.set(row, REGISTERED, isLive);
        peers.setDevice(row, table.deviceOf(phone));
      }
    }
    if (rules.restartRevives && peers.has(row, IN_ASTDB) && !peers.has(row, REGISTERED)) this.revive(server, row);
    return row;
  }

  /**
   * A row whose time is over is blanked by the server that reads it, whichever server wrote it, also where the peer is not kept
   * (chan_sip.c:build_peer, destroy_association; facts B4). True: its time is over.
   */
  endExpired(server: ServerId, phone: PhoneId): boolean {
    const { rules, table, clock, servers } = this.parts;
    const { realtime, rtUpdate, ignoreRegExpire } = servers[server]!.sip;
    if (!realtime || ignoreRegExpire || !rules.realtimeLoadsAddress || !table.hasAddress(phone)) return false;
    if (clock.wholeSeconds() <= table.regSecondsOf(phone)) return false;
    if (rtUpdate && rules.expiryBlanksRow && table.hasFullContact(phone)) this.blank(server, phone, 'expire');
    return true;
  }

  /**
   * The local database still has an old registration: it counts again, for its full time (facts B4, "restart trap").
   */
  revive(server: ServerId, row: PeerRow): void {
    const { peers, contexts } = this.parts;
    const phone = peers.phoneOf(row);
    const seconds = peers.granted.get(row);
    this.begin(server, row, seconds);
    const { number } = this.parts.phones.at(phone)!;
    if (this.parts.rules.dialect === '1.2')
      this.say(
        server,
        `    -- SIP Seeding peer from astdb: '${number}' at ${number}@${this.addressOf(peers.deviceOf(row))} for ${seconds}`,
      );
    if (contexts.isUsed(server) && !peers.has(row, EXTENSION)) {
      contexts.add(server, phone);
      peers.set(row, EXTENSION, true);
      this.sayExtension(server, number);
    }
  }

  /** What the UPDATE of a registration writes. */
  writeRow(server: ServerId, phone: PhoneId, device: PhoneId, seconds: number): void {
    const { rules, servers, table, clock } = this.parts;
    const withContact = servers[server]!.sip.rtCacheFriends || rules.fullcontactAlways;
    table.write(phone, clock.wholeSeconds() + seconds, withContact, device);
  }

  sayRegistered(server: ServerId, device: PhoneId, seconds: number): void {
    const { phones, contexts, rules } = this.parts;
    const { number } = phones.at(device)!;
    const address = this.addressOf(device);
    const recent = rules.dialect === '16';
    this.say(
      server,
      `    -- Registered SIP '${number}' at ${recent ? address : `${address.replace(':', ' port ')} expires ${seconds}`}`,
    );
    if (contexts.isUsed(server)) this.sayExtension(server, number);
  }

  /** A line at verbosity 3 in 1.2 only (pbx.c:ast_add_extension2). */
  private sayExtension(server: ServerId, number: string): void {
    const { rules, servers } = this.parts;
    if (rules.dialect === '1.2')
      this.say(server, `    -- Added extension '${number}' priority 1 to ${servers[server]!.sip.regContext}`);
  }

  private addressOf(phone: PhoneId): string {
    const { address, port } = this.parts.phones.at(phone)!;
    return `${address}:${port}`;
  }

  say(server: ServerId, line: string): void {
    if (this.parts.observations.wantsConsole) this.parts.observations.console(server, line);
  }
}

export interface RegistrationsParts {
  readonly sim: Simulation;
  readonly hosts: Hosts;
  readonly database: DatabaseClients;
  readonly table: SipTable;
  readonly peers: SipPeers;
  readonly contexts: RegContexts;
  readonly servers: readonly ServerConfig[];
  readonly rules: Rules;
  readonly clock: WallClock;
  readonly phones: Phones;
  /** The time of a registration is over: SIP timers are run by the SIP thread. */
  readonly registrationDue: Signal<[server: ServerId, row: PeerRow]>;
  readonly poker: Poker;
  /** Peers that do not register are asked whether they answer. */
  readonly fixed: { load(server: ServerId): void; settle(server: ServerId): void };
  readonly observations: Observations;
}
