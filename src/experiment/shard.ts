import { UserMistakes } from '../text/mistake.ts';

/** One of several equal parts of an experiment: what one task of a Slurm array or of an indexed Job on Kubernetes runs. */
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
  throw new UserMistakes([{ severity: 'mistake', place: { file: `--shard ${text}`, line: 0, column: 0 }, text: 'expected a part and how many there are, such as 1/8 to 8/8 (Kubernetes counts from 0: add 1)' }]);
}

/**
 * The shard's own, of everything there is in a fixed order: every n-th, so that long points are shared out evenly.
 * All shards together are everything, and no two have one in common.
 */
export function ofShard<T>(all: readonly T[], { number, of }: Shard): readonly T[] {
  return all.filter((_, i) => i % of === number - 1);
}
