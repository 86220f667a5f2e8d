import { NOT_SCHEDULED, type EventType, type Scheduled, type Simulation } from '../../../kernel/clock/simulation.ts';
import { Signal } from '../../../kernel/signal.ts';
import type { Micros } from '../../../kernel/units.ts';
import type { AccountRegistration } from '../../config/accountRegistration.ts';
import type { ServerConfig } from '../../config.ts';
import type { HostId, ServerId } from '../../ids.ts';
import type { Hosts } from '../../network/hosts.ts';

export type AccountTech = 'SIP' | 'IAX2';

/** A registration that a server makes at another one. */
export interface Registering {
  readonly server: ServerId;
  readonly tech: AccountTech;
  readonly config: AccountRegistration;
  /** Where it registers; -1: at no server of the scenario, where nobody answers. */
  readonly at: ServerId | -1;
}

/** A section with `host=dynamic` for which another server registers. */
export interface Account {
  /** Server that has the section. */
  readonly server: ServerId;
  readonly tech: AccountTech;
  readonly section: string;
  /** Server that has registered; -1: none, or its time is over. */
  readonly host: ServerId | -1;
}

interface Row extends Account {
  host: ServerId | -1;
  /** What a call is for that names no number. */
  extension: string;
  /** How long the address is kept after the last request. */
  lives: Micros;
  expires: Scheduled;
}

/**
 * Servers that register at other servers, by the sections that these have for them (`host=dynamic`), and where each is. What a
 * server knows of them lies in its astdb: after a crash it is known again, for the whole of its time (chan_sip.c,
 * chan_iax2.c:reg_source_db, expire_registry).
 *
 * It does not know what an address is good for: `moved` says that one has come, gone or changed.
 */
export class Accounts {
  readonly all: readonly Registering[];
  readonly moved = new Signal<[account: Account]>('accounts.moved');
  /** Registered again, from the same address. */
  readonly renewed = new Signal<[account: Account]>('accounts.renewed');
  private readonly sim: Simulation;
  private readonly rows: readonly Row[];
  private readonly byName: ReadonlyMap<string, Row>;
  private readonly timeIsOver: EventType<number, HostId>;

  constructor(
    sim: Simulation,
    hosts: Hosts,
    servers: readonly ServerConfig[],
    serverAt: (address: string) => ServerId | -1,
  ) {
    this.sim = sim;
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
    const byName = new Map<string, Row>();
    for (const { at, tech, config } of this.all)
      if (at >= 0) byName.set(keyOf(at as ServerId, tech, config.userName), newRow(at as ServerId, tech, config));
    this.byName = byName;
    this.rows = [...byName.values()];
    this.timeIsOver = hosts.on('account.timeIsOver', (index) => this.move(this.rows[index]!, -1));
  }

  /** Some server registers there for that section. */
  isAccount(server: ServerId, tech: AccountTech, section: string): boolean {
    return this.byName.has(keyOf(server, tech, section));
  }

  /** The server that is registered for the section; -1: none, or its time is over. */
  hostOf(server: ServerId, tech: AccountTech, section: string): ServerId | -1 {
    return this.byName.get(keyOf(server, tech, section))?.host ?? -1;
  }

  /** What a call to the section is for that names no number. */
  extensionOf(server: ServerId, tech: AccountTech, section: string): string {
    return this.byName.get(keyOf(server, tech, section))?.extension ?? 's';
  }

  /** `lives`: how long the address is kept unless it is registered again. */
  register(
    account: Pick<Account, 'server' | 'tech' | 'section'>,
    host: ServerId,
    extension: string,
    lives: Micros,
  ): void {
    const row = this.byName.get(keyOf(account.server, account.tech, account.section));
    if (row === undefined) return; // Nobody of the scenario registers for it.
    row.extension = extension;
    row.lives = lives;
    this.keep(row);
    if (row.host === host) this.renewed.send(row);
    else this.move(row, host);
  }

  /** The server has started: it reads its astdb. */
  load(server: ServerId): void {
    for (const row of this.rows) {
      if (row.server !== server || row.host < 0) continue;
      this.keep(row);
      this.moved.send(row);
    }
  }

  /** Its timers are gone, not what is on its disk. */
  crash(server: ServerId): void {
    for (const row of this.rows) if (row.server === server) this.sim.cancel(row.expires);
  }

  /** Another machine has the server's address, without its astdb. */
  loseDisk(server: ServerId): void {
    for (const row of this.rows) {
      if (row.server !== server) continue;
      this.sim.cancel(row.expires);
      this.move(row, -1);
    }
  }

  private keep(row: Row): void {
    this.sim.cancel(row.expires);
    row.expires = this.sim.after(row.lives, this.timeIsOver, this.rows.indexOf(row), row.server);
  }

  private move(row: Row, host: ServerId | -1): void {
    if (row.host === host) return;
    row.host = host;
    this.moved.send(row);
  }
}

function newRow(server: ServerId, tech: AccountTech, { userName }: AccountRegistration): Row {
  return { server, tech, section: userName, host: -1, extension: 's', lives: 0, expires: NOT_SCHEDULED };
}

function keyOf(server: ServerId, tech: AccountTech, section: string): string {
  return `${server} ${tech} ${section.toLowerCase()}`;
}
