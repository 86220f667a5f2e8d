import { SECOND, type Micros } from '../../kernel/units.ts';
import { Listener } from '../../measure/listener.ts';
import type { ClusterConfig } from '../../model/config.ts';
import type { LookupId, ServerId } from '../../model/ids.ts';
import type { CallRecord, LookupRecord, StatementRecord } from '../../model/observations.ts';
import { Lanes } from './lanes.ts';
import { TraceFile, type TextSink, type Track } from './traceFile.ts';

/** Tracks of a server: the two that it has once, and the first of each kind of which it has as many as needed. */
const TIDS = { sip: 1, lock: 2, call: 1_000, lookup: 100_000, mysql: 200_000 } as const;
const LANES = {
  call: 'channel thread',
  lookup: 'lookup thread',
  mysql: 'MySQL connection',
  link: 'realtime statement',
} as const;

export interface TimelineOf {
  readonly config: ClusterConfig;
  readonly scenario: string;
  readonly seed: string;
  readonly version: string;
}

/** A span that an arrow may begin or end at. */
interface Place {
  readonly track: Track;
  readonly at: Micros;
}

/**
 * A run as a trace of virtual time: each server is a process with tracks for its SIP thread, its dialplan lock, the
 * threads of calls and lookups, and its connections to the database. Arrows lead from a call to its lookups, and from a
 * lookup to the one that another server makes for it.
 */
export class Timeline extends Listener {
  override readonly wantsThreads = true;
  private readonly trace: TraceFile;
  private readonly config: ClusterConfig;
  private readonly lanes = new Map<string, Lanes>();
  private readonly lookups = new Map<LookupId, Place>();
  /** By server asked, number and call: lookups that have asked it, and those that it has made. */
  private readonly asking = new Map<string, Place>();
  private readonly relays = new Map<string, Place>();
  private flows = 0;

  constructor({ config, scenario, seed, version }: TimelineOf, sink: TextSink) {
    super();
    this.config = config;
    this.trace = new TraceFile(sink, {
      what: 'synthetic: virtual time of a simulation',
      program: `dundisim ${version}`,
      scenario,
      profile: config.profile,
      seed,
    });
    this.trace.nameProcess(0, 'faults');
    for (const [server, { name }] of config.servers.entries()) {
      this.trace.nameProcess(pidOf(server), name);
      this.trace.nameTrack({ pid: pidOf(server), tid: TIDS.sip }, 'SIP thread');
      this.trace.nameTrack({ pid: pidOf(server), tid: TIDS.lock }, 'dialplan lock');
    }
  }

  override sipServed(...[server, title, arrivedAt, since, wait]: Parameters<Listener['sipServed']>): void {
    this.trace.span({ pid: pidOf(server), tid: TIDS.sip }, 'sip', title, since, this.now, {
      in_socket_ms: (since - arrivedAt) / (SECOND / 1000),
      ...(wait === undefined ? {} : { waits_for: wait === 'lock' ? 'dialplan lock' : wait }),
    });
  }

  override lockReleased(server: ServerId, held: Micros, waiting: number, times: number): void {
    for (let i = 0; i < times; i++)
      this.trace.span({ pid: pidOf(server), tid: TIDS.lock }, 'lock', 'held', this.now - held, this.now, {
        threads_waiting_at_release: waiting,
      });
  }

  override lookupEnded(lookup: LookupRecord): void {
    const { server, at, number, context, purpose, call, asked, answers, silent } = lookup;
    const track = this.lane('lookup', server, at);
    this.trace.span(track, 'lookup', `${number}@${context} (${purpose})`, at, this.now, {
      lookup: lookup.lookup,
      call,
      asked: this.namesOf(asked),
      found_at: this.namesOf(answers),
      silent: this.namesOf(silent),
    });
    this.lookups.set(lookup.lookup, { track, at });
    if (purpose === 'relay') this.join(`${server} ${number} ${call}`, this.relays, this.asking, { track, at });
    for (const peer of asked) this.join(`${peer} ${number} ${call}`, this.asking, this.relays, { track, at });
  }

  override callEnded(call: CallRecord): void {
    if (call.server < 0) return;
    const { offeredAt, ringingAt, answeredAt, from, dialled, outcome } = call;
    const track = this.lane('call', call.server, offeredAt);
    this.trace.span(track, 'call', `${from} to ${dialled}: ${outcome}`, offeredAt, this.now, {
      call: call.call,
      lost: call.lost ? 1 : 0,
      cause: call.cause,
      because: call.because,
    });
    if (ringingAt >= 0) this.trace.span(track, 'call', 'rings', ringingAt, answeredAt < 0 ? this.now : answeredAt);
    if (answeredAt >= 0) this.trace.span(track, 'call', 'talks', answeredAt, this.now);
    for (const id of call.lookupIds) {
      const lookup = this.lookups.get(id);
      if (lookup !== undefined) this.arrow({ track, at: lookup.at }, lookup);
      this.lookups.delete(id);
    }
  }

  override statementEnded({ server, kind, purpose, at, wait, service, failed }: StatementRecord): void {
    const track = purpose === 'dialplan' ? this.lane('mysql', server, at) : this.lane('link', server, at);
    this.trace.span(track, 'mysql', `${kind} (${purpose})`, at, this.now, {
      waits_ms: wait / (SECOND / 1000),
      service_ms: service / (SECOND / 1000),
      failed: failed ? 1 : 0,
    });
  }

  override peerChanged(server: ServerId, peer: ServerId, status: 'OK' | 'UNREACHABLE' | 'LAGGED'): void {
    this.trace.mark(pidOf(server), 'peer', `${this.config.servers[peer]!.name} ${status}`, this.now);
  }

  override faultHappened(text: string): void {
    this.trace.mark(0, 'fault', text, this.now);
  }

  /** The run is over. */
  finish(): void {
    this.trace.end();
  }

  /** The track for what began at `from` and ends now. */
  private lane(kind: keyof typeof LANES, server: number, from: Micros): Track {
    const key = `${kind} ${server}`;
    let lanes = this.lanes.get(key);
    if (lanes === undefined) {
      lanes = new Lanes();
      this.lanes.set(key, lanes);
    }
    const before = lanes.count;
    const lane = lanes.place(from, this.now);
    const first = kind === 'link' ? TIDS.mysql + 50_000 : TIDS[kind];
    const track = { pid: pidOf(server), tid: first + lane };
    if (lanes.count > before) this.trace.nameTrack(track, `${LANES[kind]} ${lane + 1}`);
    return track;
  }

  /** An arrow between the two lookups of a question, as soon as both have ended. */
  private join(key: string, own: Map<string, Place>, other: Map<string, Place>, place: Place): void {
    const found = other.get(key);
    if (found === undefined) {
      own.set(key, place);
      return;
    }
    other.delete(key);
    if (own === this.asking) this.arrow(place, found);
    else this.arrow(found, place);
  }

  private arrow(from: Place, to: Place): void {
    this.trace.flow(++this.flows, 'lookup', from.track, from.at, to.track, to.at);
  }

  private namesOf(servers: readonly number[]): string {
    return servers.map((server) => this.config.servers[server]!.name).join(', ');
  }
}

/** Process 0 is that of the faults. */
function pidOf(server: number): number {
  return server + 1;
}
