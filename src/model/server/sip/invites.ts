import type { EventType, Simulation } from '../../../kernel/clock/simulation.ts';
import type { Callers } from '../../phone/callers.ts';
import type { Attempt } from '../../phone/attempt.ts';
import type { ServerConfig } from '../../config.ts';
import type { DatabaseClients } from '../mysql/databaseClients.ts';
import type { Hosts } from '../../network/hosts.ts';
import type { CallId, HostId, PhoneId, ServerId } from '../../ids.ts';
import type { Network, RowMessage } from '../../network/network.ts';
import type { Rules } from '../../rules.ts';
import type { Channels } from '../channels/channels.ts';
import type { Devices } from '../devices.ts';
import type { Finder } from '../dialplan/finder.ts';
import { NO_CHANNEL, PENDING } from '../dialplan/services.ts';
import { IN_MEMORY, type SipPeers } from '../registrar/sipPeers.ts';
import type { Registrations } from '../registrar/registrations.ts';
import type { SipThreads } from './sipThread.ts';

/** What the SIP thread does with an INVITE: the user's SELECT first, then the destination. */
interface Task {
  call: CallId;
  digest: boolean;
}

/** Answers to a calling phone; `Callers` declares these. */
export interface InviteReplies {
  readonly inviteIsChallenged: RowMessage<CallId>;
  readonly tryingArrives: RowMessage<CallId>;
  readonly errorArrives: RowMessage<CallId>;
}

/**
 * Calls from phones: challenge, the caller's row, the destination (which needs the dialplan lock), 100 Trying, and a
 * channel with a thread of its own (chan_sip.c:handle_request_invite, get_destination).
 */
export class Invites {
  private readonly parts: InvitesParts;
  private readonly tasks: Task[];
  private readonly replies: InviteReplies;
  /** By server, where the calls of its own sections go; of two of one name the first counts. */
  private readonly contexts: readonly ReadonlyMap<string, string>[];

  readonly inviteArrives: RowMessage<CallId>;
  readonly inviteWithDigestArrives: RowMessage<CallId>;
  readonly cancelArrives: RowMessage<CallId>;
  readonly byeArrives: RowMessage<CallId>;
  private readonly userIsLoaded: EventType<ServerId, number>;
  private readonly destinationTested: EventType<number, number>;

  constructor(parts: InvitesParts, replies: InviteReplies) {
    this.parts = parts;
    this.replies = replies;
    this.tasks = parts.servers.map(() => ({ call: 0 as CallId, digest: false }));
    this.contexts = parts.servers.map(
      ({ sip: { staticPeers } }) => new Map(staticPeers.toReversed().map(({ name, context }) => [name, context])),
    );
    const { sim, sip } = parts;
    this.inviteArrives = sip.message('sip.inviteArrives', (server, call) => this.begin(server, call as CallId, false));
    this.inviteWithDigestArrives = sip.message('sip.inviteWithDigestArrives', (server, call) =>
      this.begin(server, call as CallId, true),
    );
    this.cancelArrives = sip.message('sip.cancelArrives', (server, call) => this.hangUp(server, call as CallId));
    this.byeArrives = sip.message('sip.byeArrives', (server, call) => this.hangUp(server, call as CallId));
    this.userIsLoaded = sim.on('sip.userIsLoaded', (server) => this.loaded(server));
    this.destinationTested = sim.on('sip.destinationIsTested', (server, search) =>
      this.tested(server as ServerId, search),
    );
  }

  private begin(server: ServerId, call: CallId, digest: boolean): boolean {
    const attempt = this.parts.callers.get(call);
    if (attempt === undefined) return true; // The caller has given up; his CANCEL comes next.
    if (attempt.channel !== 0) {
      this.reply(server, attempt, this.replies.tryingArrives); // Sent again before our 100 reached him.
      return true;
    }
    const task = this.tasks[server]!;
    task.call = call;
    task.digest = digest;
    if (!this.needsSelect(server, attempt.caller as PhoneId)) return this.goOn(server);
    this.parts.database.realtime(server, 'select', 'invite', this.userIsLoaded, server);
    return false;
  }

