import type { ServerConfig } from '../../config.ts';
import type { HostId, PhoneId, ServerId } from '../../ids.ts';
import type { WallClock } from '../wallClock.ts';
import type { ContactNames } from './contactNames.ts';

/** Where calls for an AOR go: what a REGISTER has brought. */
export interface Contact {
  readonly aor: PhoneId;
  /** Its URI: the machine that sent the REGISTER. */
  readonly host: HostId;
  readonly callId: number;
  /** expiration_time: whole second of the wall clock. */
  readonly until: number;
  /** reg_server: who wrote it last. */
  readonly server: ServerId;
}

/** What an UPDATE may change is the same. */
export function sameRow(a: Contact, b: Contact): boolean {
  return a.until === b.until && a.server === b.server;
}

type Rows = Map<PhoneId, readonly Contact[]>;

/**
 * The contacts that each server can read: those of its own astdb, which survives a restart, or of one table for all
 * (sorcery.conf: contact=). A statement that fetches or changes the shared ones is not made here.
 */
export class Contacts {
  private readonly clock: WallClock;
  private readonly names: Pick<ContactNames, 'compare'>;
  private readonly shared: Rows = new Map();
  private readonly stores: readonly Rows[];
  private readonly kinds: readonly ServerConfig['pjsip']['stores']['contact'][];

  constructor(servers: readonly ServerConfig[], clock: WallClock, names: Pick<ContactNames, 'compare'>) {
    this.clock = clock;
    this.names = names;
    this.kinds = servers.map(({ pjsip }) => pjsip.stores.contact);
    this.stores = this.kinds.map((kind) =>
      kind === 'realtime' ? this.shared : new Map<PhoneId, readonly Contact[]>(),
    );
  }

  isShared(server: ServerId): boolean {
    return this.kinds[server] === 'realtime';
  }

  /** All rows, also those whose time is over, in the order of their names. */
  of(server: ServerId, aor: PhoneId): readonly Contact[] {
    return this.stores[server]!.get(aor) ?? NONE;
  }

  /** Those whose time is not over. */
  live(server: ServerId, aor: PhoneId): readonly Contact[] {
    const rows = this.of(server, aor);
    return rows.some((contact) => this.isOver(contact)) ? rows.filter((contact) => !this.isOver(contact)) : rows;
  }

  /** location.c:contact_expire: to the millisecond, of a time in whole seconds. */
  isOver({ until }: Contact): boolean {
    return this.clock.exactSeconds() >= until;
  }

  /** INSERT, or UPDATE of the row with this AOR and host. */
  write(server: ServerId, contact: Contact): void {
    const others = this.of(server, contact.aor).filter(({ host }) => host !== contact.host);
    this.stores[server]!.set(
      contact.aor,
      others.length === 0 ? [contact] : [...others, contact].sort(this.names.compare),
    );
  }

  /** DELETE; false: there was no such row. */
  remove(server: ServerId, { aor, host }: Contact): boolean {
    const rows = this.of(server, aor);
    const left = rows.filter((contact) => contact.host !== host);
    if (left.length === rows.length) return false;
    if (left.length > 0) this.stores[server]!.set(aor, left);
    else this.stores[server]!.delete(aor);
    return true;
  }

  /** SELECT … WHERE expiration_time <= now. */
  expired(server: ServerId): readonly Contact[] {
    const found: Contact[] = [];
    for (const rows of this.stores[server]!.values()) for (const row of rows) if (this.isOver(row)) found.push(row);
    return found;
  }

  /** Everything that the server can read, in the order in which AORs came into the store. */
  all(server: ServerId): readonly Contact[] {
    return [...this.stores[server]!.values()].flat();
  }

  /** What lies in the server's own astdb is gone. */
  loseDisk(server: ServerId): void {
    if (!this.isShared(server)) this.stores[server]!.clear();
  }

  /** Only what is kept in memory is lost. */
  crash(server: ServerId): void {
    if (this.kinds[server] === 'memory') this.stores[server]!.clear();
  }
}

const NONE: readonly Contact[] = [];
