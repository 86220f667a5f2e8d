import { assert } from '../kernel/assert.ts';
import type { Micros } from '../kernel/units.ts';
import type { CallRecord } from '../model/observations.ts';
import { countsByCause } from './causeCounts.ts';
import { CallLog, postDialDelay, type LoggedCall } from './callLog.ts';
import { collapsed } from './collapse.ts';
import type { CallFigures } from './document.ts';
import { quantilesMs } from './figures.ts';
import { Histogram } from './histogram.ts';
import { NotableCalls } from './notable.ts';
import { countsByOutcome, isAnswered } from './outcomes.ts';

/** Whole records kept: with no more calls than this, the report lists each call. */
const TOLD_ONE_BY_ONE = 8;

/** Counts calls by how they ended, and keeps of each what windows and charts need. */
export class CallMeasures {
  readonly log = new CallLog();
  readonly delay = new Histogram();
  /** The first calls that ended. */
  readonly first: CallRecord[] = [];
  /** The worst calls of each cause. */
  readonly notable = new NotableCalls();
  offered = 0;
  /** When calls came to nothing for want of a phone to make them with. */
  readonly notPlaced: Micros[] = [];
  private readonly outcomes = countsByOutcome();
  private dropped = 0;
  private saved = 0;
  private lost = 0;
  private toDead = 0;

  callEnded(call: CallRecord): void {
    assert(call.endedAt >= call.offeredAt, `call ${call.call} ended before it was offered`);
    assert(
      !call.dropped || (call.lost && call.answeredAt >= 0),
      `call ${call.call} was dropped: it must have been answered, and is lost`,
    );
    assert(!call.saved || isAnswered(call.outcome), `call ${call.call} cannot be saved and end as ${call.outcome}`);
    this.log.add(call);
    this.notable.add(call);
    if (this.first.length < TOLD_ONE_BY_ONE) this.first.push({ ...call });
    this.outcomes[call.outcome] += 1;
    if (call.dropped) this.dropped += 1;
    if (call.saved) this.saved += 1;
    if (call.lost) this.lost += 1;
    if (call.toDead) this.toDead += 1;
    if (call.ringingAt >= 0) this.delay.record(postDialDelay(call));
  }

  figures(): CallFigures {
    assert(
      this.log.length === this.offered,
      `${this.offered} calls were offered, ${this.log.length} came to an outcome`,
    );
    return {
      offered: this.offered,
      outcomes: { ...this.outcomes },
      dropped: this.dropped,
      saved: this.saved,
      lost: this.lost,
      toDeadServer: this.toDead,
      notPlaced: this.notPlaced.length,
      causes: causesOf(this.log),
      collapsed: collapsed(this.log),
      postDialDelayMs: quantilesMs(this.delay),
    };
  }

  /** Post-dial delays of the calls that were offered in [from, until). */
  delayDuring(from: Micros, until: Micros): Histogram {
    const delay = new Histogram();
    for (const { offeredAt, postDialDelay: took } of this.log)
      if (took >= 0 && offeredAt >= from && offeredAt < until) delay.record(took);
    return delay;
  }

  /**
   * The same for a window [from, until): a call counts where it was offered, but as dropped (and lost by that) where
   * it was cut. So windows that share no moment add up to the run.
   */
  figuresDuring(from: Micros, until: Micros): CallFigures {
    const inside = (time: Micros): boolean => time >= from && time < until;
    const outcomes = countsByOutcome();
    const delay = new Histogram();
    const within: LoggedCall[] = [];
    let [offered, dropped, saved, lost, toDeadServer] = [0, 0, 0, 0, 0];
    for (const call of this.log) {
      if (call.lost && inside(call.dropped ? call.endedAt : call.offeredAt)) lost += 1;
      if (call.dropped && inside(call.endedAt)) dropped += 1;
      if (!inside(call.offeredAt)) continue;
      within.push(call);
      offered += 1;
      outcomes[call.outcome] += 1;
      if (call.saved) saved += 1;
      if (call.toDead) toDeadServer += 1;
      if (call.postDialDelay >= 0) delay.record(call.postDialDelay);
    }
    const notPlaced = this.notPlaced.filter(inside).length;
    return {
      offered,
      outcomes,
      dropped,
      saved,
      lost,
      toDeadServer,
      notPlaced,
      causes: causesOf(within),
      collapsed: collapsed(within),
      postDialDelayMs: quantilesMs(delay),
    };
  }
}

function causesOf(calls: Iterable<LoggedCall>): CallFigures['causes'] {
  const causes = countsByCause();
  for (const { cause } of calls) if (cause !== '') causes[cause] += 1;
  return causes;
}
