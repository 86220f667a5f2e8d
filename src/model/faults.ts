import { drawMicros } from '../kernel/random/draw.ts';
import type { Distribution } from '../kernel/random/distributions.ts';
import { MILLISECOND, type Micros } from '../kernel/units.ts';
import type { RandomStream } from '../kernel/random/randomStream.ts';
import { NOT_SCHEDULED, type EventType, type Scheduled, type Simulation } from '../kernel/clock/simulation.ts';
import type { Callers } from './people/callers.ts';
import type { CalledPhones } from './phone/calledPhones.ts';
import type { OutgoingCalls } from './phone/outgoingCalls.ts';
import type { Handsets } from './phone/handsets.ts';
import { DATABASE_HOST, type ClusterConfig, type Fault, type LinkQuality } from './config.ts';
import type { Signal } from '../kernel/signal.ts';
import type { Database } from './database/database.ts';
import type { SipTable } from './database/siptable.ts';
import type { Hosts } from './network/hosts.ts';
import type { HostId, PhoneId, ServerId } from './ids.ts';
import type { Network } from './network/network.ts';
import type { Observations } from './observations.ts';
import type { FaultLog } from './story/faultLog.ts';
import type { Standbys } from './standby/standbys.ts';
import type { Trunks } from './trunk/trunks.ts';
import type { ClientRegistrations } from './phone/registration/clientRegistration.ts';

/** Between the two REGISTERs of a clean move: the phone waits for the 200 OK of the first. */
const MOVE_PAUSE: Micros = 100 * MILLISECOND;

/** After which, as after a crash, a direct dial saves a call; the others mend something, or are no failure. */
const FAILURES: ReadonlySet<Fault['kind']> = new Set([
  'hang',
  'partition',
  'degrade',
  'slowDatabase',
  'stopDatabase',
  'powerOff',
  'spanDown',
  'unregister',
]);

/** Whatever keeps something of a server in its memory. */
export interface Forgets {
  crash(server: ServerId): void;
}

/** Whatever keeps something in a server's astdb. */
export interface Disk {
  loseDisk(server: ServerId): void;
}

/** Programs that ask each other now and then whether they still answer. */
export interface Watches {
  /** Something hangs or is cut off: it may be silent from now on. */
  look(): void;
  /** A server runs again that hung. */
  resumed(server: ServerId): void;
}

/**
 * What breaks, and when.
 *
 * **When a server dies** (`crash`), at once: its timers, queues, channels, registrations, half-done lookups and
 * database
 * connections are gone; it answers nothing; talk whose media went through it is cut. What lies on disk stays: its DUNDi
 * cache, its dial secret, its local registrations database.
 * Later, elsewhere, and by nobody's order: the hub's lookups wait for its ACK until autokill
 * (`server/dundi/transactions.ts`);
 * the hub's qualify finds out (`server/dundi/dundiQualify.ts`); cached answers that name it run out
 * (`server/dundi/cache.ts`); its phones miss an answer at their next refresh and go elsewhere
 * (`phone/registration/clientRegistration.ts`); callers fall back to the database
 * (the dialplan's own business).
 * `restart` boots it: it is up after its boot time, empty, and others skip it until their next qualify.
 */
export class Faults {
  private readonly parts: FaultParts;
  private readonly spread: RandomStream;
  private readonly boots: Scheduled[];

  private readonly faultHappens: EventType<number, number>;
  private readonly serverIsUp: EventType<ServerId, number>;
  private readonly phoneLosesPower: EventType<PhoneId, number>;
  private readonly phoneGetsPower: EventType<PhoneId, number>;
  private readonly phoneMoves: EventType<PhoneId, number>;

  constructor(parts: FaultParts) {
    this.parts = parts;
    const { sim } = parts;
    this.spread = sim.stream('faults/spread');
    this.boots = parts.config.servers.map(() => NOT_SCHEDULED);
    parts.promoted.receive((stoppedAt) => {
      parts.table.promote(stoppedAt);
      parts.observations.faultHappened('the standby database takes over');
    });
    this.faultHappens = sim.on('fault.happens', (index) => this.happen(parts.config.faults[index]!));
    this.serverIsUp = sim.on('fault.serverIsUp', (server) => this.up(server));
    this.phoneLosesPower = sim.on('fault.phoneLosesPower', (phone) => this.powerOff(phone));
    this.phoneGetsPower = sim.on('fault.phoneGetsPower', (phone) => this.powerOn(phone));
    this.phoneMoves = sim.on('fault.phoneMoves', (phone, to) => this.arriveAt(phone, to as ServerId));
  }

