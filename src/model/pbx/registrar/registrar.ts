import { assert } from '../../../kernel/assert.ts';
import { SECOND } from '../../../kernel/ids.ts';
import { NOT_SCHEDULED, type EventType, type Simulation } from '../../../kernel/simulation.ts';
import type { ServerConfig } from '../../config.ts';
import type { Database } from '../../database/database.ts';
import type { SipTable } from '../../database/siptable.ts';
import type { Hosts } from '../../hosts.ts';
import type { HostId, PhoneId, ServerId } from '../../ids.ts';
import type { Message, Network } from '../../network/network.ts';
import type { Observations, StatementPurpose } from '../../observations.ts';
import type { Lines } from '../../phones/lines.ts';
import { lineOf, type Tag } from '../../phones/tag.ts';
import type { Rules } from '../../rules.ts';
import type { Finder } from '../dialplan/finder.ts';
import type { SipThreads, SipWork } from '../sip/thread.ts';
import type { WallClock } from '../wallclock.ts';
import { EXTENSION, IN_ASTDB, IN_MEMORY, NO_ROW, REGISTERED, ROW_HAD_CONTACT, type PeerRow, type SipPeers } from './peers.ts';
import type { RegContexts } from './regcontext.ts';
import { blanksRow, registerSelects } from './statements.ts';

/** What the one SIP thread of a server is doing: one REGISTER, or one expiry, at a time. */
interface Task {
  kind: 'challenge' | 'register' | 'unregister' | 'expire';
  tag: Tag;
  phone: PhoneId;
  row: PeerRow;
  selectsLeft: number;
  purpose: StatementPurpose;
}

/** Where a phone's answers go: Lines declares these messages. */
export interface RegisterReplies {
  readonly challengeArrives: Message<Tag>;
  readonly grantArrives: Message<Tag>;
  readonly refusalArrives: Message<Tag>;
}

/** OPTIONS to a phone that has just registered: SipQualify. */
export interface Poker {
  registered(row: PeerRow, addressChanged: boolean): void;
  forgotten(row: PeerRow): void;
}

/**
 * Grants registrations and ends them: challenge, UPDATE, regcontext extension, 200 OK, all in the server's one SIP thread
 * (chan_sip.c:register_verify, parse_register_contact, expire_register).
 *
 * A phone that is gone is to it a registration whose time is not over: granted seconds plus the grace.
 */
export class Registrar {
  private readonly parts: RegistrarParts;
  private readonly tasks: Task[];
  private readonly expiryWork: SipWork;
  private replies!: RegisterReplies;
  private poker!: Poker;

  /** REGISTER without and with the answer to a challenge; expires 0 is the phone's line telling so. */
  readonly registerArrives: Message<Tag>;
  readonly registerWithDigestArrives: Message<Tag>;
  private readonly selectEnds: EventType<ServerId, number>;
  private readonly updateEnds: EventType<ServerId, number>;
  private readonly contextLocked: EventType<ServerId, number>;
  private readonly ignored: EventType<number, number>;
  private readonly registrationExpires: EventType<number, HostId>;

  constructor(parts: RegistrarParts) {
    this.parts = parts;
    const { sim, hosts, sip } = parts;
    this.tasks = parts.servers.map(() => ({ kind: 'challenge', tag: 0, phone: 0 as PhoneId, row: NO_ROW, selectsLeft: 0, purpose: 'register' }));
    this.registerArrives = sip.message('registrar.registerArrives', (server, tag) => this.challenge(server, tag));
    this.registerWithDigestArrives = sip.message('registrar.registerWithDigestArrives', (server, tag) => this.register(server, tag));
    this.expiryWork = sip.timer((server, row) => this.expire(server, row));
    this.selectEnds = sim.on('registrar.selectEnds', (server) => this.selected(server));
    this.updateEnds = sim.on('registrar.updateEnds', (server) => this.updated(server));
    this.contextLocked = sim.on('registrar.contextLocked', (server) => this.changeContext(server));
    this.ignored = sim.on('registrar.stateSelectEnds', () => {});
    this.registrationExpires = hosts.on('registrar.registrationExpires', (row, server) => sip.arrive(server as ServerId, this.expiryWork, row));
  }

