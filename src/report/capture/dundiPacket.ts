import {
  DPDISCOVER,
  DPREGREQ,
  DPREGRESPONSE,
  DPRESPONSE,
  DUNDI_ACK,
  DUNDI_CANCEL,
  DUNDI_NULL,
  ENCREJ,
  INVALID,
  type Acknowledgement,
  type Answer,
  type Discover,
  type DiscoverResponse,
  type DundiCause,
  type Header,
  type Hint,
  type RegistrationRequest,
  type RegistrationResponse,
} from '../../model/protocol/dundi.ts';
import type { Message } from '../../model/protocol/message.ts';
import { Octets, utf8 } from './octets.ts';

/** The text of an EID by its number: `02:03:af:b7:ff:37`. */
export type EidText = (eid: number) => string;

/** Commands, with 0x40 for what answers (dundi.h: DUNDI_COMMAND_*). */
const COMMANDS: ReadonlyMap<Message<never>, number> = new Map<Message<never>, number>([
  [DUNDI_ACK, 0x40],
  [DPDISCOVER, 1],
  [DPRESPONSE, 2 | 0x40],
  [INVALID, 7 | 0x40],
  [DUNDI_NULL, 9],
  [DPREGREQ, 10],
  [DPREGRESPONSE, 11 | 0x40],
  [DUNDI_CANCEL, 12],
  [ENCREJ, 14 | 0x40],
]);
/** dundi.h: DUNDI_COMMAND_FINAL. */
const FINAL = 0x80;
const ALWAYS_FINAL: ReadonlySet<Message<never>> = new Set<Message<never>>([
  DPRESPONSE,
  DPREGRESPONSE,
  DUNDI_NULL,
  DUNDI_CANCEL,
  ENCREJ,
]);

/** Information elements (dundi.h: DUNDI_IE_*). */
const IE = {
  eid: 1,
  calledContext: 2,
  calledNumber: 3,
  eidDirect: 4,
  answer: 5,
  ttl: 6,
  version: 10,
  expiration: 11,
  cause: 14,
  hint: 20,
  cacheBypass: 29,
} as const;

/** dundi.h: DUNDI_DEFAULT_VERSION. */
const VERSION = 1;
/** dundi.h: DUNDI_PROTO_*; another technology is 0, none. */
const PROTOCOLS: ReadonlyMap<string, number> = new Map([
  ['IAX', 1],
  ['IAX2', 1],
  ['SIP', 2],
  ['H323', 3],
  ['PJSIP', 4],
]);
/** dundi.h: DUNDI_FLAG_* of an answer. */
const ANSWER = { exists: 1, matchMore: 2, canMatch: 4 } as const;
/** dundi.h: DUNDI_HINT_* */
const HINT = { ttlExpired: 1, dontAsk: 2, unaffected: 4 } as const;
/** dundi.h: DUNDI_CAUSE_* */
const CAUSES: ReadonlyMap<DundiCause, number> = new Map<DundiCause, number>([
  ['noAuth', 3],
  ['duplicate', 4],
]);

/**
 * A DUNDi packet in clear, as `dundi debug` shows it: where the peers have keys a DPDISCOVER and a DPRESPONSE travel
 * inside an ENCRYPT. Undefined: a message that is not DUNDi's. Sequence numbers are
 * cut to 8 bits (dundi.h: struct dundi_hdr).
 */
export function dundiPacket(message: Message<never>, fields: Header, eidText: EidText): Uint8Array | undefined {
  const command = COMMANDS.get(message);
  if (command === undefined) return undefined;
  const ends = message === DUNDI_ACK ? (fields as Acknowledgement).final : ALWAYS_FINAL.has(message);
  const packet = new Octets()
    .u16(onWire(fields.source))
    .u16(onWire(fields.destination))
    .u8(fields.expects)
    .u8(fields.sequence)
    .u8(command | (ends ? FINAL : 0))
    .u8(0);
  if (message === DPDISCOVER) putQuestion(packet, fields as Discover, eidText);
  else if (message === DPRESPONSE) putReply(packet, fields as DiscoverResponse, eidText);
  else if (message === DPREGREQ) putRegistration(packet, fields as RegistrationRequest, eidText);
  else if (message === DPREGRESPONSE) putTerms(packet, fields as RegistrationResponse);
  return packet.all();
}

