import type { Micros } from '../../kernel/units.ts';
import type { ClusterConfig } from '../../model/config.ts';
import { ACK, BYE, CANCEL, NOTIFY } from '../../model/protocol/sip.ts';
import type { MessageRecord } from '../../model/records.ts';
import { statusText } from '../sipReasons.ts';
import type { SipDialogs } from './sipDialogs.ts';

/** A message that follows from another one, which has just reached its receiver. */
export interface Implied {
  readonly record: MessageRecord;
  readonly text: string;
  readonly label: string;
  /** It leaves once the one before has come back: the ACK to a 487. */
  readonly isLater: boolean;
}

const METHODS: ReadonlyMap<unknown, string> = new Map<unknown, string>([
  [BYE, 'BYE'],
  [CANCEL, 'CANCEL'],
  [NOTIFY, 'NOTIFY'],
]);

/**
 * The answers that the model has no messages for, because nothing hangs on them: the 200 to BYE, CANCEL and NOTIFY (RFC 3261
 * 15.1.2, 9.2; RFC 6665 4.1.3), and the 487 to a cancelled INVITE with its ACK. A server that has crashed since the dialog
 * began knows nothing of it, and says 481 (12.2.2). They are never lost.
 */
export class ImpliedAnswers {
  private readonly dialogs: SipDialogs;
  private readonly config: ClusterConfig;

  constructor(dialogs: SipDialogs, config: ClusterConfig) {
    this.dialogs = dialogs;
    this.config = config;
  }

  /** @param now when the request has come */
  to(request: MessageRecord, now: Micros): readonly Implied[] {
    const method = METHODS.get(request.message);
    if (method === undefined) return [];
    const { isAnswered, began } = this.dialogs.stateOf(request);
    const isForgotten = this.config.faults.some(
      (fault) =>
        (fault.kind === 'crash' || fault.kind === 'restart') &&
        fault.server === request.to &&
        fault.at > began &&
        fault.at <= now,
    );
    if (isForgotten) return [this.answer(request, method, 481)];
    const answers = [this.answer(request, method, 200)];
    if (method !== 'CANCEL' || isAnswered) return answers;
    const refusal = this.answer(request, 'INVITE', 487);
    const ack = { ...request, message: ACK as unknown as MessageRecord['message'] };
    return [...answers, refusal, { record: ack, text: this.dialogs.ack(ack), label: 'ACK', isLater: true }];
  }

  private answer(request: MessageRecord, method: string, status: number): Implied {
    const record = { ...request, from: request.to, to: request.from };
    const label = `${statusText(status)} to ${method}`;
    return { record, text: this.dialogs.implied(method, status, request), label, isLater: false };
  }
}
