import { assert } from '../../../kernel/assert.ts';
import type { EventType, Simulation } from '../../../kernel/clock/simulation.ts';
import type { Signal } from '../../../kernel/signal.ts';
import type { PjsipAor } from '../../config.ts';
import type { HostId, ServerId } from '../../ids.ts';
import type { Hosts } from '../../network/hosts.ts';
import type { Network } from '../../network/network.ts';
import type { StatementPurpose } from '../../observations.ts';
import { REGISTER, REGISTER_RESPONSE, type Register, type RegisterResponse } from '../../protocol/sip.ts';
import type { Rules } from '../../rules.ts';
import { FAILED } from '../mysql/databaseClients.ts';
import type { SipPeers } from '../registrar/sipPeers.ts';
import type { Contact } from './contacts.ts';
import type { ContactStatuses } from './contactStatuses.ts';
import type { ContactWrites, Written } from './contactWrites.ts';
import type { Distributor, TaskId } from './distributor.ts';
import type { Endpoints } from './endpoints.ts';
import { bindings, grantOf, type Change } from './registerAor.ts';
import type { TaskSelects } from './taskSelects.ts';

/** Call-IDs of registration agents are counted for themselves: none is that of a call. */
const AGENTS = 0x4000_0000;

/** A REGISTER under way. */
interface Registering {
  readonly server: ServerId;
  readonly request: Register;
  readonly from: HostId;
  /** What is still to be written. */
  changes: readonly Change[];
}

/**
 * Grants registrations: challenge, AOR, contacts, what they change, and the 200 (res_pjsip_registrar.c: register_aor,
 * register_aor_core).
 *
 * What a contact that was made or removed means for the endpoint and its regcontext extension comes after the 200
 * (`EndpointStates`).
 */
export class PjsipRegistrar {
  private readonly parts: PjsipRegistrarParts;
  private readonly registering = new Map<TaskId, Registering>();

  private readonly identified: EventType<TaskId, number>;
  private readonly located: EventType<TaskId, number>;

  constructor(parts: PjsipRegistrarParts) {
    this.parts = parts;
    const { sim, distributor } = parts;
    const sorting = { callId: ({ callId }: Register) => callId + AGENTS };
    distributor.receive(REGISTER, sorting, (server, request, from, task) => this.begin(server, request, from, task));
    this.identified = sim.on('pjsip.registerIsIdentified', (task, ended) =>
      this.resume(task, this.admit(task, ended !== FAILED)),
    );
    this.located = sim.on('pjsip.contactsAreRead', (task, ended) =>
      this.resume(task, this.change(task, ended !== FAILED)),
    );
    parts.written.receive((task, written) => this.resume(task, this.wrote(task, written)));
    parts.applied.receive((task) => this.resume(task, this.conclude(task)));
  }

  private begin(server: ServerId, request: Register, from: HostId, task: TaskId): boolean {
    assert(!this.parts.hosts.isDown(server), 'a REGISTER is dealt with only by a server that is up');
    this.registering.set(task, { server, request, from, changes: [] });
    const phone = request.credentials === 'unknownUser' ? -1 : request.aor;
    const tables = this.parts.endpoints.identifying(server, phone);
    const ready = this.parts.selects.run(task, server, tables, this.purposeOf(server, request), this.identified);
    return ready && this.admit(task, true);
  }

  private purposeOf(server: ServerId, { aor, contact, credentials, expires }: Register): StatementPurpose {
    if (credentials !== 'right') return credentials;
    if (expires === 0) return 'unregister';
    return this.parts.writes.holds(server, { aor, host: contact }) ? 'refresh' : 'register';
  }

  /** The task's event has run: it ends unless it waits again. Its server may have crashed meanwhile. */
  private resume(task: TaskId, isDone: boolean): void {
    if (isDone && this.parts.distributor.has(task)) this.parts.distributor.finish(task);
  }

  /** The endpoint is known now, or known not to exist. */
  private admit(task: TaskId, ok: boolean): boolean {
    const it = this.registering.get(task);
    if (it === undefined || !this.parts.distributor.has(task)) return this.drop(task);
    const { endpoints, rules } = this.parts;
    const { server, request } = it;
    const phone = request.credentials === 'unknownUser' ? -1 : request.aor;
    const isLost = !ok && !endpoints.isAtHand(server, phone);
    if (isLost && !rules.failedSelectIsUnknown) return this.answer(task, 403);
    const endpoint = isLost ? undefined : endpoints.of(server, phone);
    if (endpoint !== undefined && ok) endpoints.keep(server, phone, 'identity');
    // Nobody learns whether there is such an account (artificial endpoint), and a wrong secret is challenged again.
    const isChallenged = endpoint === undefined || endpoint.isChallenged;
    if (isChallenged && (request.nonce === 0 || endpoint === undefined || request.credentials !== 'right'))
      return this.answer(task, 401, { nonce: request.branch + 1 });
    const aor = endpoints.aorOf(server, request.aor);
    if (aor === undefined) return this.answer(task, 404);
    if (aor.maxContacts === 0) return this.answer(task, 403);
    const tables = endpoints.locating(server, request.aor);
    const ready = this.parts.selects.run(task, server, tables, this.purposeOf(server, request), this.located);
    return ready && this.change(task, true);
  }

