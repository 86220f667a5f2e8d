import type { EventType, Simulation } from '../../../kernel/clock/simulation.ts';
import { MILLISECOND, type Micros } from '../../../kernel/units.ts';
import type { Rules } from '../../rules.ts';
import type { Stories } from '../../story/stories.ts';
import type { ServerConfig } from '../../config.ts';
import { FAILED, type DatabaseClients } from '../mysql/databaseClients.ts';
import type { SipTable } from '../../database/siptable.ts';
import type { ChannelId, HostId, PhoneId, ServerId } from '../../ids.ts';
import type { Hosts } from '../../network/hosts.ts';
import type { Network } from '../../network/network.ts';
import { ACK, BYE, CANCEL, INVITE, INVITE_RESPONSE, type Invite } from '../../protocol/sip.ts';
import type { Channels } from '../channels/channels.ts';
import { Destinations } from '../channels/destinations.ts';
import { ENDED } from '../channels/dialogs.ts';
import type { Devices } from '../devices.ts';
import type { Finder } from '../dialplan/finder.ts';
import type { MatchMode } from '../dialplan/patterns.ts';
import { NO_CHANNEL, PENDING } from '../dialplan/services.ts';
import { IN_MEMORY, type SipPeers } from '../registrar/sipPeers.ts';
import type { Registrations } from '../registrar/registrations.ts';
import type { InviteClient } from './inviteClient.ts';
import type { SipCaller, SipCallers } from './sipCallers.ts';
import type { SipThreads } from './sipThread.ts';

/** What the SIP thread of a server is doing: one INVITE at a time. */
interface Task {
  readonly invite: Invite;
  readonly from: HostId;
  /** Undefined until the row of the name in From has been looked for. */
  caller: SipCaller | undefined;
  /** The database has failed the caller's row. */
  isUnread: boolean;
  /** Of the searches for its number, which is under way. */
  search: number;
}

/**
 * Calls from phones and from other servers, as the SIP thread deals with them: challenge, the caller's row, the
 * destination (which needs the dialplan lock), a channel, 100 Trying, and the channel's thread
 * (chan_sip.c:handle_request_invite, get_destination, sip_new; pbx.c:ast_pbx_start). All of it is done before the next
 * message is read. What concerns legs that the server has made goes to `InviteClient`.
 */
export class Invites {
  private readonly parts: InvitesParts;
  private readonly tasks: (Task | undefined)[];
  private readonly destinations: Destinations;

  private readonly userIsLoaded: EventType<ServerId, number>;
  private readonly destinationTested: EventType<number, number>;
  private readonly channelIsMade: EventType<number, HostId>;
  private readonly threadIsStarted: EventType<ChannelId, HostId>;

  constructor(parts: InvitesParts) {
    this.parts = parts;
    this.tasks = parts.servers.map(() => undefined);
    this.destinations = new Destinations(parts.rules);
    const { sim, hosts, sip, client, channels } = parts;
    sip.receive(INVITE, (server, invite, from) => this.begin(server, invite, from));
    sip.receive(INVITE_RESPONSE, (server, response) => {
      client.answered(server, response);
      return true;
    });
    sip.receive(CANCEL, (server, { dialog }) => {
      channels.hangUpDialog(server, dialog);
      return true;
    });
    sip.receive(BYE, (server, request) => {
      if (!client.isHungUp(server, request)) channels.hangUpDialog(server, request.dialog);
      return true;
    });
    sip.receive(ACK, (server, { dialog }) => {
      channels.acknowledged(server, dialog);
      return true;
    });
    this.userIsLoaded = sim.on('sip.userIsLoaded', (server, ended) => this.loaded(server, ended !== FAILED));
    this.destinationTested = sim.on('sip.destinationIsTested', (server, search) =>
      this.tested(server as ServerId, search),
    );
    this.channelIsMade = hosts.on('sip.channelIsMade', (incarnation, server) =>
      this.made(server as ServerId, incarnation),
    );
    this.threadIsStarted = hosts.on('sip.channelThreadIsStarted', (channel, server) =>
      this.started(server as ServerId, channel),
    );
  }

