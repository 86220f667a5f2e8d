import type { CallId } from '../../src/model/ids.ts';
import type { MessageRecord } from '../../src/model/observations.ts';
import { DPDISCOVER, DPRESPONSE } from '../../src/model/protocol/dundi.ts';
import { INVITE, INVITE_RESPONSE, type Invite, type InviteResponse } from '../../src/model/protocol/sip.ts';
import type { Lab } from './lab.ts';

/** The first lookup of one call as a capture on the wire of the caller's server shows it, ms. */
export interface OnTheWire {
  /** INVITE with its digest until 100 Trying. */
  readonly trying: number;
  /** 100 Trying until the question. */
  readonly question: number;
  /** The question until its answer. */
  readonly answer: number;
}

/** One for each call that asked; `lab` was made with messages. */
export function onTheWire(lab: Lab): readonly OnTheWire[] {
  const calls = new Map<CallId, MessageRecord[]>();
  for (const message of lab.heard.messages) {
    if (message.call === 0) continue;
    const list = calls.get(message.call);
    if (list === undefined) calls.set(message.call, [message]);
    else list.push(message);
  }
  return [...calls.values()].map(timesOf).filter((times) => times !== undefined);
}

function timesOf(messages: readonly MessageRecord[]): OnTheWire | undefined {
  const invite = messages.find((it) => is(it, INVITE) && (it.fields as Invite).nonce !== 0);
  const trying = messages.find((it) => is(it, INVITE_RESPONSE) && (it.fields as InviteResponse).status === 100);
  if (invite === undefined || trying === undefined) return undefined;
  const question = messages.find((it) => is(it, DPDISCOVER) && it.from === trying.from);
  const answer = messages.find((it) => is(it, DPRESPONSE) && it.to === trying.from && it.from === question?.to);
  if (question === undefined || answer === undefined) return undefined;
  return {
    trying: between(invite, trying),
    question: between(trying, question),
    answer: between(question, answer),
  };
}

/**
 * From the answer of a server's question until the question of the next call that has waited for it, ms: pairs whose
 * second call was offered before the answer came.
 */
export function gaps(lab: Lab, server: string): readonly number[] {
  const host = lab.server(server);
  const offered = new Map(lab.heard.calls.map(({ call, offeredAt }) => [call, offeredAt]));
  const found: number[] = [];
  let answeredAt = Infinity;
  for (const it of lab.heard.messages) {
    if (is(it, DPRESPONSE) && it.to === host) answeredAt = it.leavesAt;
    else if (is(it, DPDISCOVER) && it.from === host) {
      const since = offered.get(it.call as CallId);
      if (since !== undefined && answeredAt < it.leavesAt && since < answeredAt - 0)
        found.push((it.leavesAt - answeredAt) / 1000);
      answeredAt = Infinity;
    }
  }
  return found;
}

function is(record: MessageRecord, message: object): boolean {
  return record.message === message;
}

function between(from: MessageRecord, to: MessageRecord): number {
  return (to.leavesAt - from.leavesAt) / 1000;
}