  /** The AOR and its contacts are read. */
  private change(task: TaskId, ok: boolean): boolean {
    const it = this.registering.get(task);
    if (it === undefined || !this.parts.distributor.has(task)) return this.drop(task);
    const { endpoints, writes } = this.parts;
    const { server, request } = it;
    if (!ok) return this.withoutDatabase(task, it);
    endpoints.keep(server, request.aor, 'aor');
    writes.prune(server, request.aor);
    const aor = endpoints.aorOf(server, request.aor)!;
    const row = this.parts.peers.find(server, request.aor);
    const isUnavailable = ({ host }: Contact): boolean => this.parts.statuses.of(row, host) === 'unavailable';
    const changes = bindings(request, aor, writes.live(server, request.aor), isUnavailable);
    if (changes === undefined) return this.answer(task, 403);
    it.changes = changes;
    return this.writeNext(task, it, aor);
  }

  /** Measured on 22: a contact that the server knows is removed, a first one refused. */
  private withoutDatabase(task: TaskId, { server, request }: Registering): boolean {
    const contact = { aor: request.aor, host: request.contact };
    if (!this.parts.writes.holds(server, contact)) return this.answer(task, 500);
    this.parts.writes.lose(server, contact);
    return this.conclude(task);
  }

  private writeNext(task: TaskId, it: Registering, aor: PjsipAor): boolean {
    const [change, ...rest] = it.changes;
    if (change === undefined) return this.conclude(task);
    it.changes = rest;
    const { server, request } = it;
    const contact = change.kind === 'delete' ? change.contact : this.contactOf(it, aor);
    const why = change.kind === 'delete' ? change.why : undefined;
    return this.parts.writes.begin(task, server, change.kind, contact, this.purposeOf(server, request), why);
  }

  private contactOf({ server, request }: Registering, aor: PjsipAor): Contact {
    const seconds = grantOf(aor, request.expires);
    return {
      aor: request.aor,
      host: request.contact,
      callId: request.callId,
      until: Math.floor(this.parts.writes.now() + seconds),
      server,
    };
  }

  private wrote(task: TaskId, written: Written): boolean {
    const it = this.registering.get(task);
    if (it === undefined || !this.parts.distributor.has(task)) return this.drop(task);
    const { endpoints, rules, writes } = this.parts;
    if (written === 'created' && it.changes.length === 0 && rules.registerWaitsForLock) {
      this.parts.distributor.waitFor(task, 'lock');
      writes.tell(it.server, { aor: it.request.aor, host: it.request.contact }, 'created', task);
      return false;
    }
    if (written === 'created') {
      writes.tell(it.server, { aor: it.request.aor, host: it.request.contact }, 'created');
      // The endpoint of the new contact is looked at once more (pjsip_options.c:sip_options_contact_add_task).
      for (const table of endpoints.naming(it.server, it.request.aor)) writes.readAside(it.server, table, 'register');
    }
    return this.writeNext(task, it, endpoints.aorOf(it.server, it.request.aor)!);
  }

  private conclude(task: TaskId): boolean {
    const it = this.registering.get(task);
    if (it === undefined || !this.parts.distributor.has(task)) return this.drop(task);
    const { expires, aor } = it.request;
    return this.answer(task, 200, {
      expires: expires === 0 ? 0 : grantOf(this.parts.endpoints.aorOf(it.server, aor)!, expires),
    });
  }

  private answer(
    task: TaskId,
    status: RegisterResponse['status'],
    { nonce = 0, expires = 0 }: { nonce?: number; expires?: number } = {},
  ): true {
    const { server, request, from } = this.registering.get(task)!;
    this.registering.delete(task);
    const { branch } = request;
    this.parts.network.send(server, from, REGISTER_RESPONSE, { branch, status, nonce, stale: false, expires });
    return true;
  }

  /** Its server has crashed. */
  private drop(task: TaskId): false {
    this.registering.delete(task);
    return false;
  }
}

export interface PjsipRegistrarParts {
  readonly sim: Simulation;
  readonly hosts: Hosts;
  readonly network: Network;
  readonly distributor: Distributor;
  readonly endpoints: Endpoints;
  readonly selects: TaskSelects;
  readonly writes: ContactWrites;
  readonly statuses: ContactStatuses;
  readonly peers: SipPeers;
  readonly rules: Rules;
  /** From the writes: one of a task has ended. */
  readonly written: Signal<[task: TaskId, written: Written]>;
  /** From the states: the extension that a REGISTER waits for is there. */
  readonly applied: Signal<[task: TaskId]>;
}
