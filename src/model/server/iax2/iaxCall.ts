import type { SlotTable } from '../../../kernel/resource/slotTable.ts';
import { NOT_SCHEDULED, type Scheduled } from '../../../kernel/clock/simulation.ts';
import type { IaxUser } from '../../config.ts';
import type { CallId, ChannelId, IaxCallId, LegId, ServerId } from '../../ids.ts';
import type { RowMessage } from '../../network/network.ts';
import type { IaxAddress } from './address.ts';

/** One IAX2 call between two servers: what either side knows of it. */
export interface IaxCall {
  readonly id: IaxCallId;
  readonly leg: LegId;
  readonly call: CallId;
  readonly from: ServerId;
  readonly address: IaxAddress;
  readonly callerNumber: string;

  // The calling side.
  ended: boolean;
  /** Something has come back. */
  heard: boolean;
  /** It holds a call token, or needs none. */
  tokened: boolean;
  sends: number;
  timer: Scheduled;
  autokill: Scheduled;

  // The called side.
  user: IaxUser | undefined;
  /** Its challenge is outstanding and counts against maxauthreq. */
  challenged: boolean;
  /** One of the threads that read IAX2 looks for its extension, and waits for the dialplan lock. */
  testing: boolean;
  /** How far it is: what comes twice is not worked off twice. */
  seen: 'nothing' | 'new' | 'authrep';
  /** A thread of the called server has it and waits for the dialplan lock. */
  waits: boolean;
  channel: ChannelId | 0;
  /** Q.850 cause with which it rejects or hangs up. */
  cause: number;
}

export type IaxTable = SlotTable<IaxCall, IaxCallId>;

export function newCall(
  leg: { readonly id: LegId; readonly call: CallId; readonly server: ServerId; readonly callerNumber: string },
  address: IaxAddress,
  tokened: boolean,
): IaxCall {
  return {
    id: 0 as IaxCallId,
    leg: leg.id,
    call: leg.call,
    from: leg.server,
    address,
    callerNumber: leg.callerNumber,
    ended: false,
    heard: false,
    tokened,
    sends: 0,
    timer: NOT_SCHEDULED,
    autokill: NOT_SCHEDULED,
    user: undefined,
    challenged: false,
    testing: false,
    seen: 'nothing',
    waits: false,
    channel: 0,
    cause: 0,
  };
}

/** Frames towards the called server. */
export interface ToCalled {
  readonly newArrives: RowMessage<IaxCallId>;
  readonly authRepArrives: RowMessage<IaxCallId>;
  readonly pingArrives: RowMessage<IaxCallId>;
  readonly hangupArrives: RowMessage<IaxCallId>;
}

/** Frames towards the calling server. */
export interface ToCaller {
  readonly tokenArrives: RowMessage<IaxCallId>;
  readonly authReqArrives: RowMessage<IaxCallId>;
  readonly acceptArrives: RowMessage<IaxCallId>;
  readonly rejectArrives: RowMessage<IaxCallId>;
  readonly ringingArrives: RowMessage<IaxCallId>;
  readonly answerArrives: RowMessage<IaxCallId>;
  readonly pongArrives: RowMessage<IaxCallId>;
  readonly hangupArrives: RowMessage<IaxCallId>;
}

/** Nobody needs the row any more. */
export function closeIfDone(table: IaxTable, call: IaxCall): void {
  if (call.ended && call.channel === 0 && !call.challenged && !call.testing) table.close(call.id);
}
