import type { Micros } from '../../kernel/units.ts';
import type { PhoneConfig } from '../config.ts';
import type { CallId, PhoneId, ServerId } from '../ids.ts';
import type { Handsets } from '../phone/handsets.ts';
import type { OutgoingCalls } from '../phone/outgoingCalls.ts';
import { isReachable, type Stories } from '../story/index.ts';
import type { Intention } from './intention.ts';

/** What a story says of a call before anything has happened to it. `afterFailure`: a fault has been seen. */
export function openingOf(
  call: CallId,
  intention: Intention,
  offeredAt: Micros,
  afterFailure: boolean,
  { phones, handsets, outgoing }: OpeningParts,
): Parameters<Stories['open']>[0] {
  const { caller, callee, source, redial, dialled, picksUp, fetches, pstn } = intention;
  return {
    call,
    source,
    redial,
    offeredAt,
    caller,
    from: caller < 0 ? 'pstn' : phones[caller]!.number,
    dialled,
    dialsPhone: callee >= 0,
    callee,
    calleeReachable: isReachable(handsets, callee, caller),
    picksUp,
    afterFailure,
    fetches,
    server: caller < 0 ? (pstn.server as ServerId) : outgoing.serverFor(caller as PhoneId),
  };
}

export interface OpeningParts {
  readonly phones: readonly PhoneConfig[];
  readonly handsets: Handsets;
  readonly outgoing: OutgoingCalls;
}
