import { Accounts } from '../../../../src/model/server/accounts/accounts.ts';
import { Simulation, type EventType } from '../../../../src/kernel/clock/simulation.ts';
import { MILLISECOND, SECOND } from '../../../../src/kernel/units.ts';
import { Listener } from '../../../../src/measure/listener.ts';
import type {
  PhoneConfig,
  PjsipAor,
  PjsipConfig,
  PjsipEndpoint,
  ServerConfig,
  StartConfig,
} from '../../../../src/model/config.ts';
import { SipTable } from '../../../../src/model/database/siptable.ts';
import type { CallId, HostId, PhoneId, ServerId } from '../../../../src/model/ids.ts';
import { Hosts } from '../../../../src/model/network/hosts.ts';
import { Network } from '../../../../src/model/network/network.ts';
import type { StatementPurpose } from '../../../../src/model/observations.ts';
import type { ProcessingTimes } from '../../../../src/model/processing.ts';
import {
  INVITE,
  INVITE_RESPONSE,
  OPTIONS,
  OPTIONS_RESPONSE,
  REGISTER,
  REGISTER_RESPONSE,
  type InDialog,
  type Invite,
  type Register,
} from '../../../../src/model/protocol/sip.ts';
import { rulesOf, type Rules } from '../../../../src/model/rules.ts';
import type { IncomingInvite } from '../../../../src/model/server/channels/channelTable.ts';
import type { Dialplan } from '../../../../src/model/server/dialplan/compile.ts';
import type { FindRequest } from '../../../../src/model/server/dialplan/extensionSearch.ts';
import type { Finder } from '../../../../src/model/server/dialplan/finder.ts';
import { PENDING } from '../../../../src/model/server/dialplan/services.ts';
import type { CallNeeds, ChannelDriver } from '../../../../src/model/server/joinDriver.ts';
import { FAILED, OK, type DatabaseClients } from '../../../../src/model/server/mysql/databaseClients.ts';
import { joinChanPjsip } from '../../../../src/model/server/pjsip/chanPjsip.ts';
import { Distributor } from '../../../../src/model/server/pjsip/distributor.ts';
import type { PjsipDevices } from '../../../../src/model/server/pjsip/pjsipDevices.ts';
import { SipPeers } from '../../../../src/model/server/registrar/sipPeers.ts';
import { WallClock } from '../../../../src/model/server/wallClock.ts';
import type { Happening } from '../../../../src/model/story/happenings.ts';
import { phoneConfig, rounded, Sniffer, WIRE } from '../../laboratory.ts';

export const HERE = 0 as ServerId;
export const THERE = 1 as ServerId;

export interface PjsipLabOptions {
  readonly rules?: Partial<Rules>;
  readonly contact?: PjsipConfig['stores']['contact'];
  readonly pjsip?: Partial<PjsipConfig>;
  readonly aor?: Partial<PjsipAor>;
  /** Of every endpoint, in the file or in the database. */
  readonly row?: Partial<PjsipEndpoint>;
  readonly phones?: readonly PhoneConfig[];
  /** ms into a wall second at 0. */
  readonly wallMs?: number;
}

class Notes extends Listener {
  override readonly wantsConsole = true;
  readonly lines: string[] = [];
  /** Contacts in the servers' own view. */
  readonly registered = [0, 0];

  override registrationsChanged(server: ServerId, change: 1 | -1): void {
    this.registered[server]! += change;
  }
  override console(_: ServerId, line: string): void {
    this.lines.push(line.trim());
  }
}

/** The channels, legs and stories of its calls, as they are told of them. */
class Calls {
  /** Channels by Call-ID. */
  readonly dialogs = new Map<number, number>();
  readonly opened: IncomingInvite[] = [];
  readonly started: number[] = [];
  /** What the channels and the client heard: `hangs up 7`. */
  readonly heard: string[] = [];
  readonly noted: Happening[] = [];

  needs(): CallNeeds {
    const channels = {
      dialogOf: (_: ServerId, dialog: number) => this.dialogs.get(dialog),
      openSip: (call: IncomingInvite) => {
        this.opened.push(call);
        const id = this.opened.length;
        this.dialogs.set(call.invite.dialog, id);
        return { id };
      },
      startThread: (id: number) => this.started.push(id) > 0,
      hangUpDialog: (_: ServerId, dialog: number) => void this.heard.push(`hangs up ${dialog}`),
      acknowledged: (_: ServerId, dialog: number) => void this.heard.push(`acknowledged ${dialog}`),
    };
    const client = {
      answered: (_: ServerId, { dialog }: InDialog) => void this.heard.push(`answered ${dialog}`),
      isHungUp: (_: ServerId, { dialog }: InDialog) => dialog < 0,
    };
    const stories = { note: (_: CallId, what: Happening) => void this.noted.push(what) };
    return { channels, client, stories } as unknown as CallNeeds;
  }
}

