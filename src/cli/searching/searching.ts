import { dirname, resolve } from 'node:path';
import { Secrets } from '../../asterisk/index.ts';
import { sourceOf, type Source } from '../../experiment/grid/cell.ts';
import { neededFolders } from '../../scenario/index.ts';
import { readFolders } from '../files/confFiles.ts';
import { readText } from '../files/textFiles.ts';
import type { Io } from '../io.ts';
import { quoted } from '../files/runFiles.ts';

/**
 * A scenario with every folder that it names, as plain data.
 * @param points the overrides of each point of a grid, whose folders are wanted too
 * @throws UserMistakes
 */
export function readSourceOf(
  file: string,
  options: {
    readonly set: readonly string[];
    readonly until?: string | undefined;
    readonly ignoreMissing?: boolean | undefined;
  },
  io: Io,
  points: readonly (readonly string[])[] = [[]],
): Source {
  const { set, until, ignoreMissing } = options;
  const secrets = new Secrets();
  const how = { ignoreMissing, secrets };
  const text = secrets.coverScenario(readText(file, io.cwd));
  const names = new Set(
    points.flatMap((overrides) => neededFolders({ path: file, text, sets: [...set, ...overrides] })),
  );
  const folders = readFolders(names, dirname(resolve(io.cwd, file)), how);
  return sourceOf({ path: file, text, sets: set, folders, ...(until === undefined ? {} : { until }) });
}

/** For a POSIX shell. */
export function commandLine(words: readonly string[]): string {
  return ['dundisim', ...words].map(quoted).join(' ');
}
