import { Accounts } from '../../../src/model/server/accounts/accounts.ts';
import { MILLISECOND, SECOND } from '../../../src/kernel/units.ts';
import { Signal } from '../../../src/kernel/signal.ts';
import { Lock } from '../../../src/kernel/resource/lock.ts';
import { SlotTable } from '../../../src/kernel/resource/slotTable.ts';
import { NOT_SCHEDULED, Simulation, type EventType } from '../../../src/kernel/clock/simulation.ts';
import { Listener } from '../../../src/measure/listener.ts';
import type { CallerId, PhoneConfig, ServerConfig } from '../../../src/model/config.ts';
import { SipTable } from '../../../src/model/database/siptable.ts';
import type { CallId, ChannelId, HostId, LegId, PhoneId, ServerId } from '../../../src/model/ids.ts';
import { Hosts } from '../../../src/model/network/hosts.ts';
import { Network } from '../../../src/model/network/network.ts';
import type { StatementPurpose } from '../../../src/model/observations.ts';
import {
  ACK,
  BYE,
  CANCEL,
  INVITE,
  INVITE_RESPONSE,
  OPTIONS,
  OPTIONS_RESPONSE,
  REGISTER,
  REGISTER_RESPONSE,
  type Register,
} from '../../../src/model/protocol/sip.ts';
import { rulesOf, type Rules } from '../../../src/model/rules.ts';
import type { Leg } from '../../../src/model/server/channels/channelRows.ts';
import type { Channels } from '../../../src/model/server/channels/channels.ts';
import type { IncomingInvite } from '../../../src/model/server/channels/channelTable.ts';
import { ENDED } from '../../../src/model/server/channels/dialogs.ts';
import { Devices } from '../../../src/model/server/devices.ts';
import type { Dialplan } from '../../../src/model/server/dialplan/compile.ts';
import type { Finder } from '../../../src/model/server/dialplan/finder.ts';
import type { FindRequest } from '../../../src/model/server/dialplan/extensionSearch.ts';
import { PENDING } from '../../../src/model/server/dialplan/services.ts';
import { FAILED, OK, type DatabaseClients } from '../../../src/model/server/mysql/databaseClients.ts';
import { ContactStores } from '../../../src/model/server/registrar/contactStores.ts';
import { RegContexts } from '../../../src/model/server/registrar/regcontext.ts';
import { Registrar } from '../../../src/model/server/registrar/registrar.ts';
import { Registrations } from '../../../src/model/server/registrar/registrations.ts';
import { SipPeers, type PeerRow } from '../../../src/model/server/registrar/sipPeers.ts';
import { StaticPeers } from '../../../src/model/server/registrar/staticPeers.ts';
import { InviteClient } from '../../../src/model/server/sip/inviteClient.ts';
import { Invites } from '../../../src/model/server/sip/invites.ts';
import { SipCallers } from '../../../src/model/server/sip/sipCallers.ts';
import { SipOptions } from '../../../src/model/server/sip/sipOptions.ts';
import { FixedQualify } from '../../../src/model/server/sip/fixedQualify.ts';
import { SipQualify } from '../../../src/model/server/sip/sipQualify.ts';
import { SipThreads } from '../../../src/model/server/sip/sipThread.ts';
import { WallClock } from '../../../src/model/server/wallClock.ts';
import type { Happening } from '../../../src/model/story/happenings.ts';
import type { Stories } from '../../../src/model/story/stories.ts';
import { phoneConfig, rounded, sipServer, Sniffer, WIRE, type Meets } from '../laboratory.ts';

export const HERE = 0 as ServerId;
export const THERE = 1 as ServerId;

export interface SipOptionsOfLab {
  readonly profile?: 'whitepaper' | 'asterisk-1.2' | 'asterisk-16';
  readonly rules?: Partial<Rules>;
  /** Of both servers, over `sipServer`. */
  readonly sip?: Parameters<typeof sipServer>[1];
  readonly phones?: readonly PhoneConfig[];
  readonly meets?: Meets;
  /** ms that the database takes. */
  readonly databaseMs?: number;
}

class Notes extends Listener {
  override readonly wantsConsole = true;
  readonly lines: string[] = [];
  readonly registered = [0, 0];

