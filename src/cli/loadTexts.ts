import type { Texts } from '../experiment/library.ts';
import { readTexts, type TextOptions } from './files/scenarioTexts.ts';

/** `dundisim/node`: scenarios from the disk, for the functions of `dundisim`. */
export interface LoadOptions extends Partial<TextOptions> {
  /** Folder that a relative path starts from; the process's own where it is left out. */
  readonly cwd?: string;
}

/**
 * A scenario file and the .conf folders that it names, as texts. Passwords are replaced as they are read.
 * @throws UserMistakes when a file is not there, or is no text
 */
export function loadTexts(file: string, { cwd = process.cwd(), sets = [], ...options }: LoadOptions = {}): Texts {
  return readTexts(file, cwd, { sets, ...options });
}
