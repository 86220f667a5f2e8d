import { amount } from './ruleRow.ts';

/** Sockets of the host. */
export const SOCKET_RULES = {
  sipSocketHolds: amount(
    'SIP messages that the socket of a server holds until they are read: one that finds it full is lost. 0 is no limit.',
    'count',
    0,
    49,
    92,
    'Linux net/core/sock.c:sock_queue_rcv_skb, include/net/sock.h:SK_RMEM_MAX: a new socket holds 212,992 bytes, and a datagram counts 2304 (the 2 kB buffer of the network card and its head), whatever its length; 110,592 and 2224 on a 32-bit machine of the time of 1.2; net.core.rmem_default changes it',
  ),
} as const;
