import { count, counted } from '../../report/format.ts';

/** Between two lines. */
const EVERY_MS = 200;

/** Cells that make a pace. */
const FEWEST = 4;

/** One line on a terminal that is rewritten in place: cells done, and the time left at the pace so far. */
export class CellProgress {
  private readonly write: (text: string) => void;
  private firstAt = 0;
  private shownAt = 0;
  private ran = 0;
  private shown = false;

  constructor(write: (text: string) => void) {
    this.write = write;
  }

  /** Before the first cell of several has ended, so that something is seen of long ones. */
  begin(done: number, total: number): void {
    this.write(`\r\u001b[K${count(done)} of ${counted(total, 'run')}`);
    this.shown = true;
  }

  /**
   * A cell has ended; `done` of `total`, those of earlier starts too. `open`: there may be more than that in the end.
   */
  show(done: number, total: number, open: boolean): void {
    this.ran += 1;
    const now = Date.now();
    if (this.ran === 1) this.firstAt = now;
    if (now - this.shownAt < EVERY_MS && done < total) return;
    this.shownAt = now;
    this.shown = true;
    this.write(
      `\r\u001b[K${count(done)} of ${open ? 'at least ' : ''}${counted(total, 'run')}${this.left(now, total - done)}`,
    );
  }

  /** At the pace since the first cell ended: what came before it was getting ready. */
  private left(now: number, cells: number): string {
    if (this.ran < FEWEST) return '';
    return `, about ${timeText(Math.ceil((((now - this.firstAt) / (this.ran - 1)) * cells) / 1000))} left`;
  }

  end(): void {
    if (this.shown) this.write('\r\u001b[K');
  }
}

function timeText(seconds: number): string {
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
