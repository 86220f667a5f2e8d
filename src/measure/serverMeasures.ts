import type { Micros } from '../kernel/units.ts';
import { addSpan, Bins, StepSeries } from './bins.ts';
import type { ServerFigures } from './document.ts';
import { quantilesMs, ratio } from './figures.ts';
import { Histogram } from './histogram.ts';

/** Per server: there may be a thousand, so 0.8 % instead of 0.1 %. */
const BITS = 7;

/** The figures of one server. */
export class ServerMeasures {
  readonly registrations: StepSeries;
  /** Micros of each bin in which the dialplan lock was held. */
  readonly lockHeld = new Bins();
  callsOffered = 0;
  callsLost = 0;
  sipMessagesLost = 0;
  readonly lookupTime = new Histogram(BITS);
  readonly lockWaitTime = new Histogram(BITS);
  readonly statementWait = new Histogram(BITS);
  readonly marked = { OK: 0, UNREACHABLE: 0, LAGGED: 0 };
  private readonly width: Micros;
  private readonly holdTime = new Histogram(BITS);
  /** Holds of the lock that took no time, and are not in `holdTime` yet: seven for each question of DUNDi. */
  private holdsOfNoTime = 0;

  constructor(width: Micros) {
    this.width = width;
    this.registrations = new StepSeries(width);
  }

  lockReleased(now: Micros, held: Micros, times: number): void {
    if (held === 0) {
      this.holdsOfNoTime += times;
      return;
    }
    this.holdTime.record(held, times);
    for (let i = 0; i < times; i++) addSpan(this.lockHeld, this.width, now - held, now);
  }

  private get lockHoldTime(): Histogram {
    if (this.holdsOfNoTime > 0) this.holdTime.record(0, this.holdsOfNoTime);
    this.holdsOfNoTime = 0;
    return this.holdTime;
  }

  /** What the quantiles of that name are quantiles of. */
  histogram(figure: string): Histogram | undefined {
    switch (figure) {
      case 'lookupMs':
        return this.lookupTime;
      case 'lockHeldMs':
        return this.lockHoldTime;
      case 'lockWaitMs':
        return this.lockWaitTime;
      case 'statementWaitMs':
        return this.statementWait;
      default:
        return undefined;
    }
  }

  /** `carriedErlangs`: of its callers. */
  figures(now: Micros, carriedErlangs: number): ServerFigures {
    return {
      registrationsAtEnd: this.registrations.value,
      registrationsMean: ratio(this.registrations.mean(now), 1),
      registrationsMax: this.registrations.max,
      callsOffered: this.callsOffered,
      callsLost: this.callsLost,
      carriedErlangs,
      lookups: this.lookupTime.count,
      lookupMs: quantilesMs(this.lookupTime),
      lockHeldRatio: ratio(this.lockHoldTime.sum, now),
      lockHeldMs: quantilesMs(this.lockHoldTime),
      lockWaitMs: quantilesMs(this.lockWaitTime),
      sipMessagesLost: this.sipMessagesLost,
      statements: this.statementWait.count,
      statementWaitMs: quantilesMs(this.statementWait),
      peersMarkedUnreachable: this.marked.UNREACHABLE,
      peersMarkedLagged: this.marked.LAGGED,
      peersMarkedOk: this.marked.OK,
    };
  }
}
