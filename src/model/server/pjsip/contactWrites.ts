import type { EventType, Simulation } from '../../../kernel/clock/simulation.ts';
import type { Signal } from '../../../kernel/signal.ts';
import type { Micros } from '../../../kernel/units.ts';
import type { Phones, ServerConfig } from '../../config.ts';
import type { PhoneId, ServerId } from '../../ids.ts';
import type { Hosts } from '../../network/hosts.ts';
import type { Observations, StatementPurpose } from '../../observations.ts';
import type { DatabaseTable } from '../../records.ts';
import type { Rules } from '../../rules.ts';
import { FAILED, type DatabaseClients } from '../mysql/databaseClients.ts';
import { REGISTERED, type SipPeers } from '../registrar/sipPeers.ts';
import type { WallClock } from '../wallClock.ts';
import type { ContactNames } from './contactNames.ts';
import { sameRow, type Contact, type Contacts } from './contacts.ts';
import type { Distributor, TaskId } from './distributor.ts';
import type { ContactNews, EndpointStates } from './endpointStates.ts';
import type { DeleteReason } from './registerAor.ts';

/** How a write ended; `failed` and `removed`: the answer is a 200 all the same. */
export type Written = 'created' | 'updated' | 'deleted' | 'failed' | 'removed';

type WriteKind = 'create' | 'update' | 'delete';

interface Write {
  readonly server: ServerId;
  readonly kind: WriteKind;
  readonly contact: Contact;
  readonly purpose: StatementPurpose;
  /** Of a delete. */
  readonly why: DeleteReason | undefined;
}

/** An account and the machine that registers it. */
type Binding = Pick<Contact, 'aor' | 'host'>;

/**
 * Writes contacts, into the server's astdb or the shared table, and keeps account of which server has made which
 * (location.c, res_sorcery_realtime.c, res_sorcery_astdb.c). It does not know REGISTER.
 */
export class ContactWrites {
  private readonly parts: ContactWritesParts;
  private readonly writes = new Map<TaskId, Write>();
  /** DELETEs under way that no task waits for, by a number of their own. */
  private readonly deletes = new Map<number, { readonly server: ServerId; readonly contact: Contact }>();
  private deletesMade = 0;

  private readonly writeEnds: EventType<TaskId, number>;
  private readonly deleteEnds: EventType<number, number>;
  private readonly ignored: EventType<number, number>;

  constructor(parts: ContactWritesParts) {
    this.parts = parts;
    const { sim } = parts;
    this.writeEnds = sim.on('pjsip.contactIsWritten', (task, ended) => this.ended(task, ended !== FAILED));
    this.deleteEnds = sim.on('pjsip.contactIsDeleted', (id, ended) => this.deleted(id, ended !== FAILED));
    this.ignored = sim.on('pjsip.selectAsideEnds', () => {});
  }

  /** Seconds of the wall clock. */
  now(): number {
    return this.parts.clock.exactSeconds();
  }

  live(server: ServerId, aor: PhoneId): readonly Contact[] {
    return this.parts.contacts.live(server, aor);
  }

  /** The server knows of this contact: it has made it, or has read it at its start. */
  holds(server: ServerId, { aor }: Binding): boolean {
    return this.parts.peers.has(this.parts.peers.find(server, aor), REGISTERED);
  }

  /** For a task, which waits until it has ended. */
  begin(
    task: TaskId,
    server: ServerId,
    kind: WriteKind,
    contact: Contact,
    purpose: StatementPurpose,
    why?: DeleteReason,
  ): false {
    const { contacts, database, distributor, sim, writeTime } = this.parts;
    this.writes.set(task, { server, kind, contact, purpose, why });
    if (!contacts.isShared(server)) {
      sim.after(writeTime(), this.writeEnds, task, 1);
      return distributor.waitFor(task, 'database');
    }
    const statement = kind === 'update' ? 'update' : 'other';
    database.realtime(server, statement, purpose, this.writeEnds, task, 0, 'ps_contacts');
    return distributor.waitFor(task, 'database');
  }

  /** A reader of an AOR deletes its expired contacts (location.c:contact_expire). */
  prune(server: ServerId, aor: PhoneId): void {
    const { contacts } = this.parts;
    for (const contact of contacts.of(server, aor))
      if (contacts.isOver(contact)) this.remove(server, contact, 'expire');
  }

  /** DELETE that no task waits for. */
  remove(server: ServerId, contact: Contact, purpose: StatementPurpose): void {
    const { contacts, database } = this.parts;
    if (!contacts.isShared(server)) {
      this.take(server, contact);
      return;
    }
    const id = ++this.deletesMade;
    this.deletes.set(id, { server, contact });
    database.realtime(server, 'other', purpose, this.deleteEnds, id, 0, 'ps_contacts');
  }

  /** The database does not answer: the server forgets the contact, and the row stays. */
  lose(server: ServerId, contact: Binding): void {
    this.forget(server, contact);
    this.tell(server, contact, 'deleted');
  }

  tell(server: ServerId, contact: Binding, news: ContactNews, task: TaskId | 0 = 0): void {
    this.parts.states.hear(server, contact, news, task);
  }

  /** A SELECT that nobody waits for. */
  readAside(server: ServerId, table: DatabaseTable, purpose: StatementPurpose): void {
    this.parts.database.realtime<number>(server, 'select', purpose, this.ignored, 0, 0, table);
  }

