import type { Signal } from '../../../kernel/signal.ts';
import { Fifo } from '../../../kernel/resource/fifo.ts';
import type { EventType, Simulation } from '../../../kernel/clock/simulation.ts';
import type { Phones, ServerConfig } from '../../config.ts';
import type { HostId, ServerId } from '../../ids.ts';
import type { Observations } from '../../observations.ts';
import type { Rules } from '../../rules.ts';
import type { Dialplan } from '../dialplan/compile.ts';
import type { Finder } from '../dialplan/finder.ts';
import { EXTENSION, ONLINE, type PeerRow, type SipPeers } from '../registrar/sipPeers.ts';
import type { Contact } from './contacts.ts';
import type { ContactStatuses } from './contactStatuses.ts';
import type { TaskId } from './distributor.ts';
import type { Endpoints } from './endpoints.ts';

/** What this server's res_pjsip hears of a contact: it has made or removed it, or it answers OPTIONS, or does not. */
export type ContactNews = 'created' | 'deleted' | 'available' | 'unavailable';

interface Entry {
  readonly row: PeerRow;
  readonly host: HostId;
  readonly news: ContactNews;
  /** The REGISTER that waits for it; 0: none. */
  readonly task: TaskId | 0;
}

/**
 * Whether each endpoint is online, and its regcontext extension, which follows: one queue a server, in which each entry
 * waits for the dialplan lock (sorcery.c: observers of contacts, pjsip_options.c:sip_options_contact_add_task,
 * pjsip_configuration.c:ast_sip_persistent_endpoint_update_state).
 *
 * It hears only of contacts that this server itself has made or removed: what others do in a shared table changes
 * nothing here.
 */
export class EndpointStates {
  private readonly parts: EndpointStatesParts;
  private readonly queues: readonly Fifo<Entry>[];
  private readonly isBusy: boolean[];
  /** Contacts that the server knows of, by the row of phone and server. */
  private readonly known = new Map<PeerRow, readonly HostId[]>();

  private readonly contextLocked: EventType<ServerId, number>;

  constructor(parts: EndpointStatesParts) {
    this.parts = parts;
    this.queues = parts.servers.map(() => new Fifo<Entry>());
    this.isBusy = parts.servers.map(() => false);
    this.contextLocked = parts.sim.on('pjsip.contextLocked', (server) => this.locked(server));
  }

  /** @param task of the REGISTER that waits for the end of this; 0: none does */
  hear(server: ServerId, { aor, host }: Pick<Contact, 'aor' | 'host'>, news: ContactNews, task: TaskId | 0 = 0): void {
    this.queues[server]!.push({ row: this.parts.peers.findOrAdd(server, aor), host, news, task });
    if (!this.isBusy[server]) this.next(server);
  }

  /** Entries that wait. */
  waiting(server: ServerId): number {
    return this.queues[server]!.length;
  }

  /** `start: steady`, and the start of a server: it is online already, without a wait. */
  settle(server: ServerId, { aor, host }: Pick<Contact, 'aor' | 'host'>, isOnline: boolean): void {
    const row = this.parts.peers.findOrAdd(server, aor);
    this.know(row, host);
    if (!isOnline || this.parts.peers.has(row, ONLINE)) return;
    this.parts.peers.set(row, ONLINE, true);
    if (this.usesContext(server)) this.change(server, row, true);
  }

  crash(server: ServerId): void {
    this.queues[server]!.clear();
    this.isBusy[server] = false;
    this.parts.peers.eachOf(server, (row) => {
      this.known.delete(row);
      this.parts.peers.set(row, ONLINE | EXTENSION, false);
    });
  }

  private next(server: ServerId): void {
    for (let entry = this.queues[server]!.first; entry !== undefined; entry = this.queues[server]!.first) {
      this.isBusy[server] = true;
      if (this.becomes(entry) !== undefined && this.usesContext(server)) {
        const done = this.contextLocked as EventType<number, number>;
        if (!this.parts.finders[server]!.lockForChange(done, server, 0)) return;
        this.apply(server);
        this.parts.finders[server]!.unlock();
      } else {
        this.apply(server);
      }
    }
    this.isBusy[server] = false;
  }

