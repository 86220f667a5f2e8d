import { dirname, resolve } from 'node:path';
import { Secrets } from '../../asterisk/index.ts';
import type { Texts } from '../../experiment/library.ts';
import { neededFolders } from '../../scenario/index.ts';
import { readFolders } from './confFiles.ts';
import { readText } from './textFiles.ts';

export interface TextOptions {
  /** `path=value`, in order. */
  readonly sets: readonly string[];
  readonly until?: string | undefined;
  readonly ignoreMissing?: boolean | undefined;
}

/**
 * A scenario file and the folders that it names, as texts. Passwords are replaced as they are read.
 * @param points the overrides of each point of a grid, whose folders are read too
 * @throws UserMistakes when a file is not there, or is no text
 */
export function readTexts(
  file: string,
  cwd: string,
  { sets, until, ignoreMissing }: TextOptions,
  points: readonly (readonly string[])[] = [[]],
): Texts {
  const secrets = new Secrets();
  const text = secrets.coverScenario(readText(file, cwd));
  const names = new Set(
    points.flatMap((overrides) => neededFolders({ path: file, text, sets: [...sets, ...overrides] })),
  );
  const folders = readFolders(names, dirname(resolve(cwd, file)), { ignoreMissing, secrets });
  return { path: file, text, folders, sets, ...(until === undefined ? {} : { until }) };
}
