import type { CallId } from '../ids.ts';
import type { EidList } from './eidList.ts';
import type { Message } from './message.ts';

/** One way to reach a number, as a DPRESPONSE carries it (pbx_dundi.c: struct dundi_answer). */
export interface Answer {
  /** `IAX2` */
  readonly tech: string;
  /** `priv:secret@10.10.10.122/1002`; empty unless `exists`. */
  readonly destination: string;
  /** The number exists there. Without it the server could only match something longer or shorter (facts A7). */
  readonly exists: boolean;
  /** Something longer that begins with it exists or could exist; only of mappings without `nopartial`. */
  readonly canMatch: boolean;
  readonly matchMore: boolean;
  /** 0 to 59999; the lower is tried first. */
  readonly weight: number;
  /** Whose answer it is, also when another server relays it: a number of `Eids`. */
  readonly eid: number;
  /** Seconds that it is good for, as advertised. */
  readonly expiration: number;
}

/** What a DPRESPONSE says beside its answers (pbx_dundi.c: struct dundi_hint_metadata). */
export interface Hint {
  /** Do not ask for anything that begins with `prefix`. */
  readonly dontAsk: boolean;
  /** The avoid list did not change the reply: it is good for every asker. */
  readonly unaffected: boolean;
  readonly ttlExpired: boolean;
  readonly prefix: string;
}

/** Cause of a DPRESPONSE: 0 success; with any other the reply has no answer and is not cached (facts A5). */
export type DundiCause = 0 | 'noAuth' | 'duplicate';

/** What every DUNDi packet begins with (dundi.h: struct dundi_hdr). */
export interface Header {
  /** The sender's transaction; unique among the transactions that it began or took on. */
  readonly source: number;
  /** The receiver's transaction; 0 while the sender does not know it. */
  readonly destination: number;
  /** Number of the packet within its transaction, from 0; an ACK has that of the packet which comes next. */
  readonly sequence: number;
  /** Number of the packet that the sender expects next: everything before it is acknowledged. */
  readonly expects: number;
  /** Correlates the questions of one call for its story; 0: of no call. No part decides anything by it. */
  readonly call: CallId | 0;
}

/** The fields of a message without its header. */
export type Content<F extends Header> = Omit<F, keyof Header>;

/** How a packet is encrypted: RSA keys by the names of their files, and the session key (facts A9, keys). */
export interface Sealing {
  /** Name of the sender's private key, with which the session key is signed; empty: not encrypted. */
  readonly signedBy: string;
  /** Name of the receiver's public key, for which the session key is encrypted. */
  readonly sealedFor: string;
  /** The session key travels along; else its checksum, which the receiver has to know. */
  readonly withKey: boolean;
}

/** Who has this number? From an asker to each of its peers, and from there on to theirs. */
export interface Discover extends Header, Sealing {
  readonly number: string;
  /** DUNDi context: `priv`. */
  readonly context: string;
  /** Hops that are left, this one included. */
  readonly ttl: number;
  /** Caches are not read. */
  readonly bypass: boolean;
  /** EIDs: the sender first, the root (the true originator) last; between them those that need not be asked. */
  readonly eids: EidList;
  /** EIDs to which the sender talks itself (DUNDI_IE_EID_DIRECT). */
  readonly direct: ReadonlySet<number>;
}

export const DPDISCOVER: Message<Discover> = {
  protocol: 'DUNDi',
  title: 'DPDISCOVER',
  event: 'dundi.dpdiscover',
  key: (fields) => fields.source,
  source: 'pbx_dundi.c:dundi_discover',
};

/** The answer of one peer. It ends the transaction once it is acknowledged. */
export interface DiscoverResponse extends Header {
  readonly answers: readonly Answer[];
  readonly hint: Hint;
  /** Seconds that the reply may be cached; 0: not said. */
  readonly expiration: number;
  readonly cause: DundiCause;
  /** Encrypted with the session key of the question. */
  readonly encrypted: boolean;
}

export const DPRESPONSE: Message<DiscoverResponse> = {
  protocol: 'DUNDi',
  title: 'DPRESPONSE',
  event: 'dundi.dpresponse',
  key: (fields) => fields.destination,
  source: 'pbx_dundi.c:dundi_lookup_thread',
};

/** Received; the answer may come later. Never sent again by itself. */
export interface Acknowledgement extends Header {
  /** It ends the transaction. */
  readonly final: boolean;
}

export const DUNDI_ACK: Message<Acknowledgement> = {
  protocol: 'DUNDi',
  title: 'ACK',
  event: 'dundi.ack',
  key: (fields) => fields.destination,
  source: 'pbx_dundi.c:handle_frame, dundi_ack',
};

/** The asker has stopped waiting: the answer is not wanted any more. */
export type Cancel = Header;

export const DUNDI_CANCEL: Message<Cancel> = {
  protocol: 'DUNDi',
  title: 'CANCEL',
  event: 'dundi.cancel',
  key: (fields) => fields.source,
  source: 'pbx_dundi.c:cancel_request',
};

/** Qualify: acknowledged at once, unencrypted. */
export type Null = Header;

export const DUNDI_NULL: Message<Null> = {
  protocol: 'DUNDi',
  title: 'NULL',
  event: 'dundi.null',
  key: (fields) => fields.source,
  source: 'pbx_dundi.c:qualify_peer',
};

/** "My address is the one that this comes from": to a peer that has `host = dynamic` for the sender. */
export interface RegistrationRequest extends Header, Sealing {
  /** EID of the sender. */
  readonly eid: number;
  /** Seconds that the address is asked to be kept; the receiver keeps it 10 s longer. */
  readonly expiration: number;
}

export const DPREGREQ: Message<RegistrationRequest> = {
  protocol: 'DUNDi',
  title: 'DPREGREQ',
  event: 'dundi.dpregreq',
  key: (fields) => fields.source,
  source: 'pbx_dundi.c:do_register',
};

/** The address is kept, or the sender is no dynamic peer here (`noAuth`). */
export interface RegistrationResponse extends Header {
  /** Seconds; 0 with a cause. */
  readonly expiration: number;
  readonly cause: DundiCause;
  /** Encrypted with the session key of the request. */
  readonly encrypted: boolean;
}

export const DPREGRESPONSE: Message<RegistrationResponse> = {
  protocol: 'DUNDi',
  title: 'DPREGRESPONSE',
  event: 'dundi.dpregresponse',
  key: (fields) => fields.destination,
  source: 'pbx_dundi.c:handle_command_response',
};

/** The receiver cannot decrypt: it does not hold the sender's session key (any more). */
export type EncryptionReject = Header;

export const ENCREJ: Message<EncryptionReject> = {
  protocol: 'DUNDi',
  title: 'ENCREJ',
  event: 'dundi.encrej',
  key: (fields) => fields.destination,
  source: 'pbx_dundi.c:handle_command_response, ENCREJ; facts A9, keys',
};

/** The packet belongs to no transaction that the receiver knows. Never sent again, never answered by another. */
export type Invalid = Header;

export const INVALID: Message<Invalid> = {
  protocol: 'DUNDi',
  title: 'INVALID',
  event: 'dundi.invalid',
  key: (fields) => fields.destination,
  source: 'pbx_dundi.c:dundi_reject',
};

export const DUNDI_MESSAGES: readonly Message<never>[] = [
  DPDISCOVER,
  DPRESPONSE,
  DUNDI_ACK,
  DUNDI_CANCEL,
  DUNDI_NULL,
  DPREGREQ,
  DPREGRESPONSE,
  ENCREJ,
  INVALID,
];
