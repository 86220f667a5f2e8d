import type { Micros } from '../kernel/units.ts';
import { count, moment } from '../report/format.ts';
import type { Io } from './io.ts';
import { ProgressLine } from './progressLine.ts';

/** A run shorter than this shows nothing on a terminal. */
const QUIET_MS = 500;

/** Of one run: virtual time, events per second, time left. */
export class Progress {
  private readonly line: ProgressLine;
  private readonly until: Micros;
  private readonly now: () => number;
  private readonly started: number;

  constructor(until: Micros, io: Io) {
    this.until = until;
    this.line = new ProgressLine(io, QUIET_MS);
    this.now = io.now ?? Date.now;
    this.started = this.now();
  }

  show(at: Micros, events: number): void {
    this.line.show(() => this.text(at, events));
  }

  end(): void {
    this.line.end();
  }

  private text(at: Micros, events: number): string {
    const elapsed = Math.max(1, this.now() - this.started) / 1000;
    const left = at > 0 ? `, ${Math.ceil((elapsed * (this.until - at)) / at)} s left` : '';
    return `${moment(at)} of ${moment(this.until)}, ${count(Math.round(events / elapsed))} events/s${left}`;
  }
}
