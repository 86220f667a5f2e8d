import { statusText } from '../sipReasons.ts';
import type { Endpoint } from './datagram.ts';
import { utf8 } from './octets.ts';
import { shapedHex } from './shaped.ts';

/** What a request and all its responses have in common (RFC 3261 8.1.1, 8.2.6.2). */
export interface SipTransaction {
  readonly method: string;
  /** Sender of the request: the only Via. */
  readonly via: Endpoint;
  readonly branch: string;
  readonly callId: string;
  readonly cseq: number;
  readonly from: SipParty;
  readonly to: SipParty;
}

export interface SipParty {
  /** User part; empty: none. */
  readonly user: string;
  readonly host: string;
  /** Empty: none yet. */
  readonly tag: string;
}

type Header = readonly [name: string, value: string];

export interface SipRest {
  readonly headers: readonly Header[];
  /** Empty: none. */
  readonly body: string;
  /** Of the body; application/sdp where nothing else is said. */
  readonly contentType?: string;
}

export function requestText(uri: string, transaction: SipTransaction, rest: SipRest): string {
  return message(`${transaction.method} ${uri} SIP/2.0`, transaction, [['Max-Forwards', '70'], ...rest.headers], rest);
}

export function responseText(status: number, transaction: SipTransaction, rest: SipRest): string {
  return message(`SIP/2.0 ${statusText(status)}`, transaction, rest.headers, rest);
}

function message(
  start: string,
  transaction: SipTransaction,
  headers: readonly Header[],
  { body, contentType = 'application/sdp' }: SipRest,
): string {
  const { method, via, branch, callId, cseq, from, to } = transaction;
  const all: readonly Header[] = [
    ['Via', `SIP/2.0/UDP ${via.address}:${via.port};branch=${branch}`],
    ['From', partyText(from)],
    ['To', partyText(to)],
    ['Call-ID', callId],
    ['CSeq', `${cseq} ${method}`],
    ...headers,
    ...(body === '' ? [] : [['Content-Type', contentType] as const]),
    ['Content-Length', `${body.length}`],
  ];
  return `${start}\r\n${all.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`;
}

function partyText(party: SipParty): string {
  return `<${uriOf(party)}>${party.tag === '' ? '' : `;tag=${party.tag}`}`;
}

export function uriOf({ user, host }: Pick<SipParty, 'user' | 'host'>): string {
  return user === '' ? `sip:${host}` : `sip:${escaped(user)}@${host}`;
}

/** `<sip:1001@10.10.20.1:5060>` */
export function contactText(user: string, { address, port }: Endpoint): string {
  return `<${uriOf({ user, host: `${address}:${port}` })}>`;
}

/** Branches begin with the cookie of RFC 3261 8.1.1.7. */
export function branchOf(of: string): string {
  return `z9hG4bK${shapedHex(of, 8)}`;
}

/** A challenge of the realm `asterisk` (RFC 2617 3.2.1). */
export function challengeText(nonce: string, stale: boolean): string {
  return `Digest algorithm=MD5, realm="asterisk", nonce="${nonce}"${stale ? ', stale=true' : ''}`;
}

/** The digest has the length of an MD5 sum; no secret is known that it could be made from (RFC 2617 3.2.2). */
export function digestText(user: string, uri: string, nonce: string, method: string): string {
  const response = shapedHex(`${user} ${uri} ${nonce} ${method}`, 32);
  return `Digest username="${user}", realm="asterisk", nonce="${nonce}", uri="${uri}", response="${response}", algorithm=MD5`;
}

/** An audio offer or answer: G.711 µ-law and A-law, telephone events (RFC 4566, RFC 3264). */
export function sdpText(address: string, port: number, session: number, media = 'sendrecv'): string {
  const lines = [
    'v=0',
    `o=- ${session} ${session} IN IP4 ${address}`,
    's=dundisim',
    `c=IN IP4 ${address}`,
    't=0 0',
    `m=audio ${port} RTP/AVP 0 8 101`,
    'a=rtpmap:0 PCMU/8000',
    'a=rtpmap:8 PCMA/8000',
    'a=rtpmap:101 telephone-event/8000',
    'a=fmtp:101 0-15',
    `a=${media}`,
  ];
  return lines.map((line) => `${line}\r\n`).join('');
}

/** RFC 3261 25.1: characters that a user part may not hold as they are. */
function escaped(user: string): string {
  return user.replace(/[^A-Za-z0-9\-_.!~*'()&=+$,;?/]/gu, (character) =>
    [...utf8(character)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  );
}
