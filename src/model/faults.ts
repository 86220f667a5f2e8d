import type { Micros } from '../kernel/units.ts';
import { NOT_SCHEDULED, type EventType, type Scheduled } from '../kernel/clock/simulation.ts';
import { DATABASE_HOST, type ClusterConfig, type Fault, type LinkQuality, type ReloadModule } from './config.ts';
import type { Signal } from '../kernel/signal.ts';
import type { Database } from './database/database.ts';
import type { SipTable } from './database/siptable.ts';
import type { HostId, PhoneId, ServerId } from './ids.ts';
import type { Network } from './network/network.ts';
import type { Observations } from './observations.ts';
import { faultWords } from './faults/faultWords.ts';
import { PhoneFaults, type PhoneFaultParts } from './faults/phoneFaults.ts';
import type { FaultLog } from './story/faultLog.ts';
import type { Standbys } from './standby/standbys.ts';
import type { Trunks } from './trunk/trunks.ts';

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
 * database connections are gone; it answers nothing; talk whose media went through it is cut. What is on disk stays:
 * its DUNDi cache, its dial secret, its local registrations database.
 *
 * Later, elsewhere, and by nobody's order: the hub's lookups wait for its ACK until autokill
 * (`server/dundi/transactions.ts`); the hub's qualify finds out (`server/dundi/dundiQualify.ts`); cached answers that
 * name it run out (`server/dundi/cache.ts`); its phones miss an answer at their next refresh and register elsewhere
 * (`phone/registration/clientRegistration.ts`); callers fall back to the database (the dialplan's own business).
 * `restart` boots it: it is up after its boot time, empty, and others skip it until their next qualify.
 *
 * What happens to phones: `faults/phoneFaults.ts`.
 */
export class Faults {
  private readonly parts: FaultParts;
  private readonly phones: PhoneFaults;
  private readonly boots: Scheduled[];

  private readonly faultHappens: EventType<number, number>;
  private readonly serverIsUp: EventType<ServerId, number>;

  constructor(parts: FaultParts) {
    this.parts = parts;
    const { sim } = parts;
    this.phones = new PhoneFaults(parts);
    this.boots = parts.config.servers.map(() => NOT_SCHEDULED);
    parts.promoted.receive((stoppedAt) => {
      parts.table.promote(stoppedAt);
      parts.observations.faultHappened('the standby database takes over');
    });
    this.faultHappens = sim.on('fault.happens', (index) => this.happen(parts.config.faults[index]!));
    this.serverIsUp = sim.on('fault.serverIsUp', (server) => this.up(server));
  }

  schedule(): void {
    const { config, origin, sim } = this.parts;
    config.faults.forEach((fault, index) => sim.at(origin + fault.at, this.faultHappens, index, 0));
  }

  private happen(fault: Fault): void {
    this.parts.observations.faultHappened(faultWords(fault, this.parts.config));
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
        this.parts.reload(fault.server as ServerId, fault.module, fault.adds);
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
        for (const phone of fault.phones) this.phones.unregister(phone as PhoneId);
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
        this.phones.losePower(fault.phones, fault.spread);
        break;
      case 'powerOn':
        this.phones.getPower(fault.phones, fault.spread);
        break;
      case 'move':
        this.phones.move(fault.phone as PhoneId, fault.to as ServerId, fault.clean);
        break;
      case 'register':
        this.phones.registerToo(fault.phone as PhoneId, fault.to as ServerId);
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
    for (const a of between)
      for (const b of and) if (a !== b) network.links.degrade(this.real(a), this.real(b), quality);
    for (const phone of phones) network.links.degradePhone(hosts.ofPhone(phone as PhoneId), quality);
    if (quality !== undefined) this.parts.watches.look();
  }

  private partition(between: readonly number[], and: readonly number[], reach: boolean, oneWay: boolean): void {
    const { network, callers } = this.parts;
    const [here, there] = [between, and].map((side) => side.map((host) => this.real(host))) as [HostId[], HostId[]];
    network.links.setReach(here, there, reach, oneWay);
    if (reach) return;
    this.parts.watches.look();
    callers.each((attempt) => {
      const isCut = attempt.mediaThrough.some((one) =>
        attempt.mediaThrough.some((other) => !network.reaches(one, other)),
      );
      if (isCut) callers.drop(attempt, -1);
    });
  }
}

export interface FaultParts extends PhoneFaultParts {
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
  readonly faultLog: FaultLog;
  /** In the order in which they forget. */
  readonly parts: readonly Forgets[];
  readonly watches: Watches;
  /** What keeps something on a server's disk, in its astdb. */
  readonly disks: readonly Disk[];
  readonly standbys: Pick<Standbys, 'takeOver'>;
  /** The dialplan is as its file says again, nobody holds its lock, no channel runs it. */
  readonly forgetPlan: (server: ServerId) => void;
  /** A module reads its file again, of DUNDi with sections for those servers. */
  readonly reload: (server: ServerId, module: ReloadModule, adds: readonly number[]) => void;
  /** Asterisk has started: its modules load. */
  readonly load: (server: ServerId) => void;
}
