import type { Micros } from '../../../kernel/units.ts';
import type { Scheduled } from '../../../kernel/clock/simulation.ts';
import type { HostId, LookupId, TransactionId } from '../../ids.ts';
import type { RowMessage } from '../../network/network.ts';
import type { Answer, Hint } from './answer.ts';
import type { Peer } from './peer.ts';

/** A question on its way: what the DPDISCOVER carries. */
export interface Question {
  readonly number: string;
  readonly context: string;
  readonly ttl: number;
  readonly bypass: boolean;
  /** The sender first, the root last. */
  readonly eids: readonly number[];
  /** Those that the sender talks to itself. */
  readonly direct: ReadonlySet<number>;
}

/** What the DPRESPONSE carries. */
export interface Reply {
  readonly answers: readonly Answer[];
  readonly hint: Hint;
  readonly expiration: number;
  /** 0 success; any other: no answer, and nothing is cached (facts A5). */
  readonly cause: Cause;
}

export type Cause = 0 | 'noAuth' | 'duplicate';

/** One end of a transaction: its last unacknowledged packet is sent again until an ACK comes. */
export interface End {
  readonly host: HostId;
  open: boolean;
  unacknowledged: RowMessage<TransactionId> | undefined;
  resends: number;
  timer: Scheduled;
}

/** One exchange between two servers: DPDISCOVER and DPRESPONSE, or a probe (NULL). */
export interface Transaction {
  readonly id: TransactionId;
  readonly asker: End;
  readonly answerer: End;
  readonly peer: Peer;
  /** 0: a probe, or a lookup that has gone on without it. */
  lookup: LookupId;
  readonly question: Question | undefined;
  reply: Reply | undefined;
  readonly startedAt: Micros;
  readonly retransmit: Micros;
  autokill: Scheduled;
  acknowledged: boolean;
  /** With the asker's RSA-wrapped session key (facts A9, "Keys"). */
  fullKey: boolean;
  /** The answerer's run of the program that knows of this. */
  answererRun: number;
  datagrams: number;
}

/** What the two ends tell those who use them. */
export interface TransactionUsers {
  /** A question has come in; the ACK has gone out. */
  questionArrived(transaction: Transaction): void;
  /** The reply is there. */
  replyArrived(transaction: Transaction): void;
  /** It ended without a reply: too late an ACK, or every resend unanswered. */
  died(transaction: Transaction): void;
  probeAnswered(transaction: Transaction): void;
  probeDied(transaction: Transaction): void;
  datagram(transaction: Transaction): void;
}
