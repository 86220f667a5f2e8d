import { Listener } from '../../measure/listener.ts';
import { Cluster } from '../../model/cluster.ts';
import type { CallRecord } from '../../model/observations.ts';
import type { Scenario } from '../../scenario/index.ts';

/** By what a call is the same one in another run of the seed: its number may be another one there. */
export type Arrival = Pick<CallRecord, 'source' | 'redial' | 'offeredAt' | 'caller' | 'from' | 'dialled'>;

/** Runs a scenario until one call of it is over. */
export class CallRun {
  private readonly cluster: Cluster;
  private readonly watch: Watch;
  private readonly until: number;
  private readonly wanted: Arrival;
  private readonly most: number;

  /** @param most events, after which it is given up */
  constructor({ config, seed }: Pick<Scenario, 'config' | 'seed'>, wanted: Arrival, most: number) {
    this.watch = new Watch(wanted);
    this.cluster = new Cluster(config, { seed, observations: this.watch });
    this.watch.follow(this.cluster.clock);
    this.until = this.cluster.origin + config.duration;
    this.wanted = wanted;
    this.most = most;
  }

  /** Runs at most that number of events; true: the call is over, missing, or given up. */
  goOn(events: number): boolean {
    if (this.cluster.sim.runSome(this.until, events)) this.cluster.finish();
    else if (!this.watch.isOver && !this.isMissing() && this.cluster.sim.eventsRun < this.most) return false;
    return true;
  }

  /** How the call ended; undefined: there was none, or it was given up. */
  get ended(): CallRecord | undefined {
    return this.watch.ended;
  }

  private isMissing(): boolean {
    return !this.watch.isOffered && this.cluster.clock.now > this.wanted.offeredAt;
  }
}

class Watch extends Listener {
  private readonly wanted: Arrival;
  private call = 0;
  ended: CallRecord | undefined;

  constructor(wanted: Arrival) {
    super();
    this.wanted = wanted;
  }

  get isOffered(): boolean {
    return this.call !== 0;
  }

  get isOver(): boolean {
    return this.ended !== undefined;
  }

  override callOffered(call: CallRecord): void {
    if (isSame(call, this.wanted)) this.call = call.call;
  }

  override callEnded(call: CallRecord): void {
    if (call.call === this.call) this.ended = { ...call };
  }
}

function isSame(a: Arrival, b: Arrival): boolean {
  return (
    a.offeredAt === b.offeredAt &&
    a.source === b.source &&
    a.redial === b.redial &&
    a.caller === b.caller &&
    a.from === b.from &&
    a.dialled === b.dialled
  );
}