  private begin(server: ServerId, invite: Invite, from: HostId): boolean {
    const known = this.parts.channels.dialogOf(server, invite.dialog);
    if (known !== undefined) {
      if (known !== ENDED) this.reply(server, invite, from, 100); // Sent again before our 100 reached the phone.
      return true;
    }
    this.noteWait(server, invite);
    this.tasks[server] = { invite, from, caller: undefined, isUnread: false, search: 0 };
    if (!this.needsSelect(server, invite)) return this.goOn(server);
    this.parts.database.realtime(server, 'select', 'invite', this.userIsLoaded, server, invite.call);
    return this.parts.sip.waitFor(server, 'database');
  }

  /** A wait in the socket that a caller notices goes into the story of the call. */
  private noteWait(server: ServerId, { call }: Invite): void {
    const { sip, sim, stories } = this.parts;
    const since = sip.arrivedAt(server);
    if (sim.now - since < NOTICEABLE) return;
    stories.note(call, { what: 'threadWaited', server, since, holder: undefined });
  }

  /** The user's row, unless rtcachefriends has kept it (facts B3). */
  private needsSelect(server: ServerId, invite: Invite): boolean {
    const { peers, servers } = this.parts;
    const phone = this.phoneNamed(invite);
    return servers[server]!.sip.realtime && (phone < 0 || !peers.has(peers.find(server, phone as PhoneId), IN_MEMORY));
  }

  private phoneNamed({ from }: Invite): PhoneId | -1 {
    return this.parts.table.phoneNamed(from) ?? -1;
  }

  /** A database that fails has no row of the caller, who is nobody that the server knows then (chan_sip.c:realtime_peer). */
  private loaded(server: ServerId, ok: boolean): void {
    if (this.parts.hosts.isDown(server)) return;
    const phone = this.phoneNamed(this.tasks[server]!.invite);
    this.tasks[server]!.isUnread = !ok;
    if (ok && phone >= 0 && this.parts.servers[server]!.sip.rtCacheFriends)
      this.parts.registrations.load(server, phone as PhoneId);
    if (this.goOn(server)) this.parts.sip.finish(server);
  }

  private goOn(server: ServerId): boolean {
    const task = this.tasks[server]!;
    const { invite, from, isUnread } = task;
    const said: Invite = isUnread ? { ...invite, credentials: 'unknownUser' } : invite;
    const caller = this.parts.callers.identify(server, said, from);
    if (caller.isChallenged && (invite.nonce === 0 || !caller.accepts(invite))) {
      const { call, from: name } = invite;
      if (!caller.knows) this.parts.stories.note(call, { what: 'unknownCaller', server, host: from, name });
      this.reply(server, invite, from, invite.nonce === 0 ? 401 : 403);
      return true;
    }
    task.caller = caller;
    return this.isLimited(server, task, caller.phone) || this.test(server, task);
  }

  /**
   * The calling phone has as many calls as its call-limit allows (chan_sip.c:handle_request_invite, update_call_counter). What
   * is refused here is not searched for. The call counts from its channel on: until then the thread reads no other INVITE.
   */
  private isLimited(server: ServerId, { invite, from }: Task, phone: PhoneId | -1): boolean {
    const limit = phone < 0 ? 0 : this.parts.devices.reachedLimit(server, phone as PhoneId);
    if (limit === 0) return false;
    this.parts.stories.note(invite.call, {
      what: 'callLimit',
      server,
      phone: phone as PhoneId,
      limit,
      direction: 'from',
    });
    this.reply(server, invite, from, 480);
    return true;
  }