  /** The user's row, unless rtcachefriends has kept it (facts B3). */
  private needsSelect(server: ServerId, phone: PhoneId): boolean {
    const { sip } = this.parts.servers[server]!;
    return sip.realtime && !this.parts.peers.has(this.parts.peers.find(server, phone), IN_MEMORY);
  }

  private loaded(server: ServerId): void {
    if (this.parts.hosts.isDown(server)) return;
    const attempt = this.parts.callers.get(this.tasks[server]!.call);
    const { sip } = this.parts.servers[server]!;
    if (attempt !== undefined && sip.rtCacheFriends) this.parts.registrations.load(server, attempt.caller as PhoneId);
    if (this.goOn(server)) this.parts.sip.finish(server);
  }

  private goOn(server: ServerId): boolean {
    const task = this.tasks[server]!;
    const attempt = this.parts.callers.get(task.call);
    if (attempt === undefined) return true;
    if (!task.digest) {
      this.reply(server, attempt, this.replies.inviteIsChallenged);
      return true;
    }
    const known = this.parts.devices.isKnown(server, { phone: attempt.caller, byAddress: false });
    if (!known) {
      this.refuse(server, attempt, 403);
      return true;
    }
    return this.test(server, attempt);
  }

  /**
   * get_destination: is there such an extension? It takes the dialplan lock, and the thread waits for it (facts A8).
   */
  private test(server: ServerId, attempt: Attempt): boolean {
    const found = this.parts.finders[server]!.find(
      {
        context: this.contextOf(server, attempt),
        exten: attempt.dialled,
        priority: 1,
        label: '',
        action: 'match',
        channel: NO_CHANNEL,
        macroNumber: '',
      },
      this.destinationTested,
      server,
    );
    if (found === PENDING) return false;
    this.decide(server, attempt, found.found);
    return true;
  }

  private tested(server: ServerId, search: number): void {
    if (!this.parts.finders[server]!.has(search)) return; // The server crashed meanwhile.
    const found = this.parts.finders[server]!.take(search).found;
    const attempt = this.parts.callers.get(this.tasks[server]!.call);
    if (attempt !== undefined) this.decide(server, attempt, found);
    this.parts.sip.finish(server);
  }

  private decide(server: ServerId, attempt: Attempt, found: boolean): void {
    if (!found) {
      this.refuse(server, attempt, 404);
      return;
    }
    this.reply(server, attempt, this.replies.tryingArrives);
    this.parts.devices.use(server, attempt.caller as PhoneId, 1);
    this.parts.channels.openSip(server, attempt, this.contextOf(server, attempt));
  }

  private contextOf(server: ServerId, attempt: Attempt): string {
    return this.contexts[server]!.get(attempt.from) ?? this.parts.servers[server]!.sip.context;
  }

  private hangUp(server: ServerId, call: CallId): boolean {
    this.parts.hangUpChannelOf(server, call);
    return true;
  }

  private refuse(server: ServerId, attempt: Attempt, status: number): void {
    attempt.finalStatus = status;
    this.reply(server, attempt, this.replies.errorArrives);
  }

  private reply(server: ServerId, attempt: Attempt, message: RowMessage<CallId>): void {
    const host: HostId = this.parts.hosts.ofPhone(attempt.caller as PhoneId);
    this.parts.network.sendRow(server, host, message, attempt.id);
  }
}

export interface InvitesParts {
  readonly sim: Simulation;
  readonly hosts: Hosts;
  readonly network: Network;
  readonly rules: Rules;
  readonly servers: readonly ServerConfig[];
  readonly sip: SipThreads;
  readonly database: DatabaseClients;
  readonly devices: Devices;
  readonly peers: SipPeers;
  readonly registrations: Registrations;
  readonly callers: Callers;
  readonly channels: Channels;
  readonly finders: readonly Finder[];
  readonly hangUpChannelOf: (server: ServerId, call: CallId) => void;
}
