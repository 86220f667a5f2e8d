import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Experiment } from '../../experiment/grid/experiment.ts';
import type { Part, Shard } from '../../experiment/grid/shard.ts';
import { makeFolder, mistakeIn, whyNot, whyNotWritten } from '../files/textFiles.ts';
import type { Io } from '../io.ts';
import { shortest } from '../files/places.ts';
import { version } from '../version.ts';
import type { Kind } from './experimentAnswer.ts';
import type { Place } from './conduct.ts';
import { Journal, JOURNAL } from './journal.ts';
import { isShardFile } from './stored.ts';

/** Beside a shard's journal: everything that `merge` needs to finish the experiment. */
const SHARD = 'shard.json';

/** An experiment as one of its shards keeps it. */
export interface StoredShard {
  readonly kind: Kind;
  /** Of the whole, to type again, without the program's name. */
  readonly command: readonly string[];
  readonly shard: Shard;
  readonly experiment: Experiment;
}

/** A shard's folder with what lies in it. */
export interface FoundShard extends Part, StoredShard {
  readonly folder: string;
}

/** Shards that share a disk must not write to one journal: each has a folder of its own in that of the whole. */
export function shardPlace(whole: Place, { number, of }: Shard): Place {
  const name = `shard-${number}-of-${of}`;
  return { folder: join(whole.folder, name), shown: `${whole.shown}/${name}` };
}

/** @throws UserMistakes when nothing can be written there */
export function writeShard({ folder, shown }: Place, stored: StoredShard): void {
  const [path, temporary] = [join(folder, SHARD), join(folder, `${SHARD}.${process.pid}.tmp`)];
  try {
    makeFolder(folder);
    writeFileSync(temporary, `${JSON.stringify({ ...stored, version: version() })}\n`);
    renameSync(temporary, path);
  } catch (error) {
    throw mistakeIn(shown, `results cannot be written here: ${whyNotWritten(error, folder)}`);
  }
}

/** Folders of shards, or folders that hold such. @throws UserMistakes when one has none */
export function findShards(folders: readonly string[], io: Io): readonly FoundShard[] {
  const found = new Map<string, FoundShard>();
  for (const named of folders) {
    if (named === '') throw mistakeIn('', 'expected the name of a folder of shards; it is empty');
    const folder = resolve(io.cwd, named);
    const shards = existsSync(join(folder, SHARD))
      ? [folder]
      : below(folder, named).filter((one) => existsSync(join(one, SHARD)));
    if (shards.length === 0)
      throw mistakeIn(
        named,
        'there are no shards here; expected a folder that a command with --shard wrote, or one that holds such folders',
      );
    for (const one of shards) found.set(one, readShardFolder(one, shortest(one, io.cwd)));
  }
  return [...found.values()].sort((a, b) => a.shard.number - b.shard.number);
}

/** Where they all lie side by side; undefined: they do not. */
export function commonFolder(shards: readonly FoundShard[]): string | undefined {
  const parents = new Set(shards.map(({ folder }) => dirname(folder)));
  return parents.size === 1 ? [...parents][0] : undefined;
}

function below(folder: string, named: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => join(folder, name))
      .sort();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOTDIR' && existsSync(folder))
      throw mistakeIn(
        named,
        'this is a file; expected a folder that a command with --shard wrote, or one that holds such folders',
      );
    throw mistakeIn(named, code === 'ENOENT' ? 'there is no such folder' : whyNot(error, folder));
  }
}

function readShardFolder(folder: string, where: string): FoundShard {
  const stored = parsed(join(folder, SHARD), where);
  if (stored.version !== version())
    throw mistakeIn(
      where,
      `this shard is of version ${stored.version}, this is ${version()}: what they give may differ, so they are not put together`,
    );
  const journal = Journal.read(join(folder, JOURNAL), where);
  return { ...stored, folder, where, identity: journal?.identity ?? '', results: journal?.finished ?? [] };
}

function parsed(path: string, where: string): StoredShard & { readonly version: string } {
  try {
    const stored: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (isShardFile(stored)) return stored as StoredShard & { readonly version: string };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw mistakeIn(where, `${SHARD}: ${whyNot(error, path)}`);
  }
  throw mistakeIn(where, `${SHARD} is not what a command with --shard writes`);
}
