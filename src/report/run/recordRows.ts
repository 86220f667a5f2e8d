import type { Micros } from '../../kernel/units.ts';
import { postDialDelay } from '../../measure/callLog.ts';
import { Listener } from '../../measure/listener.ts';
import type { ClusterConfig } from '../../model/config.ts';
import { numberAt } from '../../model/phoneColumns.ts';
import type { CallRecord, LookupRecord, LookupReply, RegistrationRecord } from '../../model/observations.ts';
import { column, type Column } from '../column.ts';
import type { Cell, RowSink } from '../csvRows.ts';

/** Decimals of moments, in s: with all microseconds the row finds its moment in a trace. */
const MOMENT = 6;
/** Decimals of lengths, in ms. */
const LENGTH = 3;

/** Columns of calls.csv, one row per ended call. A moment that never came is empty; flags are 1 and 0. */
export const CALL_COLUMNS: readonly Column[] = [
  column('call', 'number', 'Number of the call, from 1 in order of offering.'),
  column('source', 'number', 'Index of the element of "calls" in the scenario, from 0.'),
  column('redial', 'number', '0 for a first attempt, else which redial of it.'),
  column('offered_s', 's', "Virtual time of the caller's first INVITE.", MOMENT),
  column('from', 'number dialled', "The caller's number; empty for a call from the PSTN without one."),
  column('dialled', 'number dialled', 'What was dialled.'),
  column('caller_server', 'server', 'Server that took the INVITE, or should have.'),
  column('callee_server', 'server', 'Server by which the called phone last rang; empty: none.'),
  column('callee_reachable', '0 or 1', 'Whether the called phone had power and was idle when the call was offered.'),
  column('ringing_s', 's', 'Virtual time at which the called phone began to ring; empty: never.', MOMENT),
  column('answered_s', 's', 'Virtual time of the answer; empty: never.', MOMENT),
  column('ended_s', 's', 'Virtual time of the end.', MOMENT),
  column('outcome', 'outcome', 'How it ended: one of the outcomes below.'),
  column('post_dial_delay_ms', 'ms', 'ringing_s less offered_s; empty: it never rang.', LENGTH),
  column('dropped', '0 or 1', 'Answered, then cut by a fault.'),
  column('saved', '0 or 1', 'Answered by direct dial after a failure.'),
  column('lost', '0 or 1', 'Counts as lost: see calls.lost.'),
  column('lookups', 'number', "DUNDi lookups made for it on the caller's server, cached ones too."),
  column('lock_wait_ms', 'ms', 'Time that its own channel waited for the dialplan lock, in all.', LENGTH),
  column('cause', 'word', 'Why it was lost, dropped or slow: a name of calls.causes; empty: it was none of these.'),
  column('sip_status', 'number', 'Final SIP status at the calling phone; 0: none came.'),
  column('fault', 'text', 'The fault behind it; empty: none.'),
  column('because', 'text', 'The cause in a sentence, with times and names.'),
  column('lookup_numbers', 'numbers', 'Its lookups, as numbered in lookups.csv, with blanks between.'),
  column(
    'to_dead_server',
    '0 or 1',
    'A server dialled another one for it that was dead or hung: see calls.toDeadServer.',
  ),
];

/** Columns of registrations.csv, one row per REGISTER transaction; `registration` counts them from 1. */
export const REGISTRATION_COLUMNS: readonly Column[] = [
  column('registration', 'number', 'Number of the transaction, from 1 in order of ending.'),
  column('at_s', 's', 'Virtual time of its first REGISTER.', MOMENT),
  column('phone', 'number dialled', 'Number of the phone.'),
  column('server', 'server', 'Server that it was sent to.'),
  column('kind', 'word', 'first, refresh or unregister.'),
  column('result', 'word', 'granted (200), timeout (no answer), rejected (403, 404) or cancelled (by the phone).'),
  column('sends', 'number', 'REGISTER datagrams, both passes, retransmissions too.'),
  column('took_ms', 'ms', 'From the first datagram until the end.', LENGTH),
  column('granted_s', 's', 'Granted registration time; 0: not granted.'),
];