  schedule(): void {
    const { config, origin, sim } = this.parts;
    config.faults.forEach((fault, index) => sim.at(origin + fault.at, this.faultHappens, index, 0));
  }

  private happen(fault: Fault): void {
    this.parts.observations.faultHappened(describe(fault, this.parts.config));
    if (FAILURES.has(fault.kind)) this.parts.callers.noteFailure();
    switch (fault.kind) {
      case 'crash':
        this.crash(fault.server as ServerId);
        break;
      case 'restart':
        this.restart(fault.server as ServerId);
        break;
      case 'hang':
        this.hang(fault.server as ServerId);
        break;
      case 'reload':
        this.parts.reload(fault.server as ServerId, fault.adds);
        break;
      case 'takeOver':
        this.parts.standbys.takeOver(fault.server as ServerId);
        break;
      case 'resume':
        this.parts.faultLog.ends(fault.server as HostId, this.parts.sim.now);
        this.parts.network.resume(fault.server as HostId);
        this.parts.watches.resumed(fault.server as ServerId);
        break;
      case 'partition':
        this.partition(fault.between, fault.and, false, fault.oneWay === true);
        break;
      case 'heal':
        this.partition(fault.between, fault.and, true, false);
        break;
      case 'degrade':
        this.degrade(fault, fault.quality);
        break;
      case 'restore':
        this.degrade(fault, undefined);
        break;
      case 'unregister':
        for (const phone of fault.phones) this.unregister(phone as PhoneId);
        break;
      case 'slowDatabase':
        this.parts.database.slow(fault.factor);
        break;
      case 'stopDatabase':
        this.parts.database.stop();
        break;
      case 'startDatabase':
        this.parts.database.start();
        break;
      case 'spanDown':
        this.parts.trunks.spansFail(fault.server as ServerId, fault.group, fault.spans);
        break;
      case 'spanUp':
        this.parts.trunks.spansReturn(fault.server as ServerId, fault.group, fault.spans);
        break;
      case 'powerOff':
        this.spreadOver(fault.phones, fault.spread, this.phoneLosesPower);
        break;
      case 'powerOn':
        this.spreadOver(fault.phones, fault.spread, this.phoneGetsPower);
        break;
      case 'move':
        this.move(fault.phone as PhoneId, fault.to as ServerId, fault.clean);
        break;
      case 'register':
        this.registerToo(fault.phone as PhoneId, fault.to as ServerId);
        break;
    }
  }

  // ---------------------------------------------------------------- servers

  /** At once; also for a caller that drives a running cluster by hand. */
  crash(server: ServerId): void {
    const { hosts, sim } = this.parts;
    sim.cancel(this.boots[server]!);
    if (hosts.isDown(server)) return;
    hosts.crash(server);
    this.parts.faultLog.begins(server, 'crash', sim.now);
    this.parts.callers.noteFailure();
    this.parts.forgetPlan(server);
    for (const part of this.parts.parts) part.crash(server);
    this.cutTalksThrough(server);
  }

  /**
   * Nothing is lost and nothing moves: datagrams wait in its sockets, its timers are late, talk through it falls
   * silent.
   */
  private hang(server: ServerId): void {
    this.parts.hosts.hang(server);
    this.parts.faultLog.begins(server, 'hang', this.parts.sim.now);
    this.parts.watches.look();
    this.cutTalksThrough(server);
  }

  private cutTalksThrough(server: ServerId): void {
    this.parts.callers.each((attempt) => {
      if (attempt.mediaThrough.includes(server)) this.parts.callers.drop(attempt, server);
    });
  }

  private restart(server: ServerId): void {
    this.crash(server);
    this.boots[server] = this.parts.sim.after(this.parts.config.servers[server]!.bootTime, this.serverIsUp, server, 0);
  }

