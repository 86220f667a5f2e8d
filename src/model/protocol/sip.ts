import type { CallId, HostId, PhoneId } from '../ids.ts';
import type { Message } from './message.ts';
import { ACK, BYE, CANCEL, NOTIFY, REFER, REFER_RESPONSE, REINVITE, REINVITE_RESPONSE } from './sipInDialog.ts';

export * from './sipInDialog.ts';

/** What the user name and the digest of a request are worth. `unknownUser` shows without a digest already. */
export type Credentials = 'right' | 'wrongSecret' | 'unknownUser';

/** A phone asks a server for a registration, refreshes it, or ends it (RFC 3261 10.2). */
export interface Register {
  /** Via branch: the client transaction. A repeated request has the same one (RFC 3261 17.1.3). */
  readonly branch: number;
  /** Call-ID: one for each registration agent of a phone, the same for every refresh (RFC 3261 10.2.4). */
  readonly callId: number;
  /** Address of record: the account that is registered. */
  readonly aor: PhoneId;
  /** Contact: where calls for the account go. */
  readonly contact: HostId;
  /** Expires: seconds asked for; 0 ends the registration; -1: no such header. */
  readonly expires: number;
  readonly credentials: Credentials;
  /** Authorization header: the nonce that the digest answers (RFC 3261 22.2); 0: no such header. */
  readonly nonce: number;
}

export const REGISTER: Message<Register> = {
  protocol: 'SIP',
  title: 'REGISTER',
  event: 'sip.register',
  key: (fields) => fields.branch,
  source: 'RFC 3261 10.2',
};

/** A server's final response to a REGISTER (RFC 3261 10.3). */
export interface RegisterResponse {
  readonly branch: number;
  /** 200 granted or ended, 401 challenge, 403 refused, 404 no such account, 500 the server's database does not answer. */
  readonly status: 200 | 401 | 403 | 404 | 500;
  /** With 401: the nonce to answer, not 0. */
  readonly nonce: number;
  /** With 401: the digest was right for a nonce that has been used (RFC 2617 3.2.1). */
  readonly stale: boolean;
  /** With 200: seconds granted; 0: the registration has ended. */
  readonly expires: number;
}

export const REGISTER_RESPONSE: Message<RegisterResponse> = {
  protocol: 'SIP',
  title: 'response to REGISTER',
  event: 'sip.registerResponse',
  key: (fields) => fields.branch,
  source: 'RFC 3261 10.3',
};

/** A server registers at another one for a section there (`register =>`, type=registration), as a phone does. */
export interface AccountRegister {
  /** Via branch; the same for the answer to a challenge. */
  readonly branch: number;
  /** Address of record: the section. */
  readonly account: string;
  /** Contact: user part, where calls for the account begin. */
  readonly extension: string;
  /** The secret that the digest was made with: what the other server compares; empty without one. */
  readonly secret: string;
  /** User name of the digest; undefined: the account. */
  readonly userName?: string | undefined;
  readonly nonce: number;
  /** Expires: seconds asked for. */
  readonly expires: number;
}

export const ACCOUNT_REGISTER: Message<AccountRegister> = {
  protocol: 'SIP',
  title: 'REGISTER of a server',
  event: 'sip.accountRegister',
  key: (fields) => fields.branch,
  source: 'RFC 3261 10.2; chan_sip.c:transmit_register',
};

export interface AccountRegisterResponse {
  readonly branch: number;
  /** 200 granted, 401 challenge, 403 wrong secret, 404 no such section. */
  readonly status: 200 | 401 | 403 | 404;
  readonly nonce: number;
  /** With 200: seconds granted. */
  readonly expires: number;
}

export const ACCOUNT_REGISTER_RESPONSE: Message<AccountRegisterResponse> = {
  protocol: 'SIP',
  title: 'response to the REGISTER of a server',
  event: 'sip.accountRegisterResponse',
  key: (fields) => fields.branch,
  source: 'RFC 3261 10.3; chan_sip.c:handle_response_register',
};

/** "Is anybody there?": a server qualifies a phone, or a phone asks a server (RFC 3261 11). */
export interface Options {
  readonly branch: number;
}

export const OPTIONS: Message<Options> = {
  protocol: 'SIP',
  title: 'OPTIONS',
  event: 'sip.options',
  key: (fields) => fields.branch,
  source: 'RFC 3261 11; chan_sip.c:sip_poke_peer',
};

export interface OptionsResponse {
  readonly branch: number;
  /** 200; 401 a challenge; 404 when the extension asked for does not exist. */
  readonly status: 200 | 401 | 404;
}

export const OPTIONS_RESPONSE: Message<OptionsResponse> = {
  protocol: 'SIP',
  title: 'response to OPTIONS',
  event: 'sip.optionsResponse',
  key: (fields) => fields.branch,
  source: 'RFC 3261 11.2',
};

/** What a server answers a challenge with: the digest of these two (RFC 3261 22.2). */
export interface Digest {
  readonly userName: string;
  readonly secret: string;
}

/** Asks for a call: a phone asks its server, a server asks a phone or another server (RFC 3261 13). */
export interface Invite {
  /** Call-ID: the number of the call when a phone has made the leg, minus the number of the leg when a server has. */
  readonly dialog: number;
  /** Correlates the legs of one call for its story. No part decides anything by it. */
  readonly call: CallId;
  /** From: user part, the caller's number. */
  readonly from: string;
  /** Request-URI: user part, the number dialled. */
  readonly to: string;
  readonly credentials: Credentials;
  /** Authorization header: the nonce that the digest answers; 0: no such header. */
  readonly nonce: number;
  /** Authorization header of a server; undefined: a phone's own, which `credentials` describes. */
  readonly digest: Digest | undefined;
}

export const INVITE: Message<Invite> = {
  protocol: 'SIP',
  title: 'INVITE',
  event: 'sip.invite',
  key: (fields) => fields.dialog,
  source: 'RFC 3261 13.2',
};

/** Provisional and final responses to an INVITE. */
export interface InviteResponse {
  readonly dialog: number;
  readonly call: CallId;
  /** 100 trying, 180 ringing, 200 answered, 401 challenge, 4xx to 6xx refused. */
  readonly status: number;
  /** With 401: the nonce to answer, not 0. */
  readonly nonce: number;
}

export const INVITE_RESPONSE: Message<InviteResponse> = {
  protocol: 'SIP',
  title: 'response to INVITE',
  event: 'sip.inviteResponse',
  key: (fields) => fields.dialog,
  source: 'RFC 3261 13.3.1',
};

export const SIP_MESSAGES: readonly Message<never>[] = [
  REGISTER,
  REGISTER_RESPONSE,
  ACCOUNT_REGISTER,
  ACCOUNT_REGISTER_RESPONSE,
  OPTIONS,
  OPTIONS_RESPONSE,
  INVITE,
  INVITE_RESPONSE,
  ACK,
  CANCEL,
  BYE,
  REINVITE,
  REINVITE_RESPONSE,
  REFER,
  REFER_RESPONSE,
  NOTIFY,
];
