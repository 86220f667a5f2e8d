import { NOT_SCHEDULED, type EventType, type Scheduled, type Simulation } from '../../../kernel/clock/simulation.ts';
import { SECOND, type Micros } from '../../../kernel/units.ts';
import type { ServerConfig } from '../../config.ts';
import type { HostId, ServerId } from '../../ids.ts';
import type { Hosts } from '../../network/hosts.ts';
import { FAILED, type DatabaseClients } from '../mysql/databaseClients.ts';
import type { ContactWrites } from './contactWrites.ts';
import type { Contacts } from './contacts.ts';

/**
 * Contacts whose time is over are looked for every 30 s from the server's start, by every server, a hub too; each is
 * deleted by the first that finds it (res_pjsip_registrar.c:check_expiration_thread, expire_contact).
 */
export class ContactExpiry {
  private readonly parts: ContactExpiryParts;
  private readonly timers: Scheduled[];

  private readonly checkIsDue: EventType<ServerId, HostId>;
  private readonly expiredAreRead: EventType<ServerId, number>;

  constructor(parts: ContactExpiryParts) {
    this.parts = parts;
    this.timers = parts.servers.map(() => NOT_SCHEDULED);
    this.checkIsDue = parts.hosts.on('pjsip.expiryCheckIsDue', (server) => this.check(server));
    this.expiredAreRead = parts.sim.on('pjsip.expiredAreRead', (server, ended) => {
      if (ended !== FAILED && !parts.hosts.isDown(server)) this.remove(server);
    });
  }

  /** The first check comes `after` µs from now. */
  begin(server: ServerId, after: Micros): void {
    this.parts.sim.cancel(this.timers[server]!);
    if (this.interval(server) > 0) this.timers[server] = this.parts.sim.after(after, this.checkIsDue, server, server);
  }

  /** µs between two checks; 0: there are none. */
  interval(server: ServerId): Micros {
    return this.parts.servers[server]!.pjsip.expiryCheck * SECOND;
  }

  crash(server: ServerId): void {
    this.parts.sim.cancel(this.timers[server]!);
    this.timers[server] = NOT_SCHEDULED;
  }

  private check(server: ServerId): void {
    this.begin(server, this.interval(server));
    if (!this.parts.contacts.isShared(server)) this.remove(server);
    else this.parts.database.realtime(server, 'select', 'expire', this.expiredAreRead, server, 0, 'ps_contacts');
  }

  private remove(server: ServerId): void {
    const { contacts, writes } = this.parts;
    for (const contact of contacts.expired(server)) writes.remove(server, contact, 'expire');
  }
}

export interface ContactExpiryParts {
  readonly sim: Simulation;
  readonly hosts: Hosts;
  readonly database: DatabaseClients;
  readonly contacts: Contacts;
  readonly writes: ContactWrites;
  readonly servers: readonly ServerConfig[];
}
