import type { PhoneId } from '../ids.ts';
import type { StoryEvent } from './happenings.ts';

/** What became of the one of two whom the other sent to a colleague: exactly one of these. */
export const TRANSFER_ENDS = [
  'connected',
  'takenBack',
  'voicemail',
  'unanswered',
  'abandoned',
  'lost',
  'underWay',
] as const;
export type TransferEnd = (typeof TRANSFER_ENDS)[number];

export interface TransferFate {
  /** The phone whose person sent the other on: the called one, or the caller's. */
  readonly by: PhoneId;
  readonly attended: boolean;
  readonly end: TransferEnd;
  /** The colleague's phone had power and was idle when the other was sent on. */
  readonly reachable: boolean;
}

/** What became of the transfer of the call; undefined: there was none. */
export function transferFate(events: readonly StoryEvent[]): TransferFate | undefined {
  const begins = events.findIndex(({ what }) => what === 'sendsOn');
  const sent = events[begins];
  if (sent?.what !== 'sendsOn') return undefined;
  const { phone: by, attended, reachable } = sent;
  let accepted = false;
  for (const event of events.slice(begins + 1)) {
    if (event.what === 'sentOn') accepted = true;
    const end = endBy(event, accepted);
    if (end !== undefined) return { by, attended, reachable, end };
  }
  // Blind, the plan has ended without an answer; or no server took the request, and the talk went its way.
  return { by, attended, reachable, end: accepted ? 'unanswered' : 'takenBack' };
}

/** Undefined: it says nothing of the transfer. */
function endBy(event: StoryEvent, accepted: boolean): TransferEnd | undefined {
  switch (event.what) {
    case 'joined':
      return 'connected';
    case 'pickedUp':
      return accepted ? 'connected' : undefined;
    case 'takenBack':
      return 'takenBack';
    case 'voicemail':
      return 'voicemail';
    case 'gaveUp':
      return 'abandoned';
    case 'cut':
      return 'lost';
    case 'runEnds':
      return 'underWay';
    default:
      return undefined;
  }
}
