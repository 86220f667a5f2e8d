import { SlotTable } from '../../../kernel/resource/slotTable.ts';
import type { EventType } from '../../../kernel/clock/simulation.ts';
import type { Signal } from '../../../kernel/signal.ts';
import type { Hosts } from '../../network/hosts.ts';
import type { HostId, ServerId } from '../../ids.ts';
import type { Network } from '../../network/network.ts';
import {
  DPREGRESPONSE,
  DPRESPONSE,
  DUNDI_ACK,
  DUNDI_CANCEL,
  DUNDI_NULL,
  ENCREJ,
  type Header,
} from '../../protocol/dundi.ts';
import type { Message } from '../../protocol/message.ts';
import { NO_TIMER, type NetworkThreads } from './networkThread.ts';
import type { Packet, PacketId, Transaction } from './transaction.ts';

/** dundi.h DUNDI_DEFAULT_RETRANS: sent once and four times more. */
const RESENDS = 4;

/** Which thread sends: the one that runs the timers, or that of a lookup. */
export type SendingThread = 'network' | 'lookup';

/** Packets with the FINAL bit (dundi.h DUNDI_COMMAND_FINAL): the receiver closes the transaction after them. */
export function isFinal(message: Message<never>): boolean {
  return (
    message === DPRESPONSE ||
    message === DPREGRESPONSE ||
    message === DUNDI_NULL ||
    message === DUNDI_CANCEL ||
    message === ENCREJ
  );
}

/** What the next packet of a transaction begins with. */
export function headerOf({ id, otherId, next, expects, call }: Transaction): Header {
  return { source: id, destination: otherId, sequence: next, expects, call };
}

/**
 * DUNDi's datagrams, as they are sent, acknowledged and sent again: every packet but ACK and INVALID goes out at a
 * fixed interval, five times in all, and one interval later its transaction is `exhausted`.
 */
export class Packets {
  private readonly network: Network;
  private readonly threads: NetworkThreads;
  private readonly exhausted: Signal<[transaction: Transaction]>;
  private readonly table = new SlotTable<Packet, PacketId>();
  private readonly resendDue: EventType<number, HostId>;

  constructor(hosts: Hosts, network: Network, threads: NetworkThreads, exhausted: Signal<[transaction: Transaction]>) {
    this.network = network;
    this.threads = threads;
    this.exhausted = exhausted;
    this.resendDue = hosts.on('dundi.resendIsDue', (packet, server) => this.resend(packet, server as ServerId));
  }

  /** A packet that is sent again until it is acknowledged. It acknowledges what has come, too. */
  transmit<F extends Header>(transaction: Transaction, message: Message<F>, fields: F, by: SendingThread): void {
    this.hold(transaction, message, fields, by);
    this.put(transaction, message, fields);
  }

  /** As `transmit`, but sent for the first time when it would be sent again. */
  hold<F extends Header>(transaction: Transaction, message: Message<F>, fields: F, by: SendingThread): void {
    const { server, retransmit } = transaction;
    const packet: Packet = {
      id: 0,
      timer: NO_TIMER,
      transaction,
      message: message as unknown as Message<Header>,
      fields,
      resends: RESENDS,
      next: transaction.packet,
    };
    packet.id = this.table.open(packet);
    const { threads, resendDue } = this;
    packet.timer =
      by === 'network'
        ? threads.set(server, resendDue, packet.id, retransmit)
        : threads.setUnseen(server, resendDue, packet.id, retransmit);
    transaction.packet = packet;
    transaction.next++;
    transaction.acknowledged = transaction.expects;
    if (isFinal(message as Message<never>)) transaction.final = true;
  }

  acknowledge(transaction: Transaction, final: boolean): void {
    transaction.acknowledged = transaction.expects;
    if (final) transaction.final = true;
    const { id, otherId, next, expects, call } = transaction;
    this.put(transaction, DUNDI_ACK, { source: id, destination: otherId, sequence: next, expects, call, final });
  }

  /** Ends the resends of the packet before that number; true when there was one (pbx_dundi.c:ack_trans). */
  acknowledged(transaction: Transaction, expects: number): boolean {
    let later: Packet | undefined;
    for (let packet = transaction.packet; packet !== undefined; later = packet, packet = packet.next) {
      if (packet.fields.sequence + 1 !== expects) continue;
      this.drop(packet);
      if (later === undefined) transaction.packet = packet.next;
      else later.next = packet.next;
      return true;
    }
    return false;
  }

  /** Nothing of the transaction is sent again. */
  forget(transaction: Transaction): void {
    for (let { packet } = transaction; packet !== undefined; packet = packet.next) this.drop(packet);
    transaction.packet = undefined;
  }

  private drop(packet: Packet): void {
    this.threads.cancel(packet.timer);
    this.table.close(packet.id);
  }

  private resend(id: number, server: ServerId): void {
    this.threads.wakes(server);
    const packet = this.table.get(id);
    if (packet === undefined) return; // From before a crash of its server.
    const { transaction } = packet;
    if (packet.resends === 0) {
      this.exhausted.send(transaction); // "Max retries exceeded": one interval after the fifth send.
      return;
    }
    packet.resends--;
    this.threads.again(packet.timer, transaction.retransmit);
    this.put(transaction, packet.message, packet.fields);
  }

  private put<F extends Header>(transaction: Transaction, message: Message<F>, fields: F): void {
    if (transaction.kind === 'asked') transaction.datagrams++;
    this.network.send(transaction.server, transaction.other, message, fields);
  }
}