/**
 * The registrations of chan_pjsip on two servers alone. Endpoints are in pjsip.conf; contacts are in the astdb of each
 * unless a test says otherwise. Phones, database and dialplan are recorders; the dialplan lock can be held.
 */
export class PjsipLab {
  readonly sim = new Simulation({ seed: 'pjsip' });
  readonly wire = new Sniffer();
  readonly heard = new Notes();
  readonly hosts: Hosts;
  readonly network: Network;
  readonly distributor: Distributor;
  readonly peers: SipPeers;
  readonly driver: ChannelDriver;
  /** Statements: of which server, which, for what, of which table. */
  readonly statements: [server: number, kind: string, purpose: StatementPurpose, table: string][] = [];
  /** Extensions of the regcontext of each server. */
  readonly extensions = [new Set<string>(), new Set<string>()];
  databaseMs = 0;
  databaseFails = false;
  /** The dialplan lock of every server is held. */
  locked = false;
  /** Phones answer OPTIONS, but those that are named. */
  answersOptions = true;
  /** What the dialplan has besides the extensions of registrations. */
  readonly plan = new Set(['1002']);
  readonly calls = new Calls();
  readonly table: SipTable;
  /** What the dialplan was searched for. */
  readonly searched: FindRequest[] = [];
  readonly silent = new Set<number>();
  private readonly waiting: (() => void)[] = [];
  private branches = 100;

  constructor(options: PjsipLabOptions = {}) {
    const { sim } = this;
    const phones = options.phones ?? [phoneConfig('1001'), phoneConfig('1002')];
    const rules = rulesOf('asterisk-22', options.rules ?? {});
    const servers = ['here', 'there'].map((name) => pjsipServer(name, phones, options));
    this.hosts = new Hosts(sim, 2, phones.length);
    this.network = new Network(sim, this.hosts, WIRE, () => 0, this.wire);
    const { hosts, network } = this;
    this.distributor = new Distributor(sim, hosts, network, servers, rules, () => 0);
    this.peers = new SipPeers(phones.length);
    this.table = new SipTable(phones, sim, undefined);
    const time = { astdbWrite: () => 0, channelStart: () => 0, channelThread: () => 0 };
    const needs = {
      sim,
      hosts,
      network,
      database: this.database(),
      table: this.table,
      peers: this.peers,
      plans: this.extensions.map(planOf),
      finders: servers.map(() => this.finder()),
      servers,
      rules,
      clock: new WallClock(sim, (options.wallMs ?? 0) * MILLISECOND),
      phones,
      time: time as unknown as ProcessingTimes,
      observations: this.heard,
      serverAt: (): -1 => -1,
      accounts: new Accounts(sim, hosts, [], () => -1),
      astdbs: [],
    };
    this.driver = joinChanPjsip(needs, this.distributor, { expiryPhase: 30 * SECOND } as StartConfig);
    this.driver.joinCalls(this.calls.needs());
    network.receive(REGISTER_RESPONSE, 'phone', () => {});
    network.receive(INVITE_RESPONSE, 'phone', () => {});
    network.receive(OPTIONS_RESPONSE, 'phone', () => {});
    network.receive(OPTIONS, 'phone', ({ branch }, phone, server) => {
      if (this.answersOptions && !this.silent.has(hosts.phoneOf(phone)))
        network.send(phone, server, OPTIONS_RESPONSE, { branch, status: 200 });
    });
  }

  private database(): DatabaseClients {
    return {
      realtime: (
        server: ServerId,
        kind: string,
        purpose: StatementPurpose,
        done: EventType<number, number>,
        a: number,
        call: CallId | 0,
        table: string,
      ) => {
        if (purpose !== 'invite' && call !== 0) throw new Error(`${purpose} belongs to no call`);
        this.statements.push([server, kind, purpose, table]);
        this.sim.after(this.databaseMs * MILLISECOND, done, a, this.databaseFails ? FAILED : OK);
      },
    } as unknown as DatabaseClients;
  }

  private finder(): Finder {
    const begins = (exten: string): boolean => [...this.plan].some((longer) => longer.startsWith(exten));
    const found = ({ exten, action }: FindRequest): unknown => ({
      found: action === 'canmatch' ? begins(exten) : this.plan.has(exten),
    });
    return {
      find: (request: FindRequest, done: EventType<number, number>, a: number) => {
        const search = this.searched.push(request) - 1;
        if (!this.locked) return found(request);
        this.waiting.push(() => void this.sim.after(0, done, a, search));
        return PENDING;
      },
      take: (search: number) => found(this.searched[search]!),
      lockForChange: (done: EventType<number, number>, a: number, b: number) => {
        if (!this.locked) return true;
        this.waiting.push(() => void this.sim.after(0, done, a, b));
        return false;
      },
      unlock: () => {},
    } as unknown as Finder;
  }

  /** The lock is free: all that wait get it. */
  unlock(): this {
    this.locked = false;
    for (const get of this.waiting.splice(0)) get();
    return this;
  }

  until(seconds: number): this {
    this.sim.run(Math.round(seconds * SECOND));
    return this;
  }

