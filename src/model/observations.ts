import type { Micros } from '../kernel/units.ts';
import type { Place } from '../text/place.ts';
import type { PhoneId, ServerId } from './ids.ts';
import type {
  CallRecord,
  LookupRecord,
  MessageFate,
  MessageRecord,
  RegistrationRecord,
  StatementRecord,
} from './records.ts';
import type { StoryEvent } from './story/happenings.ts';

export type { StatementKind } from './protocol/mysql.ts';
export type * from './records.ts';

/**
 * What the model reports to its observers. It calls, it never asks: an observer changes nothing, so traces, measures
 * and progress leave the fingerprint as it is. Records are read during the call only; copy what is kept.
 */
export interface Observations {
  /**
   * Somebody would have called and had no phone to do it with: no idle one, or his is without power or has its hands
   * full. It is not offered.
   */
  callNotPlaced(source: number): void;
  callOffered(call: CallRecord): void;
  callAnswered(call: CallRecord): void;
  /** Once per offered call, also for those that are in progress at the end; with all that has happened to it. */
  callEnded(call: CallRecord, story: readonly StoryEvent[]): void;
  /** A REGISTER transaction came to its end at the phone. */
  registrationEnded(registration: RegistrationRecord): void;
  /** The number of live registrations of a server changed by `change` (its own view: expiry plus grace). */
  registrationsChanged(server: ServerId, change: number): void;
  /** A phone's own view changed: registered somewhere, or not. */
  phoneChanged(phone: PhoneId, registered: boolean): void;
  /** Not reported: a relay that had no peer to ask and nothing cached. */
  lookupEnded(lookup: LookupRecord): void;
  statementEnded(statement: StatementRecord): void;
  /** A DUNDi peer was marked by a server. */
  peerChanged(server: ServerId, peer: ServerId, status: 'OK' | 'UNREACHABLE' | 'LAGGED'): void;
  /** The dialplan lock of a server was released after `held`, having been waited for by `waiting` others; this happened `times` times now. */
  lockReleased(server: ServerId, held: Micros, waiting: number, times: number): void;
  /** A SIP message came to a server whose socket was full, and is lost (rule sipSocketHolds). */
  sipMessageLost(server: ServerId): void;
  /**
   * A call came to a step that asks for something which exists in Asterisk and is not modelled: `Queue(support)`,
   * `function CURL`; `place` is that of the step.
   */
  notModelled(server: ServerId, what: string, place: Place): void;
  /** A standby has the address of that server, which had failed at `since`, µs. */
  standbyTookOver(server: ServerId, since: Micros): void;
  /** A trunk group of a gateway: channels that are taken, and channels of spans that work. */
  trunksChanged(server: ServerId, group: string, busy: number, inService: number): void;
  faultHappened(text: string): void;
  /** A line of a server's console at verbosity 3; called only while `wantsConsole`. */
  readonly wantsConsole: boolean;
  console(server: ServerId, line: string): void;
  /** The next is called only while this is true; read once, before the run. */
  readonly wantsThreads: boolean;
  /**
   * The SIP thread of a server has dealt with a message (`INVITE`) or a timer (`timer`) since `since`; it had come at
   * `arrivedAt`, and the thread has waited for `wait`, if for anything.
   */
  sipServed(
    server: ServerId,
    title: string,
    arrivedAt: Micros,
    since: Micros,
    wait: 'lock' | 'database' | 'disk' | undefined,
  ): void;
  /** The two below are called only while this is true; read once, before the run. */
  readonly wantsMessages: boolean;
  messageSent(message: MessageRecord): void;
  messageEnded(message: MessageRecord, fate: MessageFate): void;
}
