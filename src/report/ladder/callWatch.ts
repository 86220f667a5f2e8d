import type { Micros } from '../../kernel/units.ts';
import { Listener } from '../../measure/listener.ts';
import type { PeerMark } from '../../measure/measures.ts';
import type { ServerId } from '../../model/ids.ts';
import type { CallRecord, LookupRecord, MessageFate, MessageRecord } from '../../model/observations.ts';
import type { StoryEvent } from '../../model/story/index.ts';

/** A message of the call, and where each copy of it ended. */
export interface Travelled {
  readonly sent: MessageRecord;
  readonly ends: { readonly at: Micros; readonly fate: MessageFate }[];
}

/** All that is recorded of one call. */
export interface Watched {
  readonly record: CallRecord;
  readonly story: readonly StoryEvent[];
  /** In order of sending. */
  readonly messages: readonly Travelled[];
  /** Lookups made for it, those of relays too, in order of ending. */
  readonly lookups: readonly LookupRecord[];
  /** Lookups of the whole run for another server, in which some peer was silent, in order of ending. */
  readonly relays: readonly LookupRecord[];
  /** What the servers noticed in the whole run. */
  readonly marks: readonly PeerMark[];
}

/** Records chosen calls of a run, message by message; of all others nothing. */
export class CallWatch extends Listener {
  override readonly wantsMessages = true;
  private readonly calls: ReadonlySet<number>;
  private readonly records = new Map<number, { record: CallRecord; story: readonly StoryEvent[] }>();
  private readonly messages = new Map<number, Map<number, Travelled>>();
  private readonly lookups = new Map<number, LookupRecord[]>();
  private readonly relays: LookupRecord[] = [];
  private readonly marks: PeerMark[] = [];
  /** Calls of the run that have ended: they are numbered from 1. */
  seen = 0;

  /** @param calls their numbers, as in calls.csv */
  constructor(calls: readonly number[]) {
    super();
    this.calls = new Set(calls);
    for (const call of calls) {
      this.messages.set(call, new Map());
      this.lookups.set(call, []);
    }
  }

  /** Undefined: the run has no call of that number. */
  of(call: number): Watched | undefined {
    const ended = this.records.get(call);
    if (ended === undefined) return undefined;
    const messages = [...this.messages.get(call)!.values()];
    return { ...ended, messages, lookups: this.lookups.get(call)!, relays: this.relays, marks: this.marks };
  }

  override callEnded(record: CallRecord, story: readonly StoryEvent[]): void {
    this.seen += 1;
    if (this.calls.has(record.call)) this.records.set(record.call, { record: { ...record }, story: [...story] });
  }

  override lookupEnded(lookup: LookupRecord): void {
    this.lookups.get(lookup.call)?.push(lookup);
    if (lookup.purpose === 'relay' && lookup.silent.length > 0) this.relays.push(lookup);
  }

  override peerChanged(server: ServerId, peer: ServerId, status: PeerMark['status']): void {
    this.marks.push({ at: this.now, server, peer, status });
  }

  override messageSent(sent: MessageRecord): void {
    this.messages.get(sent.call)?.set(sent.number, { sent, ends: [] });
  }

  override messageEnded(message: MessageRecord, fate: MessageFate): void {
    this.messages.get(message.call)?.get(message.number)?.ends.push({ at: this.now, fate });
  }
}
