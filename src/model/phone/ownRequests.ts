import { NOT_SCHEDULED, type Scheduled } from '../../kernel/clock/simulation.ts';
import type { CallId, HostId, PhoneId } from '../ids.ts';
import type { Media } from '../protocol/sip.ts';

/** What a phone asks of its server within an answered call, whichever side has made the call. */
export interface OwnRequests {
  /** It has asked to send the other party elsewhere, and was not refused; `parks`: it waits to hear a slot. */
  refers: 'no' | 'parks' | 'leaves';
  /** INVITEs within the dialog, by which the other party is put on hold and taken back. */
  readonly reinvite: {
    /** How many; the last is under way as long as it `isOpen`. */
    number: number;
    media: Media;
    sends: number;
    isOpen: boolean;
    timer: Scheduled;
  };
}

export function noReinvite(): OwnRequests['reinvite'] {
  return { number: 0, media: 'sendrecv', sends: 0, isOpen: false, timer: NOT_SCHEDULED };
}

/** A phone's side of a talk. */
export interface PhoneTalk extends OwnRequests {
  readonly dialog: number;
  readonly server: HostId;
  readonly phone: PhoneId;
  readonly call: CallId;
}
