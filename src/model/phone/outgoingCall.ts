import type { Scheduled } from '../../kernel/clock/simulation.ts';
import type { CallId, PhoneId, ServerId } from '../ids.ts';
import type { OwnRequests } from './ownRequests.ts';

/** How a phone hears that its call is over: a final error, a BYE, or no answer at all. */
export type CallEnd = 'error' | 'bye' | 'unanswered';

/** `abandoned`: the person has hung up before any answer; a CANCEL follows the first one (RFC 3261 9.1). */
type State = 'inviting' | 'abandoned' | 'proceeding' | 'answered';

/** A phone's side of a call that it makes. */
export interface OutgoingCall extends OwnRequests {
  readonly call: CallId;
  /** Its Call-ID: the number of the call. */
  readonly dialog: CallId;
  readonly phone: PhoneId;
  readonly to: string;
  state: State;
  server: ServerId;
  /** Nonce of the last challenge; 0: not challenged yet. */
  nonce: number;
  onLastResort: boolean;
  sends: number;
  /** Next resend, and Timer B. */
  timer: Scheduled;
  timeout: Scheduled;
}
