import type { Micros } from '../kernel/units.ts';
import type { ClusterConfig } from '../model/config.ts';
import type { PhoneId, ServerId } from '../model/ids.ts';
import type { Place } from '../text/place.ts';
import type { CallRecord, LookupRecord, RegistrationRecord, StatementRecord } from '../model/observations.ts';
import type { StoryEvent } from '../model/story/index.ts';
import { BalanceMeasures } from './balanceMeasures.ts';
import { binWidth } from './bins.ts';
import { CallMeasures } from './callMeasures.ts';
import { DatabaseMeasures } from './databaseMeasures.ts';
import type { ResultDocument, RunFacts, WindowDocument } from './document.ts';
import { endOf } from './figures.ts';
import type { Histogram } from './histogram.ts';
import { JoinMeasures } from './joinMeasures.ts';
import { Listener } from './listener.ts';
import { Load } from './load.ts';
import { LookupMeasures } from './lookupMeasures.ts';
import { NamedCalls } from './namedCalls.ts';
import { ParkingMeasures } from './parkingMeasures.ts';
import { TransferMeasures } from './transferMeasures.ts';
import { RegistrationMeasures } from './registrationMeasures.ts';
import { sectionsOf } from './documentSections.ts';
import { SegmentMeasures } from './segmentMeasures.ts';
import { ServerMeasures } from './serverMeasures.ts';
import { StandbyMeasures } from './standbyMeasures.ts';
import { StormMeasures } from './stormMeasures.ts';
import { TrunkMeasures } from './trunkMeasures.ts';

/** Series are kept by the second, or by more seconds where that would be more bins than this. */
const MOST_BINS = 7200;

/** A fault, as its text says it. */
export interface FaultMark {
  readonly at: Micros;
  readonly text: string;
}

/** A server marked a DUNDi peer. */
export interface PeerMark {
  readonly at: Micros;
  readonly server: ServerId;
  readonly peer: ServerId;
  readonly status: 'OK' | 'UNREACHABLE' | 'LAGGED';
}

/**
 * The figures of a run: counters, histograms and series, of a size that does not grow with the run but for 29 bytes
 * per call and 15 per lookup. It keeps no whole record; the CSV files are written by other observers (`several`).
 */
export class Measures extends Listener {
  readonly config: ClusterConfig;
  readonly seed: string;
  readonly scenarioName: string;
  /** Width of a bin of the series: whole seconds. */
  readonly binWidth: Micros;
  readonly calls = new CallMeasures();
  readonly load: Load;
  /** What began before does not count: the end of a warm-up. */
  private readonly since: Micros;
  readonly registrations: RegistrationMeasures;
  readonly lookups: LookupMeasures;
  readonly database: DatabaseMeasures;
  readonly parking = new ParkingMeasures();
  /** Only where called persons transfer calls. */
  private readonly transfers: TransferMeasures | undefined;
  readonly named: NamedCalls;
  /** Undefined where the scenario has no Ethernet segments. */
  readonly segments: SegmentMeasures | undefined;
  /** Undefined where no fault makes phones register all at once. */
  readonly storms: StormMeasures | undefined;
  /** Undefined where no group says how it is dealt out. */
  readonly balance: BalanceMeasures | undefined;
  /** Undefined where no server is added. */
  readonly joins: JoinMeasures | undefined;
  readonly standbys: StandbyMeasures;
  private readonly hasStandbys: boolean;
  /** Undefined where no gateway has trunks. */
  readonly trunks: TrunkMeasures | undefined;
  readonly servers: readonly ServerMeasures[];
  readonly faults: FaultMark[] = [];
  readonly peerMarks: PeerMark[] = [];
  /** How often calls came to what is not modelled, by `Queue(support) at extensions.conf:12`. */
  readonly metNotModelled = new Map<string, number>();