  /** `start: steady`, and the start of a server that finds its own contact. */
  settle(contact: Contact): void {
    this.parts.contacts.write(contact.server, contact);
    this.register(contact);
  }

  /** The server has the contact in its own view from now on; another that had it in a shared table has it no more. */
  register(contact: Contact): void {
    const { server, aor } = contact;
    const { contacts, hosts, observations, peers } = this.parts;
    const row = peers.findOrAdd(server, aor);
    if (contacts.isShared(server))
      for (let other = 0; other < hosts.servers; other++)
        if (other !== server && contacts.isShared(other as ServerId)) this.forget(other as ServerId, contact);
    if (peers.has(row, REGISTERED)) return;
    peers.set(row, REGISTERED, true);
    observations.registrationsChanged(server, 1);
  }

  crash(server: ServerId): void {
    const { observations, peers } = this.parts;
    peers.eachOf(server, (row) => {
      if (peers.has(row, REGISTERED)) observations.registrationsChanged(server, -1);
      peers.set(row, REGISTERED, false);
    });
  }

  /** Unless another contact of the same account is of that server. */
  private forget(server: ServerId, { aor, host }: Binding): void {
    const { contacts, observations, peers } = this.parts;
    const row = peers.find(server, aor);
    const hasAnother = contacts.of(server, aor).some((other) => other.server === server && other.host !== host);
    if (!peers.has(row, REGISTERED) || hasAnother) return;
    peers.set(row, REGISTERED, false);
    observations.registrationsChanged(server, -1);
  }

  private ended(task: TaskId, ok: boolean): void {
    const write = this.writes.get(task)!;
    this.writes.delete(task);
    if (!this.parts.distributor.has(task)) return; // Its server has crashed.
    this.parts.written.send(task, ok ? this.apply(write) : this.failed(write));
  }

  private apply({ server, kind, contact, why }: Write): Written {
    const { contacts, rules, servers } = this.parts;
    if (kind === 'delete') {
      this.take(server, contact);
      this.sayRemoved(server, contact, why ?? 'request');
      return 'deleted';
    }
    const before = contacts.of(server, contact.aor).find(({ host }) => host === contact.host);
    if (kind === 'update' && contacts.isShared(server)) {
      // Another server has deleted the row meanwhile.
      if (before === undefined && !servers[server]!.pjsip.updateOrCreate) return 'removed';
      // No row is changed: taken for a failure. An INSERT in its place would fail too, for the row is there.
      if (before !== undefined && sameRow(before, contact) && rules.sameRowRemoves) {
        this.take(server, contact);
        return 'removed';
      }
    }
    contacts.write(server, contact);
    this.register(contact);
    if (kind === 'create') this.sayAdded(contact);
    if (kind === 'update' && rules.regextenOnRefresh) this.tell(server, contact, 'created');
    return kind === 'create' ? 'created' : 'updated';
  }

  /** INSERT: a 200 without a contact. UPDATE: the contact is removed. */
  private failed({ server, kind, contact }: Write): Written {
    if (kind === 'create') {
      if (!this.parts.rules.failedWriteRegisters) return 'failed';
      this.register(contact);
      return 'created';
    }
    this.lose(server, contact);
    return 'failed';
  }

  private deleted(id: number, ok: boolean): void {
    const { server, contact } = this.deletes.get(id)!;
    this.deletes.delete(id);
    if (ok && !this.parts.hosts.isDown(server)) this.take(server, contact);
  }

  /** The row is gone by this server's hand; nobody hears of it where another was first. */
  take(server: ServerId, contact: Contact): void {
    const { contacts, hosts } = this.parts;
    if (!contacts.remove(server, contact)) return;
    if (contacts.isShared(server))
      for (let other = 0; other < hosts.servers; other++) this.forget(other as ServerId, contact);
    else this.forget(server, contact);
    this.tell(server, contact, 'deleted');
  }

  private sayAdded({ server, aor, host, until }: Contact): void {
    this.say(server, () => {
      const seconds = Math.ceil(until - this.now());
      return `    -- Added contact '${this.parts.names.uriOf({ host })}' to AOR '${this.numberOf(aor)}' with expiration of ${seconds} seconds`;
    });
  }

  private sayRemoved(server: ServerId, { aor, host }: Contact, why: DeleteReason): void {
    this.say(
      server,
      () =>
        `    -- Removed contact '${this.parts.names.uriOf({ host })}' from AOR '${this.numberOf(aor)}' due to ${why}`,
    );
  }

  private say(server: ServerId, line: () => string): void {
    const { observations } = this.parts;
    if (observations.wantsConsole) observations.console(server, line());
  }

  private numberOf(aor: PhoneId): string {
    return this.parts.phones.at(aor)!.number;
  }
}

export interface ContactWritesParts {
  readonly sim: Simulation;
  readonly hosts: Hosts;
  readonly database: DatabaseClients;
  readonly distributor: Distributor;
  readonly contacts: Contacts;
  readonly names: ContactNames;
  readonly states: EndpointStates;
  readonly peers: SipPeers;
  readonly servers: readonly ServerConfig[];
  readonly rules: Rules;
  readonly clock: WallClock;
  readonly phones: Phones;
  readonly observations: Observations;
  /** µs to write a key of the astdb. */
  readonly writeTime: () => Micros;
  /** To the registrar: the write of a task has ended. */
  readonly written: Signal<[task: TaskId, written: Written]>;
}
