import type { CallId, PhoneId } from '../ids.ts';
import { isServers } from '../protocol/sip.ts';
import type { CalledPhones } from './calledPhones.ts';
import type { OutgoingCalls } from './outgoingCalls.ts';
import type { PhoneTalk } from './ownRequests.ts';

/** The talks of phones, of those that were called and of those that have called. */
export class PhoneTalks {
  private readonly called: CalledPhones;
  private readonly outgoing: OutgoingCalls;

  constructor(called: CalledPhones, outgoing: OutgoingCalls) {
    this.called = called;
    this.outgoing = outgoing;
  }

  /** The talk of that phone in that call. */
  of(call: CallId, phone: PhoneId): PhoneTalk | undefined {
    return this.called.talkOf(call, phone) ?? this.outgoing.talkOf(call, phone);
  }

  /** A server's dialog, or a phone's own. */
  inDialog(dialog: number): PhoneTalk | undefined {
    return isServers(dialog) ? this.called.callOf(dialog) : this.outgoing.talkIn(dialog);
  }

  /** The person hangs up. */
  putDown(dialog: number): void {
    if (isServers(dialog)) this.called.putDown(dialog);
    else this.outgoing.putDown(dialog);
  }
}
