import { SECOND, type Micros } from '../../kernel/units.ts';
import {
  ACCEPT,
  ACK,
  ANSWER,
  AUTHREP,
  AUTHREQ,
  CALLTOKEN,
  HANGUP,
  INVAL,
  LAGRP,
  LAGRQ,
  NEW,
  PING,
  POKE,
  POKE_ACK,
  POKE_PONG,
  PONG,
  REGACK,
  REGAUTH,
  REGREJ,
  REGREQ,
  REJECT,
  RINGING,
  VNAK,
  type AuthReply,
  type Ending,
  type Frame,
  type New,
  type RegistrationAck,
  type RegistrationRequest,
} from '../../model/protocol/iax2.ts';
import type { Message } from '../../model/protocol/message.ts';
import type { MessageRecord } from '../../model/records.ts';
import { Octets } from './octets.ts';
import { shapedHex } from './shaped.ts';

/** RFC 5456 8.2: frame types; 8.4: subclasses of IAX frames; 8.3: of control frames. */
const IAX = 6;
const CONTROL = 4;
const KINDS: ReadonlyMap<Message<never>, readonly [type: number, subclass: number]> = new Map<
  Message<never>,
  readonly [number, number]
>([
  [NEW, [IAX, 1]],
  [PING, [IAX, 2]],
  [PONG, [IAX, 3]],
  [ACK, [IAX, 4]],
  [VNAK, [IAX, 18]],
  [HANGUP, [IAX, 5]],
  [REJECT, [IAX, 6]],
  [ACCEPT, [IAX, 7]],
  [AUTHREQ, [IAX, 8]],
  [AUTHREP, [IAX, 9]],
  [INVAL, [IAX, 10]],
  [LAGRQ, [IAX, 11]],
  [LAGRP, [IAX, 12]],
  [POKE, [IAX, 30]],
  [POKE_PONG, [IAX, 3]],
  [POKE_ACK, [IAX, 4]],
  [REGREQ, [IAX, 13]],
  [REGAUTH, [IAX, 14]],
  [REGACK, [IAX, 15]],
  [REGREJ, [IAX, 16]],
  [CALLTOKEN, [IAX, 40]],
  [RINGING, [CONTROL, 3]],
  [ANSWER, [CONTROL, 4]],
]);

/** RFC 5456 8.6: information elements; CALLTOKEN: iax2.h. */
const IE = {
  calledNumber: 1,
  callingNumber: 2,
  calledContext: 5,
  username: 6,
  capability: 8,
  format: 9,
  version: 11,
  authMethods: 14,
  challenge: 15,
  md5Result: 16,
  refresh: 19,
  causeCode: 42,
  callToken: 54,
} as const;

/** G.711 µ-law; and with it GSM and A-law (RFC 5456 8.7). */
const ULAW = 4;
const CODECS = 0x0e;
const MD5 = 2;
/** Frames that are sent again, unchanged, until the other end has answered. */
const REPEATED: ReadonlySet<Message<never>> = new Set<Message<never>>([NEW, AUTHREP, LAGRQ, PING, REGREQ]);

/** They acknowledge by the number that the sender expects, and have none of their own. */
const ANSWERS: ReadonlySet<Message<never>> = new Set<Message<never>>([ACK, VNAK]);
const UNCOUNTED: ReadonlySet<Message<never>> = new Set<Message<never>>([ACK, VNAK, INVAL]);

/** One end of a call, by its host and call number. */
interface End {
  readonly since: Micros;
  /** Number of the next frame that it sends. */
  next: number;
  /** Number of the next frame that it expects: those before have arrived. */
  expects: number;
  /** The last frame, as long as nothing has come since. */
  last: { readonly message: Message<never>; readonly number: number; readonly at: Micros } | undefined;
  /** Frames that are acknowledged one by one, by their place among those. */
  readonly numbered: Map<number, { readonly number: number; readonly at: Micros }>;
  /** What it calls itself on the other end's side: found with its first frame. */
  other: string;
}

/** IAX2 full frames (RFC 5456 8.1.1): sequence numbers and time stamps of each end, which the model leaves out. */
export class IaxFrames {
  private readonly ends = new Map<string, End>();

  /** Undefined: a message that is not IAX2's. */
  frame({ message, fields, from, to, leavesAt }: MessageRecord): Uint8Array | undefined {
    const kind = KINDS.get(message);
    if (kind === undefined) return undefined;
    const { source, destination } = fields as unknown as Frame;
    const end = this.endOf(from, source, to, destination, leavesAt);
    if ((message as unknown) === NEW && end.last?.message !== message) {
      end.next = 0; // After a CALLTOKEN too: the call begins anew (chan_iax2.c:resend_with_token).
      end.expects = 0;
    }
    const { sequence = 0 } = fields as unknown as Frame;
    const isNumbered = sequence > 0 && !UNCOUNTED.has(message);
    const before = isNumbered
      ? end.numbered.get(sequence)
      : end.last?.message === message && REPEATED.has(message)
        ? end.last
        : undefined;
    const again = before !== undefined;
    const { number, at } = before ?? { number: end.next, at: leavesAt };
    if (!again && !UNCOUNTED.has(message)) end.next++;
    if (isNumbered) end.numbered.set(sequence, { number, at });
    else if (!ANSWERS.has(message)) end.last = { message, number, at };
    const octets = new Octets()
      .u16(0x8000 | callNumber(source))
      .u16((again ? 0x8000 : 0) | (destination === 0 ? 0 : callNumber(destination)))
      .u32(Math.floor((at - end.since) / (SECOND / 1000)))
      .u8(number)
      .u8(end.expects)
      .u8(kind[0])
      .u8(kind[1]);
    putElements(octets, message, fields as unknown as Frame);
    return octets.all();
  }