  override registrationsChanged(server: ServerId, change: 1 | -1): void {
    this.registered[server]! += change;
  }
  override console(_: ServerId, line: string): void {
    this.lines.push(line.trim());
  }
}

/**
 * The SIP of two servers alone: SIP thread, registrar, qualify, INVITE both ways. Phones, database, dialplan and
 * channels are recorders; extension 1002 and `s` exist, and the dialplan lock can be held.
 */
export class SipLab {
  readonly sim = new Simulation({ seed: 'sip' });
  readonly wire = new Sniffer();
  readonly heard = new Notes();
  readonly hosts: Hosts;
  readonly network: Network;
  readonly sip: SipThreads;
  readonly fixed: FixedQualify;
  readonly table: SipTable;
  readonly peers: SipPeers;
  readonly registrations: Registrations;
  readonly qualify: SipQualify;
  readonly devices: Devices;
  readonly client: InviteClient;
  /** Parts that are heard by their messages only. */
  readonly joined: readonly object[];
  readonly legs = new SlotTable<Leg, LegId>();
  readonly servers: readonly ServerConfig[];
  /** Statements: when asked, s; of which server, which, for what. */
  readonly statements: [at: number, server: number, kind: string, purpose: StatementPurpose][] = [];
  /** Extensions of the regcontext of each server. */
  readonly extensions = [new Set<string>(), new Set<string>()];
  /** State changes of legs, and what channels were asked for. */
  readonly changed: string[] = [];
  readonly opened: { server: number; dialog: number; exten: string; context: string; phone: number }[] = [];
  readonly toChannels: string[] = [];
  readonly noted: Happening[] = [];
  readonly searches: FindRequest[] = [];
  /** The dialplan lock of every server is held: who needs it waits. */
  locked = false;
  /** Changes of a regcontext that hold a lock; 0 when all is over. */
  changing = 0;
  databaseMs: number;
  /** ms that a write of the astdb takes. */
  diskMs = 0;
  /** Every statement fails. */
  databaseFails = false;
  /** ms that the SIP thread takes to make a channel, and to start its thread. */
  channelMs = 0;
  threadMs = 0;
  /** What the channels of callers show. */
  readonly callerIds: (CallerId | undefined)[] = [];
  /** When the threads of channels began, ms. */
  readonly begun: number[] = [];
  /** Servers whose full socket lost a message. */
  readonly overflowed: ServerId[] = [];
  private readonly waiting: (() => void)[] = [];
  private readonly found = new Map<number, boolean>();
  private searchesMade = 0;

