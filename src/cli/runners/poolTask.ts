import { CellRunner } from '../../experiment/grid/cellRunner.ts';
import type { Cell, CellResult } from '../../experiment/grid/cell.ts';
import { UserMistakes, type Remark } from '../../text/mistake.ts';
import { version } from '../version.ts';

const runner = new CellRunner(version());

/** A mistake of the user's crosses between threads as data: the class of an error does not. */
export type Outcome = CellResult | { readonly mistakes: readonly Remark[] };

/** What a thread of the pool does: one cell. */
export default function poolTask(cell: Cell): Outcome {
  try {
    return runner.run(cell);
  } catch (error) {
    if (error instanceof UserMistakes) return { mistakes: error.remarks };
    throw error;
  }
}
