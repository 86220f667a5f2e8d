import { SlotTable } from '../../../kernel/resource/slotTable.ts';
import { NOT_SCHEDULED, type Scheduled } from '../../../kernel/clock/simulation.ts';
import { SECOND, type Micros } from '../../../kernel/units.ts';
import type { IaxUser } from '../../config.ts';
import type { CallId, ChannelId, HostId, IaxCalledId, IaxCallId, LegId, ServerId } from '../../ids.ts';
import type { Message } from '../../protocol/index.ts';
import { calledIdOf, calledNumber, callingIdOf, callingNumber } from './callNumbers.ts';
import type { IaxAddress } from './address.ts';

/** A frame whose answer is awaited (chan_iax2.c: struct iax_frame, retries). */
export interface Unanswered extends Held {
  /** How often it has been sent. */
  sends: number;
}

/** What a frame carries beside call numbers. */
export interface Held {
  readonly message: Message<never>;
  readonly rest: Readonly<Record<string, unknown>>;
}

/** What either end keeps of a call, to recognise its frames and to send its own (chan_iax2.c: struct chan_iax2_pvt). */
export interface End {
  /** Its own call number. */
  readonly number: number;
  /** The machine that this end is on. */
  readonly server: ServerId;
  /** The machine of the other end; -1: no machine has the address that was dialled. */
  readonly peer: HostId | -1;
  /** The call number of the other end; 0: it has not named one yet. */
  peerNumber: number;
  /** For the story. */
  readonly call: CallId;
  /** When its row was opened: keep-alives count from here. */
  readonly bornAt: Micros;
  /** Time until the first resend of a frame: twice the ping time (chan_iax2.c:iax2_send). */
  readonly retry: Micros;
  /** Sent until the other end answers; one at a time. */
  unanswered: Unanswered | undefined;
  /** The next resend, or the next keep-alive of a call in doubt. */
  timer: Scheduled;
  /** The other end may be silent: keep-alives travel. */
  inDoubt: boolean;
  /** Sent while in doubt, and perhaps in vain. */
  unheard: Held[];
  /** Numbered frames that it has sent, and that have come in order (`deliveries.ts`). */
  numbered: number;
  arrived: number;
}

/** A call at the end that makes it. */
export interface CallingRow extends End {
  readonly id: IaxCallId;
  readonly leg: LegId;
  readonly address: IaxAddress;
  readonly callerNumber: string;
  /** It holds a call token, or needs none. */
  tokened: boolean;
  autokill: Scheduled;
}

/** A call at the end that takes it. */
export interface CalledRow extends End {
  readonly id: IaxCalledId;
  readonly peer: HostId;
  readonly user: IaxUser;
  readonly context: string;
  readonly exten: string;
  readonly callerNumber: string;
  /** How far it is; `over`: the other end has ended it, and the row waits for what still runs for it here. */
  state: 'new' | 'challenged' | 'authenticated' | 'accepted' | 'over';
  /** A thread looks for its extension, and waits for the dialplan lock. */
  testing: boolean;
  channel: ChannelId | 0;
}

/** The calls of all servers, a table for each end: no row is shared. */
export class IaxRows {
  readonly calling = new SlotTable<CallingRow, IaxCallId>();
  readonly called = new SlotTable<CalledRow, IaxCalledId>();
  /** By the number of the calling end, which is all that a NEW names. */
  private readonly bySource = new Map<number, CalledRow>();

  /** Gives the row its number. */
  openCalling(row: CallingRow): void {
    const id = this.calling.open(row);
    (row as { id: IaxCallId }).id = id;
    (row as { number: number }).number = callingNumber(id);
  }

  /** Gives the row its number. */
  openCalled(row: CalledRow): void {
    const id = this.called.open(row);
    (row as { id: IaxCalledId }).id = id;
    (row as { number: number }).number = calledNumber(id);
    this.bySource.set(row.peerNumber, row);
  }

  /** The call of that number. */
  at(number: number): CallingRow | CalledRow | undefined {
    return this.calling.get(callingIdOf(number) as IaxCallId) ?? this.called.get(calledIdOf(number) as IaxCalledId);
  }

  /** Visits all calls, those of the calling ends first. */
  each(visit: (row: CallingRow | CalledRow) => void): void {
    this.calling.each(visit);
    this.called.each(visit);
  }

  closeCalled(row: CalledRow): void {
    this.called.close(row.id);
    if (this.bySource.get(row.peerNumber) === row) this.bySource.delete(row.peerNumber);
  }

  /** The row at `server` that a frame from `peer` belongs to (chan_iax2.c:find_callno, match). */
  find(server: HostId, peer: HostId, source: number, destination: number): CallingRow | CalledRow | undefined {
    const row = destination === 0 ? this.bySource.get(source) : this.at(destination);
    if (row === undefined || row.server !== server || row.peer !== peer) return undefined;
    return row.peerNumber === 0 || source === 0 || row.peerNumber === source ? row : undefined;
  }
}

export function isCalling(row: CallingRow | CalledRow): row is CallingRow {
  return callingIdOf(row.number) !== 0;
}

/** chan_iax2.c: DEFAULT_RETRY_TIME is the ping time of 1 s that a call begins with. */
const RETRY: Micros = 2 * SECOND;

/** A call that the server makes, before it has its number. */
export function newCalling(
  from: Pick<CallingRow, 'server' | 'peer' | 'call' | 'leg' | 'address' | 'callerNumber' | 'tokened'>,
  now: Micros,
  retry: Micros = RETRY,
): CallingRow {
  return {
    number: 0,
    server: from.server,
    peer: from.peer,
    peerNumber: 0,
    call: from.call,
    bornAt: now,
    retry,
    unanswered: undefined,
    timer: NOT_SCHEDULED,
    inDoubt: false,
    unheard: [],
    numbered: 0,
    arrived: 0,
    id: 0 as IaxCallId,
    leg: from.leg,
    address: from.address,
    callerNumber: from.callerNumber,
    tokened: from.tokened,
    autokill: NOT_SCHEDULED,
  };
}

/** A call that the server takes, before it has its number. */
export function newCalled(
  from: Pick<CalledRow, 'server' | 'peer' | 'peerNumber' | 'call' | 'user' | 'context' | 'exten' | 'callerNumber'>,
  now: Micros,
): CalledRow {
  return {
    number: 0,
    server: from.server,
    peer: from.peer,
    peerNumber: from.peerNumber,
    call: from.call,
    bornAt: now,
    retry: RETRY,
    unanswered: undefined,
    timer: NOT_SCHEDULED,
    inDoubt: false,
    unheard: [],
    numbered: 0,
    arrived: 0,
    id: 0 as IaxCalledId,
    user: from.user,
    context: from.context,
    exten: from.exten,
    callerNumber: from.callerNumber,
    state: 'new',
    testing: false,
    channel: 0,
  };
}
