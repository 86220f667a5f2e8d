import type { Io } from './io.ts';

/** Between two texts on a terminal: often enough to look alive. */
const REWRITE_MS = 200;
/** Between two lines where there is no terminal, in the log of a CI job for instance. */
const LINE_MS = 60_000;
/** Between two looks at the clock while nothing is reported: a run of many cells, or one long one. */
const LOOK_MS = 2_000;

/** What a command does at present, on stderr: on a terminal one line that is rewritten in place, elsewhere one a minute. */
export class ProgressLine {
  private readonly io: Pick<Io, 'err' | 'watched'>;
  private readonly now: () => number;
  private readonly timer: NodeJS.Timeout | undefined;
  private wroteAt: number;
  private text: (() => string) | undefined;
  private shown = false;

  /** `quiet`: milliseconds in which a terminal shows nothing. */
  constructor(io: Pick<Io, 'err' | 'watched' | 'now'>, quiet = 0) {
    this.io = io;
    this.now = io.now ?? Date.now;
    this.wroteAt = this.now() + quiet - (io.watched ? REWRITE_MS : 0);
    // Where the last report is old, its text is still asked for again: the time left is another one.
    if (!io.watched) this.timer = setInterval(() => this.look(), LOOK_MS).unref();
  }

  /** `text` is asked for when it is printed. `last`: whatever was shown just before. */
  show(text: () => string, last = false): void {
    this.text = text;
    this.look(last && this.io.watched);
  }

  /** Clears the line of a terminal. */
  end(): void {
    clearInterval(this.timer);
    if (this.shown && this.io.watched) this.io.err('\r\u001b[K');
  }

  private look(atOnce = false): void {
    const now = this.now();
    if (this.text === undefined || (!atOnce && now - this.wroteAt < (this.io.watched ? REWRITE_MS : LINE_MS))) return;
    this.wroteAt = now;
    this.shown = true;
    this.io.err(this.io.watched ? `\r\u001b[K${this.text()}` : `${this.text()}\n`);
  }
}
