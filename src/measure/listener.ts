import type { Micros } from '../kernel/units.ts';
import type { Place } from '../text/place.ts';
import type { PhoneId, ServerId } from '../model/ids.ts';
import type {
  CallRecord,
  LookupRecord,
  MessageFate,
  MessageRecord,
  Observations,
  RegistrationRecord,
  StatementRecord,
} from '../model/observations.ts';
import type { StoryEvent } from '../model/story/index.ts';

/** Where virtual time is read from; a Simulation is one. */
export interface Clock {
  readonly now: Micros;
}

/** An observer that hears nothing: extend it and listen to what is wanted. */
export class Listener implements Observations {
  readonly wantsConsole: boolean = false;
  readonly wantsMessages: boolean = false;
  readonly wantsThreads: boolean = false;
  private clock: Clock = { now: 0 };

  /** Names the clock of the run. Observers are made before the model; until this is called it is 0 o'clock. */
  follow(clock: Clock): void {
    this.clock = clock;
  }

  get now(): Micros {
    return this.clock.now;
  }

  callNotPlaced(_source: number): void {}
  callOffered(_call: CallRecord): void {}
  callAnswered(_call: CallRecord): void {}
  callEnded(_call: CallRecord, _story: readonly StoryEvent[]): void {}
  registrationEnded(_registration: RegistrationRecord): void {}
  registrationsChanged(_server: ServerId, _change: number): void {}
  phoneChanged(_phone: PhoneId, _registered: boolean): void {}
  lookupEnded(_lookup: LookupRecord): void {}
  statementEnded(_statement: StatementRecord): void {}
  peerChanged(_server: ServerId, _peer: ServerId, _status: 'OK' | 'UNREACHABLE' | 'LAGGED'): void {}
  sipMessageLost(_server: ServerId): void {}
  lockReleased(_server: ServerId, _held: Micros, _waiting: number, _times: number): void {}
  notModelled(_server: ServerId, _what: string, _place: Place): void {}
  standbyTookOver(_server: ServerId, _since: Micros): void {}
  trunksChanged(_server: ServerId, _group: string, _busy: number, _inService: number): void {}
  faultHappened(_text: string): void {}
  console(_server: ServerId, _line: string): void {}
  sipServed(
    _server: ServerId,
    _title: string,
    _arrivedAt: Micros,
    _since: Micros,
    _wait: 'lock' | 'database' | 'disk' | undefined,
  ): void {}
  messageSent(_message: MessageRecord): void {}
  messageEnded(_message: MessageRecord, _fate: MessageFate): void {}
}
