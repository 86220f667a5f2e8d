import type { Micros } from '../kernel/units.ts';
import type { LookupRecord } from '../model/observations.ts';
import { Bins } from './bins.ts';
import type { LookupFigures } from './document.ts';
import { quantilesMs } from './figures.ts';
import { Histogram } from './histogram.ts';
import { LookupLog } from './lookupLog.ts';

/** Counts lookups by where the answer came from. */
export class LookupMeasures {
  readonly time = new Histogram();
  readonly networkTime = new Histogram();
  readonly log = new LookupLog();
  /** Ended in each bin. */
  readonly fromNetwork = new Bins();
  readonly fromCache = new Bins();
  private readonly byPurpose = { find: 0, exec: 0, function: 0, relay: 0, cli: 0 };
  private cached = 0;
  private found = 0;
  private budgetEnded = 0;
  private datagrams = 0;
  private readonly width: Micros;

  constructor(width: Micros) {
    this.width = width;
  }

  lookupEnded(now: Micros, lookup: LookupRecord): void {
    const bin = Math.floor(now / this.width);
    this.time.record(lookup.took);
    this.log.add(lookup);
    this.byPurpose[lookup.purpose] += 1;
    if (lookup.answers.length > 0) this.found += 1;
    if (lookup.budgetEnded) this.budgetEnded += 1;
    this.datagrams += lookup.datagrams;
    if (lookup.asked.length > 0) {
      this.networkTime.record(lookup.took);
      this.fromNetwork.add(bin, 1);
    } else if (lookup.cacheHits + lookup.hintHits > 0) {
      this.cached += 1;
      this.fromCache.add(bin, 1);
    }
  }

  figures(): LookupFigures {
    const total = this.time.count;
    const network = this.networkTime.count;
    return {
      total,
      asked: total - this.byPurpose.relay,
      network,
      cached: this.cached,
      unasked: total - network - this.cached,
      found: this.found,
      notFound: total - this.found,
      budgetEnded: this.budgetEnded,
      ms: quantilesMs(this.time),
      networkMs: quantilesMs(this.networkTime),
      byPurpose: { ...this.byPurpose },
      datagrams: this.datagrams,
    };
  }
}
