import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface SearchRuns {
  /** All that were run, those of an answer's side questions too. */
  readonly runs: number;
  /** Of the fingerprints of the rows of cells.csv, in their order. */
  readonly fingerprint: string;
}

/** What a sweep or a plan wrote into `folder`. Older builds keep no journal: there the rows of cells.csv count. */
export function runsIn(folder: string): SearchRuns {
  const [head = '', ...rows] = linesOf(join(folder, 'cells.csv'));
  const column = head.split(',').indexOf('fingerprint');
  const fingerprints = rows.map((row) => row.split(',')[column]).join('\n');
  const journal = join(folder, 'cells.journal');
  const kept = existsSync(journal) ? linesOf(journal).filter((line) => line.includes('"replication":')).length : 0;
  return { runs: Math.max(kept, rows.length), fingerprint: createHash('sha256').update(fingerprints).digest('hex') };
}

/** What a build says of a command or an option that it does not have. */
export function isUnknownTo(stderr: string): boolean {
  return /^error: unknown (command|option)/m.test(stderr);
}

function linesOf(file: string): readonly string[] {
  return readFileSync(file, 'utf8').trimEnd().split('\n');
}
