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

/** One observer that passes everything on to several: measures, the rows of the CSV files, traces. */
export function several(...observers: readonly Observations[]): Observations {
  return observers.length === 1 ? observers[0]! : new Several(observers);
}

class Several implements Observations {
  readonly wantsConsole: boolean;
  readonly wantsMessages: boolean;
  readonly wantsThreads: boolean;
  private readonly all: readonly Observations[];

  constructor(observers: readonly Observations[]) {
    this.all = observers;
    this.wantsConsole = observers.some((observer) => observer.wantsConsole);
    this.wantsMessages = observers.some((observer) => observer.wantsMessages);
    this.wantsThreads = observers.some((observer) => observer.wantsThreads);
  }

  callNotPlaced(source: number): void {
    for (const observer of this.all) observer.callNotPlaced(source);
  }
  callOffered(call: CallRecord): void {
    for (const observer of this.all) observer.callOffered(call);
  }
  callAnswered(call: CallRecord): void {
    for (const observer of this.all) observer.callAnswered(call);
  }
  callEnded(call: CallRecord, story: readonly StoryEvent[]): void {
    for (const observer of this.all) observer.callEnded(call, story);
  }
  registrationEnded(registration: RegistrationRecord): void {
    for (const observer of this.all) observer.registrationEnded(registration);
  }
  registrationsChanged(server: ServerId, change: number): void {
    for (const observer of this.all) observer.registrationsChanged(server, change);
  }
  phoneChanged(phone: PhoneId, registered: boolean): void {
    for (const observer of this.all) observer.phoneChanged(phone, registered);
  }
  lookupEnded(lookup: LookupRecord): void {
    for (const observer of this.all) observer.lookupEnded(lookup);
  }
  statementEnded(statement: StatementRecord): void {
    for (const observer of this.all) observer.statementEnded(statement);
  }
  peerChanged(server: ServerId, peer: ServerId, status: 'OK' | 'UNREACHABLE' | 'LAGGED'): void {
    for (const observer of this.all) observer.peerChanged(server, peer, status);
  }
  sipMessageLost(server: ServerId): void {
    for (const observer of this.all) observer.sipMessageLost(server);
  }

  lockReleased(server: ServerId, held: Micros, waiting: number, times: number): void {
    for (const observer of this.all) observer.lockReleased(server, held, waiting, times);
  }
  notModelled(server: ServerId, what: string, place: Place): void {
    for (const observer of this.all) observer.notModelled(server, what, place);
  }
  standbyTookOver(server: ServerId, since: Micros): void {
    for (const observer of this.all) observer.standbyTookOver(server, since);
  }
  trunksChanged(server: ServerId, group: string, busy: number, inService: number): void {
    for (const observer of this.all) observer.trunksChanged(server, group, busy, inService);
  }
  faultHappened(text: string): void {
    for (const observer of this.all) observer.faultHappened(text);
  }
  console(server: ServerId, line: string): void {
    for (const observer of this.all) if (observer.wantsConsole) observer.console(server, line);
  }
  sipServed(...of: Parameters<Observations['sipServed']>): void {
    for (const observer of this.all) if (observer.wantsThreads) observer.sipServed(...of);
  }
  messageSent(message: MessageRecord): void {
    for (const observer of this.all) if (observer.wantsMessages) observer.messageSent(message);
  }
  messageEnded(message: MessageRecord, fate: MessageFate): void {
    for (const observer of this.all) if (observer.wantsMessages) observer.messageEnded(message, fate);
  }
}
