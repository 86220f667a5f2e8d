import { NumberList } from '../../../kernel/resource/numberList.ts';
import type { EventType, Simulation } from '../../../kernel/clock/simulation.ts';
import type { Signal } from '../../../kernel/signal.ts';
import type { Phones } from '../../config.ts';
import { FAILED, type DatabaseClients } from '../mysql/databaseClients.ts';
import type { SipTable } from '../../database/siptable.ts';
import type { HostId, PhoneId, ServerId } from '../../ids.ts';
import type { Network } from '../../network/network.ts';
import { REGISTER, REGISTER_RESPONSE, type Register, type RegisterResponse } from '../../protocol/sip.ts';
import type { Finder } from '../dialplan/finder.ts';
import type { SipThreads, SipWork } from '../sip/sipThread.ts';
import { EXTENSION, IN_MEMORY, REGISTERED, ROW_HAD_CONTACT, type PeerRow } from './sipPeers.ts';
import type { ContactStores } from './contactStores.ts';
import type { Poker } from './registrations.ts';
import { RegistrarTasks, type RegistrarTask, type RegistrarTaskParts } from './registrarTasks.ts';

/**
 * Grants registrations and ends them: challenge, UPDATE, regcontext extension, 200 OK, all in the server's one SIP
 * thread (chan_sip.c:register_verify, parse_register_contact, expire_register).
 *
 * A phone that is gone is to it a registration whose time is not over: granted seconds plus the grace.
 */
export class Registrar {
  private readonly parts: RegistrarParts;
  private readonly tasks: RegistrarTasks;
  private readonly expiryWork: SipWork<PeerRow>;
  /** By Call-ID: the nonce whose digest was accepted last. Kept under the rule `nonceOnce` alone. */
  private readonly accepted = new NumberList();

  /** Phones that were challenged while the database failed their row: their server knows nobody of that name. */
  private readonly unread: readonly Set<PhoneId>[];

  private readonly selectEnds: EventType<ServerId, number>;
  private readonly updateEnds: EventType<ServerId, number>;
  private readonly isStored: EventType<ServerId, number>;
  private readonly contextLocked: EventType<ServerId, number>;
  private readonly ignored: EventType<number, number>;

  constructor(parts: RegistrarParts) {
    this.parts = parts;
    const { sim, sip } = parts;
    this.tasks = new RegistrarTasks(parts);
    this.unread = parts.servers.map(() => new Set<PhoneId>());
    sip.receive(REGISTER, (server, request, from) =>
      request.nonce === 0 ? this.challenge(server, request, from) : this.register(server, request, from),
    );
    this.expiryWork = sip.timer((server, row) => this.expire(server, row));
    this.selectEnds = sim.on('registrar.selectEnds', (server, ended) => this.selected(server, ended !== FAILED));
    this.updateEnds = sim.on('registrar.updateEnds', (server, ended) => this.updated(server, ended !== FAILED));
    this.isStored = sim.on('registrar.contactIsStored', (server) => this.stored(server));
    this.contextLocked = sim.on('registrar.contextLocked', (server) => this.changeContext(server));
    this.ignored = sim.on('registrar.stateSelectEnds', () => {});
    parts.registrationDue.receive((server, row) => sip.arrive(server, this.expiryWork, row, server));
  }

  // ---------------------------------------------------------------- REGISTER

  private challenge(server: ServerId, request: Register, from: HostId): boolean {
    const task = this.tasks.begin(server, request, from, 'challenge');
    task.selectsLeft = this.tasks.selectsOf(server, task).first;
    task.isUnread = false;
    return this.select(server);
  }

  private register(server: ServerId, request: Register, from: HostId): boolean {
    const task = this.tasks.begin(server, request, from, request.expires === 0 ? 'unregister' : 'register');
    task.selectsLeft = this.tasks.selectsOf(server, task).second;
    task.isUnread = task.selectsLeft === 0 && this.unread[server]!.has(task.phone);
    return this.select(server);
  }

