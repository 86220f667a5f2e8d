import type { Micros } from '../kernel/units.ts';
import { moment } from '../report/format.ts';
import { count } from '../report/format.ts';

/** Between two lines: often enough to look alive. */
const EVERY_MS = 200;
/** A run shorter than this shows nothing. */
const QUIET_MS = 500;

/** One line on a terminal that is rewritten in place: virtual time, events per second, time left. */
export class Progress {
  private readonly write: (text: string) => void;
  private readonly until: Micros;
  private readonly started = Date.now();
  private shownAt = this.started + QUIET_MS - EVERY_MS;
  private shown = false;

  constructor(until: Micros, write: (text: string) => void) {
    this.until = until;
    this.write = write;
  }

  show(now: Micros, events: number): void {
    const wall = Date.now();
    if (wall - this.shownAt < EVERY_MS) return;
    this.shownAt = wall;
    this.shown = true;
    const elapsed = (wall - this.started) / 1000;
    const left = now > 0 ? Math.ceil((elapsed * (this.until - now)) / now) : undefined;
    const rest = left === undefined ? '' : `, ${left} s left`;
    this.write(
      `\r\u001b[K${moment(now)} of ${moment(this.until)}, ${count(Math.round(events / elapsed))} events/s${rest}`,
    );
  }

  end(): void {
    if (this.shown) this.write('\r\u001b[K');
  }
}
