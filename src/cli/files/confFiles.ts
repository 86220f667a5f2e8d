import { closeSync, openSync, readdirSync, readSync, realpathSync, statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { Secrets } from '../../asterisk/index.ts';
import type { FolderFile } from '../../scenario/index.ts';
import { UserMistakes } from '../../text/mistake.ts';
import { isShipped, shippedPath } from './places.ts';
import { mistakeIn, whyNot } from './textFiles.ts';

/** Far beyond any folder of Asterisk's. */
const MOST_FILES = 5_000;
const DEEPEST = 6;
/** Bytes of one file: 20,000 phones with ten lines each have 3 MB. */
const LARGEST_FILE = 4 * 1024 * 1024;
/** Bytes of all files that are read. */
const LARGEST_FOLDER = 16 * 1024 * 1024;

/** Private keys are never read; that a file of this name is there is all that counts. */
const PRIVATE = /\.(?:key|pem|p12|pfx)$/i;

/** How the files are read. */
export interface ReadFolderOptions {
  /** `--ignore-missing`: an #include of a file that is not there is passed over. */
  readonly ignoreMissing?: boolean | undefined;
  /** Of the folders read before: one secret has one name in all of them. */
  readonly secrets?: Secrets;
}

/**
 * Every file below a folder that may be configuration, by its path in it, sorted; undefined when there is no such
 * folder. Secrets are covered. What is too large, no text, or a link out of the folder comes with the reason instead of
 * its text.
 */
export function readFolder(path: string, options: ReadFolderOptions = {}): readonly FolderFile[] | undefined {
  try {
    if (/\.csv$/i.test(path) && statSync(path).isFile()) return [callFile(path)];
    if (!statSync(path).isDirectory()) return undefined;
    const reader = new FolderReader(path);
    const files = (options.secrets ?? new Secrets()).cover(reader.files());
    return options.ignoreMissing === true ? files.map(withTryInclude) : files;
  } catch (error) {
    if (error instanceof UserMistakes) throw error;
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw mistakeIn(path, whyNot(error, path));
  }
}

/** The folders of a scenario that lies in `base`, by the names that it gives them; those that are not there are left out. */
export function readFolders(
  names: Iterable<string>,
  base: string,
  options: ReadFolderOptions,
): readonly [string, readonly FolderFile[]][] {
  return [...names].flatMap((name): [string, readonly FolderFile[]][] => {
    const files = readFolder(isShipped(name) ? shippedPath(name) : resolve(base, name), options);
    return files === undefined ? [] : [[name, files]];
  });
}

/** A file of calls (`calls: { file: calls.csv }`): a folder of that file alone. */
function callFile(path: string): FolderFile {
  const { size } = statSync(path);
  if (size > LARGEST_FOLDER)
    throw mistakeIn(path, `this is too large for a file of calls: ${size} bytes, at most ${LARGEST_FOLDER}`);
  return { path: '', text: decoded(bytesOf(path, size)) };
}

/** Asterisk's own way to say it (config.c of 13 and later). */
function withTryInclude(file: FolderFile): FolderFile {
  return { ...file, text: file.text.replace(/^([ \t]*#)include(?=\s)/gim, '$1tryinclude') };
}

class FolderReader {
  private readonly folder: string;
  private readonly root: string;
  private left = LARGEST_FOLDER;

  constructor(folder: string) {
    this.folder = folder;
    this.root = realpathSync(folder);
  }

  files(): FolderFile[] {
    return this.pathsBelow().map((path) => {
      const name = relative(this.folder, path).replaceAll('\\', '/');
      const read = this.read(path);
      return 'refused' in read ? { path: name, text: '', refused: read.refused } : { path: name, text: read.text };
    });
  }

  private pathsBelow(): string[] {
    const paths: string[] = [];
    const visit = (at: string, depth: number): void => {
      for (const entry of readdirSync(at, { withFileTypes: true })) {
        if (entry.name.startsWith('.')) continue;
        const path = join(at, entry.name);
        if (entry.isDirectory() && depth < DEEPEST) visit(path, depth + 1);
        else if (entry.isFile() || entry.isSymbolicLink()) paths.push(path);
        if (paths.length > MOST_FILES)
          throw mistakeIn(this.folder, `more than ${MOST_FILES} files: this is no folder of Asterisk configuration`);
      }
    };
    visit(this.folder, 0);
    return paths.sort();
  }

  private read(path: string): { readonly text: string } | { readonly refused: string } {
    const real = realOf(path);
    if (real === undefined) return { refused: 'this is a link to nothing' };
    if (real !== this.root && !real.startsWith(`${this.root}${sep}`))
      return { refused: 'this is a link out of the folder, and only what lies in it is read' };
    const stat = statSync(real);
    if (!stat.isFile()) return { refused: 'this is no regular file' };
    if (stat.size > LARGEST_FILE)
      return { refused: `this is too large for a configuration file: ${stat.size} bytes, at most ${LARGEST_FILE}` };
    if (stat.size > this.left) return { refused: `the files of this folder have more than ${LARGEST_FOLDER} bytes` };
    if (PRIVATE.test(path)) return { text: '' };
    const bytes = bytesOf(path, stat.size);
    if (bytes.includes(0)) return { refused: 'this is not a text file' };
    this.left -= bytes.length;
    return { text: decoded(bytes) };
  }
}

function realOf(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

/** At most as many bytes as it had a moment ago: a file may grow while it is read. */
function bytesOf(path: string, size: number): Buffer {
  try {
    const file = openSync(path, 'r');
    try {
      const bytes = Buffer.alloc(size);
      return bytes.subarray(0, readSync(file, bytes, 0, size, 0));
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw mistakeIn(path, whyNot(error, path));
  }
}

/** Old .conf files are often Latin-1: what is not UTF-8 is read as that. */
function decoded(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return bytes.toString('latin1');
  }
}
