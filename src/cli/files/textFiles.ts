import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { mistakeIn, UserMistakes } from '../../text/mistake.ts';
import { near } from './nearestEntry.ts';

export { mistakeIn };

/** Bytes of a scenario: as many values as one may have (reading/source.ts) are shorter. */
const LARGEST_FILE = 2 * 1024 * 1024;

/**
 * The text of a file that the user named.
 * @param largest in bytes; a table of ours may be longer than any scenario
 * @throws UserMistakes when there is none, or it is no text
 */
export function readText(path: string, cwd: string, what = 'a scenario', largest = LARGEST_FILE): string {
  const bytes = readBytes(path, cwd, what, largest);
  if (bytes.includes(0)) throw mistakeIn(path, 'this is not a text file');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw mistakeIn(path, 'this is not a text in UTF-8');
  }
}

function readBytes(path: string, cwd: string, what: string, largest: number): Buffer {
  if (path === '') throw mistakeIn('', `expected the name of ${what}; it is empty`);
  const full = resolve(cwd, path);
  try {
    const stat = statSync(full);
    if (stat.isDirectory())
      throw mistakeIn(path, `this is a folder; expected ${what === 'a scenario' ? 'a scenario file' : what}`);
    if (!stat.isFile()) throw mistakeIn(path, 'this is no regular file');
    if (stat.size > largest)
      throw mistakeIn(path, `this is too large for ${what}: ${stat.size} bytes, at most ${largest}`);
    return readFileSync(full);
  } catch (error) {
    if (error instanceof UserMistakes) throw error;
    throw mistakeIn(path, whyNot(error, full));
  }
}

/** What the system said, in words. */
export function whyNot(error: unknown, full: string): string {
  const { code } = error as NodeJS.ErrnoException;
  switch (code) {
    case 'ENOENT':
      return `there is no such file${near(full)}`;
    case 'ENOTDIR':
      return 'a part of the path is no folder';
    case 'EEXIST':
      return 'a file has this name';
    case 'EACCES':
    case 'EPERM':
      return 'permission denied';
    case 'ENOSPC':
      return 'no space left on the disk';
    case 'EISDIR':
      return 'this is a folder';
    case 'EFBIG':
    case 'EDQUOT':
      return 'no more may be written here: a limit or a quota of yours is reached';
    case 'EROFS':
      return 'the file system is read-only';
    case 'ENAMETOOLONG':
      return 'the name is too long';
    case 'ELOOP':
      return 'links that lead in a circle';
    case undefined:
      throw error;
    default:
      return `the system says ${code}`;
  }
}

/** The same of something that was to be written. */
export function whyNotWritten(error: unknown, full: string): string {
  return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'no file or folder can be made' : whyNot(error, full);
}

/** As `mkdir -p`; Node's own `recursive` never returns where a file system refuses new folders (/proc). */
export function makeFolder(folder: string): void {
  if (isFolder(folder)) return;
  const parent = dirname(folder);
  if (parent !== folder) makeFolder(parent);
  try {
    mkdirSync(folder);
  } catch (error) {
    if (!isFolder(folder)) throw error; // Another process made the folder first, or it cannot be made.
  }
}

export function isFolder(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  } catch {
    return false; // A part of the path is a file, or may not be looked into.
  }
}
