import type { PhoneId } from '../ids.ts';
import type { Attempt } from '../phone/attempt.ts';
import type { Handsets } from '../phone/handsets.ts';

/**
 * Whom a call is for, and whether that phone could have rung. Who dials a phone's own number calls that one, whatever
 * the plan makes of it. Behind a prefix, a service number or a number from outside it is the phone that the plan comes
 * to: the first that could ring, else the first.
 */
export class Destinations {
  private readonly handsets: Handsets;

  constructor(handsets: Handsets) {
    this.handsets = handsets;
  }

  /** The called phone is powered and idle, and not the caller's own. */
  isReachable(callee: PhoneId | -1, caller: PhoneId | -1): boolean {
    return callee >= 0 && callee !== caller && this.handsets.isIdle(callee as PhoneId);
  }

  /** The plan calls this phone, or asks whether it could. */
  comesTo(attempt: Attempt, phone: PhoneId | -1): void {
    if (phone < 0 || attempt.dialsPhone || attempt.calleeReachable) return;
    attempt.calleeReachable = this.isReachable(phone, attempt.caller);
    if (attempt.calleeReachable || attempt.callee < 0) attempt.callee = phone;
  }

  /** The plan asks who has this number. */
  comesToNumber(attempt: Attempt, number: string): void {
    if (!attempt.dialsPhone) this.comesTo(attempt, this.handsets.numbered(number));
  }
}