  constructor(of: { config: ClusterConfig; seed: string; scenarioName: string; since?: Micros }) {
    super();
    this.config = of.config;
    const sections = sectionsOf(of.config);
    this.hasStandbys = sections.has('standbys');
    this.seed = of.seed;
    this.scenarioName = of.scenarioName;
    this.since = of.since ?? 0;
    this.load = new Load(of.config);
    this.named = new NamedCalls(of.config);
    this.binWidth = binWidth(of.config.duration, MOST_BINS);
    this.registrations = new RegistrationMeasures(of.config, this.binWidth);
    this.lookups = new LookupMeasures(this.binWidth);
    this.database = new DatabaseMeasures(this.binWidth);
    this.segments = sections.has('segments') ? new SegmentMeasures() : undefined;
    this.storms = sections.has('storms') ? new StormMeasures(of.config) : undefined;
    this.balance = sections.has('balance') ? new BalanceMeasures(of.config) : undefined;
    this.joins = sections.has('joins') ? new JoinMeasures(of.config) : undefined;
    this.standbys = new StandbyMeasures(of.config);
    this.transfers = sections.has('transfers') ? new TransferMeasures() : undefined;
    this.trunks = sections.has('trunks') ? new TrunkMeasures(of.config) : undefined;
    this.servers = of.config.servers.map(() => new ServerMeasures(this.binWidth));
  }

  override callNotPlaced(): void {
    this.calls.notPlaced.push(this.now);
  }

  override callOffered(): void {
    this.calls.offered += 1;
  }

  override callAnswered(): void {
    this.segments?.callsChanged(1);
  }

  override callEnded(call: CallRecord, story: readonly StoryEvent[] = []): void {
    this.parking.callEnded(story);
    this.transfers?.callEnded(call, story);
    this.named.callEnded(call, story);
    this.trunks?.callEnded(call, story);
    this.standbys.callEnded(call);
    this.joins?.callEnded(call);
    this.balance?.callEnded(call);
    if (call.answeredAt >= 0) this.segments?.callsChanged(-1);
    this.calls.callEnded(call);
    this.load.callEnded(call);
    const server = this.servers[call.server];
    if (server === undefined) return;
    server.callsOffered += 1;
    server.lockWaitTime.record(call.lockWait);
    if (call.lost) server.callsLost += 1;
  }

  override registrationEnded(registration: RegistrationRecord): void {
    this.registrations.registrationEnded(this.now, registration);
    this.storms?.registrationEnded(this.now, registration);
    this.joins?.registrationEnded(this.now, registration);
    this.balance?.registrationEnded(registration);
  }

  override registrationsChanged(server: ServerId, change: number): void {
    this.servers[server]!.registrations.change(this.now, change);
    this.standbys.registrationsChanged(this.now, server, change);
  }

  override phoneChanged(phone: PhoneId, registered: boolean): void {
    this.registrations.phoneChanged(this.now, phone, registered);
  }

  override lookupEnded(lookup: LookupRecord): void {
    this.lookups.lookupEnded(this.now, lookup);
    this.servers[lookup.server]!.lookupTime.record(lookup.took);
  }

  override statementEnded(statement: StatementRecord): void {
    this.database.statementEnded(this.now, statement);
    this.storms?.statementEnded(this.now, statement);
    this.segments?.statementEnded(this.now - statement.at);
    this.servers[statement.server]!.statementWait.record(statement.wait);
  }

  override peerChanged(server: ServerId, peer: ServerId, status: 'OK' | 'UNREACHABLE' | 'LAGGED'): void {
    this.servers[server]!.marked[status] += 1;
    this.peerMarks.push({ at: this.now, server, peer, status });
  }

  override lockReleased(server: ServerId, held: Micros, _: number, times: number): void {
    this.servers[server]!.lockReleased(this.now, held, times);
  }

  override sipMessageLost(server: ServerId): void {
    this.servers[server]!.sipMessagesLost += 1;
  }

