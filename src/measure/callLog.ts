import type { Micros } from '../kernel/units.ts';
import type { CallRecord, Outcome } from '../model/observations.ts';
import type { CauseName } from '../model/story/index.ts';
import { CAUSE_NAMES } from './causeCounts.ts';
import { OUTCOMES } from './outcomes.ts';

const DROPPED = 1;
const SAVED = 2;
const LOST = 4;
const REDIAL = 8;
const TO_DEAD = 16;
const OUTCOME_NUMBER = new Map<Outcome, number>(OUTCOMES.map((outcome, number) => [outcome, number]));
const CAUSE_NUMBER = new Map<string, number>(CAUSE_NAMES.map((name, number) => [name, number + 1]));

/** What the summary and the charts need of a call. */
export interface LoggedCall {
  readonly offeredAt: Micros;
  readonly endedAt: Micros;
  /** Caller's INVITE until the called phone rang; -1: it never rang. */
  readonly postDialDelay: Micros;
  readonly outcome: Outcome;
  readonly dropped: boolean;
  readonly saved: boolean;
  readonly lost: boolean;
  readonly redial: boolean;
  /** A server dialled another one for it that was dead or hung. */
  readonly toDead: boolean;
  /** Empty: it was not lost, dropped or slow. */
  readonly cause: CauseName | '';
  /** The fault behind it; empty: none. */
  readonly fault: string;
}

/**
 * Every ended call in 29 bytes, in order of ending: enough to count any window or bin of the run exactly
 * afterwards. Whole records go to the CSV and are not kept.
 */
export class CallLog {
  length = 0;
  private offered = new Float64Array(256);
  private ended = new Float64Array(256);
  private delay = new Float64Array(256);
  private outcome = new Uint8Array(256);
  private flags = new Uint8Array(256);
  private cause = new Uint8Array(256);
  private fault = new Uint16Array(256);
  /** Texts of faults by number; 0: none. */
  private readonly faults = [''];

  add(call: CallRecord): void {
    if (this.length === this.offered.length) this.grow();
    const row = this.length++;
    this.offered[row] = call.offeredAt;
    this.ended[row] = call.endedAt;
    this.delay[row] = postDialDelay(call);
    this.outcome[row] = OUTCOME_NUMBER.get(call.outcome)!;
    this.cause[row] = CAUSE_NUMBER.get(call.cause) ?? 0;
    this.fault[row] = this.numberOf(call.fault);
    this.flags[row] =
      (call.dropped ? DROPPED : 0) |
      (call.saved ? SAVED : 0) |
      (call.lost ? LOST : 0) |
      (call.redial > 0 ? REDIAL : 0) |
      (call.toDead ? TO_DEAD : 0);
  }

  at(row: number): LoggedCall {
    const flags = this.flags[row]!;
    return {
      offeredAt: this.offered[row]!,
      endedAt: this.ended[row]!,
      postDialDelay: this.delay[row]!,
      outcome: OUTCOMES[this.outcome[row]!]!,
      dropped: (flags & DROPPED) !== 0,
      saved: (flags & SAVED) !== 0,
      lost: (flags & LOST) !== 0,
      redial: (flags & REDIAL) !== 0,
      toDead: (flags & TO_DEAD) !== 0,
      cause: this.cause[row] === 0 ? '' : CAUSE_NAMES[this.cause[row]! - 1]!,
      fault: this.faults[this.fault[row]!]!,
    };
  }

  *[Symbol.iterator](): Generator<LoggedCall> {
    for (let row = 0; row < this.length; row++) yield this.at(row);
  }

  /** A scenario names few faults. */
  private numberOf(fault: string): number {
    const known = this.faults.indexOf(fault);
    return known >= 0 ? known : this.faults.push(fault) - 1;
  }

  private grow(): void {
    const size = 2 * this.offered.length;
    this.offered = grown(this.offered, new Float64Array(size));
    this.ended = grown(this.ended, new Float64Array(size));
    this.delay = grown(this.delay, new Float64Array(size));
    this.outcome = grown(this.outcome, new Uint8Array(size));
    this.flags = grown(this.flags, new Uint8Array(size));
    this.cause = grown(this.cause, new Uint8Array(size));
    this.fault = grown(this.fault, new Uint16Array(size));
  }
}

/** The caller's first INVITE until the called phone began to ring, -1 when it never did. */
export function postDialDelay(call: CallRecord): Micros {
  return call.ringingAt < 0 ? -1 : call.ringingAt - call.offeredAt;
}

function grown<A extends Float64Array | Uint8Array | Uint16Array>(from: A, into: A): A {
  into.set(from);
  return into;
}