  connect(replies: RegisterReplies, poker: Poker): void {
    this.replies = replies;
    this.poker = poker;
  }

  /** Seconds that a request for `asks` seconds gets (facts B1). */
  granted(server: ServerId, asks: number): number {
    const { minExpiry, maxExpiry, defaultExpiry } = this.parts.servers[server]!.sip;
    const wanted = asks > 0 ? asks : defaultExpiry;
    return Math.min(Math.max(wanted, minExpiry), maxExpiry);
  }

  // ---------------------------------------------------------------- REGISTER

  private challenge(server: ServerId, tag: Tag): boolean {
    const task = this.begin(server, tag, 'challenge');
    task.selectsLeft = this.selectsOf(server, task).first;
    return this.select(server);
  }

  private register(server: ServerId, tag: Tag): boolean {
    const { lines } = this.parts;
    const unregister = lines.unregisters(lineOf(tag));
    const task = this.begin(server, tag, unregister ? 'unregister' : 'register');
    task.selectsLeft = this.selectsOf(server, task).second;
    return this.select(server);
  }

  private begin(server: ServerId, tag: Tag, kind: Task['kind']): Task {
    assert(!this.parts.hosts.isDown(server), 'a REGISTER is dealt with only by a server that is up');
    const task = this.tasks[server]!;
    task.kind = kind;
    task.tag = tag;
    task.phone = this.parts.lines.phoneOf(lineOf(tag));
    task.row = this.parts.peers.find(server, task.phone);
    task.purpose = this.purposeOf(task);
    return task;
  }

  private purposeOf(task: Task): StatementPurpose {
    const credentials = this.parts.lines.credentialsOf(task.phone);
    if (credentials !== 'right') return credentials;
    if (task.kind === 'unregister') return 'unregister';
    return this.parts.peers.has(task.row, REGISTERED) ? 'refresh' : 'register';
  }

  private selectsOf(server: ServerId, task: Task): { first: number; second: number; after: number } {
    const { rules, servers, lines, peers } = this.parts;
    const inMemory = peers.has(task.row, IN_MEMORY);
    const unregister = lines.unregisters(lineOf(task.tag));
    return registerSelects(rules, servers[server]!.sip, lines.credentialsOf(task.phone), inMemory, unregister);
  }

  private select(server: ServerId): boolean {
    const task = this.tasks[server]!;
    if (task.selectsLeft === 0) return this.loaded(server);
    task.selectsLeft--;
    this.parts.database.realtime(server, 'select', task.purpose, this.selectEnds, server);
    return false;
  }

  private selected(server: ServerId): void {
    if (this.parts.hosts.isDown(server)) return;
    if (this.select(server)) this.parts.sip.finish(server);
  }

  /** The peer is known now, or known not to exist. */
  private loaded(server: ServerId): boolean {
    const task = this.tasks[server]!;
    if (task.kind === 'challenge') {
      this.keepInMemory(server, task);
      this.answer(server, this.replies.challengeArrives);
      return true;
    }
    if (!this.isWelcome(server, task.phone)) {
      this.answer(server, this.replies.refusalArrives);
      return true;
    }
    task.row = this.parts.peers.findOrAdd(server, task.phone);
    return this.update(server);
  }

  private isWelcome(server: ServerId, phone: PhoneId): boolean {
    const { lines, servers } = this.parts;
    if (lines.credentialsOf(phone) !== 'right') return false;
    const { realtime, staticPeers } = servers[server]!.sip;
    return realtime || staticPeers.some((peer) => peer.name === lines.numberOf(phone));
  }

