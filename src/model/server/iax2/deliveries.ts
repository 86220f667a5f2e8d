import { NOT_SCHEDULED, type EventType, type Scheduled, type Simulation } from '../../../kernel/clock/simulation.ts';
import type { Signal } from '../../../kernel/signal.ts';
import type { Micros } from '../../../kernel/units.ts';
import type { HostId, ServerId } from '../../ids.ts';
import type { Hosts } from '../../network/hosts.ts';
import type { Network } from '../../network/network.ts';
import { ACK, VNAK, type Frame } from '../../protocol/iax2.ts';
import type { Message } from '../../protocol/index.ts';
import { longer, SENDS } from './retries.ts';
import { isCalling, type CalledRow, type CallingRow, type Held, type IaxRows } from './rows.ts';

type Row = CallingRow | CalledRow;

/** A frame that the other end has not acknowledged. */
interface Numbered extends Held {
  /** From 1, in the order in which this end has sent them. */
  readonly sequence: number;
  sends: number;
  /** Between the last transmission and the next one, which is due then. */
  pause: Micros;
  due: Micros;
}

/** The frames of one end that are under way. Its row may be closed: HANGUP is its last frame. */
interface Delivery {
  readonly row: Row;
  frames: readonly Numbered[];
  /** The first that is due. */
  timer: Scheduled;
}

/**
 * Frames of a call over a path that loses some: each is numbered, acknowledged, handed on in order, and sent again until
 * it is acknowledged. Behind one that is missing VNAK asks for it at once; four sends in vain end the call
 * (chan_iax2.c:iax2_send, attempt_transmit, socket_process, vnak_retransmit; RFC 5456 7).
 *
 * Where nothing is lost a frame needs none of it, and goes without a number: the number of events stays that of the
 * frames. Not modelled: a frame acknowledges with its own numbers too; here ACK alone does.
 */
export class Deliveries {
  private readonly parts: DeliveriesParts;
  /** By the call number of the end that sends. */
  private readonly open = new Map<number, Delivery>();
  private readonly resendIsDue: EventType<number, HostId>;

  constructor(parts: DeliveriesParts) {
    this.parts = parts;
    this.resendIsDue = parts.hosts.on('iax.frameIsDueAgain', (number) => this.resend(number));
    parts.network.receive(ACK, 'server', ({ destination, sequence = 0 }, to, from) =>
      this.acknowledged(this.find(destination, to, from), sequence),
    );
    parts.network.receive(VNAK, 'server', ({ destination, sequence = 0 }, to, from) => {
      const delivery = this.find(destination, to, from);
      for (const frame of delivery?.frames ?? []) if (frame.sequence >= sequence) this.transmit(delivery!.row, frame);
    });
  }

  /** Either way between the two machines. */
  isLossy({ server, peer }: Row): boolean {
    const { links } = this.parts.network;
    return peer >= 0 && (links.path(server, peer as HostId).loss > 0 || links.path(peer as HostId, server).loss > 0);
  }

  /** False: nothing is lost on that path, and nothing is under way. */
  takes<F extends Frame>(row: Row, message: Message<F>, rest: Omit<F, keyof Frame>): boolean {
    let delivery = this.open.get(row.number);
    if (delivery === undefined && !this.isLossy(row)) return false;
    delivery ??= { row, frames: [], timer: NOT_SCHEDULED };
    this.open.set(row.number, delivery);
    row.numbered++;
    const { retry: pause, numbered: sequence } = row;
    const due = this.parts.sim.now + pause;
    const frame: Numbered = { message: message as Message<never>, rest, sequence, sends: 1, pause, due };
    delivery.frames = [...delivery.frames, frame];
    this.await(delivery);
    this.transmit(row, frame);
    return true;
  }

  /** What has come to a known call: true when it is the next one, and may be handed on. */
  accepts(row: Row, { sequence }: Frame): boolean {
    if (sequence === undefined) return true;
    if (sequence > row.arrived + 1) {
      this.answer(row, VNAK, row.arrived + 1);
      return false;
    }
    const isNext = sequence > row.arrived;
    if (isNext) row.arrived = sequence;
    this.answer(row, ACK, row.arrived);
    return isNext;
  }

  /** The end of that number, if its call is over and its last frame still under way. */
  closing(number: number, to: HostId, from: HostId): Row | undefined {
    if (this.open.size === 0) return undefined;
    const row = this.find(number, to, from)?.row;
    return row === undefined || this.parts.rows.at(number) === row ? undefined : row;
  }

  /** The other end has no such call: what is under way to it is in vain. */
  drop(number: number): void {
    const delivery = this.open.get(number);
    if (delivery !== undefined) this.parts.sim.cancel(delivery.timer);
    this.open.delete(number);
  }

  crash(server: ServerId): void {
    for (const [number, { row }] of this.open) if (row.server === server) this.drop(number);
  }

  /** Ends with frames under way. */
  get size(): number {
    return this.open.size;
  }

  /** Of all that are under way the next is due first. */
  private await(delivery: Delivery): void {
    const { sim } = this.parts;
    const { row, frames } = delivery;
    sim.cancel(delivery.timer);
    const due = Math.min(...frames.map((frame) => frame.due));
    delivery.timer = sim.after(due - sim.now, this.resendIsDue, row.number, row.server);
  }

  private resend(number: number): void {
    const delivery = this.open.get(number);
    if (delivery === undefined) return;
    const { now } = this.parts.sim;
    const late = delivery.frames.filter(({ due }) => due <= now);
    if (late.some(({ sends }) => sends === SENDS)) {
      this.fail(delivery);
      return;
    }
    for (const frame of late) {
      frame.sends++;
      frame.pause = longer(frame.pause);
      frame.due = now + frame.pause;
      this.transmit(delivery.row, frame);
    }
    this.await(delivery);
  }

  private fail({ row }: Delivery): void {
    this.drop(row.number);
    if (this.parts.rows.at(row.number) !== row) return;
    if (isCalling(row)) this.parts.callingLost.send(row);
    else this.parts.calledLost.send(row);
  }

  private acknowledged(delivery: Delivery | undefined, sequence: number): void {
    if (delivery === undefined) return;
    delivery.frames = delivery.frames.filter((frame) => frame.sequence > sequence);
    if (delivery.frames.length === 0) this.drop(delivery.row.number);
    else this.await(delivery);
  }

  private find(number: number, to: HostId, from: HostId): Delivery | undefined {
    const delivery = this.open.get(number);
    return delivery?.row.server === to && delivery.row.peer === from ? delivery : undefined;
  }

  private transmit(row: Row, { message, rest, sequence }: Numbered): void {
    const { number: source, peerNumber: destination, call } = row;
    const fields = Object.assign({ source, destination, call, sequence }, rest) as never;
    this.parts.network.send(row.server, row.peer as HostId, message, fields, this.parts.frameTime());
  }

  /** Once, and of no number of its own (send_command_immediate). */
  private answer(row: Row, message: Message<Frame>, sequence: number): void {
    const { number: source, peerNumber: destination, call } = row;
    this.parts.network.send(row.server, row.peer as HostId, message, { source, destination, call, sequence });
  }
}

export interface DeliveriesParts {
  readonly sim: Simulation;
  readonly hosts: Hosts;
  readonly network: Network;
  readonly rows: IaxRows;
  /** µs that a server takes to make a frame. */
  readonly frameTime: () => Micros;
  /** A call whose other end is silent. */
  readonly callingLost: Signal<[row: CallingRow]>;
  readonly calledLost: Signal<[row: CalledRow]>;
}