  private select(server: ServerId): boolean {
    const task = this.tasks.of(server);
    if (task.selectsLeft === 0) return this.loaded(server);
    task.selectsLeft--;
    this.parts.database.realtime(server, 'select', task.purpose, this.selectEnds, server);
    return this.parts.sip.waitFor(server, 'database');
  }

  private selected(server: ServerId, ok: boolean): void {
    if (this.parts.hosts.isDown(server)) return;
    if (!ok) this.tasks.of(server).isUnread = true;
    if (this.select(server)) this.parts.sip.finish(server);
  }

  /** What was in its memory. */
  crash(server: ServerId): void {
    this.unread[server]!.clear();
  }

  /** The peer is known now, or known not to exist. */
  private loaded(server: ServerId): boolean {
    const task = this.tasks.of(server);
    const request = task.request!;
    if (task.kind === 'challenge') {
      const unread = this.unread[server]!;
      if (task.isUnread) unread.add(task.phone);
      else {
        if (unread.size > 0) unread.delete(task.phone);
        this.keepInMemory(server, task);
      }
      this.answer(server, 401, { nonce: nonceOf(request) });
      return true;
    }
    if (task.isUnread || !this.tasks.isWelcome(server, request)) {
      this.answer(server, 403);
      return true;
    }
    const { nonce } = request;
    if (this.parts.rules.nonceOnce && this.accepted.get(request.callId) === nonce) {
      // Sent again by a phone that had not heard our 200 yet.
      this.answer(server, 401, { nonce: nonceOf(request), stale: true });
      return true;
    }
    if (this.parts.rules.nonceOnce) this.accepted.set(request.callId, nonce);
    task.row = this.parts.peers.findOrAdd(server, task.phone);
    return this.store(server);
  }

  /** rtcachefriends: what was loaded stays, and remembers whether its row had a contact (facts B4). */
  private keepInMemory(server: ServerId, task: RegistrarTask): void {
    const { sip } = this.parts.servers[server]!;
    if (task.request!.credentials === 'unknownUser') return;
    if (this.parts.peers.has(task.row, IN_MEMORY) || (sip.realtime && !sip.rtCacheFriends)) return;
    task.row = this.parts.registrations.load(server, task.phone);
  }

  /** The address goes into the local database, or out of it, unless the row of the table holds it (rt_fromcontact). */
  private store(server: ServerId): boolean {
    const { peers, servers, stores } = this.parts;
    const isInTable = servers[server]!.sip.rtUpdate && peers.has(this.tasks.of(server).row, ROW_HAD_CONTACT);
    if (isInTable || !stores.write(server, this.isStored)) return this.update(server);
    return this.parts.sip.waitFor(server, 'disk');
  }

  private stored(server: ServerId): void {
    if (this.parts.hosts.isDown(server)) return;
    if (this.update(server)) this.parts.sip.finish(server);
  }

  /** The UPDATE is done before the 200 OK is sent, in this thread (facts B3). */
  private update(server: ServerId): boolean {
    const task = this.tasks.of(server);
    if (!this.tasks.writesRow(server, task)) return this.written(server);
    this.parts.database.realtime(server, 'update', task.purpose, this.updateEnds, server);
    return this.parts.sip.waitFor(server, 'database');
  }

  /** A failed UPDATE leaves the row as it was; the registration is granted all the same (update_peer returns nothing). */
  private updated(server: ServerId, ok: boolean): void {
    if (this.parts.hosts.isDown(server)) return;
    const task = this.tasks.of(server);
    if (ok && task.kind === 'register')
      this.parts.registrations.writeRow(
        server,
        task.phone,
        this.tasks.deviceOf(task),
        this.tasks.grantOf(server, task),
      );
    else if (ok) this.parts.table.blank(task.phone);
    if (this.written(server)) this.parts.sip.finish(server);
  }