  private locked(server: ServerId): void {
    this.apply(server);
    this.parts.finders[server]!.unlock();
    this.next(server);
  }

  /** Ends the first entry of the queue; the server holds the lock where it needs it. */
  private apply(server: ServerId): void {
    const entry = this.queues[server]!.shift()!;
    const online = this.becomes(entry);
    const { row, host, news, task } = entry;
    if (news === 'created') this.know(row, host);
    if (news === 'deleted') this.forget(row, host);
    if (online !== undefined) {
      this.parts.peers.set(row, ONLINE, online);
      if (this.usesContext(server)) this.change(server, row, online);
      this.say(server, row, online);
    }
    if (news === 'created' || news === 'deleted') this.parts.contactKnown.send(row, host, news);
    if (task !== 0) this.parts.applied.send(task);
  }

  /** True: it comes online; false: it goes; undefined: nothing changes (sip_options_update_endpoint_state_compositor_aor). */
  private becomes({ row, host, news }: Entry): boolean | undefined {
    const { peers } = this.parts;
    const isOnline = peers.has(row, ONLINE);
    let online = isOnline;
    if (news === 'available') online = true;
    else if (news === 'created') online = isOnline || !this.isQualified(row);
    else if (this.isQualified(row)) online = isOnline && this.parts.statuses.hasOther(row, host);
    else online = isOnline && (this.known.get(row) ?? []).some((other) => other !== host);
    return online === isOnline ? undefined : online;
  }

  private change(server: ServerId, row: PeerRow, add: boolean): void {
    const { peers, plans, servers, phones } = this.parts;
    if (add === peers.has(row, EXTENSION)) return;
    const { number } = phones.at(peers.phoneOf(row))!;
    const { regContext } = servers[server]!.pjsip;
    if (add) plans[server]!.add(regContext, number, 'Noop', number, 'PJSIP');
    else plans[server]!.remove(regContext, number);
    peers.set(row, EXTENSION, add);
  }

  /** Its contacts are asked whether they answer, and its state follows that. */
  private isQualified(row: PeerRow): boolean {
    const { endpoints, peers, rules } = this.parts;
    if (!rules.regextenFollowsQualify) return false;
    const aor = endpoints.aorOf(peers.serverOf(row), peers.phoneOf(row));
    return aor !== undefined && aor.qualifyFrequency > 0;
  }

  private say(server: ServerId, row: PeerRow, online: boolean): void {
    const { observations, peers, phones } = this.parts;
    if (!observations.wantsConsole) return;
    const { number } = phones.at(peers.phoneOf(row))!;
    observations.console(server, `  == Endpoint ${number} is now ${online ? 'Reachable' : 'Unreachable'}`);
  }

  private usesContext(server: ServerId): boolean {
    return this.parts.servers[server]!.pjsip.regContext !== '';
  }

  private know(row: PeerRow, host: HostId): void {
    const hosts = this.known.get(row) ?? [];
    if (!hosts.includes(host)) this.known.set(row, [...hosts, host]);
  }

  private forget(row: PeerRow, host: HostId): void {
    const left = (this.known.get(row) ?? []).filter((other) => other !== host);
    if (left.length > 0) this.known.set(row, left);
    else this.known.delete(row);
  }
}

export interface EndpointStatesParts {
  readonly sim: Simulation;
  readonly peers: SipPeers;
  readonly plans: Dialplan[];
  readonly finders: readonly Finder[];
  readonly servers: readonly ServerConfig[];
  readonly phones: Phones;
  readonly endpoints: Endpoints;
  readonly statuses: ContactStatuses;
  readonly rules: Rules;
  readonly observations: Observations;
  /** To the qualify: the server has one contact more or less to ask. */
  readonly contactKnown: Signal<[row: PeerRow, host: HostId, news: 'created' | 'deleted']>;
  /** To the registrar: what a REGISTER has waited for is done. */
  readonly applied: Signal<[task: TaskId]>;
}
