import type { CallId } from '../ids.ts';
import type { Message } from './message.ts';

/** A request within a leg that exists: ACK, CANCEL, BYE. */
export interface InDialog {
  readonly dialog: number;
  readonly call: CallId;
}

/** A server has made this leg: one of its own, or one of another server that called. */
export function isServers(dialog: number): boolean {
  return dialog < 0;
}

export const ACK: Message<InDialog> = {
  protocol: 'SIP',
  title: 'ACK',
  event: 'sip.ack',
  key: (fields) => fields.dialog,
  source: 'RFC 3261 13.2.2.4, 17.1.1.3',
};

export const CANCEL: Message<InDialog> = {
  protocol: 'SIP',
  title: 'CANCEL',
  event: 'sip.cancel',
  key: (fields) => fields.dialog,
  source: 'RFC 3261 9.1',
};

export const BYE: Message<InDialog> = {
  protocol: 'SIP',
  title: 'BYE',
  event: 'sip.bye',
  key: (fields) => fields.dialog,
  source: 'RFC 3261 15.1',
};

/** What the media of a leg becomes: `sendonly`, the other party is on hold; `sendrecv`, it is talked to again. */
export type Media = 'sendonly' | 'sendrecv';

/** An INVITE within a leg that exists: a phone puts the other party on hold, or takes it back. */
export interface Reinvite extends InDialog {
  /** Of the INVITEs that this phone has sent within the leg, from 1: its CSeq. */
  readonly number: number;
  /** Attribute of the offered media stream. */
  readonly media: Media;
}

export const REINVITE: Message<Reinvite> = {
  protocol: 'SIP',
  title: 'INVITE in the dialog',
  event: 'sip.reinvite',
  key: (fields) => fields.dialog,
  source: 'RFC 3261 14.1; RFC 3264 8.4',
};

export interface ReinviteResponse extends InDialog {
  readonly number: number;
  /** 200 accepted; 481: no such leg. */
  readonly status: 200 | 481;
}

export const REINVITE_RESPONSE: Message<ReinviteResponse> = {
  protocol: 'SIP',
  title: 'response to INVITE in the dialog',
  event: 'sip.reinviteResponse',
  key: (fields) => fields.dialog,
  source: 'RFC 3261 14.2; chan_sip.c:handle_request_invite',
};

/**
 * A phone asks a server, within a leg that exists, to send the other party to an extension (a blind transfer), or to join it
 * with the other party of another dialog of the phone (an attended one).
 */
export interface Refer extends InDialog {
  /** Refer-To: user part, the extension. */
  readonly to: string;
  /** Refer-To: the dialog of its parameter Replaces (RFC 3891); 0: none, the transfer is blind. */
  readonly replaces: number;
}

export const REFER: Message<Refer> = {
  protocol: 'SIP',
  title: 'REFER',
  event: 'sip.refer',
  key: (fields) => fields.dialog,
  source: 'RFC 3515 2.4',
};

/** A server's final response to a REFER. */
export interface ReferResponse extends InDialog {
  /** 202 accepted; 404: no such extension; 481: no such leg. */
  readonly status: 202 | 404 | 481;
}

export const REFER_RESPONSE: Message<ReferResponse> = {
  protocol: 'SIP',
  title: 'response to REFER',
  event: 'sip.referResponse',
  key: (fields) => fields.dialog,
  source: 'RFC 3515 2.4.2; chan_sip.c:handle_request_refer',
};

/** A server says what has come of a REFER: body message/sipfrag. */
export interface Notify extends InDialog {
  /** Status line of the fragment: 200 done, 481 the dialog of Replaces is not there, 503 failed. */
  readonly status: 200 | 481 | 503;
}

export const NOTIFY: Message<Notify> = {
  protocol: 'SIP',
  title: 'NOTIFY',
  event: 'sip.notify',
  key: (fields) => fields.dialog,
  source: 'RFC 3515 2.4.4; chan_sip.c:transmit_notify_with_sipfrag',
};
