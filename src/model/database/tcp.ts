import { SlotTable } from '../../kernel/resource/slotTable.ts';
import type { Signal } from '../../kernel/signal.ts';
import type { EventType, Simulation } from '../../kernel/clock/simulation.ts';
import { MILLISECOND, SECOND, type Micros } from '../../kernel/units.ts';
import type { HostId, ServerId } from '../ids.ts';
import type { Network } from '../network/network.ts';
import type { Segment } from '../network/segment/segment.ts';
import type { Message } from '../protocol/index.ts';
import { BYTES, QUERY, RESULT, type Query, type Result } from '../protocol/mysql.ts';

/** First pause before a resend, longest pause, number of resends (Linux: RTO min 200 ms, max 120 s, tcp_retries2 15). */
const RESEND_FIRST: Micros = 200 * MILLISECOND;
const RESEND_LONGEST: Micros = 120 * SECOND;
const RESENDS = 15;
/** SYN and SYN-ACK; greeting and credentials. Their time without a segment is part of the database's `connect`. */
const HANDSHAKE = 2;

/** A message that waits for its segment, or did not get through and will be sent again. */
interface Sending {
  readonly from: HostId;
  readonly to: HostId;
  readonly message: Message<never>;
  readonly fields: unknown;
  readonly deadline: Micros;
  /** Packets that go to and fro before it: the next goes to `to` if they are even. */
  steps: number;
  /** One way, for each of those packets, µs. */
  readonly stepTime: Micros;
  tries: number;
  /** When the present packet was handed to the segment, and what those before waited there, µs. */
  handedAt: Micros;
  held: Micros;
}

/**
 * MySQL's messages over TCP: what is cut off, or lost at a full Ethernet segment, is sent again, at growing intervals,
 * until the connection is given up.
 *
 * Without a segment, it holds rows only for what did not get through; everything else is in the network's hands at
 * once. Simplifications: when the database gives up a RESULT, the client learns of it at that moment, not by a keepalive
 * hours later; ACKs ride on other packets; nothing is sent again because its ACK is late (the timer adapts).
 */
export class Tcp {
  private readonly sim: Simulation;
  private readonly network: Network;
  private readonly segment: Segment | undefined;
  private readonly statementLost: Signal<[statement: number]>;
  private readonly connectionLost: Signal<[connection: number]>;
  private readonly sendings = new SlotTable<Sending>();

  private readonly sendDue: EventType<number, number>;
  private readonly packetIsSent: EventType<number, number>;

  /** `statementLost` goes to the client of a QUERY or RESULT, `connectionLost` to the database that gave up a RESULT. */
  constructor(
    sim: Simulation,
    network: Network,
    segment: Segment | undefined,
    statementLost: Signal<[statement: number]>,
    connectionLost: Signal<[connection: number]>,
  ) {
    this.sim = sim;
    this.network = network;
    this.segment = segment;
    this.statementLost = statementLost;
    this.connectionLost = connectionLost;
    this.sendDue = sim.on('tcp.sendIsDue', (id) => this.transmit(id));
    this.packetIsSent = sim.on('tcp.packetIsSent', (id) => this.sent(id));
  }

  /** `roundTrips`: ping and the like, before it. `deadline`: no resend is begun from this time on. */
  send<F>(from: HostId, to: HostId, message: Message<F>, fields: F, roundTrips: number, deadline: Micros): void {
    const { network, segment } = this;
    const reaches = network.reaches(from, to);
    const roundTrip = roundTrips === 0 ? 0 : network.links.roundTrip(from, to);
    if (reaches && segment === undefined) {
      network.sendReliably(from, to, message, fields, roundTrips * roundTrip);
      return;
    }
    const connects = (message as Message<unknown>) === QUERY && (fields as unknown as Query).kind === 'connect';
    const id = this.sendings.open({
      from,
      to,
      message: message as Message<never>,
      fields,
      deadline,
      steps: 2 * (connects && segment !== undefined ? HANDSHAKE : roundTrips),
      stepTime: Math.round(roundTrip / 2),
      tries: 0,
      handedAt: 0,
      held: 0,
    });
    this.transmit(id);
  }

  /** A server's program died, and its connections with it. */
  crash(server: ServerId): void {
    this.sendings.each(({ from, to }, id) => {
      if (from === server || to === server) this.sendings.close(id);
    });
  }

  private transmit(id: number): void {
    const sending = this.sendings.get(id);
    if (sending === undefined) return;
    const { from, to, message, fields } = sending;
    if (!this.network.reaches(from, to)) {
      this.resendLater(id, sending);
    } else if (this.segment === undefined) {
      this.sendings.close(id);
      const before = sending.steps * sending.stepTime;
      this.network.sendReliably(from, to, message as Message<unknown>, fields, before);
    } else {
      sending.handedAt = this.sim.now;
      if (!this.segment.carry(bytesOf(sending), this.packetIsSent, id, 0)) this.resendLater(id, sending);
    }
  }

  /** On the wire to its last bit. */
  private sent(id: number): void {
    const sending = this.sendings.get(id);
    if (sending === undefined) return;
    sending.held += this.sim.now - sending.handedAt - Math.floor(this.segment!.timeOf(bytesOf(sending)));
    sending.tries = 0;
    if (sending.steps > 0) {
      sending.steps--;
      this.sim.after(sending.stepTime, this.sendDue, id, 0);
      return;
    }
    this.sendings.close(id);
    const { from, to, message } = sending;
    this.network.sendReliably(from, to, message as Message<unknown>, stamped(sending), 0);
  }

  private resendLater(id: number, sending: Sending): void {
    if (sending.tries >= RESENDS || this.sim.now >= sending.deadline) {
      this.giveUp(id, sending);
      return;
    }
    let pause = RESEND_FIRST;
    for (let i = 0; i < sending.tries; i++) pause = Math.min(2 * pause, RESEND_LONGEST);
    sending.tries++;
    this.sim.after(pause, this.sendDue, id, 0);
  }

  private giveUp(id: number, { message, fields }: Sending): void {
    this.sendings.close(id);
    if ((message as Message<unknown>) === RESULT) {
      const { statement, connection } = fields as Result;
      this.connectionLost.send(connection);
      this.statementLost.send(statement);
    } else if ((message as Message<unknown>) === QUERY) {
      this.statementLost.send((fields as Query).statement);
    }
  }
}

function bytesOf({ message, fields, steps }: Sending): number {
  if (steps > 0) return BYTES.step;
  if ((message as Message<unknown>) === QUERY) return BYTES.query[(fields as Query).kind];
  if ((message as Message<unknown>) === RESULT) return BYTES.result[(fields as Result).kind];
  return BYTES.quit;
}

/** With what its packets have waited. */
function stamped({ message, fields, held }: Sending): unknown {
  if ((message as Message<unknown>) === QUERY) return { ...(fields as Query), held };
  if ((message as Message<unknown>) === RESULT) return { ...(fields as Result), wait: (fields as Result).wait + held };
  return fields;
}