  pass(seconds: number): this {
    return this.until(rounded(this.sim.now / SECOND) + seconds);
  }

  host(phone: number): HostId {
    return this.hosts.ofPhone(phone as PhoneId);
  }

  register(aor: number, fields: Partial<Register> = {}, server: ServerId = HERE): void {
    const contact = fields.contact ?? this.host(aor);
    this.network.send(contact, server, REGISTER, {
      branch: this.branches++,
      callId: contact,
      aor: aor as PhoneId,
      contact,
      expires: 300,
      credentials: 'right',
      nonce: 0,
      ...fields,
    });
  }

  /** An INVITE of 1001 to 1002 with its digest, from that phone. */
  invite(dialog: number, fields: Partial<Invite> = {}, phone = 0): void {
    this.network.send(this.host(phone), HERE, INVITE, {
      dialog,
      call: dialog as CallId,
      from: '1001',
      to: '1002',
      credentials: 'right',
      nonce: 1,
      digest: undefined,
      ...fields,
    });
  }

  /** Call-ID, status and nonce of each response to an INVITE. */
  responses(): readonly unknown[] {
    return this.wire
      .all('response to INVITE')
      .map(({ fields }) => [fields['dialog'], fields['status'], fields['nonce']]);
  }

  /** SELECTs: `ps_endpoints for invite`. */
  selects(): readonly string[] {
    return this.statements.map(([, , purpose, table]) => `${table} for ${purpose}`);
  }

  /** A REGISTER with its digest, of that AOR from that phone; 5 ms pass and what the database takes. */
  registered(aor: number, expires = 300, server: ServerId = HERE, from = aor): this {
    this.register(aor, { expires, nonce: 7, contact: this.host(from) }, server);
    return this.pass(0.005 + this.databaseMs / 250);
  }

  /** Status and seconds of each response to a REGISTER. */
  answers(): readonly unknown[] {
    return this.wire.all('response to REGISTER').map(({ fields }) => [fields['status'], fields['expires']]);
  }

  /** Phones whose contacts a call to that AOR would be sent to. */
  contacts(aor: number, server: ServerId = HERE): readonly number[] {
    const devices = this.driver.devices as PjsipDevices;
    return devices.contactsOf(server, aor as PhoneId).map(({ host }) => this.hosts.phoneOf(host));
  }

  crash(server: ServerId): this {
    this.hosts.crash(server);
    this.distributor.crash(server);
    this.driver.registrations.crash(server);
    this.extensions[server]!.clear();
    return this;
  }

  restart(server: ServerId): this {
    this.hosts.start(server);
    this.driver.registrations.restart(server);
    return this;
  }
}

const ROWS = { file: false, realtime: true, cached: false };
const KEPT = { file: false, realtime: true, cached: true };

/** Endpoints, auths and AORs in the database, without memory caches and with them. */
export const IN_TABLES = { endpoint: ROWS, auth: ROWS, aor: ROWS, contact: 'realtime' } as const;
export const CACHED = { endpoint: KEPT, auth: KEPT, aor: KEPT, contact: 'realtime' } as const;

function pjsipServer(name: string, phones: readonly PhoneConfig[], options: PjsipLabOptions): ServerConfig {
  const aor: PjsipAor = {
    name: '',
    contacts: [],
    minExpiration: 60,
    maxExpiration: 7200,
    defaultExpiration: 3600,
    maxContacts: 1,
    removeExisting: false,
    removeUnavailable: false,
    qualifyFrequency: 0,
    qualifyTimeout: 3 * SECOND,
    ...options.aor,
  };
  const endpoint = {
    name: '',
    context: 'phones',
    isChallenged: true,
    auths: [],
    outboundAuth: undefined,
    fromUser: '',
    matches: [],
    directMedia: true,
    allowOverlap: true,
    busyAt: 0,
    aors: [aor],
  };
  const file = { file: true, realtime: false, cached: false };
  const pjsip: PjsipConfig = {
    regContext: 'sipregistration',
    expiryCheck: 30,
    maxInitialQualify: 0,
    identifyBy: ['ip', 'username', 'anonymous'],
    threads: { atStart: 4, most: 50, growBy: 1 },
    stores: { endpoint: file, auth: file, aor: file, contact: options.contact ?? 'astdb' },
    updateOrCreate: false,
    connections: 1,
    registrations: [],
    endpoints: phones.map(({ number }) => ({ ...endpoint, ...options.row, name: number })),
    row: { ...endpoint, ...options.row },
    ...options.pjsip,
  };
  return { name, address: `10.0.0.${name.length}`, pjsip } as unknown as ServerConfig;
}

function planOf(extensions: Set<string>): Dialplan {
  return {
    add: (_: string, number: string) => {
      if (extensions.has(number)) throw new Error(`${number} is there already`);
      extensions.add(number);
    },
    remove: (_: string, number: string) => void extensions.delete(number),
  } as unknown as Dialplan;
}
