import type { ResultDocument } from '../../measure/document.ts';
import type { FaultMark, PeerMark } from '../../measure/measures.ts';
import type { CallRecord } from '../../model/observations.ts';
import type { Plain } from './columns.ts';

/** Messages by number, less 1. `endsAt` -1: under way. Times in µs. `kind`: place in MESSAGES; `fate`: in FATES. */
export const MESSAGE_SHAPE = {
  at: 'f64',
  endsAt: 'f64',
  from: 'i32',
  to: 'i32',
  call: 'i32',
  label: 'i32',
  kind: 'u8',
  fate: 'u8',
} as const;

/** Where a message ended that was sent with an earlier part of the recording. */
export const END_SHAPE = { row: 'i32', endsAt: 'f64', fate: 'u8' } as const;

/** Events of the simulation; `name`: place in the texts; `host`: its second number. */
export const EVENT_SHAPE = { at: 'f64', name: 'i32', host: 'i32' } as const;

/** A figure of a host changed: `field` is a place in FIELDS. */
export const STATE_SHAPE = { at: 'f64', host: 'i32', field: 'u8', value: 'f64' } as const;

/** A phone's own view changed. */
export const PHONE_SHAPE = { at: 'f64', phone: 'i32', registered: 'u8' } as const;

/** A server stored what a peer said of a number, or of a prefix. `peer` -1: no server of the scenario. `endsAt`: µs. */
export const CACHE_SHAPE = {
  at: 'f64',
  endsAt: 'f64',
  server: 'i32',
  peer: 'i32',
  key: 'i32',
  isHint: 'u8',
  found: 'u8',
} as const;

export const FATES = ['underWay', 'arrived', 'lost', 'off', 'waits'] as const;

/**
 * Figures of a host. `state`: 0 up, 1 down, 2 hung. `lockCall`: the call whose channel holds the dialplan lock, 0 none.
 * `lockNumber`: place in the texts of the number that its lookup asks for, -1 no lookup. `lockLine`: place in the texts of who
 * waits for the lock, the first of them, -1 nobody. `sipWait`: 0 reads, 1 waits for
 * the lock, 2 for the database, 3 for the disk. Of the database `sipQueue` is the statements that wait, `lockWaiters` those that run.
 */
export const FIELDS = [
  'registrations',
  'sipQueue',
  'sipWait',
  'locked',
  'lockWaiters',
  'lockCall',
  'lockNumber',
  'lockLine',
  'state',
] as const;
export type Field = (typeof FIELDS)[number];

/** What the page shows of a call. */
export type CallRow = Pick<
  CallRecord,
  | 'call'
  | 'caller'
  | 'from'
  | 'dialled'
  | 'server'
  | 'offeredAt'
  | 'ringingAt'
  | 'answeredAt'
  | 'endedAt'
  | 'outcome'
  | 'lost'
  | 'dropped'
  | 'saved'
  | 'cause'
  | 'because'
  | 'fault'
>;

/** What happened since the part before, up to `until`. */
export interface Part {
  readonly until: number;
  readonly messages: Plain<typeof MESSAGE_SHAPE>;
  readonly ends: Plain<typeof END_SHAPE>;
  readonly events: Plain<typeof EVENT_SHAPE>;
  readonly states: Plain<typeof STATE_SHAPE>;
  readonly phones: Plain<typeof PHONE_SHAPE>;
  readonly cache: Plain<typeof CACHE_SHAPE>;
  /** Appended to the texts that labels, names and keys are places in. */
  readonly texts: readonly string[];
  readonly calls: readonly CallRow[];
  readonly marks: readonly PeerMark[];
  readonly faults: readonly FaultMark[];
}

/** What a run came to. */
export interface Ending {
  readonly document: ResultDocument;
  /** What `dundisim run` prints. */
  readonly summary: string;
  /** The recording holds all messages and events: false where there were too many. */
  readonly isWhole: boolean;
}
