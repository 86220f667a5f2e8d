import type { Scheduled } from '../../kernel/clock/simulation.ts';
import type { CallId, HostId, PhoneId } from '../ids.ts';
import type { OwnRequests } from './ownRequests.ts';

/** A phone's side of a call that it gets. */
export interface IncomingCall extends OwnRequests {
  /** The server's dialog, and where its packets come from. */
  readonly dialog: number;
  readonly server: HostId;
  readonly phone: PhoneId;
  call: CallId;
  state: 'ringing' | 'answered';
  /** It is picked up, rings no longer, or is put down. */
  timer: Scheduled;
  /** The ACK of the 200 is missing. */
  ackMissing: Scheduled;
}
