import { BrokenAssertion } from '../../kernel/assert.ts';
import type { Cell } from './cell.ts';

/**
 * Runs `run`; an assertion that breaks in it says which cell broke and how to see it again. All of it is in the message:
 * only that survives the way out of a worker thread, or through a queue.
 */
export function saysItsCell<T>(cell: Cell, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof BrokenAssertion)) throw error;
    throw new BrokenAssertion(`${error.message}; cell ${cell.key}; again with: ${commandOf(cell)}`, undefined, {
      cause: error,
    });
  }
}

/** `dundisim run office.yaml --seed 1/r2 --set servers.dunpbx1.cachetime=5s` */
function commandOf({ source, overrides, seed }: Cell): string {
  const sets = [...source.sets, ...overrides].map((set) => ` --set ${quoted(set)}`).join('');
  const until = source.until === undefined ? '' : ` --until ${source.until}`;
  return `dundisim run ${quoted(source.path)} --seed ${quoted(seed)}${until}${sets}`;
}

/** As a shell takes it. */
function quoted(text: string): string {
  return /^[\w./=:@%,+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
