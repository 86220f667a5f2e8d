import type { CallId } from '../ids.ts';
import type { Message } from './message.ts';

/** Both call numbers, as in every full frame (RFC 5456 8.1.1), and the call that the frames belong to. */
interface Frame {
  /** The sender's call number. */
  readonly source: number;
  /** The receiver's call number; 0 while the sender does not know it. */
  readonly destination: number;
  /** Correlates the legs of one call for its story. No part decides anything by it. */
  readonly call: CallId;
  /**
   * From 1, the place of the frame among those of its sender, over a path that loses some; without one where none is lost
   * (OSeqno and ISeqno, RFC 5456 8.1.1).
   */
  readonly sequence?: number;
}

/** Asks for a call (RFC 5456 6.2.2). */
export interface New extends Frame {
  /** USERNAME: section of the called server's iax.conf; empty: guest. */
  readonly user: string;
  /** CALLED CONTEXT; empty: the user's. */
  readonly context: string;
  /** CALLED NUMBER. */
  readonly exten: string;
  /** CALLING NUMBER. */
  readonly callingNumber: string;
  /** CALLTOKEN: the token that the called server gave, or none needed. */
  readonly tokened: boolean;
}

export const NEW: Message<New> = {
  protocol: 'IAX2',
  title: 'NEW',
  event: 'iax.new',
  key: (fields) => fields.source,
  source: 'RFC 5456 6.2.2; chan_iax2.c:iax2_call',
};

/** Come again with this token (against spoofed addresses). */
export const CALLTOKEN: Message<Frame> = frame('CALLTOKEN', 'iax.calltoken', 'chan_iax2.c:handle_call_token');

/** Challenge: prove the secret. */
export const AUTHREQ: Message<Frame> = frame(
  'AUTHREQ',
  'iax.authreq',
  'RFC 5456 6.2.4; chan_iax2.c:authenticate_request',
);

/** The answer to the challenge. */
export interface AuthReply extends Frame {
  /** The secret that the MD5 result was made with: what the called server compares. */
  readonly secret: string;
}

export const AUTHREP: Message<AuthReply> = {
  protocol: 'IAX2',
  title: 'AUTHREP',
  event: 'iax.authrep',
  key: (fields) => fields.source,
  source: 'RFC 5456 6.2.5; chan_iax2.c:authenticate_verify',
};

export const ACCEPT: Message<Frame> = frame('ACCEPT', 'iax.accept', 'RFC 5456 6.2.3');

/** A frame that ends a call, with its reason. */
export interface Ending extends Frame {
  /** Q.850 cause (causes.h). */
  readonly cause: number;
}

export const REJECT: Message<Ending> = frame('REJECT', 'iax.reject', 'RFC 5456 6.2.6');

export const HANGUP: Message<Ending> = frame('HANGUP', 'iax.hangup', 'RFC 5456 6.2.9');

/** The receiver knows no such call. */
export const INVAL: Message<Frame> = frame('INVAL', 'iax.inval', 'RFC 5456 6.9.2; chan_iax2.c:send_command_final');

/** Control frame: the called phone rings. */
export const RINGING: Message<Frame> = frame('RINGING', 'iax.ringing', 'RFC 5456 8.3 (control 0x03)');

/** Control frame: answered. */
export const ANSWER: Message<Frame> = frame('ANSWER', 'iax.answer', 'RFC 5456 8.3 (control 0x04)');

/** Keep-alive, each 10 s of the call's age at either end, answered by LAGRP (facts D). */
export const LAGRQ: Message<Frame> = frame('LAGRQ', 'iax.lagrq', 'RFC 5456 6.7.4; chan_iax2.c:send_lagrq');

export const LAGRP: Message<Frame> = frame('LAGRP', 'iax.lagrp', 'RFC 5456 6.7.5; chan_iax2.c:socket_read');

/** Keep-alive, each 20 or 21 s (rule iaxPing), answered by PONG. */
export const PING: Message<Frame> = frame('PING', 'iax.ping', 'RFC 5456 6.7.2; chan_iax2.c:send_ping');

export const PONG: Message<Frame> = frame('PONG', 'iax.pong', 'RFC 5456 6.7.3');

/** A server registers at another one for a section of its iax.conf (`register =>`). `call` is 0: it belongs to no call. */
export interface RegistrationRequest extends Frame {
  /** USERNAME: the section. */
  readonly account: string;
  /** The secret that the MD5 result was made with; empty before the challenge. */
  readonly secret: string;
  /** REFRESH: seconds asked for. */
  readonly refresh: number;
}

export const REGREQ: Message<RegistrationRequest> = {
  protocol: 'IAX2',
  title: 'REGREQ',
  event: 'iax.regreq',
  key: (fields) => fields.source,
  source: 'RFC 5456 6.1.2; chan_iax2.c:iax2_do_register',
};

/** Challenge: prove the secret. */
export const REGAUTH: Message<Frame> = frame(
  'REGAUTH',
  'iax.regauth',
  'RFC 5456 6.1.3; chan_iax2.c:registry_authrequest',
);

export interface RegistrationAck extends Frame {
  /** REFRESH: seconds granted. */
  readonly refresh: number;
}

export const REGACK: Message<RegistrationAck> = frame(
  'REGACK',
  'iax.regack',
  'RFC 5456 6.1.4; chan_iax2.c:update_registry',
);

/** A wrong secret, no such section, or one that does not register. */
export const REGREJ: Message<Frame> = frame('REGREJ', 'iax.regrej', 'RFC 5456 6.1.5; chan_iax2.c:register_verify');

/** Qualify: "is anybody there?"; outside of a call (`call` is 0). */
export const POKE: Message<Frame> = frame('POKE', 'iax.poke', 'RFC 5456 6.7.1; chan_iax2.c:iax2_poke_peer');

/** The answer to POKE: a PONG of no call. */
export const POKE_PONG: Message<Frame> = frame(
  'PONG to POKE',
  'iax.pokePong',
  'RFC 5456 6.7.3; chan_iax2.c:iax2_poke_peer',
);

/** Acknowledges a PONG to POKE. Servers of 1.2 send theirs again until it comes; later ones ignore it. */
export const POKE_ACK: Message<Frame> = frame(
  'ACK of PONG to POKE',
  'iax.pokeAck',
  'RFC 5456 6.9.1; chan_iax2.c:socket_read',
);

/** All frames up to `sequence` have come. Not repeated. */
export const ACK: Message<Frame> = frame('ACK', 'iax.ack', 'RFC 5456 6.9.1; chan_iax2.c:socket_process');

/** The frame `sequence` is missing, though a later one has come. Not repeated. */
export const VNAK: Message<Frame> = frame('VNAK', 'iax.vnak', 'RFC 5456 6.9.3; chan_iax2.c:iax2_vnak');

export type { Frame };

function frame<F extends Frame>(title: string, event: string, source: string): Message<F> {
  return { protocol: 'IAX2', title, event, key: (fields) => fields.source, source };
}

export const IAX2_MESSAGES: readonly Message<never>[] = [
  NEW,
  CALLTOKEN,
  AUTHREQ,
  AUTHREP,
  ACCEPT,
  REJECT,
  HANGUP,
  INVAL,
  RINGING,
  ANSWER,
  LAGRQ,
  LAGRP,
  PING,
  PONG,
  REGREQ,
  REGAUTH,
  REGACK,
  REGREJ,
  POKE,
  POKE_PONG,
  POKE_ACK,
  ACK,
  VNAK,
];