  private written(server: ServerId): boolean {
    const task = this.tasks.of(server);
    if (!this.tasks.touchesContext(server, task)) return this.conclude(server);
    const locked = this.parts.finders[server]!.lockForChange(
      this.contextLocked as EventType<number, number>,
      server,
      0,
    );
    if (!locked) return this.parts.sip.waitFor(server, 'lock');
    this.applyContext(server, task);
    this.parts.finders[server]!.unlock();
    return this.conclude(server);
  }

  private changeContext(server: ServerId): void {
    this.applyContext(server, this.tasks.of(server));
    this.parts.finders[server]!.unlock();
    if (this.conclude(server)) this.parts.sip.finish(server);
  }

  private applyContext(server: ServerId, task: RegistrarTask): void {
    const { contexts, peers } = this.parts;
    const adds = task.kind === 'register';
    if (adds === peers.has(task.row, EXTENSION)) return;
    if (adds) contexts.add(server, task.phone);
    else contexts.remove(server, task.phone);
    peers.set(task.row, EXTENSION, adds);
  }

  private conclude(server: ServerId): boolean {
    const task = this.tasks.of(server);
    const { registrations, peers } = this.parts;
    if (task.kind === 'expire') {
      registrations.end(server, task.row);
      return true;
    }
    let expires = 0;
    if (task.kind === 'register') {
      const isNew = this.tasks.isNew(task);
      const device = this.tasks.deviceOf(task);
      expires = this.tasks.grantOf(server, task);
      registrations.begin(server, task.row, expires);
      peers.setDevice(task.row, device);
      if (isNew) registrations.sayRegistered(server, device, expires);
      this.parts.poker.registered(task.row, isNew);
    } else {
      registrations.end(server, task.row);
      registrations.say(server, `    -- Unregistered SIP '${this.nameOf(task.phone)}'`);
    }
    this.answer(server, 200, { expires });
    for (let i = this.tasks.selectsOf(server, task).after; i > 0; i--) {
      this.parts.database.realtime<number>(server, 'select', 'deviceState', this.ignored, 0);
    }
    return true;
  }

  private answer(
    server: ServerId,
    status: RegisterResponse['status'],
    { nonce = 0, stale = false, expires = 0 }: { nonce?: number; stale?: boolean; expires?: number } = {},
  ): void {
    const { request, from } = this.tasks.of(server);
    this.parts.network.send(server, from, REGISTER_RESPONSE, {
      branch: request!.branch,
      status,
      nonce,
      stale,
      expires,
    });
  }

  private nameOf(phone: PhoneId): string {
    return this.parts.phones.at(phone)!.number;
  }

  // ---------------------------------------------------------------- the end of a registration

  private expire(server: ServerId, row: PeerRow): boolean {
    const { peers, sim } = this.parts;
    // Refreshed while this waited for the thread.
    if (!peers.has(row, REGISTERED) || peers.expiresAt.get(row) > sim.now) return true;
    if (!this.parts.registrations.hasTimer(server)) {
      this.parts.registrations.end(server, row); // Only the row's time is over: the extension stays for ever (facts B2).
      return true;
    }
    this.tasks.beginExpiry(server, row);
    return this.store(server);
  }
}

/** A nonce is made once for each REGISTER that is challenged; a repeated one gets the same. Not 0. */
function nonceOf({ branch }: Register): number {
  return branch + 1;
}

export interface RegistrarParts extends RegistrarTaskParts {
  readonly sim: Simulation;
  readonly network: Network;
  readonly sip: SipThreads;
  readonly database: DatabaseClients;
  readonly table: SipTable;
  readonly finders: readonly Finder[];
  readonly poker: Poker;
  readonly phones: Phones;
  readonly stores: ContactStores;
  /** The time of a registration is over. */
  readonly registrationDue: Signal<[server: ServerId, row: PeerRow]>;
}
