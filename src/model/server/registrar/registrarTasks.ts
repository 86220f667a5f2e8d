import { assert } from '../../../kernel/assert.ts';
import type { ServerConfig } from '../../config.ts';
import type { HostId, PhoneId, ServerId } from '../../ids.ts';
import type { Hosts } from '../../network/hosts.ts';
import type { StatementPurpose } from '../../observations.ts';
import type { Register } from '../../protocol/sip.ts';
import type { Rules } from '../../rules.ts';
import type { RegContexts } from './regcontext.ts';
import type { Registrations } from './registrations.ts';
import { EXTENSION, IN_MEMORY, NO_ROW, REGISTERED, ROW_HAD_CONTACT, type PeerRow, type SipPeers } from './sipPeers.ts';
import type { StaticPeers } from './staticPeers.ts';
import { blanksRow, registerSelects, type RegisterSelects } from './statements.ts';

/** What the one SIP thread of a server is doing: one REGISTER, or one expiry, at a time. */
export interface RegistrarTask {
  kind: 'challenge' | 'register' | 'unregister' | 'expire';
  /** The REGISTER, and where it came from; undefined: an expiry. */
  request: Register | undefined;
  from: HostId;
  phone: PhoneId;
  row: PeerRow;
  selectsLeft: number;
  /** The database has failed the SELECT of its row: nobody of that name is known (chan_sip.c:realtime_peer, find_peer). */
  isUnread: boolean;
  purpose: StatementPurpose;
}

/**
 * The task of each server's SIP thread, and what it asks for: statements, a change of the regcontext, a grant.
 *
 * It carries nothing out: `Registrar` does, step by step.
 */
export class RegistrarTasks {
  private readonly parts: RegistrarTaskParts;
  private readonly tasks: RegistrarTask[];

  constructor(parts: RegistrarTaskParts) {
    this.parts = parts;
    this.tasks = parts.servers.map(() => ({
      kind: 'challenge',
      request: undefined,
      from: parts.hosts.database,
      phone: 0 as PhoneId,
      row: NO_ROW,
      selectsLeft: 0,
      isUnread: false,
      purpose: 'register',
    }));
  }

  of(server: ServerId): RegistrarTask {
    return this.tasks[server]!;
  }

  begin(server: ServerId, request: Register, from: HostId, kind: RegistrarTask['kind']): RegistrarTask {
    assert(!this.parts.hosts.isDown(server), 'a REGISTER is dealt with only by a server that is up');
    const task = this.tasks[server]!;
    task.kind = kind;
    task.request = request;
    task.from = from;
    task.phone = request.aor;
    task.row = this.parts.peers.find(server, task.phone);
    task.purpose = this.purposeOf(task, request);
    return task;
  }

  private purposeOf(task: RegistrarTask, { credentials }: Register): StatementPurpose {
    if (credentials !== 'right') return credentials;
    if (task.kind === 'unregister') return 'unregister';
    return this.parts.peers.has(task.row, REGISTERED) ? 'refresh' : 'register';
  }

  /** SELECTs of the exchange that the REGISTER belongs to. */
  selectsOf(server: ServerId, task: RegistrarTask): RegisterSelects {
    const { rules, servers, peers } = this.parts;
    const { credentials, expires } = task.request!;
    const inMemory = peers.has(task.row, IN_MEMORY);
    return registerSelects(rules, servers[server]!.sip, credentials, inMemory, expires === 0);
  }

  /** The registration of that row is over. */
  beginExpiry(server: ServerId, row: PeerRow): void {
    const task = this.tasks[server]!;
    task.kind = 'expire';
    task.request = undefined;
    task.row = row;
    task.phone = this.parts.peers.phoneOf(row);
    task.purpose = 'expire';
  }

  /** Its digest is right, and it is of the table or of sip.conf. */
  isWelcome(server: ServerId, { aor, credentials }: Register): boolean {
    if (credentials !== 'right') return false;
    const { servers, statics } = this.parts;
    return servers[server]!.sip.realtime || statics.of(server, aor) !== undefined;
  }

  /** Sends an UPDATE: of the address, or of a blank row. */
  writesRow(server: ServerId, task: RegistrarTask): boolean {
    const { sip } = this.parts.servers[server]!;
    if (task.kind === 'register') return sip.realtime && sip.rtUpdate;
    const hadContact = this.parts.peers.has(task.row, ROW_HAD_CONTACT);
    return blanksRow(this.parts.rules, sip, hadContact, task.kind === 'unregister');
  }

  /** A refresh from the same address leaves the context alone in 1.2, and looks at it in 16 (facts B2). */
  touchesContext(server: ServerId, task: RegistrarTask): boolean {
    const { contexts, peers, rules, servers } = this.parts;
    if (!contexts.isUsed(server)) return false;
    const { realtime, rtCacheFriends } = servers[server]!.sip;
    if (task.kind !== 'register') return peers.has(task.row, EXTENSION);
    if (realtime && !rtCacheFriends && !rules.regextenWithoutCache) return false;
    return this.isNew(task) || !peers.has(task.row, EXTENSION) || rules.regextenOnRefresh;
  }

  /** No address is known, or another one: a second phone with the number takes the place of the first. */
  isNew(task: RegistrarTask): boolean {
    const { peers } = this.parts;
    return !peers.has(task.row, REGISTERED) || peers.deviceOf(task.row) !== this.deviceOf(task);
  }

  /** The phone that the REGISTER is from. */
  deviceOf({ request }: RegistrarTask): PhoneId {
    return this.parts.hosts.phoneOf(request!.contact);
  }

  /** Seconds. */
  grantOf(server: ServerId, task: RegistrarTask): number {
    return this.parts.registrations.granted(server, task.phone, task.request!.expires);
  }
}

export interface RegistrarTaskParts {
  readonly hosts: Hosts;
  readonly servers: readonly ServerConfig[];
  readonly rules: Rules;
  readonly peers: SipPeers;
  readonly contexts: RegContexts;
  readonly registrations: Registrations;
  readonly statics: StaticPeers;
}
