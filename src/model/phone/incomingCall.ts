import type { Scheduled } from '../../kernel/clock/simulation.ts';
import type { CallId, HostId, PhoneId } from '../ids.ts';
import type { Media } from '../protocol/sip.ts';

/** A phone's side of a call that it gets. */
export interface IncomingCall {
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
  /** It has asked the server to send the caller elsewhere, and was not refused; `parks`: it waits to hear a slot. */
  refers: 'no' | 'parks' | 'leaves';
  /** INVITEs within the dialog, by which the caller is put on hold and taken back. */
  readonly reinvite: {
    /** How many; the last is under way as long as it `isOpen`. */
    number: number;
    media: Media;
    sends: number;
    isOpen: boolean;
    timer: Scheduled;
  };
}
