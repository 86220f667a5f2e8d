import { dirname, resolve } from 'node:path';
import { Secrets } from '../asterisk/index.ts';
import type { Texts } from '../experiment/library.ts';
import { neededFolders } from '../scenario/index.ts';
import { readFolders } from './files/confFiles.ts';
import { readText } from './files/textFiles.ts';

/** `dundisim/node`: scenarios from the disk, for the functions of `dundisim`. */
export interface LoadOptions {
  /** `path=value`, in order. */
  readonly sets?: readonly string[];
  /** A time; wins over `duration:`. */
  readonly until?: string;
  /** Folder that a relative path starts from; the process's own where it is left out. */
  readonly cwd?: string;
  /** An `#include` of a file that is not there is left out. */
  readonly ignoreMissing?: boolean;
}

/**
 * A scenario file and the .conf folders that it names, as texts. Passwords are replaced as they are read.
 * @throws UserMistakes when a file is not there, or is no text
 */
export function loadTexts(
  file: string,
  { sets = [], until, cwd = process.cwd(), ignoreMissing }: LoadOptions = {},
): Texts {
  const secrets = new Secrets();
  const text = secrets.coverScenario(readText(file, cwd));
  const names = neededFolders({ path: file, text, sets });
  const folders = readFolders(names, dirname(resolve(cwd, file)), { ignoreMissing, secrets });
  return { path: file, text, folders, sets, ...(until === undefined ? {} : { until }) };
}
