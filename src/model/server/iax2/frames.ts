import type { Micros } from '../../../kernel/units.ts';
import type { HostId } from '../../ids.ts';
import type { Network } from '../../network/network.ts';
import { INVAL, type Frame, type New } from '../../protocol/iax2.ts';
import type { Message } from '../../protocol/index.ts';
import type { Rules } from '../../rules.ts';
import type { Deliveries } from './deliveries.ts';
import { isCalling, type CalledRow, type CallingRow, type End, type IaxRows } from './rows.ts';

interface Handlers {
  calling?: (row: CallingRow, fields: never) => void;
  called?: (row: CalledRow, fields: never) => void;
  /** The call is over there, and its last frame is under way. */
  closing?: (row: CallingRow | CalledRow) => void;
}

/**
 * Finds the call that a frame belongs to, at the end that it has come to, and sends frames of a call
 * (chan_iax2.c:socket_read, find_callno, iax2_send).
 *
 * After NEW every frame is acknowledged and repeated (RFC 5456 7), which `Deliveries` does where a path loses some.
 * Elsewhere acknowledgements have no effect and do not travel, and a frame is lost only between machines that do not reach
 * each other.
 */
export class Frames {
  private readonly network: Network;
  private readonly rows: IaxRows;
  private readonly deliveries: Deliveries;
  private readonly saysInval: boolean;
  private readonly frameTime: () => Micros;
  private readonly handlers = new Map<Message<never>, Handlers>();

  constructor({ network, rows, deliveries, rules, frameTime }: FramesParts) {
    this.network = network;
    this.rows = rows;
    this.deliveries = deliveries;
    this.saysInval = rules.iaxInval;
    this.frameTime = frameTime;
    this.network.receive(INVAL, 'server', (fields, to, from) => this.dispatch(INVAL, fields, to, from));
  }

  /** Frames of that kind that reach a known call at its calling end. */
  atCalling<F extends Frame>(message: Message<F>, handler: (row: CallingRow, fields: F) => void): void {
    this.handlersOf(message).calling = handler;
  }

  /** Frames of that kind that reach a known call at its called end. */
  atCalled<F extends Frame>(message: Message<F>, handler: (row: CalledRow, fields: F) => void): void {
    this.handlersOf(message).called = handler;
  }

  /** Frames of that kind that reach an end which has hung up, and waits for the acknowledgement of that. */
  atClosing<F extends Frame>(message: Message<F>, handler: (row: CallingRow | CalledRow) => void): void {
    this.handlersOf(message).closing = handler;
  }

  /**
   * The call that a frame belongs to. Who sends frames of a call that is unknown here gets INVAL (RFC 5456 6.9.2), or
   * nothing (rule iaxInval).
   */
  rowOf({ source, destination, call }: Frame, to: HostId, from: HostId): CallingRow | CalledRow | undefined {
    const row = this.rows.find(to, from, source, destination);
    if (row !== undefined) {
      if (row.peerNumber === 0) row.peerNumber = source;
    } else if (this.saysInval) {
      this.network.send(to, from, INVAL, { source: destination, destination: source, call });
    }
    return row;
  }

  /** A frame of a call that both ends know. True: it is numbered, and sent until it is acknowledged. */
  send<F extends Frame>(end: CallingRow | CalledRow, message: Message<F>, rest: Omit<F, keyof Frame>): boolean {
    if (this.deliveries.takes(end, message, rest)) return true;
    if (end.peer >= 0 && this.network.reaches(end.server, end.peer as HostId))
      this.network.sendReliably(end.server, end.peer as HostId, message, this.fields(end, rest), this.frameTime());
    return false;
  }

  /** A frame to a server that may not be there. */
  sendOnce<F extends Frame>(end: End, message: Message<F>, rest: Omit<F, keyof Frame>): void {
    if (end.peer >= 0)
      this.network.send(end.server, end.peer as HostId, message, this.fields(end, rest), this.frameTime());
  }

  /** The answer to a NEW, of a server that keeps nothing of the call (chan_iax2.c:send_apathetic_reply). */
  answerNew<F extends Frame>(
    { source, call }: New,
    from: HostId,
    to: HostId,
    message: Message<F>,
    rest: Omit<F, keyof Frame>,
  ): void {
    const fields = Object.assign({ source: 0, destination: source, call }, rest) as unknown as F;
    const { links } = this.network;
    // NEW is sent again, and answered again.
    if (links.path(from, to).loss > 0) this.network.send(from, to, message, fields, this.frameTime());
    else if (links.reaches(from, to)) this.network.sendReliably(from, to, message, fields, this.frameTime());
  }

  private fields<F extends Frame>(end: End, rest: Omit<F, keyof Frame>): F {
    return Object.assign({ source: end.number, destination: end.peerNumber, call: end.call }, rest) as unknown as F;
  }

  private handlersOf(message: Message<never>): Handlers {
    let handlers = this.handlers.get(message);
    if (handlers === undefined) {
      handlers = {};
      this.handlers.set(message, handlers);
      if (message !== INVAL)
        this.network.receive<Frame>(message as Message<Frame>, 'server', (fields, to, from) =>
          this.dispatch(message as Message<Frame>, fields, to, from),
        );
    }
    return handlers;
  }

  private dispatch(message: Message<Frame>, fields: Frame, to: HostId, from: HostId): void {
    const isInval = message === INVAL;
    const closing = isInval ? undefined : this.deliveries.closing(fields.destination, to, from);
    if (closing !== undefined) {
      this.deliveries.accepts(closing, fields);
      this.handlers.get(message)!.closing?.(closing);
      return;
    }
    const row = isInval ? this.rows.find(to, from, fields.source, fields.destination) : this.rowOf(fields, to, from);
    if (isInval) this.deliveries.drop(fields.destination);
    if (row === undefined || !this.deliveries.accepts(row, fields)) return;
    const handlers = this.handlers.get(message)!;
    if (isCalling(row)) handlers.calling?.(row, fields as never);
    else handlers.called?.(row, fields as never);
  }
}

export interface FramesParts {
  readonly network: Network;
  readonly rows: IaxRows;
  readonly deliveries: Deliveries;
  readonly rules: Rules;
  /** Draws the µs that a server needs to make a frame. */
  readonly frameTime: () => Micros;
}
