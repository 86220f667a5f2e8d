import { sourceOf, type Source } from '../../experiment/grid/cell.ts';
import { quoted } from '../files/runFiles.ts';
import { readTexts } from '../files/scenarioTexts.ts';
import type { Io } from '../io.ts';

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
  const { set: sets, until, ignoreMissing } = options;
  const texts = readTexts(file, io.cwd, { sets, until, ignoreMissing }, points);
  return sourceOf({ ...texts, sets, folders: [...texts.folders] });
}

/** For a POSIX shell. */
export function commandLine(words: readonly string[]): string {
  return ['dundisim', ...words].map(quoted).join(' ');
}
