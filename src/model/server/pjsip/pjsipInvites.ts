import type { EventType, Simulation } from '../../../kernel/clock/simulation.ts';
import { MILLISECOND, type Micros } from '../../../kernel/units.ts';
import type { ChannelId, HostId, PhoneId, ServerId } from '../../ids.ts';
import type { Network } from '../../network/network.ts';
import { ACK, BYE, CANCEL, INVITE, INVITE_RESPONSE, type InDialog, type Invite } from '../../protocol/sip.ts';
import type { Rules } from '../../rules.ts';
import type { Stories } from '../../story/stories.ts';
import type { Channels } from '../channels/channels.ts';
import { Destinations } from '../channels/destinations.ts';
import { ENDED } from '../channels/dialogs.ts';
import type { PhoneDevices } from '../channelDriver.ts';
import type { Finder } from '../dialplan/finder.ts';
import type { MatchMode } from '../dialplan/patterns.ts';
import { NO_CHANNEL, PENDING } from '../dialplan/services.ts';
import { FAILED } from '../mysql/databaseClients.ts';
import type { InviteClient } from '../sip/inviteClient.ts';
import type { Distributor, TaskId } from './distributor.ts';
import type { Endpoints } from './endpoints.ts';
import type { Identified, Identifier } from './identifier.ts';
import type { TaskSelects } from './taskSelects.ts';

/** An INVITE under way. */
interface Inviting {
  readonly server: ServerId;
  readonly invite: Invite;
  readonly from: HostId;
  /** Undefined: nobody that the server knows. */
  readonly caller: Identified | undefined;
  /** Of the searches for its number, which is under way. */
  search: number;
}

/** A shorter wait is not worth a line in a story. */
const NOTICEABLE: Micros = 100 * MILLISECOND;

/** Challenges of INVITEs are answered in the same dialog: any nonce will do. */
const NONCE = 1;

/**
 * Calls from phones: the endpoint, the challenge, the destination (under the dialplan lock, which holds one thread of
 * the pool), 100 Trying, and a channel (res_pjsip_session.c: handle_new_invite_request, get_destination, new_invite).
 * What concerns legs that the server has made goes to `InviteClient`.
 */
export class PjsipInvites {
  private readonly parts: PjsipInvitesParts;
  private readonly inviting = new Map<TaskId, Inviting>();
  private readonly destinations: Destinations;

  private readonly identified: EventType<TaskId, number>;
  private readonly ackIsIdentified: EventType<TaskId, number>;
  private readonly destinationTested: EventType<TaskId, number>;
  private readonly threadIsStarted: EventType<TaskId, ChannelId>;

  constructor(parts: PjsipInvitesParts) {
    this.parts = parts;
    this.destinations = new Destinations(parts.rules);
    const { sim, distributor, client, channels } = parts;
    const invites = {
      callId: ({ dialog }: Invite) => dialog,
      copies: ({ dialog, nonce }: Invite) => `${dialog}/${nonce}`,
    };
    const inDialog = { callId: ({ dialog }: InDialog) => dialog };
    distributor.receive(INVITE, invites, (server, invite, from, task) => this.begin(server, invite, from, task));
    distributor.receive(INVITE_RESPONSE, inDialog, (server, response) => {
      client.answered(server, response);
      return true;
    });
    distributor.receive(CANCEL, inDialog, (server, { dialog }) => {
      channels.hangUpDialog(server, dialog);
      return true;
    });
    distributor.receive(BYE, inDialog, (server, request) => {
      if (!client.isHungUp(server, request)) channels.hangUpDialog(server, request.dialog);
      return true;
    });
    distributor.receive(ACK, inDialog, (server, request, from, task) => this.acknowledged(server, request, from, task));
    this.identified = sim.on('pjsip.inviteIsIdentified', (task, ended) =>
      this.resume(task, () => this.admit(task, ended !== FAILED)),
    );
    this.ackIsIdentified = sim.on('pjsip.ackIsIdentified', (task) => this.resume(task, () => true));
    this.destinationTested = sim.on('pjsip.destinationIsTested', (task, search) =>
      this.resume(task, () => this.tested(task, search)),
    );
    this.threadIsStarted = sim.on('pjsip.threadIsStarted', (task, channel) =>
      this.resume(task, () => this.started(channel)),
    );
  }

  private resume(task: TaskId, goOn: () => boolean): void {
    if (!this.parts.distributor.has(task))
      this.inviting.delete(task); // Its server has crashed.
    else if (goOn()) this.parts.distributor.finish(task);
  }

  private begin(server: ServerId, invite: Invite, from: HostId, task: TaskId): boolean {
    const { channels, endpoints, identifier, selects } = this.parts;
    const known = channels.dialogOf(server, invite.dialog);
    if (known !== undefined) {
      if (known !== ENDED) this.reply(server, invite, from, 100); // Sent again before our 100 reached the phone.
      return true;
    }
    this.noteWait(server, invite, task);
    const caller = identifier.identify(server, from, invite.from);
    this.inviting.set(task, { server, invite, from, caller, search: 0 });
    const tables = endpoints.identifying(server, caller?.phone ?? -1);
    return selects.run(task, server, tables, 'invite', this.identified, invite.call) && this.admit(task, true);
  }

  /** A wait before its thread began with it that a caller notices goes into the story of the call. */
  private noteWait(server: ServerId, { call }: Invite, task: TaskId): void {
    const { distributor, sim, stories } = this.parts;
    const since = distributor.arrivedAt(task);
    if (sim.now - since < NOTICEABLE) return;
    stories.note(call, { what: 'threadWaited', server, since, holder: undefined });
  }

