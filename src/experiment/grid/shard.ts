import { UserMistakes, type Remark } from '../../text/mistake.ts';
import type { CellResult } from './cell.ts';

/**
 * One of several equal parts of an experiment: what one task of a Slurm array or of an indexed Job on Kubernetes runs.
 */
export interface Shard {
  /** From 1, as users say it. */
  readonly number: number;
  readonly of: number;
}

/** More tasks than any array has. */
const MOST = 100_000;

/** `3/8`. @throws UserMistakes */
export function readShard(text: string): Shard {
  const [number, of] = (/^(\d+)\/(\d+)$/.exec(text.trim()) ?? []).slice(1).map(Number);
  if (number !== undefined && of !== undefined && number >= 1 && number <= of && of <= MOST) return { number, of };
  throw mistakes([
    [`--shard ${text}`, 'expected a part and how many there are, such as 1/8 to 8/8 (Kubernetes counts from 0: add 1)'],
  ]);
}

/**
 * Whether a cell belongs to the shard. It depends on the cell alone, so a shard that was killed continues with its own.
 * The replications of every point are dealt out in turn, beginning with another shard at each point: long points are
 * shared.
 */
export function inShard(
  { point, replication }: { readonly point: number; readonly replication: number },
  { number, of }: Shard,
): boolean {
  return (point + replication) % of === number % of;
}

/** What lies in one folder. */
export interface Part {
  /** The folder, for messages. */
  readonly where: string;
  /** `identityOf` the experiment. */
  readonly identity: string;
  readonly results: readonly CellResult[];
}

/**
 * All results of the parts, each cell once, by point and replication.
 * @throws UserMistakes when the parts are not of one experiment, or two of them say different things of one cell
 */
export function merged(parts: readonly Part[]): readonly CellResult[] {
  const wrong: [string, string][] = [];
  const byKey = new Map<string, { readonly text: string; readonly result: CellResult; readonly where: string }>();
  for (const { where, identity, results } of parts) {
    if (identity !== parts[0]!.identity) {
      wrong.push([
        where,
        `another experiment than in ${parts[0]!.where}: its scenario, values, seed, measures or version differ`,
      ]);
      continue;
    }
    for (const result of results) {
      const text = JSON.stringify(result);
      const other = byKey.get(result.key);
      if (other !== undefined && other.text !== text)
        wrong.push([where, `cell ${result.key} has another result in ${other.where}`]);
      byKey.set(result.key, other ?? { text, result, where });
    }
  }
  if (wrong.length > 0) throw mistakes(wrong);
  return [...byKey.values()]
    .map(({ result }) => result)
    .sort((a, b) => a.point - b.point || a.replication - b.replication);
}

function mistakes(all: readonly (readonly [where: string, text: string])[]): UserMistakes {
  return new UserMistakes(
    all.map(([file, text]): Remark => ({ severity: 'mistake', place: { file, line: 0, column: 0 }, text })),
  );
}
