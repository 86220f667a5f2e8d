import type { Callers } from '../../phone/callers.ts';
import type { Hosts } from '../../network/hosts.ts';
import type { CallId, HostId, PhoneId } from '../../ids.ts';
import type { Network, RowMessage } from '../../network/network.ts';
import type { IaxCalled } from '../iax2/calledEnd.ts';
import { CAUSE, type ChannelRow } from './channelRows.ts';

/** What a server says to the phone that called: `Callers` declares these. */
export interface CallReplies {
  readonly ringingArrives: RowMessage<CallId>;
  readonly answerArrives: RowMessage<CallId>;
  readonly errorArrives: RowMessage<CallId>;
  readonly byeArrives: RowMessage<CallId>;
}

/** The other end of a channel that runs the dialplan: the calling phone, the calling server, or a trunk. */
export class ChannelSide {
  private readonly hosts: Hosts;
  private readonly network: Network;
  private readonly callers: Callers;
  private readonly iax: IaxCalled;
  private readonly replies: CallReplies;

  constructor(hosts: Hosts, network: Network, callers: Callers, iax: IaxCalled, replies: CallReplies) {
    this.hosts = hosts;
    this.network = network;
    this.callers = callers;
    this.iax = iax;
    this.replies = replies;
  }

  ring(row: ChannelRow): void {
    if (row.closed || row.ringing || row.answered) return;
    row.ringing = true;
    if (row.side === 'sip') this.tell(row, this.replies.ringingArrives);
    else if (row.side === 'iax' && row.iax !== 0) this.iax.ring(row.iax);
  }

  answer(row: ChannelRow): void {
    if (row.closed || row.answered) return;
    row.answered = true;
    if (row.side === 'sip') this.tell(row, this.replies.answerArrives);
    else if (row.side === 'iax' && row.iax !== 0) this.iax.answer(row.iax);
  }

  /** Busy() and Congestion(): an error while it is not answered, a tone afterwards. */
  refuse(row: ChannelRow, cause: number): void {
    if (row.closed) return;
    const attempt = this.callers.get(row.call);
    if (attempt !== undefined && cause === CAUSE.busy) attempt.busy = true;
    if (attempt !== undefined && cause === CAUSE.congestion) attempt.congested = true;
    if (!row.answered) this.hangUp(row, cause);
  }

  hangUp(row: ChannelRow, cause: number): void {
    if (row.closed) return;
    row.closed = true;
    if (row.side === 'iax') {
      if (row.iax !== 0) this.iax.end(row.iax, cause === 0 ? CAUSE.normal : cause);
    } else if (row.side === 'sip') {
      const attempt = this.callers.get(row.call);
      if (attempt !== undefined) attempt.finalStatus = row.answered ? 0 : statusOf(cause);
      this.tell(row, row.answered ? this.replies.byeArrives : this.replies.errorArrives);
    } else {
      this.callers.endFromTrunk(row.call);
    }
  }

  private tell(row: ChannelRow, message: RowMessage<CallId>): void {
    const host: HostId = this.hosts.ofPhone(row.phone as PhoneId);
    this.network.sendRowReliably(row.server, host, message, row.call, 0);
  }
}

/** chan_sip.c:hangup_cause2sip */
function statusOf(cause: number): number {
  switch (cause) {
    case CAUSE.unallocated:
    case CAUSE.noRoute:
      return 404;
    case CAUSE.busy:
      return 486;
    case CAUSE.noUserResponse:
      return 408;
    case CAUSE.unregistered:
    case CAUSE.noAnswer:
      return 480;
    case CAUSE.rejected:
      return 403;
    case CAUSE.destinationOutOfOrder:
      return 502;
    case CAUSE.congestion:
      return 503;
    default:
      return 603;
  }
}