/** Columns of lookups.csv; `answers` are the servers that said yes, in order of arrival, with blanks between. */
export const LOOKUP_COLUMNS: readonly Column[] = [
  column('lookup', 'number', 'Number of the lookup, from 1 in order of beginning.'),
  column('at_s', 's', 'Virtual time of its beginning.', MOMENT),
  column('server', 'server', 'Server that made it.'),
  column('number', 'number dialled', 'Number that was looked up.'),
  column('context', 'text', 'DUNDi context, such as priv.'),
  column(
    'purpose',
    'word',
    'find (with the dialplan lock), exec, function (DUNDILOOKUP), relay (for another server) or cli.',
  ),
  column('took_ms', 'ms', 'Time that it took.', LENGTH),
  column('answers', 'servers', 'Servers whose answers said that the number exists, in order of arrival.'),
  column('asked', 'number', 'Peers asked over the network; 0: all from the cache, or none to ask.'),
  column('cache_hits', 'number', 'Peers whose answer, yes or no, came from the cache.'),
  column('hint_hits', 'number', 'Peers not asked because of a cached prefix hint.'),
  column('budget_ended', '0 or 1', 'Ended by the wait limit while a peer had not answered.'),
  column('datagrams', 'number', 'DUNDi datagrams, ACKs and retransmissions too.'),
  column('call', 'number', 'The call that it was made for, a relay too; empty: none.'),
  column('asked_servers', 'servers', 'Peers asked over the network, in order.'),
  column(
    'replies',
    'text',
    'What was learned of each peer, in order: its name, from where (network, cache or hint), yes, no or refused, and the remaining life in s, as in "dunpbx1:cache:yes:3".',
  ),
  column('silent', 'servers', 'Peers asked that had not answered at the end.'),
];

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
  /**
   * By server and what it says: fifty servers say few different things, and 49 of them in each lookup. The texts were 4 %
   * of all garbage.
   */
  private readonly replyTexts: (string | undefined)[][] = [];

  /** Writes the names of the columns at once. */
  constructor(config: ClusterConfig, sinks: RecordSinks) {
    super();
    this.config = config;
    this.sinks = sinks;
    sinks.calls?.head(CALL_COLUMNS);
    sinks.registrations?.head(REGISTRATION_COLUMNS);
    sinks.lookups?.head(LOOKUP_COLUMNS);
  }

  override callEnded(call: CallRecord): void {
    this.sinks.calls?.row([
      call.call,
      call.source,
      call.redial,
      known(call.offeredAt),
      call.from,
      call.dialled,
      this.server(call.server),
      this.server(call.calleeServer),
      call.calleeReachable,
      known(call.ringingAt),
      known(call.answeredAt),
      known(call.endedAt),
      call.outcome,
      known(postDialDelay(call)),
      call.dropped,
      call.saved,
      call.lost,
      call.lookups,
      known(call.lockWait),
      call.cause,
      call.status,
      call.fault,
      call.because,
      call.lookupIds.join(' '),
      call.toDead,
    ]);
  }

  override registrationEnded(registration: RegistrationRecord): void {
    this.registrationsSeen += 1;
    this.sinks.registrations?.row([
      this.registrationsSeen,
      known(registration.at),
      numberAt(this.config.phones, registration.phone),
      this.server(registration.server),
      registration.kind,
      registration.result,
      registration.sends,
      known(registration.took),
      registration.granted,
    ]);
  }

  override lookupEnded(lookup: LookupRecord): void {
    this.sinks.lookups?.row([
      lookup.lookup,
      known(lookup.at),
      this.server(lookup.server),
      lookup.number,
      lookup.context,
      lookup.purpose,
      known(lookup.took),
      this.servers(lookup.answers),
      lookup.asked.length,
      lookup.cacheHits,
      lookup.hintHits,
      lookup.budgetEnded,
      lookup.datagrams,
      lookup.call === 0 ? undefined : lookup.call,
      this.servers(lookup.asked),
      withBlanks(lookup.replies, (reply) => this.reply(reply)),
      this.servers(lookup.silent),
    ]);
  }

  private servers(rows: readonly number[]): Cell {
    return withBlanks(rows, (server) => this.server(server));
  }

  private reply(reply: LookupReply): string {
    const { from, source, found, refused, holds } = reply;
    if (!Number.isInteger(holds) || holds < 0 || holds >= HOLDS) return this.replyText(reply);
    const says = (SOURCES.indexOf(source) * 2 + (found ? 1 : 0)) * 2 + (refused ? 1 : 0);
    const texts = (this.replyTexts[from + 1] ??= []);
    const at = holds * 4 * SOURCES.length + says;
    while (texts.length <= at) texts.push(undefined);
    return (texts[at] ??= this.replyText(reply));
  }

  private replyText({ from, source, found, refused, holds }: LookupReply): string {
    const says = refused ? 'refused' : found ? 'yes' : 'no';
    return `${this.server(from)}:${source}:${says}:${holds}`;
  }

  private server(row: number): Cell {
    return this.config.servers[row]?.name;
  }
}

function withBlanks<T>(items: readonly T[], textOf: (item: T) => Cell): Cell {
  if (items.length < 2) return items.length === 0 ? '' : textOf(items[0]!);
  return items.map(textOf).join(' ');
}

const SOURCES: readonly LookupReply['source'][] = ['network', 'cache', 'hint'];
/** Lives of fewer seconds have their texts kept. */
const HOLDS = 64;

/** Empty when it never came. */
function known(time: Micros): Cell {
  return time < 0 ? undefined : time;
}