  /** rtcachefriends: what was loaded stays, and remembers whether its row had a contact (facts B4). */
  private keepInMemory(server: ServerId, task: Task): void {
    const { sip } = this.parts.servers[server]!;
    if (this.parts.lines.credentialsOf(task.phone) === 'unknownUser') return;
    if (this.parts.peers.has(task.row, IN_MEMORY) || (sip.realtime && !sip.rtCacheFriends)) return;
    task.row = this.load(server, task.phone);
  }

  /** Brings a peer into the server's memory from its row; ends an expired registration that stands in it (facts B4). */
  load(server: ServerId, phone: PhoneId): PeerRow {
    const { peers, rules, table, clock } = this.parts;
    const row = peers.findOrAdd(server, phone);
    peers.set(row, IN_MEMORY, true);
    peers.set(row, ROW_HAD_CONTACT, table.hasFullContact(phone));
    if (rules.realtimeLoadsAddress && this.parts.servers[server]!.sip.realtime && table.hasAddress(phone)) {
      const expired = clock.wholeSeconds() > table.regSecondsOf(phone);
      if (expired && rules.expiryBlanksRow && table.hasFullContact(phone)) this.blank(server, phone, 'expire');
      if (!peers.has(row, REGISTERED)) peers.set(row, REGISTERED, !expired);
    }
    if (rules.restartRevives && peers.has(row, IN_ASTDB) && !peers.has(row, REGISTERED)) this.revive(server, row);
    return row;
  }

  /** The local database still has an old registration: it counts again, for its full time (facts B4, "restart trap"). */
  private revive(server: ServerId, row: PeerRow): void {
    const { peers, lines, contexts } = this.parts;
    const phone = peers.phone[row] as PhoneId;
    const seconds = this.granted(server, lines.asksOf(phone));
    this.setRegistered(server, row, seconds);
    const number = lines.numberOf(phone);
    if (this.parts.rules.dialect === '1.2') this.say(server, `    -- SIP Seeding peer from astdb: '${number}' at ${number}@${lines.addressOf(phone)} for ${seconds}`);
    if (contexts.isUsed(server) && !peers.has(row, EXTENSION)) {
      contexts.add(server, phone);
      peers.set(row, EXTENSION, true);
      this.sayExtension(server, number);
    }
  }

  /** The UPDATE is done before the 200 OK is sent, in this thread (facts B3). */
  private update(server: ServerId): boolean {
    const task = this.tasks[server]!;
    const { sip } = this.parts.servers[server]!;
    const writes = task.kind === 'register'
      ? sip.realtime && sip.rtUpdate
      : blanksRow(this.parts.rules, sip, this.parts.peers.has(task.row, ROW_HAD_CONTACT), task.kind === 'unregister');
    if (!writes) return this.written(server);
    this.parts.database.realtime(server, 'update', task.purpose, this.updateEnds, server);
    return false;
  }

  private updated(server: ServerId): void {
    if (this.parts.hosts.isDown(server)) return;
    const task = this.tasks[server]!;
    if (task.kind === 'register') this.writeRow(server, task.phone);
    else this.parts.table.blank(task.phone);
    if (this.written(server)) this.parts.sip.finish(server);
  }

  private writeRow(server: ServerId, phone: PhoneId): void {
    const { rules, servers, table, clock, lines } = this.parts;
    const until = clock.wholeSeconds() + this.granted(server, lines.asksOf(phone));
    table.write(phone, until, servers[server]!.sip.rtCacheFriends || rules.fullcontactAlways);
  }

  private written(server: ServerId): boolean {
    const task = this.tasks[server]!;
    if (!this.touchesContext(server, task)) return this.conclude(server);
    const locked = this.parts.finders[server]!.lockForChange(this.contextLocked as EventType<number, number>, server, 0);
    if (!locked) return false;
    this.applyContext(server, task);
    this.parts.finders[server]!.unlock();
    return this.conclude(server);
  }

  private changeContext(server: ServerId): void {
    this.applyContext(server, this.tasks[server]!);
    this.parts.finders[server]!.unlock();
    if (this.conclude(server)) this.parts.sip.finish(server);
  }

