import type { Micros } from '../../../kernel/units.ts';
import type { Signal } from '../../../kernel/signal.ts';
import type { CallId, HostId, LookupId, ServerId, TransactionId } from '../../ids.ts';
import type {
  Content,
  Discover,
  DiscoverResponse,
  Header,
  RegistrationRequest,
  Sealing,
} from '../../protocol/dundi.ts';
import { NO_EIDS, type EidList } from '../../protocol/eidList.ts';
import type { Message } from '../../protocol/message.ts';
import { NO_TIMER, type Timer } from './networkThread.ts';
import { RETRANSMIT_DEFAULT, retransmitTime, type Peer } from './peer.ts';

/** What a DPDISCOVER asks, but for the EIDs: the same of all peers that a lookup asks. */
export type Question = Omit<Content<Discover>, keyof Sealing | 'eids'>;

/** What a DPREGREQ asks. */
export type Registration = Omit<Content<RegistrationRequest>, keyof Sealing>;

export type PacketId = number & { readonly packet?: true };

/** A packet that is sent again until it is acknowledged (pbx_dundi.c: struct dundi_packet). */
export interface Packet {
  id: PacketId;
  /** When it is sent again. */
  timer: Timer;
  readonly transaction: Transaction;
  readonly message: Message<Header>;
  readonly fields: Header;
  resends: number;
  /** Another one of the transaction that waits for its acknowledgement: mostly there is none. */
  next: Packet | undefined;
}

/** One server's end of an exchange of packets with another (pbx_dundi.c: struct dundi_transaction). */
interface End {
  /** This end's number, `strans`. A question that is repeated with the session key gets a new one. */
  id: TransactionId;
  /** The server whose row it is. */
  readonly server: ServerId;
  /** Address of the other end, and its number there, `dtrans`; 0 while it is not known. */
  readonly other: HostId;
  otherId: number;
  /** The call that the question was made for, for its story; 0: none. */
  readonly call: CallId | 0;
  /** Number of the next packet sent, `oseqno`. */
  next: number;
  /** Number of the next packet expected, `iseqno`, and what it was before the last packet came, `oiseqno`. */
  expects: number;
  expected: number;
  /** Up to which number the other end's packets have been acknowledged, `aseqno`. */
  acknowledged: number;
  /** A packet that ends the transaction has been sent: the next acknowledgement closes it. */
  final: boolean;
  /** The last that was not acknowledged yet; those before it hang on it. */
  packet: Packet | undefined;
  /** Time between two sends of one packet. */
  retransmit: Micros;
}

/** The end that began it: with a question (DPDISCOVER), a registration (DPREGREQ) or a probe (NULL). */
export interface Asked extends End {
  readonly kind: 'asked';
  readonly peer: Peer;
  /** Undefined: no question. */
  readonly question: Question | undefined;
  readonly eids: EidList;
  /** Undefined: no registration. */
  readonly registration: Registration | undefined;
  /** The lookup that waits for it; 0: a probe, or the lookup has gone on without it. */
  lookup: LookupId;
  readonly startedAt: Micros;
  /** Ends it unless something is acknowledged before. */
  autokill: Timer;
  /** The question carries the session key (facts A9, keys). */
  withKey: boolean;
  /** Sent and received by this end. */
  datagrams: number;
}

/** The end that was asked. */
export interface Taken extends End {
  readonly kind: 'taken';
  /** The question came encrypted: so goes the answer. */
  encrypted: boolean;
}

export type Transaction = Asked | Taken;

/** What the transactions of a server report to its other parts. */
export interface TransactionSignals {
  /** A question has come in and can be read. */
  readonly questionArrived: Signal<[transaction: Taken, question: Discover]>;
  /** A request for registration has come in and can be read. */
  readonly registrationArrived: Signal<[transaction: Taken, request: RegistrationRequest]>;
  /** A peer has answered; `discoverEnded` follows. */
  readonly responseArrived: Signal<[transaction: Asked, response: DiscoverResponse]>;
  /** A question's transaction is over: answered, too late an ACK, or every send unanswered. */
  readonly discoverEnded: Signal<[transaction: Asked]>;
  /** A probe is over; `silent`: every send was unanswered. */
  readonly probeEnded: Signal<[transaction: Asked, silent: boolean]>;
}

/** The end of a question or a probe; its number is given by the table that it is entered in. */
export function newAsked(
  server: ServerId,
  peer: Peer,
  now: Micros,
  question: Question | undefined,
  registration: Registration | undefined,
  eids = NO_EIDS,
  lookup = 0 as LookupId,
  call: CallId | 0 = 0,
): Asked {
  return {
    kind: 'asked',
    id: 0 as TransactionId,
    server,
    other: peer.host as HostId,
    otherId: 0,
    call,
    next: 0,
    expects: 0,
    expected: 0,
    acknowledged: 0,
    final: false,
    packet: undefined,
    retransmit: retransmitTime(peer),
    peer,
    question,
    eids,
    registration,
    lookup,
    startedAt: now,
    autokill: NO_TIMER,
    withKey: false,
    datagrams: 0,
  };
}

/** The end of a packet that begins a transaction here. */
export function newTaken(server: ServerId, from: HostId, fields: Header): Taken {
  return {
    kind: 'taken',
    id: 0 as TransactionId,
    server,
    other: from,
    otherId: fields.source,
    call: fields.call,
    next: 0,
    expects: 0,
    expected: 0,
    acknowledged: 0,
    final: false,
    packet: undefined,
    retransmit: RETRANSMIT_DEFAULT,
    encrypted: false,
  };
}