/** First bytes that no heuristic dissector of Wireshark looks for; it has none for DUNDi, and tries all of them. */
const FIRST_BYTES = [0x40, 0x50, 0x70].flatMap((row) => Array.from({ length: 14 }, (_, column) => row + 2 + column));

/** A transaction number in 15 bits, as pbx_dundi.c:get_trans_id draws it; 0 is "not known". */
function onWire(transaction: number): number {
  if (transaction === 0) return 0;
  const [row, column] = [Math.floor((transaction - 1) / 255), (transaction - 1) % 255];
  return 256 * FIRST_BYTES[row % FIRST_BYTES.length]! + 1 + column;
}

/** In the order of pbx_dundi.c:dundi_discover. */
function putQuestion(packet: Octets, question: Discover, eidText: EidText): void {
  element(packet, IE.version, new Octets().u16(VERSION));
  for (const eid of question.eids.toArray())
    element(packet, question.direct.has(eid) ? IE.eidDirect : IE.eid, eidBytes(eidText(eid)));
  element(packet, IE.calledNumber, new Octets().text(question.number));
  element(packet, IE.calledContext, new Octets().text(question.context));
  element(packet, IE.ttl, new Octets().u16(question.ttl));
  if (question.bypass) element(packet, IE.cacheBypass, new Octets());
}

/** In the order of pbx_dundi.c:dundi_lookup_thread. */
function putReply(packet: Octets, reply: DiscoverResponse, eidText: EidText): void {
  for (const answer of reply.answers) element(packet, IE.answer, answerBytes(answer, eidText));
  element(packet, IE.hint, hintBytes(reply.hint));
  putTerms(packet, reply);
}

/** How long something is good, or why it is not. */
function putTerms(packet: Octets, { expiration, cause }: Pick<DiscoverResponse, 'expiration' | 'cause'>): void {
  if (expiration > 0) element(packet, IE.expiration, new Octets().u16(Math.min(expiration, 0xffff)));
  if (cause !== 0) element(packet, IE.cause, new Octets().u8(CAUSES.get(cause) ?? 1).text(cause));
}

/** In the order of pbx_dundi.c:do_register. */
function putRegistration(packet: Octets, { eid, expiration }: RegistrationRequest, eidText: EidText): void {
  element(packet, IE.version, new Octets().u16(VERSION));
  element(packet, IE.eid, eidBytes(eidText(eid)));
  element(packet, IE.expiration, new Octets().u16(expiration));
}

/** dundi.h: struct dundi_answer. */
function answerBytes(answer: Answer, eidText: EidText): Octets {
  const flags =
    (answer.exists ? ANSWER.exists : 0) |
    (answer.matchMore ? ANSWER.matchMore : 0) |
    (answer.canMatch ? ANSWER.canMatch : 0);
  return eidBytes(eidText(answer.eid))
    .u8(PROTOCOLS.get(answer.tech.toUpperCase()) ?? 0)
    .u16(flags)
    .u16(answer.weight)
    .text(answer.destination);
}

/** dundi.h: struct dundi_hint. */
function hintBytes({ ttlExpired, dontAsk, unaffected, prefix }: Hint): Octets {
  const flags = (ttlExpired ? HINT.ttlExpired : 0) | (dontAsk ? HINT.dontAsk : 0) | (unaffected ? HINT.unaffected : 0);
  return new Octets().u16(flags).put(utf8(dontAsk ? prefix : ''));
}

function eidBytes(text: string): Octets {
  const octets = new Octets();
  for (const part of text.split(':')) octets.u8(Number.parseInt(part, 16));
  return octets;
}

/** One byte each of type and length, then the data (dundi-parser.c:dundi_ie_append_raw); longer data is cut. */
function element(packet: Octets, type: number, data: Octets): void {
  const bytes = data.all().slice(0, 255);
  packet.u8(type).u8(bytes.length).put(bytes);
}
