import { assert } from '../../../kernel/assert.ts';
import type { EventType, Simulation } from '../../../kernel/clock/simulation.ts';
import type { ServerConfig } from '../../config.ts';
import type { Database } from '../../database/database.ts';
import type { SipTable } from '../../database/siptable.ts';
import type { Hosts } from '../../network/hosts.ts';
import type { PhoneId, ServerId } from '../../ids.ts';
import type { Message, Network } from '../../network/network.ts';
import type { StatementPurpose } from '../../observations.ts';
import type { Lines } from '../../phone/registration/clientRegistration.ts';
import { lineOf, type Tag } from '../../phone/registration/tag.ts';
import type { Rules } from '../../rules.ts';
import type { Finder } from '../dialplan/finder.ts';
import type { SipThreads, SipWork } from '../sip/sipThread.ts';
import { EXTENSION, IN_MEMORY, NO_ROW, REGISTERED, ROW_HAD_CONTACT, type PeerRow, type SipPeers } from './sipPeers.ts';
import type { RegContexts } from './regcontext.ts';
import type { Poker, Registrations } from './registrations.ts';
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
  /** The digest answered a nonce that had been answered already. */
  readonly staleArrives: Message<Tag>;
  readonly grantArrives: Message<Tag>;
  readonly refusalArrives: Message<Tag>;
}

/**
 * Grants registrations and ends them: challenge, UPDATE, regcontext extension, 200 OK, all in the server's one SIP
 * thread
 * (chan_sip.c:register_verify, parse_register_contact, expire_register).
 *
 * A phone that is gone is to it a registration whose time is not over: granted seconds plus the grace.
 */
export class Registrar {
  private readonly parts: RegistrarParts;
  private readonly tasks: Task[];
  private readonly expiryWork: SipWork;
  /** By registration agent: the transaction whose digest was accepted last. */
  private readonly accepted: Tag[] = [];
  private replies!: RegisterReplies;

  /** REGISTER without and with the answer to a challenge; expires 0 is the phone's line telling so. */
  readonly registerArrives: Message<Tag>;
  readonly registerWithDigestArrives: Message<Tag>;
  private readonly selectEnds: EventType<ServerId, number>;
  private readonly updateEnds: EventType<ServerId, number>;
  private readonly contextLocked: EventType<ServerId, number>;
  private readonly ignored: EventType<number, number>;

  constructor(parts: RegistrarParts) {
    this.parts = parts;
    const { sim, sip } = parts;
    this.tasks = parts.servers.map(() => ({
      kind: 'challenge',
      tag: 0,
      phone: 0 as PhoneId,
      row: NO_ROW,
      selectsLeft: 0,
      purpose: 'register',
    }));
    this.registerArrives = sip.message('registrar.registerArrives', (server, tag) => this.challenge(server, tag));
    this.registerWithDigestArrives = sip.message('registrar.registerWithDigestArrives', (server, tag) =>
      this.register(server, tag),
    );
    this.expiryWork = sip.timer((server, row) => this.expire(server, row));
    this.selectEnds = sim.on('registrar.selectEnds', (server) => this.selected(server));
    this.updateEnds = sim.on('registrar.updateEnds', (server) => this.updated(server));
    this.contextLocked = sim.on('registrar.contextLocked', (server) => this.changeContext(server));
    this.ignored = sim.on('registrar.stateSelectEnds', () => {});
    parts.registrations.whenDue((server, row) => sip.arrive(server, this.expiryWork, row));
  }

  connect(replies: RegisterReplies): void {
    this.replies = replies;
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
    if (this.parts.rules.nonceOnce && this.accepted[lineOf(task.tag)] === task.tag) {
      this.answer(server, this.replies.staleArrives); // Sent again by a phone that had not heard our 200 yet.
      return true;
    }
    this.accepted[lineOf(task.tag)] = task.tag;
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
    task.row = this.parts.registrations.load(server, task.phone);
  }

  /** The UPDATE is done before the 200 OK is sent, in this thread (facts B3). */
  private update(server: ServerId): boolean {
    const task = this.tasks[server]!;
    const { sip } = this.parts.servers[server]!;
    const writes =
      task.kind === 'register'
        ? sip.realtime && sip.rtUpdate
        : blanksRow(this.parts.rules, sip, this.parts.peers.has(task.row, ROW_HAD_CONTACT), task.kind === 'unregister');
    if (!writes) return this.written(server);
    this.parts.database.realtime(server, 'update', task.purpose, this.updateEnds, server);
    return false;
  }

  private updated(server: ServerId): void {
    if (this.parts.hosts.isDown(server)) return;
    const task = this.tasks[server]!;
    if (task.kind === 'register') this.parts.registrations.writeRow(server, task.phone);
    else this.parts.table.blank(task.phone);
    if (this.written(server)) this.parts.sip.finish(server);
  }

  private written(server: ServerId): boolean {
    const task = this.tasks[server]!;
    if (!this.touchesContext(server, task)) return this.conclude(server);
    const locked = this.parts.finders[server]!.lockForChange(
      this.contextLocked as EventType<number, number>,
      server,
      0,
    );
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
      const seconds = this.parts.registrations.granted(server, lines.asksOf(task.phone));
      lines.noteGrant(lineOf(task.tag), seconds);
      this.parts.registrations.begin(server, task.row, seconds);
      if (isNew) this.parts.registrations.sayRegistered(server, task.phone, seconds);
      this.parts.poker.registered(task.row, isNew);
    } else {
      this.parts.registrations.end(server, task.row);
      if (task.kind !== 'expire')
        this.parts.registrations.say(server, `    -- Unregistered SIP '${lines.numberOf(task.phone)}'`);
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
    // Refreshed while this waited for the thread.
    if (!peers.has(row, REGISTERED) || peers.expiresAt[row]! > sim.now) return true;
    if (!this.parts.registrations.hasTimer(server)) {
      this.parts.registrations.end(server, row); // Only the row's time is over: the extension stays for ever (facts B2).
      return true;
    }
    const task = this.tasks[server]!;
    task.kind = 'expire';
    task.row = row;
    task.phone = peers.phone[row] as PhoneId;
    task.purpose = 'expire';
    return this.update(server);
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
  readonly registrations: Registrations;
  readonly poker: Poker;
  readonly servers: readonly ServerConfig[];
  readonly rules: Rules;
  readonly lines: Lines;
}
