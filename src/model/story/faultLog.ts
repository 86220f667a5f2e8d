import type { Micros } from '../../kernel/units.ts';
import type { HostId } from '../ids.ts';

/** A fault that keeps a machine from working, and until when. */
export interface Outage {
  readonly host: HostId;
  /** `crash`: it has forgotten everything; `hang`: it does nothing. */
  readonly kind: 'crash' | 'hang';
  readonly from: Micros;
  /** When it works again, µs; Infinity: not yet. */
  until: Micros;
}

/** Which machine was out of order when, for the causes of calls. */
export class FaultLog {
  private readonly outages: Outage[] = [];

  begins(host: HostId, kind: Outage['kind'], at: Micros): void {
    this.ends(host, at);
    this.outages.push({ host, kind, from: at, until: Infinity });
  }

  ends(host: HostId, at: Micros): void {
    for (const outage of this.outages) if (outage.host === host && outage.until === Infinity) outage.until = at;
  }

  /** The outage of that machine at that time. */
  at(host: HostId, time: Micros): Outage | undefined {
    return this.outages.find((outage) => outage.host === host && outage.from <= time && time < outage.until);
  }

  /** The last outage of that machine that began between two times. */
  within(host: HostId, from: Micros, to: Micros): Outage | undefined {
    return this.outages.findLast((outage) => outage.host === host && outage.from >= from && outage.from <= to);
  }

  /** The last outage of that machine that had begun by that time, over or not. */
  before(host: HostId, time: Micros): Outage | undefined {
    return this.outages.findLast((outage) => outage.host === host && outage.from <= time);
  }

  /** The last crash of any machine by that time, over or not. */
  lastCrash(time: Micros): Outage | undefined {
    return this.outages.findLast((outage) => outage.kind === 'crash' && outage.from <= time);
  }
}