  /** ACK of a refusal is looked at like any request outside of a dialog. */
  private acknowledged(server: ServerId, { dialog }: InDialog, from: HostId, task: TaskId): boolean {
    const { channels, endpoints, phoneAt, selects } = this.parts;
    if (channels.dialogOf(server, dialog) !== undefined) {
      channels.acknowledged(server, dialog);
      return true;
    }
    const tables = endpoints.identifying(server, phoneAt(from)).filter((table) => table === 'ps_endpoints');
    return selects.run(task, server, tables, 'invite', this.ackIsIdentified);
  }

  /** The endpoint is known now, or known not to exist. */
  private admit(task: TaskId, ok: boolean): boolean {
    const { endpoints, rules } = this.parts;
    const it = this.inviting.get(task)!;
    const { server, invite, caller } = it;
    const phone = caller?.phone ?? -1;
    const isLost = !ok && !endpoints.isAtHand(server, phone);
    if (isLost && !rules.failedSelectIsUnknown) return this.refuse(task, 403);
    if (caller === undefined) this.noteStranger(it);
    if (caller === undefined || isLost) return this.refuse(task, 401);
    if (ok) endpoints.keep(server, phone, 'identity');
    const { endpoint } = caller;
    if (endpoint.isChallenged && invite.nonce === 0) return this.refuse(task, 401);
    if (endpoint.isChallenged && !accepts(caller, invite)) return this.refuse(task, 403);
    return this.test(task, it);
  }

  private noteStranger({ server, invite: { call, from: name }, from: host }: Inviting): void {
    this.parts.stories.note(call, { what: 'unknownCaller', server, host, name });
  }

  /**
   * Is there such an extension, or one that the number begins? Each search takes the dialplan lock, and the thread waits
   * for it (facts A8).
   */
  private test(task: TaskId, it: Inviting): boolean {
    const { server, invite, caller } = it;
    const action = this.searchOf(it);
    if (action === undefined) return this.refuseExtension(task, 404);
    const found = this.parts.finders[server]!.find(
      {
        context: caller!.endpoint.context,
        exten: invite.to,
        priority: 1,
        label: '',
        action,
        channel: NO_CHANNEL,
        caller: undefined,
        macroNumber: '',
      },
      this.destinationTested as EventType<number, number>,
      task,
    );
    if (found === PENDING) return this.parts.distributor.waitFor(task, 'lock');
    return this.decide(task, found.found);
  }

  private searchOf({ caller, search }: Inviting): MatchMode | undefined {
    return this.destinations.searches(caller!.endpoint.allowOverlap)[search];
  }

  private refuseExtension(task: TaskId, status: 404 | 484): boolean {
    const { server, invite, caller } = this.inviting.get(task)!;
    const { context } = caller!.endpoint;
    const { call, to: exten } = invite;
    this.parts.stories.note(call, { what: 'noExtension', server, context, exten, knows: true, status });
    return this.refuse(task, status);
  }

  private tested(task: TaskId, search: number): boolean {
    const finder = this.parts.finders[this.inviting.get(task)!.server]!;
    return this.decide(task, finder.take(search).found);
  }

  private decide(task: TaskId, found: boolean): boolean {
    const it = this.inviting.get(task)!;
    if (!found) {
      it.search++;
      return this.test(task, it);
    }
    if (this.searchOf(it) === 'canmatch') return this.refuseExtension(task, 484);
    const { channels, channelTime, devices, sim, startTime } = this.parts;
    const { server, invite, from, caller } = it;
    this.inviting.delete(task);
    this.reply(server, invite, from, 100);
    const { phone, name, endpoint } = caller!;
    if (phone >= 0) devices.use(server, phone as PhoneId, 1);
    const { context } = endpoint;
    const { id } = channels.openSip({ server, invite, peer: from, phone, name, context, callerId: undefined });
    sim.after(channelTime() + startTime(), this.threadIsStarted, task, id);
    return false;
  }

  /** The channel is on its own now. */
  private started(channel: ChannelId): boolean {
    return this.parts.channels.startThread(channel);
  }

  private refuse(task: TaskId, status: number): true {
    const { server, invite, from } = this.inviting.get(task)!;
    this.inviting.delete(task);
    this.reply(server, invite, from, status);
    return true;
  }

  /** A digest that is not accepted is challenged with another nonce. */
  private reply(server: ServerId, { dialog, call, nonce: answered }: Invite, to: HostId, status: number): void {
    const nonce = status === 401 ? answered + NONCE : 0;
    this.parts.network.send(server, to, INVITE_RESPONSE, { dialog, call, status, nonce });
  }
}

/** A phone's digest is right or wrong as a whole; that of a server is looked for among those of the endpoint. */
function accepts({ endpoint, phone }: Identified, { credentials, digest }: Invite): boolean {
  if (digest === undefined) return phone >= 0 && credentials === 'right';
  return endpoint.auths.some(({ userName, secret }) => userName === digest.userName && secret === digest.secret);
}

export interface PjsipInvitesParts {
  readonly sim: Simulation;
  readonly network: Network;
  readonly distributor: Distributor;
  readonly client: InviteClient;
  readonly identifier: Identifier;
  readonly endpoints: Endpoints;
  readonly selects: TaskSelects;
  readonly devices: PhoneDevices;
  readonly channels: Channels;
  readonly finders: readonly Finder[];
  readonly stories: Stories;
  readonly rules: Rules;
  /** µs that the task takes to make a channel, and then to start the channel's thread. */
  readonly channelTime: () => Micros;
  readonly startTime: () => Micros;
  /** The phone of a machine; -1: it is none. */
  readonly phoneAt: (host: HostId) => PhoneId | -1;
}
