import { NumberRows } from '../kernel/resource/numberRows.ts';
import type { Micros } from '../kernel/units.ts';
import type { ClusterConfig } from '../model/config.ts';
import type { RegistrationRecord } from '../model/observations.ts';
import type { RegistrationFigures } from './document.ts';
import { rowsOf } from '../model/phoneColumns.ts';
import { quantilesMs } from './figures.ts';
import { Histogram } from './histogram.ts';
import { Bins, StepSeries } from './bins.ts';

/** Of `lost`, 8 MB for 1,000,000 phones: after a steady start, where it is 0 no memory of the machine was taken. */
const HAS_ONE = 0;

/** A time during which a phone knew itself to be unregistered. */
export interface Outage {
  readonly phone: number;
  readonly from: Micros;
  /** The end of the run when it had not come back. */
  readonly until: Micros;
  readonly over: boolean;
}

/** REGISTER transactions, and how long phones were without a registration, as they see it. */
export class RegistrationMeasures {
  readonly results = { granted: 0, timeout: 0, rejected: 0, cancelled: 0 };
  sends = 0;
  readonly exchange = new Histogram();
  /** Transactions that ended without being granted, by bin. */
  readonly failures = new Bins();
  readonly grants = new Bins();
  /** Phones that believe themselves registered. */
  readonly believing: StepSeries;
  /** When each phone lost its registration, plus 1 µs. Undefined: none has lost it since the steady start. */
  private lost: Float64Array | undefined;
  private readonly phones: number;
  private readonly ended = new NumberRows();
  private readonly endedPhone = this.ended.integerColumn(0);
  private readonly endedFrom = this.ended.column(0);
  private readonly endedUntil = this.ended.column(0);
  private readonly width: Micros;

  constructor(config: ClusterConfig, width: Micros) {
    this.width = width;
    this.believing = new StepSeries(width);
    this.phones = config.phones.length;
    if (config.start.state === 'cold') {
      this.lost = new Float64Array(this.phones).fill(1); // All have been without one since 0.
      return;
    }
    const without = rowsOf(config.phones, ({ powered }) => !powered);
    this.believing.change(0, this.phones - without.length);
    for (const row of without) this.losses()[row] = 1;
  }

  registrationEnded(now: Micros, registration: RegistrationRecord): void {
    this.results[registration.result] += 1;
    this.sends += registration.sends;
    const granted = registration.result === 'granted';
    if (granted) this.exchange.record(registration.took);
    (granted ? this.grants : this.failures).add(Math.floor(now / this.width), 1);
  }

  phoneChanged(now: Micros, phone: number, registered: boolean): void {
    const lost = this.lost === undefined ? HAS_ONE : this.lost[phone]!;
    if (registered === (lost === HAS_ONE)) return; // Said again, as the steady start may.
    this.believing.change(now, registered ? 1 : -1);
    this.losses()[phone] = registered ? HAS_ONE : now + 1;
    const from = lost - 1;
    if (!registered || now === from) return;
    const row = this.ended.add();
    this.endedPhone.set(row, phone);
    this.endedFrom.set(row, from);
    this.endedUntil.set(row, now);
  }

  /**
   * Visits all outages in order of their ends, those that go on last. After a power failure there are as many as phones:
   * they are rows of numbers, and an object only during the visit.
   */
  eachOutage(now: Micros, visit: (outage: Outage) => void): void {
    for (let row = 0; row < this.ended.length; row++) {
      const [phone, from, until] = [this.endedPhone.get(row), this.endedFrom.get(row), this.endedUntil.get(row)];
      visit({ phone, from, until, over: true });
    }
    this.lost?.forEach((lost, phone) => {
      const from = lost - 1;
      if (lost !== HAS_ONE && from < now) visit({ phone, from, until: now, over: false });
    });
  }

  /** Of all outages, those too that last until `now`. */
  outageLengths(now: Micros): Histogram {
    const lengths = new Histogram();
    this.eachOutage(now, ({ from, until }) => lengths.record(until - from));
    return lengths;
  }

  figures(now: Micros): RegistrationFigures {
    const { granted, timeout, rejected, cancelled } = this.results;
    const lengths = this.outageLengths(now);
    const outageMs = quantilesMs(lengths);
    return {
      attempts: granted + timeout + rejected + cancelled,
      granted,
      timeouts: timeout,
      rejected,
      cancelled,
      sends: this.sends,
      exchangeMs: quantilesMs(this.exchange),
      phones: this.phones,
      phonesRegisteredAtEnd: this.believing.value,
      outages: lengths.count,
      phonesWithOutage: this.phonesWithOutage(now),
      outageMs,
      longestOutageMs: outageMs.max,
    };
  }

  private phonesWithOutage(now: Micros): number {
    const hadOne = new Uint8Array(this.phones);
    let phones = 0;
    this.eachOutage(now, ({ phone }) => {
      phones += 1 - hadOne[phone]!;
      hadOne[phone] = 1;
    });
    return phones;
  }

  private losses(): Float64Array {
    return (this.lost ??= new Float64Array(this.phones));
  }
}
