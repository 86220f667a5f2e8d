import { SECOND, type Micros } from '../../kernel/units.ts';
import type { ClusterConfig } from '../../model/config.ts';
import { formatDuration, parseDuration } from '../../text/duration.ts';
import type { Cell } from './cell.ts';

/** A time that is another one in every replication, so that not every one meets the same phase: a fault's, mostly. */
export interface Stagger {
  /** Such as `faults.0.at`. */
  readonly path: string;
  /** Micros. */
  readonly from: Micros;
  readonly until: Micros;
  /** Times that keep their distance to it: the restart behind a crash, the end of the run. */
  readonly along?: readonly { readonly path: string; readonly after: Micros }[];
  /** Windows of measures keep their distance to it too; as they are written they are those of a moment at `from`. */
  readonly windows?: true;
}

/** Of 1: multiples of it cover every interval evenly, and fall into step with no period (Weyl; Knuth 6.4). */
const GOLDEN = 0.618_033_988_749_895;

/**
 * Multiples of the golden section: any number of replications covers the window evenly. Halves and quarters would not
 * do: those of an hour meet a cache of 300 s at two of its moments only. To a tenth of a second.
 */
export function staggeredTime({ from, until }: Stagger, replication: number): string {
  const share = (replication * GOLDEN) % 1;
  const tenths = Math.round(((from + share * (until - from)) * 10) / SECOND);
  return formatDuration((tenths * SECOND) / 10);
}

/** As `path=value`, for a time as `staggeredTime` gives it. */
export function staggerOverrides(
  { path, along = [] }: Pick<Stagger, 'path' | 'along'>,
  time: string,
): readonly string[] {
  const at = parseDuration(time) ?? 0;
  return [`${path}=${time}`, ...along.map((one) => `${one.path}=${formatDuration(at + one.after)}`)];
}

/** Each cell with the time of its replication. */
export function staggered(cells: readonly Cell[], stagger: Stagger | undefined): readonly Cell[] {
  if (stagger === undefined) return cells;
  return cells.map((cell) => {
    const time = staggeredTime(stagger, cell.replication);
    const overrides = [...cell.overrides, ...staggerOverrides(stagger, time)];
    return stagger.windows === true
      ? { ...cell, overrides, moved: parseDuration(time)! - stagger.from }
      : { ...cell, overrides };
  });
}

/**
 * How long it takes until all that servers remember has been forgotten once: the longest cachetime. A fault's harm may
 * depend on where in it the fault falls, because what a hub hands down runs out everywhere at once.
 */
export function cacheCycle({ servers }: ClusterConfig): Micros {
  return Math.max(0, ...servers.map(({ dundi }) => dundi.cacheTime)) * SECOND;
}