  override notModelled(_: ServerId, what: string, { file, line }: Place): void {
    const key = line === 0 ? what : `${what} at ${file}:${line}`;
    this.metNotModelled.set(key, (this.metNotModelled.get(key) ?? 0) + 1);
  }

  override standbyTookOver(server: ServerId, since: Micros): void {
    this.standbys.tookOver(this.now, server, since);
  }

  override trunksChanged(server: ServerId, group: string, busy: number, inService: number): void {
    this.trunks?.changed(this.now, server, group, busy, inService);
  }

  override faultHappened(text: string): void {
    this.faults.push({ at: this.now, text });
    this.balance?.faultHappened(this.now, text);
  }

  /**
   * The figures of the whole run. Asserts that every offered call has come to exactly one outcome: call it at the end.
   */
  document(run: RunFacts): ResultDocument {
    const end = endOf(run);
    const calls = this.calls.figures();
    const named = this.named.figures();
    return {
      scenario: this.scenarioName,
      profile: this.config.profile,
      seed: this.seed,
      fingerprint: run.fingerprint,
      scenarioHash: run.scenarioHash,
      version: run.version,
      simulatedSeconds: run.simulatedSeconds,
      events: run.events,
      calls,
      load: this.load.figures(this.calls.log, calls.outcomes, this.since, end),
      registrations: this.registrations.figures(end),
      lookups: this.lookups.figures(),
      database: this.database.figures(),
      parking: this.parking.figures(),
      servers: Object.fromEntries(
        this.servers.map((server, id) => [
          this.config.servers[id]!.name,
          server.figures(end, this.load.ofServer(id, end - this.since)),
        ]),
      ),
      ...(this.metNotModelled.size === 0 ? {} : { notModelled: Object.fromEntries(this.metNotModelled) }),
      ...(named === undefined ? {} : { named }),
      ...(this.hasStandbys ? { standbys: this.standbys.figures() } : {}),
      ...(this.transfers === undefined ? {} : { transfers: this.transfers.figures() }),
      ...(this.trunks === undefined ? {} : { trunks: this.trunks.figures(end) }),
      ...(this.segments === undefined ? {} : { segments: this.segments.figures() }),
      ...(this.storms === undefined ? {} : { storms: this.storms.figures(end) }),
      ...(this.balance === undefined ? {} : { balance: this.balance.figures(end) }),
      ...(this.joins === undefined ? {} : { joins: this.joins.figures() }),
    };
  }

  /**
   * What the quantiles of a document are quantiles of, by the path without `.p99`: `calls.postDialDelayMs`,
   * `servers.regpbx1.lockWaitMs`. In micros, at the end of the run. Undefined: no such quantiles.
   */
  histogram(path: string): Histogram | undefined {
    const [part, name, figure] = path.split('.');
    if (part === 'servers') {
      const server = this.servers[this.config.servers.findIndex((one) => one.name === name)];
      return figure === undefined ? undefined : server?.histogram(figure);
    }
    switch (path) {
      case 'calls.postDialDelayMs':
        return this.calls.delay;
      case 'lookups.ms':
        return this.lookups.time;
      case 'lookups.networkMs':
        return this.lookups.networkTime;
      case 'registrations.exchangeMs':
        return this.registrations.exchange;
      case 'registrations.outageMs':
        return this.registrations.outageLengths(this.now);
      case 'database.waitMs':
        return this.database.wait;
      case 'database.serviceMs':
        return this.database.service;
      default:
        return undefined;
    }
  }

  /**
   * What `during from..until` speaks of: calls offered in [from, until), and those cut in it; lookups that began in it.
   */
  documentDuring(from: Micros, until: Micros): WindowDocument {
    const { figures, byServer } = this.lookups.log.counts(from, until, this.servers.length);
    const servers = Object.fromEntries(byServer.map((lookups, id) => [this.config.servers[id]!.name, { lookups }]));
    return { calls: this.calls.figuresDuring(from, until), lookups: figures, servers };
  }
}