  /**
   * Another machine has the server's address, EID and RSA keys from now on, and an empty memory; on its disk is what was
   * copied. The old one is off, whatever it was. Neighbours may send to it for a while (`network/arp.ts`).
   */
  replace(server: ServerId): void {
    const { hosts, config, sim, faultLog, network } = this.parts;
    this.crash(server);
    const since = faultLog.before(server, sim.now)!.from;
    if (config.standby.astdb === 'empty') for (const part of this.parts.disks) part.loseDisk(server);
    const others = Array.from({ length: hosts.count }, (_, host) => host as HostId).filter((host) => host !== server);
    network.arp.moved(server, others, config.standby.arp, since);
    this.up(server);
    this.parts.observations.standbyTookOver(server, since);
  }

  /** It has booted: it answers from now on. The server must be down. */
  up(server: ServerId): void {
    this.parts.hosts.start(server);
    this.parts.faultLog.ends(server, this.parts.sim.now);
    this.parts.load(server);
  }

  // ---------------------------------------------------------------- network

  private real(host: number): HostId {
    return host === DATABASE_HOST ? this.parts.hosts.database : (host as HostId);
  }

  private degrade(
    { between, and, phones }: Fault & { kind: 'degrade' | 'restore' },
    quality: LinkQuality | undefined,
  ): void {
    const { network, hosts } = this.parts;
    for (const a of between) for (const b of and) if (a !== b) network.degrade(this.real(a), this.real(b), quality);
    for (const phone of phones) network.degradePhone(hosts.ofPhone(phone as PhoneId), quality);
  }

  private partition(between: readonly number[], and: readonly number[], reach: boolean, oneWay: boolean): void {
    const { network, callers } = this.parts;
    const [here, there] = [between, and].map((side) => side.map((host) => this.real(host))) as [HostId[], HostId[]];
    network.setReach(here, there, reach, oneWay);
    if (reach) return;
    this.parts.watches.look();
    callers.each((attempt) => {
      const isCut = attempt.mediaThrough.some((one) =>
        attempt.mediaThrough.some((other) => !network.reaches(one, other)),
      );
      if (isCut) callers.drop(attempt, -1);
    });
  }

  // ---------------------------------------------------------------- phones

  private spreadOver(phones: readonly number[], spread: Distribution, type: EventType<PhoneId, number>): void {
    for (const phone of phones) this.parts.sim.after(drawMicros(spread, this.spread), type, phone as PhoneId, 0);
  }

  private powerOff(phone: PhoneId): void {
    const { hosts, handsets, lines, callers, outgoing, calledPhones } = this.parts;
    if (!handsets.isPowered(phone)) return;
    callers.phoneDied(phone);
    outgoing.powerOff(phone);
    calledPhones.powerOff(phone);
    handsets.setPower(phone, false);
    lines.powerOff(phone);
    hosts.crash(hosts.ofPhone(phone));
  }

  private powerOn(phone: PhoneId): void {
    const { hosts, handsets, lines } = this.parts;
    if (handsets.isPowered(phone)) return;
    hosts.start(hosts.ofPhone(phone));
    handsets.setPower(phone, true);
    lines.powerOn(phone);
  }

  private move(phone: PhoneId, to: ServerId, clean: boolean): void {
    const { lines, sim } = this.parts;
    if (!clean) {
      this.arriveAt(phone, to);
      return;
    }
    lines.unregister(lines.linesOfPhone(phone)[0]!);
    sim.after(MOVE_PAUSE, this.phoneMoves, phone, to);
  }

  /** The phone gives its registrations up, and makes none until it loses power or moves. */
  private unregister(phone: PhoneId): void {
    const { lines, handsets } = this.parts;
    if (handsets.isPowered(phone)) for (const line of lines.linesOfPhone(phone)) lines.unregister(line);
  }

  private arriveAt(phone: PhoneId, to: ServerId): void {
    const { lines, handsets } = this.parts;
    if (handsets.isPowered(phone)) lines.moveTo(lines.linesOfPhone(phone)[0]!, to);
  }

  private registerToo(phone: PhoneId, to: ServerId): void {
    const { lines, handsets } = this.parts;
    const line = lines.addLine(phone, [to]);
    if (handsets.isPowered(phone)) lines.begin(line);
  }
}

