import { count, counted } from '../../report/format.ts';
import type { Io } from '../io.ts';
import { ProgressLine } from '../progressLine.ts';

/** Cells that make a pace. */
const FEWEST = 4;

/** Of many runs: cells done, and the time left at the pace so far. */
export class CellProgress {
  private readonly line: ProgressLine;
  private readonly now: () => number;
  private firstAt = 0;
  private ran = 0;

  constructor(io: Io) {
    this.line = new ProgressLine(io);
    this.now = io.now ?? Date.now;
  }

  /** Before the first cell of several has ended, so that something is seen of long ones. */
  begin(done: number, total: number): void {
    this.line.show(() => `${count(done)} of ${counted(total, 'run')}`, true);
  }

  /**
   * A cell has ended; `done` of `total`, those of earlier starts too. `open`: there may be more than that in the end.
   */
  show(done: number, total: number, open: boolean): void {
    this.ran += 1;
    if (this.ran === 1) this.firstAt = this.now();
    const of = open ? 'at least ' : '';
    this.line.show(
      () => `${count(done)} of ${of}${counted(total, 'run')}${this.left(total - done)}`,
      done >= total || this.ran === 1,
    );
  }

  /** At the pace since the first cell ended: what came before it was getting ready. */
  private left(cells: number): string {
    if (this.ran < FEWEST) return '';
    return `, about ${timeText(Math.ceil((((this.now() - this.firstAt) / (this.ran - 1)) * cells) / 1000))} left`;
  }

  end(): void {
    this.line.end();
  }
}

/** `95 s`, `12 min`, `2.5 h`. */
export function timeText(seconds: number): string {
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