  constructor(options: SipOptionsOfLab = {}) {
    const { sim } = this;
    const phones = options.phones ?? [phoneConfig('1001'), phoneConfig('1002'), phoneConfig('1003')];
    this.databaseMs = options.databaseMs ?? 0;
    const rules = rulesOf(options.profile ?? 'asterisk-1.2', options.rules ?? {});
    const servers = [sipServer('here', options.sip), sipServer('there', options.sip)];
    this.servers = servers;
    this.hosts = new Hosts(sim, 2, phones.length);
    if (options.meets !== undefined) this.wire.disturb = options.meets;
    this.network = new Network(sim, this.hosts, WIRE, () => 0, this.wire);
    const { hosts, network } = this;
    this.sip = new SipThreads(
      sim,
      hosts,
      network,
      () => MILLISECOND,
      rules.sipSocketHolds,
      undefined,
      (server) => this.overflowed.push(server),
    );
    this.table = new SipTable(phones, sim, undefined);
    this.peers = new SipPeers(phones.length);
    const { sip, table, peers } = this;
    const statics = new StaticPeers(servers, phones);
    const contexts = new RegContexts(this.extensions.map(planOf), servers, phones, statics);
    const finders = servers.map((_, server) => this.finder(server));
    const database = this.database();
    const clock = new WallClock(sim, 0);
    const registrationDue = new Signal<[server: ServerId, row: PeerRow]>('due');
    const serverAt = (address: string): ServerId =>
      servers.findIndex((server) => server.address === address || server.name === address) as ServerId;
    const fixed = new FixedQualify({
      sim,
      hosts,
      network,
      servers,
      serverAt,
      accounts: { isAccount: () => true },
      rules,
    });
    this.fixed = fixed;
    this.qualify = new SipQualify(sim, hosts, network, sip, servers, peers, contexts, rules, statics, fixed);
    const common = {
      sim,
      hosts,
      network,
      sip,
      database,
      table,
      peers,
      contexts,
      finders,
      servers,
      rules,
      phones,
      statics,
    };
    const poker = this.qualify;
    this.registrations = new Registrations({
      ...common,
      clock,
      registrationDue,
      poker,
      fixed,
      observations: this.heard,
    });
    const { registrations } = this;
    const disks = servers.map(() => ({ lock: new Lock(sim, 'astdb', 'fifo') }));
    const stores = new ContactStores(sim, 2, disks, () => this.diskMs * MILLISECOND);
    const registrar = new Registrar({ ...common, registrations, poker, registrationDue, stores });
    const stories = { note: (_: CallId, what: Happening) => void this.noted.push(what) } as unknown as Stories;
    const accounts = new Accounts(sim, hosts, [], serverAt);
    this.devices = new Devices(
      phones,
      servers,
      peers,
      table,
      registrations,
      rules,
      clock,
      statics,
      hosts,
      serverAt,
      fixed,
      accounts,
    );
    const legChanged = new Signal<[leg: Leg]>('legs');
    legChanged.receive((leg) => this.changed.push(`${this.now} ${leg.id} ${leg.state} ${leg.cause}`));
    this.client = new InviteClient({ ...common, legs: this.legs, stories, legChanged, makeTime: () => 0 });
    const { client, devices } = this;
    const callers = new SipCallers({ hosts, servers, table, statics, dialect: rules.dialect, serverAt, accounts });
    const invites = new Invites({
      ...common,
      client,
      devices,
      registrations,
      channels: this.channels(),
      stories,
      callers,
      channelTime: () => this.channelMs * MILLISECOND,
      startTime: () => this.threadMs * MILLISECOND,
    });
    this.joined = [registrar, invites, new SipOptions(common)];
    for (const message of [REGISTER_RESPONSE, OPTIONS, OPTIONS_RESPONSE, INVITE, INVITE_RESPONSE, ACK, CANCEL, BYE])
      network.receive(message as typeof OPTIONS, 'phone', () => {});
  }

  private finder(server: number): Finder {
    const exists = ({ exten, action }: FindRequest): boolean =>
      exten === '1002' || exten === 's' || (action === 'canmatch' && '1002'.startsWith(exten));
    return {
      find: (request: FindRequest, done: EventType<number, number>, a: number) => {
        this.searches.push(request);
        if (!this.locked) return { found: exists(request) };
        const search = ++this.searchesMade;
        this.waiting.push(() => {
          if (!this.hosts.isUp(server as HostId)) return;
          this.found.set(search, exists(request));
          this.sim.after(0, done, a, search);
        });
        return PENDING;
      },
      has: (search: number) => this.found.has(search),
      take: (search: number) => ({ found: this.found.get(search)! }),
      lockForChange: (done: EventType<number, number>, a: number, b: number) => {
        if (!this.locked) {
          this.changing++;
          return true;
        }
        this.waiting.push(() => {
          this.changing++;
          this.sim.after(0, done, a, b);
        });
        return false;
      },
      unlock: () => void this.changing--,
    } as unknown as Finder;
  }

  private database(): DatabaseClients {
    return {
      realtime: (
        server: ServerId,
        kind: string,
        purpose: StatementPurpose,
        done: EventType<number, number>,
        a: number,
      ) => {
        this.statements.push([this.now, server, kind, purpose]);
        this.sim.after(this.databaseMs * MILLISECOND, done, a, this.databaseFails ? FAILED : OK);
      },
    } as unknown as DatabaseClients;
  }

  private channels(): Channels {
    const dialogs = new Map<number, ChannelId>();
    const say = (what: string) => (server: ServerId, dialog: number) => {
      this.toChannels.push(`${what} ${server} ${dialog}`);
      if (what === 'hangUp') dialogs.set(dialog, ENDED);
    };
    return {
      dialogOf: (_: ServerId, dialog: number) => dialogs.get(dialog),
      openSip: ({ server, invite: { dialog, to }, phone, context, callerId }: IncomingInvite) => {
        this.callerIds.push(callerId);
        const id = this.opened.push({ server, dialog, exten: to, context, phone }) as ChannelId;
        dialogs.set(dialog, id);
        return { id };
      },
      startThread: () => this.begun.push(rounded(this.sim.now / MILLISECOND)) > 0,
      hangUpDialog: say('hangUp'),
      acknowledged: say('ack'),
    } as unknown as Channels;
  }

