import { SECOND, type Micros } from '../../kernel/units.ts';
import { postDialDelay } from '../../measure/callLog.ts';
import { Listener } from '../../measure/listener.ts';
import type { ClusterConfig } from '../../model/config.ts';
import type { CallRecord, LookupRecord, RegistrationRecord } from '../../model/observations.ts';
import type { Cell, RowSink } from '../csvRows.ts';

/** Columns of calls.csv, one row per ended call. A moment that never came is empty; flags are 1 and 0. */
export const CALL_COLUMNS = [
  'call',
  'source',
  'redial',
  'offered_s',
  'from',
  'dialled',
  'caller_server',
  'callee_server',
  'callee_reachable',
  'ringing_s',
  'answered_s',
  'ended_s',
  'outcome',
  'post_dial_delay_ms',
  'dropped',
  'saved',
  'lost',
  'lookups',
  'lock_wait_ms',
] as const;

/** Columns of registrations.csv, one row per REGISTER transaction; `registration` counts them from 1. */
export const REGISTRATION_COLUMNS = [
  'registration',
  'at_s',
  'phone',
  'server',
  'kind',
  'result',
  'sends',
  'took_ms',
  'granted_s',
] as const;

/** Columns of lookups.csv; `answers` are the servers that said yes, in order of arrival, with blanks between. */
export const LOOKUP_COLUMNS = [
  'lookup',
  'at_s',
  'server',
  'number',
  'context',
  'purpose',
  'took_ms',
  'answers',
  'asked',
  'cache_hits',
  'hint_hits',
  'budget_ended',
  'datagrams',
] as const;

/** Sinks for the records of a run; a file that nobody wants has none. */
export interface RecordSinks {
  readonly calls?: RowSink;
  readonly registrations?: RowSink;
  readonly lookups?: RowSink;
}

/** Writes every record down as it comes, and keeps none: a run of 10,000 phones makes millions. */
export class RecordRows extends Listener {
  private readonly config: ClusterConfig;
  private readonly sinks: RecordSinks;
  private registrationsSeen = 0;

  /** Writes the names of the columns at once. */
  constructor(config: ClusterConfig, sinks: RecordSinks) {
    super();
    this.config = config;
    this.sinks = sinks;
    sinks.calls?.row(CALL_COLUMNS);
    sinks.registrations?.row(REGISTRATION_COLUMNS);
    sinks.lookups?.row(LOOKUP_COLUMNS);
  }

  override callEnded(call: CallRecord): void {
    this.sinks.calls?.row([
      call.call,
      call.source,
      call.redial,
      seconds(call.offeredAt),
      call.from,
      call.dialled,
      this.server(call.server),
      this.server(call.calleeServer),
      call.calleeReachable,
      seconds(call.ringingAt),
      seconds(call.answeredAt),
      seconds(call.endedAt),
      call.outcome,
      milliseconds(postDialDelay(call)),
      call.dropped,
      call.saved,
      call.lost,
      call.lookups,
      milliseconds(call.lockWait),
    ]);
  }

  override registrationEnded(registration: RegistrationRecord): void {
    this.registrationsSeen += 1;
    this.sinks.registrations?.row([
      this.registrationsSeen,
      seconds(registration.at),
      this.config.phones[registration.phone]?.number,
      this.server(registration.server),
      registration.kind,
      registration.result,
      registration.sends,
      milliseconds(registration.took),
      registration.granted,
    ]);
  }

  override lookupEnded(lookup: LookupRecord): void {
    this.sinks.lookups?.row([
      lookup.lookup,
      seconds(lookup.at),
      this.server(lookup.server),
      lookup.number,
      lookup.context,
      lookup.purpose,
      milliseconds(lookup.took),
      lookup.answers.map((server) => this.server(server)).join(' '),
      lookup.asked.length,
      lookup.cacheHits,
      lookup.hintHits,
      lookup.budgetEnded,
      lookup.datagrams,
    ]);
  }

  private server(row: number): Cell {
    return this.config.servers[row]?.name;
  }
}

/** With all microseconds, so that the row finds its moment in a trace; empty when it never came. */
export function seconds(at: Micros): Cell {
  return at < 0 ? undefined : (at / SECOND).toFixed(6);
}

export function milliseconds(length: Micros): Cell {
  return length < 0 ? undefined : (length / 1000).toFixed(3);
}
