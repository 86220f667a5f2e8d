import type { Micros } from '../../kernel/units.ts';
import { Listener, type Clock } from '../../measure/listener.ts';
import type { PhoneId, ServerId } from '../../model/ids.ts';
import type { StoryEvent } from '../../model/story/index.ts';
import type {
  CallRecord,
  LookupRecord,
  Observations,
  RegistrationRecord,
  StatementRecord,
} from '../../model/observations.ts';

/**
 * Passes on what began after the warm-up: calls, lookups, registrations and statements are counted by when they began.
 * Changes of state are passed on from the start, or the state would be wrong; so means over time (registrationsMean,
 * lockHeldRatio) and outages are those of the whole run.
 */
export class AfterWarmUp extends Listener {
  private readonly to: Listener;
  private readonly warmUp: Micros;

  constructor(to: Listener, warmUp: Micros) {
    super();
    this.to = to;
    this.warmUp = warmUp;
  }

  override follow(clock: Clock): void {
    super.follow(clock);
    this.to.follow(clock);
  }

  override callNotPlaced(source: number): void {
    if (this.now >= this.warmUp) this.to.callNotPlaced(source);
  }

  override callOffered(call: CallRecord): void {
    if (call.offeredAt >= this.warmUp) this.to.callOffered(call);
  }

  override callAnswered(call: CallRecord): void {
    if (call.offeredAt >= this.warmUp) this.to.callAnswered(call);
  }

  override callEnded(call: CallRecord, story: readonly StoryEvent[]): void {
    if (call.offeredAt >= this.warmUp) this.to.callEnded(call, story);
  }

  override registrationEnded(registration: RegistrationRecord): void {
    if (registration.at >= this.warmUp) this.to.registrationEnded(registration);
  }

  override lookupEnded(lookup: LookupRecord): void {
    if (lookup.at >= this.warmUp) this.to.lookupEnded(lookup);
  }

  override statementEnded(statement: StatementRecord): void {
    if (statement.at >= this.warmUp) this.to.statementEnded(statement);
  }

  override registrationsChanged(server: ServerId, change: number): void {
    this.to.registrationsChanged(server, change);
  }

  override phoneChanged(phone: PhoneId, registered: boolean): void {
    this.to.phoneChanged(phone, registered);
  }

  override peerChanged(...of: Parameters<Observations['peerChanged']>): void {
    this.to.peerChanged(...of);
  }

  override sipMessageLost(server: ServerId): void {
    this.to.sipMessageLost(server);
  }

  override lockReleased(...of: Parameters<Observations['lockReleased']>): void {
    this.to.lockReleased(...of);
  }

  override notModelled(...of: Parameters<Observations['notModelled']>): void {
    this.to.notModelled(...of);
  }

  override faultHappened(text: string): void {
    this.to.faultHappened(text);
  }
}
