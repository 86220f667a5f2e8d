import { SlotTable } from '../../../kernel/resource/slotTable.ts';
import type { Scheduled } from '../../../kernel/clock/simulation.ts';
import type { IaxUser } from '../../config.ts';
import type { CallId, ChannelId, HostId, IaxCalledId, IaxCallId, LegId, ServerId } from '../../ids.ts';
import { calledIdOf, calledNumber, callingIdOf, callingNumber } from './callNumbers.ts';
import type { IaxAddress } from './address.ts';

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
}

/** A call at the end that makes it. */
export interface CallingRow extends End {
  readonly id: IaxCallId;
  readonly leg: LegId;
  readonly address: IaxAddress;
  readonly callerNumber: string;
  /** Something has come back. */
  heard: boolean;
  /** It holds a call token, or needs none. */
  tokened: boolean;
  /** NEW frames so far. */
  sends: number;
  timer: Scheduled;
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

  closeCalled(row: CalledRow): void {
    this.called.close(row.id);
    if (this.bySource.get(row.peerNumber) === row) this.bySource.delete(row.peerNumber);
  }

  /** The row at `server` that a frame from `peer` belongs to (chan_iax2.c:find_callno, match). */
  find(server: HostId, peer: HostId, source: number, destination: number): CallingRow | CalledRow | undefined {
    const row =
      destination === 0
        ? this.bySource.get(source)
        : (this.calling.get(callingIdOf(destination) as IaxCallId) ??
          this.called.get(calledIdOf(destination) as IaxCalledId));
    if (row === undefined || row.server !== server || row.peer !== peer) return undefined;
    return row.peerNumber === 0 || source === 0 || row.peerNumber === source ? row : undefined;
  }
}

export function isCalling(row: CallingRow | CalledRow): row is CallingRow {
  return callingIdOf(row.number) !== 0;
}