  /**
   * get_destination: is there such an extension, or one that the number begins? Each search takes the dialplan lock, and
   * the thread waits for it (facts A8).
   */
  private test(server: ServerId, task: Task): boolean {
    const action = this.searchesAt(server)[task.search];
    if (action === undefined) return this.refuse(server, task, 404);
    const found = this.parts.finders[server]!.find(
      {
        context: task.caller!.context,
        exten: task.invite.to,
        priority: 1,
        label: '',
        action,
        channel: NO_CHANNEL,
        caller: task.invite.from,
        macroNumber: '',
      },
      this.destinationTested,
      server,
    );
    if (found === PENDING) return this.parts.sip.waitFor(server, 'lock');
    return this.decide(server, task, found.found);
  }

  /** Whether it looks for more is up to [general]; whether it says so, to the section of the caller (chan_sip.c). */
  private searchesAt(server: ServerId): readonly MatchMode[] {
    return this.destinations.searches(this.parts.servers[server]!.sip.allowOverlap !== 'no');
  }

  private tested(server: ServerId, search: number): void {
    if (!this.parts.finders[server]!.has(search)) return; // The server crashed meanwhile.
    if (this.decide(server, this.tasks[server]!, this.parts.finders[server]!.take(search).found))
      this.parts.sip.finish(server);
  }

  private refuse(server: ServerId, { invite, from, caller }: Task, status: 404 | 484): boolean {
    const { context, knows } = caller!;
    const { call, to: exten } = invite;
    this.parts.stories.note(call, { what: 'noExtension', server, context, exten, knows, status });
    this.reply(server, invite, from, status);
    return true;
  }

  private decide(server: ServerId, task: Task, found: boolean): boolean {
    if (!found) {
      task.search++;
      return this.test(server, task);
    }
    if (this.searchesAt(server)[task.search] === 'canmatch')
      return this.refuse(server, task, task.caller!.saysIncomplete ? 484 : 404);
    const { sim, hosts, channelTime } = this.parts;
    sim.after(channelTime(), this.channelIsMade, hosts.incarnation(server), server);
    return this.parts.sip.isWorking(server);
  }

  /** sip_new is done. Another incarnation of the server knows nothing of it. */
  private made(server: ServerId, incarnation: number): void {
    const { hosts, devices, channels, sim, startTime } = this.parts;
    if (incarnation !== hosts.incarnation(server)) return;
    const { invite, from, caller } = this.tasks[server]!;
    this.reply(server, invite, from, 100);
    const { phone, name, context, callerId } = caller!;
    if (phone >= 0) devices.use(server, phone as PhoneId, 1);
    const { id } = channels.openSip({ server, invite, peer: from, phone, name, context, callerId });
    sim.after(startTime(), this.threadIsStarted, id, server);
  }

  /** The channel is on its own now, and the SIP thread reads the next message; unless the server crashed meanwhile. */
  private started(server: ServerId, channel: ChannelId): void {
    if (this.parts.channels.startThread(channel)) this.parts.sip.finish(server);
  }

  private reply(server: ServerId, { dialog, call }: Invite, to: HostId, status: number): void {
    const nonce = status === 401 ? NONCE : 0;
    this.parts.network.send(server, to, INVITE_RESPONSE, { dialog, call, status, nonce });
  }
}

/** A shorter wait is not worth a line in a story. */
const NOTICEABLE: Micros = 100 * MILLISECOND;

/** Challenges of INVITEs are answered once, in the same dialog: any nonce will do. */
const NONCE = 1;

export interface InvitesParts {
  readonly sim: Simulation;
  readonly hosts: Hosts;
  readonly network: Network;
  readonly servers: readonly ServerConfig[];
  readonly sip: SipThreads;
  readonly client: InviteClient;
  readonly database: DatabaseClients;
  readonly table: SipTable;
  readonly devices: Devices;
  readonly peers: SipPeers;
  readonly registrations: Registrations;
  readonly channels: Channels;
  readonly finders: readonly Finder[];
  readonly stories: Stories;
  readonly callers: SipCallers;
  readonly rules: Rules;
  /** µs that the SIP thread takes to make a channel, and then to start the channel's thread. */
  readonly channelTime: () => Micros;
  readonly startTime: () => Micros;
}
