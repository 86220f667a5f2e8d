import { SlotTable } from '../../kernel/resource/slotTable.ts';
import type { Signal } from '../../kernel/signal.ts';
import type { EventType, Simulation } from '../../kernel/clock/simulation.ts';
import { MILLISECOND, SECOND, type Micros } from '../../kernel/units.ts';
import type { HostId, ServerId } from '../ids.ts';
import type { Network } from '../network/network.ts';
import type { Message } from '../protocol/index.ts';
import { QUERY, RESULT, type Query, type Result } from '../protocol/mysql.ts';

/** First pause before a resend, longest pause, number of resends (Linux: RTO min 200 ms, max 120 s, tcp_retries2 15). */
const RESEND_FIRST: Micros = 200 * MILLISECOND;
const RESEND_LONGEST: Micros = 120 * SECOND;
const RESENDS = 15;

/** A message that did not get through and will be sent again. */
interface Segment {
  readonly from: HostId;
  readonly to: HostId;
  readonly message: Message<never>;
  readonly fields: unknown;
  readonly before: Micros;
  readonly deadline: Micros;
  tries: number;
}

/**
 * MySQL's messages over TCP: what is cut off is sent again, at growing intervals, until the connection is given up.
 *
 * It holds rows only for what did not get through; everything else is in the network's hands at once. Simplification:
 * when the database gives up a RESULT, the client learns of it at that moment, not by a keepalive hours later.
 */
export class Tcp {
  private readonly sim: Simulation;
  private readonly network: Network;
  private readonly statementLost: Signal<[statement: number]>;
  private readonly connectionLost: Signal<[connection: number]>;
  private readonly segments = new SlotTable<Segment>();

  private readonly resendDue: EventType<number, number>;

  /** `statementLost` goes to the client of a QUERY or RESULT, `connectionLost` to the database that gave up a RESULT. */
  constructor(
    sim: Simulation,
    network: Network,
    statementLost: Signal<[statement: number]>,
    connectionLost: Signal<[connection: number]>,
  ) {
    this.sim = sim;
    this.network = network;
    this.statementLost = statementLost;
    this.connectionLost = connectionLost;
    this.resendDue = sim.on('tcp.resendIsDue', (id) => this.resend(id));
  }

  /** `before`: µs until it leaves. `deadline`: no resend is begun from this time on. */
  send<F>(from: HostId, to: HostId, message: Message<F>, fields: F, before: Micros, deadline: Micros): void {
    if (this.network.reaches(from, to)) {
      this.network.sendReliably(from, to, message, fields, before);
      return;
    }
    const segment = { from, to, message: message as Message<never>, fields, before, deadline, tries: 0 };
    this.resendLater(this.segments.open(segment), segment);
  }

  /** A server's program died, and its connections with it. */
  crash(server: ServerId): void {
    this.segments.each(({ from, to }, id) => {
      if (from === server || to === server) this.segments.close(id);
    });
  }

  private resend(id: number): void {
    const segment = this.segments.get(id);
    if (segment === undefined) return;
    const { from, to, message, fields, before } = segment;
    if (!this.network.reaches(from, to)) {
      this.resendLater(id, segment);
      return;
    }
    this.segments.close(id);
    this.network.sendReliably(from, to, message as Message<unknown>, fields, before);
  }

  private resendLater(id: number, segment: Segment): void {
    if (segment.tries >= RESENDS || this.sim.now >= segment.deadline) {
      this.giveUp(id, segment);
      return;
    }
    let pause = RESEND_FIRST;
    for (let i = 0; i < segment.tries; i++) pause = Math.min(2 * pause, RESEND_LONGEST);
    segment.tries++;
    this.sim.after(pause, this.resendDue, id, 0);
  }

  private giveUp(id: number, { message, fields }: Segment): void {
    this.segments.close(id);
    if ((message as Message<unknown>) === RESULT) {
      const { statement, connection } = fields as Result;
      this.connectionLost.send(connection);
      this.statementLost.send(statement);
    } else if ((message as Message<unknown>) === QUERY) {
      this.statementLost.send((fields as Query).statement);
    }
  }
}