  /** A frame has reached its receiver. */
  arrived({ message, fields, from, to, at }: MessageRecord): void {
    if (!KINDS.has(message) || ANSWERS.has(message)) return;
    const { source, destination, sequence = 0 } = fields as unknown as Frame;
    const sender = this.endOf(from, source, to, destination, at);
    const receiver = this.ends.get(destination === 0 ? sender.other : `${to} ${destination}`);
    if (receiver === undefined) return;
    const number = sequence > 0 ? sender.numbered.get(sequence)!.number : (sender.last?.number ?? 0);
    // One that came before its predecessor is thrown away, and one that came twice changes nothing.
    if (sequence === 0 || number === receiver.expects) receiver.expects = number + 1;
    receiver.last = undefined;
  }

  private endOf(host: number, number: number, peer: number, peerNumber: number, at: Micros): End {
    const key = `${host} ${number}`;
    let end = this.ends.get(key);
    if (end === undefined || number === 0) {
      const other = peerNumber === 0 ? '' : `${peer} ${peerNumber}`;
      const expects = this.ends.get(other)?.next ?? 0;
      end = { since: at, next: 0, expects, last: undefined, numbered: new Map(), other };
      this.ends.set(key, end);
    }
    return end;
  }
}

/** 15 bits, not 0; 1 is that of an end which keeps nothing of the call (chan_iax2.c:send_apathetic_reply). */
function callNumber(number: number): number {
  return number === 0 ? 1 : 2 + ((number - 1) % 0x7ffd);
}

function putElements(octets: Octets, message: Message<never>, fields: Frame): void {
  const kind = message as unknown;
  if (kind === NEW) {
    const { user, context, exten, callingNumber, tokened } = fields as New;
    element(octets, IE.version, new Octets().u16(2));
    element(octets, IE.calledNumber, new Octets().text(exten));
    if (callingNumber !== '') element(octets, IE.callingNumber, new Octets().text(callingNumber));
    if (context !== '') element(octets, IE.calledContext, new Octets().text(context));
    if (user !== '') element(octets, IE.username, new Octets().text(user));
    element(octets, IE.format, new Octets().u32(ULAW));
    element(octets, IE.capability, new Octets().u32(CODECS));
    if (tokened) element(octets, IE.callToken, new Octets().text(tokenOf(fields)));
  } else if (kind === CALLTOKEN) {
    element(octets, IE.callToken, new Octets().text(tokenOf(fields)));
  } else if (kind === AUTHREQ) {
    element(octets, IE.authMethods, new Octets().u16(MD5));
    element(octets, IE.challenge, new Octets().text(challengeOf(fields)));
  } else if (kind === AUTHREP) {
    const { secret } = fields as AuthReply;
    element(octets, IE.md5Result, new Octets().text(shapedHex(`${challengeOf(fields)} ${secret}`, 32)));
  } else if (kind === REGREQ) {
    const { account, secret, refresh } = fields as RegistrationRequest;
    element(octets, IE.username, new Octets().text(account));
    if (secret !== '')
      element(octets, IE.md5Result, new Octets().text(shapedHex(`${challengeOf(fields)} ${secret}`, 32)));
    element(octets, IE.refresh, new Octets().u16(refresh));
  } else if (kind === REGAUTH) {
    element(octets, IE.authMethods, new Octets().u16(MD5));
    element(octets, IE.challenge, new Octets().text(challengeOf(fields)));
  } else if (kind === REGACK) {
    element(octets, IE.refresh, new Octets().u16((fields as RegistrationAck).refresh));
  } else if (kind === ACCEPT) {
    element(octets, IE.format, new Octets().u32(ULAW));
  } else if (kind === REJECT || kind === HANGUP) {
    element(octets, IE.causeCode, new Octets().u8((fields as Ending).cause));
  }
}

function tokenOf({ call }: Frame): string {
  return `0?${shapedHex(`token ${call}`, 40)}`;
}

/** Nine digits, as chan_iax2.c:authenticate_request makes them. */
function challengeOf({ call }: Frame): string {
  return `${100_000_000 + (Number.parseInt(shapedHex(`challenge ${call}`, 7), 16) % 900_000_000)}`;
}

/** One byte each of type and length, then the data (RFC 5456 8.6). */
function element(octets: Octets, type: number, data: Octets): void {
  const bytes = data.all().slice(0, 255);
  octets.u8(type).u8(bytes.length).put(bytes);
}