  /** A refresh from the same address leaves the context alone in 1.2, and looks at it in 16 (facts B2). */
  private touchesContext(server: ServerId, task: Task): boolean {
    const { contexts, peers, rules, servers } = this.parts;
    if (!contexts.isUsed(server)) return false;
    const { realtime, rtCacheFriends } = servers[server]!.sip;
    if (task.kind !== 'register') return peers.has(task.row, EXTENSION);
    if (realtime && !rtCacheFriends && !rules.regextenWithoutCache) return false;
    return !peers.has(task.row, REGISTERED) || !peers.has(task.row, EXTENSION) || rules.regextenOnRefresh;
  }

  private applyContext(server: ServerId, task: Task): void {
    const { contexts, peers } = this.parts;
    const adds = task.kind === 'register';
    if (adds === peers.has(task.row, EXTENSION)) return;
    if (adds) contexts.add(server, task.phone);
    else contexts.remove(server, task.phone);
    peers.set(task.row, EXTENSION, adds);
  }

  private conclude(server: ServerId): boolean {
    const task = this.tasks[server]!;
    const { lines } = this.parts;
    if (task.kind === 'register') {
      const isNew = !this.parts.peers.has(task.row, REGISTERED);
      const seconds = this.granted(server, lines.asksOf(task.phone));
      lines.noteGrant(lineOf(task.tag), seconds);
      this.setRegistered(server, task.row, seconds);
      if (isNew) this.sayRegistered(server, task.phone, seconds);
      this.poker.registered(task.row, isNew);
    } else {
      this.setGone(server, task.row);
      if (task.kind !== 'expire') this.say(server, `    -- Unregistered SIP '${lines.numberOf(task.phone)}'`);
    }
    if (task.kind === 'expire') return true;
    this.answer(server, this.replies.grantArrives);
    for (let i = this.selectsOf(server, task).after; i > 0; i--) {
      this.parts.database.realtime<number>(server, 'select', 'deviceState', this.ignored, 0);
    }
    return true;
  }

  private answer(server: ServerId, message: Message<Tag>): void {
    const { network, hosts } = this.parts;
    const task = this.tasks[server]!;
    network.send(server, hosts.ofPhone(task.phone), message, task.tag);
  }

  // ---------------------------------------------------------------- the end of a registration

  private expire(server: ServerId, row: PeerRow): boolean {
    const { peers, sim } = this.parts;
    if (!peers.has(row, REGISTERED) || peers.expiresAt[row]! > sim.now) return true; // Refreshed while this waited for the thread.
    const task = this.tasks[server]!;
    task.kind = 'expire';
    task.row = row;
    task.phone = peers.phone[row] as PhoneId;
    task.purpose = 'expire';
    return this.update(server);
  }

  private setRegistered(server: ServerId, row: PeerRow, seconds: number): void {
    const { peers, sim, servers, rules, observations } = this.parts;
    if (!peers.has(row, REGISTERED) || peers.expiry[row] === NOT_SCHEDULED) observations.registrationsChanged(server, 1);
    peers.set(row, REGISTERED | IN_ASTDB, true);
    const { realtime, rtCacheFriends } = servers[server]!.sip;
    peers.set(row, IN_MEMORY, !realtime || rtCacheFriends);
    sim.cancel(peers.expiry[row]!);
    // Without rtcachefriends no timer runs: the row itself says until when it counts.
    const grace = realtime && !rtCacheFriends ? 0 : rules.registrationGrace;
    peers.expiresAt[row] = sim.now + Math.round((seconds + grace) * SECOND);
    peers.expiry[row] = sim.at(peers.expiresAt[row]!, this.registrationExpires, row, server);
  }

  private setGone(server: ServerId, row: PeerRow): void {
    const { peers, sim, observations } = this.parts;
    if (peers.expiry[row] !== NOT_SCHEDULED) observations.registrationsChanged(server, -1);
    sim.cancel(peers.expiry[row]!);
    peers.expiry[row] = NOT_SCHEDULED;
    peers.set(row, REGISTERED | IN_ASTDB, false);
    this.poker.forgotten(row);
  }

