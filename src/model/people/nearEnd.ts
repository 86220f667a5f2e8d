import type { PhoneId } from '../ids.ts';
import type { Handsets } from '../phone/handsets.ts';
import type { OutgoingCalls } from '../phone/outgoingCalls.ts';
import type { Attempt } from './attempt.ts';
import type { CallerSignals } from './callerSignals.ts';

/**
 * The near end of a call: the caller, at a phone or in the PSTN. A caller who sends the called person on leaves it to that
 * person, and the call outlives its caller.
 */
export class NearEnd {
  private readonly parts: NearEndParts;

  constructor(parts: NearEndParts) {
    this.parts = parts;
  }

  /** The server has taken the request of the caller's phone: the called person, perhaps one in the PSTN, is in the caller's place. */
  handOver(attempt: Attempt): void {
    attempt.callerIs = 'leaving';
    attempt.near = attempt.talksTo;
    attempt.talksTo = -1;
  }

  /** The caller's phone is out of the call that it has given away; false: it has given none away. */
  leaves(attempt: Attempt): boolean {
    if (attempt.callerIs === 'there') return false;
    if (attempt.callerIs === 'leaving') this.parts.handsets.release(attempt.intention.caller as PhoneId);
    attempt.callerIs = 'gone';
    return true;
  }

  hangUp(attempt: Attempt): void {
    const { outgoing, signals } = this.parts;
    const { id, near, callerIs, intention } = attempt;
    if (intention.caller < 0) signals.trunkHangsUp.send(id);
    else if (callerIs === 'there') outgoing.hangUp(id);
    else if (near >= 0) signals.putsDown.send(id, near as PhoneId);
    else signals.trunkPutsDown.send(id);
  }

  /** The call is over. */
  free({ id, intention, callerIs }: Attempt): void {
    const { signals, handsets, outgoing } = this.parts;
    if (intention.caller < 0) signals.trunkCallIsOver.send(id);
    else if (callerIs !== 'gone') handsets.release(intention.caller as PhoneId);
    if (callerIs === 'leaving') outgoing.hangUp(id);
  }
}

export interface NearEndParts {
  readonly handsets: Handsets;
  readonly outgoing: OutgoingCalls;
  readonly signals: Pick<CallerSignals, 'trunkHangsUp' | 'trunkCallIsOver' | 'putsDown' | 'trunkPutsDown'>;
}
