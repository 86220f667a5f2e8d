import { setImmediate } from 'node:timers/promises';
import type { Cell, CellResult } from '../../experiment/grid/cell.ts';
import { CellRunner } from '../../experiment/grid/cellRunner.ts';
import { Interrupted } from '../io.ts';
import { version } from '../version.ts';
import type { Runner } from './runner.ts';

/** Events between two looks at Ctrl-C: some milliseconds. */
const SLICE = 20_000;

/** One cell after the other, here. */
export class ThisThread implements Runner {
  private readonly cells = new CellRunner(version());
  private readonly interrupted: AbortSignal;

  constructor(interrupted: AbortSignal) {
    this.interrupted = interrupted;
  }

  async run(cells: readonly Cell[], each: (result: CellResult) => void): Promise<void> {
    for (const cell of cells) {
      if (this.interrupted.aborted) throw new Interrupted(); // Cells shorter than a slice look at it here.
      each(await this.one(cell));
    }
  }

  async close(): Promise<void> {}

  private async one(cell: Cell): Promise<CellResult> {
    const running = this.cells.begin(cell);
    for (;;) {
      const result = running.goOn(SLICE);
      await setImmediate(); // Lets a signal in.
      if (result !== undefined) return result;
      if (this.interrupted.aborted) throw new Interrupted();
    }
  }
}
