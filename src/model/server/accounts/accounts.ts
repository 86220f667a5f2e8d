import type { Micros } from '../../../kernel/units.ts';
import type { AccountRegistration } from '../../config/accountRegistration.ts';
import type { ServerConfig } from '../../config.ts';
import type { ServerId } from '../../ids.ts';
import type { Clock } from '../../network/hosts.ts';

export type AccountTech = 'SIP' | 'IAX2';

/** A registration that a server makes at another one. */
export interface Registering {
  readonly server: ServerId;
  readonly tech: AccountTech;
  readonly config: AccountRegistration;
  /** Where it registers; -1: at no server of the scenario, where nobody answers. */
  readonly at: ServerId | -1;
}

interface Contact {
  readonly host: ServerId;
  readonly extension: string;
  readonly until: Micros;
}

/**
 * Servers that register at other servers, by the sections that these have for them (`host=dynamic`), and where each is. What a
 * server knows of them lies in its astdb: a crash does not lose it (chan_sip.c, chan_iax2.c:reg_source_db).
 */
export class Accounts {
  readonly all: readonly Registering[];
  private readonly clock: Clock;
  /** By server, then by technology and section. */
  private readonly contacts: readonly Map<string, Contact>[];
  private readonly known: ReadonlySet<string>;

  constructor(clock: Clock, servers: readonly ServerConfig[], serverAt: (address: string) => ServerId | -1) {
    this.clock = clock;
    this.contacts = servers.map(() => new Map());
    this.all = servers.flatMap(({ sip, iax }, index) => {
      const server = index as ServerId;
      const sectioned = (host: string): string => sip.fixedPeers.find(({ name }) => name === host)?.host ?? host;
      return [
        ...(sip.registers ?? []).map((config) => ({
          server,
          tech: 'SIP' as const,
          config,
          at: serverAt(sectioned(config.host)),
        })),
        ...(iax.registers ?? []).map((config) => ({
          server,
          tech: 'IAX2' as const,
          config,
          at: serverAt(config.host),
        })),
      ];
    });
    this.known = new Set(this.all.map(({ at, tech, config }) => `${at} ${keyOf(tech, config.userName)}`));
  }

  /** Some server registers there for that section. */
  isAccount(server: ServerId, tech: AccountTech, section: string): boolean {
    return this.known.has(`${server} ${keyOf(tech, section)}`);
  }

  /** The server that is registered for the section; -1: none, or its time is over. */
  hostOf(server: ServerId, tech: AccountTech, section: string): ServerId | -1 {
    const contact = this.contacts[server]!.get(keyOf(tech, section));
    return contact !== undefined && this.clock.now < contact.until ? contact.host : -1;
  }

  /** What a call to the section is for that names no number. */
  extensionOf(server: ServerId, tech: AccountTech, section: string): string {
    return this.contacts[server]!.get(keyOf(tech, section))?.extension ?? 's';
  }

  register(server: ServerId, tech: AccountTech, section: string, contact: Contact): void {
    this.contacts[server]!.set(keyOf(tech, section), contact);
  }

  /** Another machine has the server's address, without its astdb. */
  loseDisk(server: ServerId): void {
    this.contacts[server]!.clear();
  }
}

function keyOf(tech: AccountTech, section: string): string {
  return `${tech} ${section.toLowerCase()}`;
}
