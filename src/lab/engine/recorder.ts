import { Listener } from '../../measure/listener.ts';
import type { FaultMark, PeerMark } from '../../measure/measures.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { PhoneId, ServerId } from '../../model/ids.ts';
import type { CallRecord, LookupRecord, MessageFate, MessageRecord } from '../../model/observations.ts';
import type { CacheEntry } from '../../model/server/dundi/cacheEntries.ts';
import { SECOND, type Micros } from '../../kernel/units.ts';
import { labelOf } from '../../report/ladder/labels.ts';
import { Columns } from '../replay/columns.ts';
import {
  CACHE_SHAPE,
  END_SHAPE,
  EVENT_SHAPE,
  FATES,
  MESSAGE_SHAPE,
  PHONE_SHAPE,
  type CallRow,
  type Part,
} from '../replay/recording.ts';
import { HostSampler } from './hostSampler.ts';
import { Texts } from './recordedTexts.ts';

/** Messages and events that are kept, each: 34 and 16 bytes. */
const MOST_ROWS = 3_000_000;

/**
 * Records what a page needs to show any moment of a run: every message, every event, and each change of what a server
 * knows. It changes nothing. Parts of the recording are taken while the run is under way.
 */
export class Recorder extends Listener {
  override readonly wantsMessages = true;
  private readonly texts = new Texts();
  private readonly messages = new Columns(MESSAGE_SHAPE);
  private readonly ends = new Columns(END_SHAPE);
  private readonly events = new Columns(EVENT_SHAPE);
  private readonly phones = new Columns(PHONE_SHAPE);
  private readonly cache = new Columns(CACHE_SHAPE);
  private calls: CallRow[] = [];
  private marks: PeerMark[] = [];
  private faults: FaultMark[] = [];
  /** Rows of messages and events taken before. */
  private messagesTaken = 0;
  private eventsTaken = 0;
  /** Number of the first message, less 1: those of a warm-up are not seen. */
  private numbersBefore = -1;
  /** No event has been seen yet. */
  private first = true;
  private registrationsAtStart: [ServerId, number][] = [];
  private run: { readonly cluster: Cluster; readonly sampler: HostSampler } | undefined;

  /** Listens to the events of a cluster that was made with this recorder and has not run yet. */
  attach(cluster: Cluster): void {
    const sampler = new HostSampler(cluster.parts, this.texts);
    for (const [server, change] of this.registrationsAtStart) sampler.registrations(server, change);
    this.run = { cluster, sampler };
    cluster.sim.observe((time, name, _, host) => {
      const at = time - cluster.origin;
      if (at < 0) return; // The warm-up.
      if (this.first) this.noteCaches();
      this.first = false;
      sampler.before(at, name, host);
      if (this.eventsTaken + this.events.length < MOST_ROWS)
        this.events.push({ at, name: this.texts.place(name), host });
    });
  }

  /** Nothing was left out so far. */
  get isWhole(): boolean {
    return Math.max(this.eventsTaken + this.events.length, this.messagesTaken + this.messages.length) < MOST_ROWS;
  }

  override messageSent(message: MessageRecord): void {
    if (this.numbersBefore < 0) this.numbersBefore = message.number - 1;
    if (message.number - this.numbersBefore > MOST_ROWS) return;
    const { leavesAt, from, to, call } = message;
    const label = this.texts.place(labelOf(message));
    this.messages.push({ at: leavesAt, endsAt: -1, from, to, call, label, kind: message.message.place!, fate: 0 });
  }

  override messageEnded({ number }: MessageRecord, fate: MessageFate): void {
    const row = number - 1 - this.numbersBefore;
    if (row >= MOST_ROWS) return;
    const place = FATES.indexOf(fate);
    if (row < this.messagesTaken) {
      this.ends.push({ row, endsAt: this.now, fate: place });
      return;
    }
    const { endsAt, fate: fates } = this.messages.columns;
    endsAt[row - this.messagesTaken] = this.now;
    fates[row - this.messagesTaken] = place;
  }

  override callEnded(record: CallRecord): void {
    const { call, caller, from, dialled, server, offeredAt, ringingAt, answeredAt, endedAt } = record;
    const { outcome, lost, dropped, saved, cause, because, fault } = record;
    const times = { offeredAt, ringingAt, answeredAt, endedAt };
    this.calls.push({
      call,
      caller,
      from,
      dialled,
      server,
      ...times,
      outcome,
      lost,
      dropped,
      saved,
      cause,
      because,
      fault,
    });
  }

  override registrationsChanged(server: ServerId, change: number): void {
    if (this.run === undefined) this.registrationsAtStart.push([server, change]);
    else this.run.sampler.registrations(server, change);
  }

  override phoneChanged(phone: PhoneId, registered: boolean): void {
    this.phones.push({ at: this.now, phone, registered: registered ? 1 : 0 });
  }

  override peerChanged(server: ServerId, peer: ServerId, status: PeerMark['status']): void {
    this.marks.push({ at: this.now, server, peer, status });
  }

  override faultHappened(text: string): void {
    this.faults.push({ at: this.now, text });
  }

  /** What the server's cache holds of the number now: all replies have been stored. */
  override lookupEnded({ server, number, context, asked }: LookupRecord): void {
    if (asked.length === 0 || this.run === undefined) return;
    const node = this.run.cluster.parts.dundi.nodes[server]!;
    this.noteEntries(server, node.cache.entriesOf(node.spellings.of(number, context)));
  }

  /** What the caches hold at 0: a warm-up has filled them. */
  private noteCaches(): void {
    this.run!.cluster.parts.dundi.nodes.forEach(({ cache }, server) => this.noteEntries(server, cache.entries()));
  }

  private noteEntries(server: number, entries: readonly CacheEntry[]): void {
    const { parts, origin } = this.run!.cluster;
    const node = parts.dundi.nodes[server]!;
    for (const { peer, key, isHint, found, timeout } of entries) {
      const endsAt: Micros = timeout * SECOND - parts.clock.phase - origin;
      if (endsAt <= this.now) continue;
      const row = { at: this.now, endsAt, server, peer: node.serverOf(peer), key: this.texts.place(key) };
      this.cache.push({ ...row, isHint: isHint ? 1 : 0, found: found ? 1 : 0 });
    }
  }

  /** What happened since the last call. */
  take(): Part {
    this.messagesTaken += this.messages.length;
    this.eventsTaken += this.events.length;
    const { calls, marks, faults } = this;
    [this.calls, this.marks, this.faults] = [[], [], []];
    return {
      until: this.now,
      messages: this.messages.take(),
      ends: this.ends.take(),
      events: this.events.take(),
      states: this.run!.sampler.take(),
      phones: this.phones.take(),
      cache: this.cache.take(),
      texts: this.texts.take(),
      calls,
      marks,
      faults,
    };
  }
}
