import type { Simulation } from '../kernel/clock/simulation.ts';
import { SECOND, type Micros } from '../kernel/units.ts';
import type { ClusterConfig } from './config.ts';
import type { PhoneId, ServerId } from './ids.ts';
import type {
  CallRecord,
  LookupRecord,
  MessageFate,
  MessageRecord,
  Observations,
  RegistrationRecord,
  StatementRecord,
} from './observations.ts';
import type { StoryEvent } from './story/index.ts';

/**
 * Time that the simulation runs before the scenario's 0, µs: the warm-up, and a part of the longest cachetime that is
 * drawn from the seed. Without that part every cache would have the same age at 0 in every run.
 */
export function originOf({ start, servers }: ClusterConfig, sim: Simulation): Micros {
  if (start.warmUp === 0) return 0;
  const longest = Math.max(0, ...servers.map(({ dundi }) => dundi.cacheTime)) * SECOND;
  return start.warmUp + Math.floor(sim.stream('start/warmUp').next() * longest);
}

/** What observers see of a run that begins before 0: times of the scenario, and nothing that began before its 0. */
export class FromOrigin implements Observations {
  readonly wantsConsole: boolean;
  readonly wantsMessages: boolean;
  readonly wantsThreads: boolean;
  private readonly to: Observations;
  private readonly sim: Simulation;
  private readonly origin: Micros;
  /** Number of the last message that was handed over before 0. */
  private unseen = 0;

  constructor(to: Observations, sim: Simulation, origin: Micros) {
    this.to = to;
    this.sim = sim;
    this.origin = origin;
    this.wantsConsole = to.wantsConsole;
    this.wantsMessages = to.wantsMessages;
    this.wantsThreads = to.wantsThreads;
  }

  callNotPlaced(source: number): void {
    if (this.isSeen(this.sim.now)) this.to.callNotPlaced(source);
  }

  callOffered(call: CallRecord): void {
    if (this.isSeen(call.offeredAt)) this.to.callOffered(this.call(call));
  }

  callAnswered(call: CallRecord): void {
    if (this.isSeen(call.offeredAt)) this.to.callAnswered(this.call(call));
  }

  callEnded(call: CallRecord, story: readonly StoryEvent[]): void {
    if (this.isSeen(call.offeredAt))
      this.to.callEnded(
        this.call(call),
        story.map((event) => this.event(event)),
      );
  }

  registrationEnded(registration: RegistrationRecord): void {
    if (this.isSeen(registration.at)) this.to.registrationEnded(this.begun(registration));
  }

  /** A change of state is passed on, or the state at 0 would be wrong; the clock of the observers is at 0 until then. */
  registrationsChanged(server: ServerId, change: number): void {
    this.to.registrationsChanged(server, change);
  }

  phoneChanged(phone: PhoneId, registered: boolean): void {
    this.to.phoneChanged(phone, registered);
  }

  lookupEnded(lookup: LookupRecord): void {
    if (this.isSeen(lookup.at)) this.to.lookupEnded(this.begun(lookup));
  }

  statementEnded(statement: StatementRecord): void {
    if (this.isSeen(statement.at)) this.to.statementEnded(this.begun(statement));
  }

  peerChanged(...change: Parameters<Observations['peerChanged']>): void {
    if (this.isSeen(this.sim.now)) this.to.peerChanged(...change);
  }

  lockReleased(server: ServerId, held: Micros, waiting: number, times: number): void {
    if (this.isSeen(this.sim.now - held)) this.to.lockReleased(server, held, waiting, times);
  }

  sipMessageLost(server: ServerId): void {
    if (this.isSeen(this.sim.now)) this.to.sipMessageLost(server);
  }

  notModelled(...met: Parameters<Observations['notModelled']>): void {
    if (this.isSeen(this.sim.now)) this.to.notModelled(...met);
  }

  standbyTookOver(server: ServerId, since: Micros): void {
    this.to.standbyTookOver(server, since - this.origin);
  }

  trunksChanged(...change: Parameters<Observations['trunksChanged']>): void {
    this.to.trunksChanged(...change);
  }

  faultHappened(text: string): void {
    this.to.faultHappened(text);
  }

  console(server: ServerId, line: string): void {
    if (this.isSeen(this.sim.now)) this.to.console(server, line);
  }

  sipServed(...[server, title, arrivedAt, since, wait]: Parameters<Observations['sipServed']>): void {
    if (this.isSeen(arrivedAt)) this.to.sipServed(server, title, arrivedAt - this.origin, since - this.origin, wait);
  }

  messageSent(message: MessageRecord): void {
    if (this.isSeen(message.at)) this.to.messageSent(this.message(message));
    else this.unseen = message.number;
  }

  messageEnded(message: MessageRecord, fate: MessageFate): void {
    if (message.number <= this.unseen) return;
    this.to.messageEnded(this.message(message), fate);
  }

  private isSeen(at: Micros): boolean {
    return at >= this.origin;
  }

  private begun<Seen extends { readonly at: Micros }>(record: Seen): Seen {
    return { ...record, at: record.at - this.origin };
  }

  private message(message: MessageRecord): MessageRecord {
    return { ...this.begun(message), leavesAt: message.leavesAt - this.origin };
  }

  /** -1: never. */
  private time(at: Micros): Micros {
    return at < 0 ? at : at - this.origin;
  }

  private call(call: CallRecord): CallRecord {
    return {
      ...call,
      offeredAt: call.offeredAt - this.origin,
      ringingAt: this.time(call.ringingAt),
      answeredAt: this.time(call.answeredAt),
      endedAt: this.time(call.endedAt),
    };
  }

  private event(event: StoryEvent): StoryEvent {
    const shifted = this.begun(event);
    if (shifted.what === 'lookedUp') return { ...shifted, lookup: this.begun(shifted.lookup) };
    if (shifted.what === 'talks' || shifted.what === 'noTrunk') return { ...shifted, since: this.time(shifted.since) };
    if (shifted.what !== 'threadWaited' && shifted.what !== 'lockWaited') return shifted;
    const { holder } = shifted;
    return {
      ...shifted,
      since: this.time(shifted.since),
      holder: holder === undefined ? undefined : { ...holder, since: this.time(holder.since) },
    };
  }
}