/** For consoles, charts and summaries: short, present tense. */
function describe(fault: Fault, config: ClusterConfig): string {
  const host = (index: number): string => (index === DATABASE_HOST ? 'the database' : config.servers[index]!.name);
  const hostsOf = (list: readonly number[]): string => list.map(host).join(', ');
  const phonesOf = (list: readonly number[]): string =>
    list.length === 1 ? config.phones[list[0]!]!.number : `${list.length} phones`;
  switch (fault.kind) {
    case 'crash':
      return `${host(fault.server)} crashes`;
    case 'restart':
      return `${host(fault.server)} restarts`;
    case 'hang':
      return `${host(fault.server)} hangs`;
    case 'reload':
      return fault.adds.length === 0
        ? `${host(fault.server)} reloads DUNDi`
        : `${host(fault.server)} reloads DUNDi and knows ${hostsOf(fault.adds)}`;
    case 'takeOver':
      return `a standby takes the address of ${host(fault.server)}`;
    case 'resume':
      return `${host(fault.server)} resumes`;
    case 'partition':
      return `${hostsOf(fault.between)} cut off from ${hostsOf(fault.and)}${fault.oneWay === true ? ', one way' : ''}`;
    case 'degrade':
    case 'restore': {
      const link =
        fault.phones.length > 0 ? phonesOf(fault.phones) : `${hostsOf(fault.between)} to ${hostsOf(fault.and)}`;
      return `link of ${link} ${fault.kind === 'degrade' ? 'degraded' : 'as before'}`;
    }
    case 'unregister':
      return `${phonesOf(fault.phones)} unregister${fault.phones.length === 1 ? 's' : ''}`;
    case 'heal':
      return fault.between.length > config.servers.length
        ? 'everything reaches everything again'
        : `${hostsOf(fault.between)} reaches ${hostsOf(fault.and)} again`;
    case 'slowDatabase':
      return fault.factor === 1 ? 'database at normal speed' : `database ${fault.factor} times slower`;
    case 'stopDatabase':
      return 'database stops';
    case 'startDatabase':
      return 'database starts';
    case 'spanDown':
      return `${spansText(fault.spans)} of ${fault.group} at ${host(fault.server)} down`;
    case 'spanUp':
      return `${spansText(fault.spans)} of ${fault.group} at ${host(fault.server)} up again`;
    case 'powerOff':
      return `${phonesOf(fault.phones)} without power`;
    case 'powerOn':
      return `power returns for ${phonesOf(fault.phones)}`;
    case 'move':
      return `${config.phones[fault.phone]!.number} moves to ${host(fault.to)}`;
    case 'register':
      return `${config.phones[fault.phone]!.number} registers at ${host(fault.to)} too`;
  }
}

function spansText(spans: number): string {
  return spans === 1 ? 'a span' : `${spans} spans`;
}

export interface FaultParts {
  readonly sim: Simulation;
  readonly hosts: Hosts;
  readonly network: Network;
  readonly config: ClusterConfig;
  /** Virtual time at the scenario's 0. */
  readonly origin: Micros;
  readonly observations: Observations;
  readonly database: Database;
  readonly table: SipTable;
  /** The standby has the address of the database that stopped then. */
  readonly promoted: Signal<[stoppedAt: Micros]>;
  readonly trunks: Trunks;
  readonly lines: ClientRegistrations;
  readonly handsets: Handsets;
  readonly callers: Callers;
  readonly faultLog: FaultLog;
  readonly outgoing: OutgoingCalls;
  readonly calledPhones: CalledPhones;
  /** In the order in which they forget. */
  readonly parts: readonly Forgets[];
  readonly watches: Watches;
  /** What keeps something on a server's disk, in its astdb. */
  readonly disks: readonly Disk[];
  readonly standbys: Pick<Standbys, 'takeOver'>;
  /** The dialplan is as its file says again, nobody holds its lock, no channel runs it. */
  readonly forgetPlan: (server: ServerId) => void;
  /** pbx_dundi reads its file again, with sections for those servers. */
  readonly reload: (server: ServerId, adds: readonly number[]) => void;
  /** Asterisk has started: its modules load. */
  readonly load: (server: ServerId) => void;
}