  private blank(server: ServerId, phone: PhoneId, purpose: StatementPurpose): void {
    this.parts.table.blank(phone);
    this.parts.database.realtime<number>(server, 'update', purpose, this.ignored, 0);
  }

  // ---------------------------------------------------------------- start, crash

  /** `start: steady`: registered `ago` microseconds before now, with everything that follows from it. */
  settle(server: ServerId, phone: PhoneId, ago: number): void {
    const { peers, contexts, lines, servers, clock, table, rules } = this.parts;
    const row = peers.findOrAdd(server, phone);
    const seconds = this.granted(server, lines.asksOf(phone));
    this.setRegistered(server, row, seconds - ago / SECOND);
    const { realtime, rtUpdate, rtCacheFriends } = servers[server]!.sip;
    if (realtime && rtUpdate) {
      table.write(phone, clock.wholeSeconds() + seconds - Math.floor(ago / SECOND), rtCacheFriends || rules.fullcontactAlways);
      // Its first registration, long ago, found the row blank in 1.2 and as somebody left it in 16: it has refreshed since.
      peers.set(row, ROW_HAD_CONTACT, true);
    }
    if (!contexts.isUsed(server) || (realtime && !rtCacheFriends && !rules.regextenWithoutCache)) return;
    contexts.add(server, phone);
    peers.set(row, EXTENSION, true);
  }

  /** Memory and regcontext are gone; what lies in the local database stays. */
  crash(server: ServerId): void {
    const { peers, sim, observations } = this.parts;
    peers.eachOf(server, (row) => {
      if (peers.expiry[row] !== NOT_SCHEDULED) observations.registrationsChanged(server, -1);
      sim.cancel(peers.expiry[row]!);
      peers.expiry[row] = NOT_SCHEDULED;
      peers.set(row, IN_MEMORY | REGISTERED | EXTENSION | ROW_HAD_CONTACT, false);
      this.poker.forgotten(row);
    });
  }

  /** Static peers are in memory again, with the registration that the local database kept (facts B2). */
  restart(server: ServerId): void {
    const { peers, servers } = this.parts;
    if (servers[server]!.sip.realtime) return;
    peers.eachOf(server, (row) => {
      peers.set(row, IN_MEMORY, true);
      if (peers.has(row, IN_ASTDB)) this.revive(server, row);
    });
  }

  private sayRegistered(server: ServerId, phone: PhoneId, seconds: number): void {
    const { lines, contexts, rules } = this.parts;
    const number = lines.numberOf(phone);
    const address = lines.addressOf(phone);
    const recent = rules.dialect === '16';
    this.say(server, `    -- Registered SIP '${number}' at ${recent ? address : `${address.replace(':', ' port ')} expires ${seconds}`}`);
    if (contexts.isUsed(server)) this.sayExtension(server, number);
  }

  /** Told at verbosity 3 in 1.2 only (pbx.c:ast_add_extension2). */
  private sayExtension(server: ServerId, number: string): void {
    const { rules, servers } = this.parts;
    if (rules.dialect === '1.2') this.say(server, `    -- Added extension '${number}' priority 1 to ${servers[server]!.sip.regContext}`);
  }

  private say(server: ServerId, line: string): void {
    if (this.parts.observations.wantsConsole) this.parts.observations.console(server, line);
  }
}

export interface RegistrarParts {
  readonly sim: Simulation;
  readonly hosts: Hosts;
  readonly network: Network;
  readonly sip: SipThreads;
  readonly database: Database;
  readonly table: SipTable;
  readonly peers: SipPeers;
  readonly contexts: RegContexts;
  readonly finders: readonly Finder[];
  readonly servers: readonly ServerConfig[];
  readonly rules: Rules;
  readonly clock: WallClock;
  readonly lines: Lines;
  readonly observations: Observations;
}
