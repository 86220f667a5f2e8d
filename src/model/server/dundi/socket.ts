import { SlotTable } from '../../../kernel/resource/slotTable.ts';
import type { EventType, Simulation } from '../../../kernel/clock/simulation.ts';
import type { Signal } from '../../../kernel/signal.ts';
import type { Micros } from '../../../kernel/units.ts';
import type { HostId, ServerId } from '../../ids.ts';
import type { Hosts } from '../../network/hosts.ts';
import type { Network } from '../../network/network.ts';
import {
  DPDISCOVER,
  DPREGREQ,
  DPREGRESPONSE,
  DPRESPONSE,
  DUNDI_ACK,
  DUNDI_CANCEL,
  DUNDI_NULL,
  ENCREJ,
  INVALID,
  type Header,
} from '../../protocol/dundi.ts';
import type { Message } from '../../protocol/message.ts';

/** A datagram that the network thread is about to read. */
interface Unread {
  readonly message: Message<never>;
  readonly fields: Header;
  readonly from: HostId;
  readonly to: HostId;
}

/** What takes the network thread no time that counts. */
const OTHERS: readonly Message<never>[] = [
  DUNDI_ACK,
  DUNDI_CANCEL,
  DUNDI_NULL,
  DPREGREQ,
  DPREGRESPONSE,
  ENCREJ,
  INVALID,
];

/** What a server's network thread has read. */
export type Datagram = [message: Message<never>, fields: Header, to: HostId, from: HostId];

/**
 * UDP port 4520 of every server. One network thread reads everything; the lock of the dialplan does not concern it
 * (facts A8). A question and an answer take it some time, the other packets none that counts.
 */
export class Socket {
  private readonly unread = new SlotTable<Unread>();
  private readonly isRead: Signal<Datagram>;

  constructor(
    sim: Simulation,
    hosts: Hosts,
    network: Network,
    isRead: Signal<Datagram>,
    networkThread: () => Micros,
    replyTime: () => Micros,
  ) {
    this.isRead = isRead;
    const discoverRead: EventType<number, HostId> = hosts.on('dundi.discoverIsRead', (id) => this.read(id));
    const responseRead: EventType<number, HostId> = hosts.on('dundi.responseIsRead', (id) => this.read(id));
    network.receive(DPDISCOVER, 'server', (fields, to, from) => {
      const id = this.unread.open({ message: DPDISCOVER, fields, from, to });
      sim.after(networkThread(), discoverRead, id, to);
    });
    network.receive(DPRESPONSE, 'server', (fields, to, from) => {
      const id = this.unread.open({ message: DPRESPONSE, fields, from, to });
      sim.after(replyTime(), responseRead, id, to);
    });
    for (const message of OTHERS as readonly Message<Header>[])
      network.receive(message, 'server', (fields, to, from) => isRead.send(message, fields, to, from));
  }

  /** What was not read yet is lost. */
  crash(server: ServerId): void {
    this.unread.each((datagram, id) => {
      if (datagram.to === server) this.unread.close(id);
    });
  }

  private read(id: number): void {
    const datagram = this.unread.get(id);
    if (datagram === undefined) return; // The server crashed and started meanwhile.
    this.unread.close(id);
    this.isRead.send(datagram.message, datagram.fields, datagram.to, datagram.from);
  }
}