  /** Seconds, to the millisecond. */
  get now(): number {
    return rounded(this.sim.now / SECOND);
  }

  until(seconds: number): this {
    this.sim.run(Math.round(seconds * SECOND));
    return this;
  }

  pass(seconds: number): this {
    return this.until(this.now + seconds);
  }

  /** The lock is free: all that wait get it, one after the other. */
  unlock(): void {
    this.locked = false;
    for (const get of this.waiting.splice(0)) get();
  }

  crash(server: ServerId): void {
    this.hosts.crash(server);
    this.sip.crash(server);
    this.registrations.crash(server);
    this.extensions[server]!.clear();
    this.waiting.length = 0;
  }

  restart(server: ServerId): void {
    this.hosts.start(server);
    this.registrations.restart(server);
  }

  host(phone: number): HostId {
    return this.hosts.ofPhone(phone as PhoneId);
  }

  row(phone: number, server: ServerId = HERE): PeerRow {
    return this.peers.find(server, phone as PhoneId);
  }

  // ---------------------------------------------------------------- what phones say

  private branches = 100;

  /** One REGISTER. */
  register(phone: number, fields: Partial<Register> = {}, server: ServerId = HERE): void {
    this.network.send(this.host(phone), server, REGISTER, {
      branch: this.branches++,
      callId: phone,
      aor: phone as PhoneId,
      contact: this.host(phone),
      expires: 300,
      credentials: 'right',
      nonce: 0,
      ...fields,
    });
  }

  /** A whole exchange: REGISTER, 401, REGISTER with the digest. Time passes until it is over. */
  registered(phone: number, expires = 300, server: ServerId = HERE): this {
    this.register(phone, { expires }, server);
    this.pass(0.01 + this.databaseMs / 250);
    const { nonce } = this.wire.last('response to REGISTER').fields as { nonce: number };
    this.register(phone, { expires, nonce }, server);
    return this.pass(0.01 + this.databaseMs / 250);
  }

  /** Status and seconds of each response to a REGISTER. */
  answers(): readonly unknown[] {
    return this.wire.all('response to REGISTER').map(({ fields }) => [fields['status'], fields['expires']]);
  }

  invite(phone: number, fields: object = {}, server: ServerId = HERE): void {
    this.network.send(this.host(phone), server, INVITE, {
      dialog: 1,
      call: 1 as CallId,
      from: `100${phone + 1}`,
      to: '1002',
      credentials: 'right',
      nonce: 0,
      digest: undefined,
      ...fields,
    });
  }

  inDialog(message: typeof ACK, dialog: number, phone = 0): void {
    this.network.send(this.host(phone), HERE, message, { dialog, call: 1 as CallId });
  }

  /** A phone answers the INVITE of a leg. */
  respond(leg: Leg, status: number, phone = 0): void {
    this.network.send(this.host(phone), HERE, INVITE_RESPONSE, { dialog: -leg.id, call: leg.call, status, nonce: 0 });
  }

  /** A leg to a phone, as Dial makes it. */
  leg(different: Partial<Leg> = {}, phone = 0): Leg {
    const leg: Partial<Leg> = {
      server: HERE,
      call: 1 as CallId,
      kind: 'sip',
      resource: '1001',
      number: '1001',
      callerNumber: '1009',
      fromUser: '1009',
      toServer: false,
      digest: undefined,
      nonce: 0,
      authTries: 0,
      state: 'calling',
      rang: false,
      cause: 0,
      endsBy: 'hangUp',
      phone: phone as PhoneId,
      host: this.host(phone),
      t1: 500 * MILLISECOND,
      sends: 0,
      timer: NOT_SCHEDULED,
      giveUp: NOT_SCHEDULED,
      ...different,
    };
    return this.legs.add((id) => ({ ...leg, id }) as Leg);
  }
}

function planOf(extensions: Set<string>): Dialplan {
  return {
    add: (_: string, number: string) => void extensions.add(number),
    expectOwnNumbers: () => {},
    addOwnNumber: (_: string, number: number) => void extensions.add(String(number)),
    remove: (_: string, number: string) => void extensions.delete(number),
  } as unknown as Dialplan;
}
