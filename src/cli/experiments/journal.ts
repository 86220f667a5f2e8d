import { createHash } from 'node:crypto';
import { closeSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { CellResult } from '../../experiment/grid/cell.ts';
import { FolderLock } from '../files/folderLock.ts';
import { makeFolder, mistakeIn, whyNot, whyNotWritten } from '../files/textFiles.ts';

/** Its name in an experiment's folder. */
export const JOURNAL = 'cells.journal';
/** Of a line's checksum, in hex digits: 64 bits. */
const SUM = 16;

/**
 * The finished cells of an experiment, each on a line of its own with a checksum before it, appended as they end. The
 * first line says of which experiment. A process that is killed while it writes leaves a torn last line: it is cut off
 * when the journal is next opened, and its cell runs again. So is any other line that is not what was written.
 */
export class Journal {
  /** Cells that were finished when it was opened. */
  readonly finished: readonly CellResult[];
  private readonly file: number;
  private readonly shown: string;

  private readonly lock: FolderLock;

  private constructor(file: number, shown: string, finished: readonly CellResult[], lock: FolderLock) {
    this.lock = lock;
    this.file = file;
    this.shown = shown;
    this.finished = finished;
  }

  /**
   * @param identity of the experiment, `identityOf`
   * @throws UserMistakes when it is another experiment's, or cannot be written
   */
  static open(path: string, shown: string, identity: string): Journal {
    let lock: FolderLock | undefined;
    try {
      makeFolder(dirname(path));
      lock = FolderLock.take(dirname(path), shown);
      const file = openSync(path, 'a+');
      const bytes = readFileSync(file);
      const whole = bytes.lastIndexOf('\n') + 1; // 0x0a is in no other character of UTF-8.
      if (whole < bytes.length) ftruncateSync(file, whole);
      const lines = linesOf(bytes);
      if (lines.length === 0 || lines[0] === undefined) {
        ftruncateSync(file, 0);
        append(file, { experiment: identity });
        return new Journal(file, shown, [], lock);
      }
      if ((lines[0] as { experiment: unknown }).experiment === identity)
        return new Journal(file, shown, lines.slice(1).filter((line) => line !== undefined) as CellResult[], lock);
      closeSync(file);
    } catch (error) {
      lock?.release();
      if ((error as NodeJS.ErrnoException).code === undefined) throw error;
      throw mistakeIn(shown, `results cannot be written here: ${whyNotWritten(error, path)}`);
    }
    lock.release();
    throw mistakeIn(
      shown,
      "holds cells of another experiment: its scenario, grid, seed or version is not this one's. Name another folder with --out, or delete this one",
    );
  }

  /**
   * One that another process may still be writing, untouched; undefined: there is none. @throws UserMistakes when it
   * cannot be read
   */
  static read(
    path: string,
    shown: string,
  ): { readonly identity: string; readonly finished: readonly CellResult[] } | undefined {
    let bytes: Buffer;
    try {
      bytes = readFileSync(path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw mistakeIn(shown, whyNot(error, path));
    }
    const [head, ...finished] = linesOf(bytes);
    const identity = (head as { readonly experiment?: string } | undefined)?.experiment;
    return identity === undefined
      ? undefined
      : { identity, finished: finished.filter((line) => line !== undefined) as CellResult[] };
  }

  /**
   * When it returns the line has left this process, so that killing it loses nothing. @throws UserMistakes on a full
   * disk
   */
  add(result: CellResult): void {
    try {
      append(this.file, result);
    } catch (error) {
      throw mistakeIn(
        this.shown,
        `results cannot be written here: ${whyNotWritten(error, this.shown)}; the same command continues from what is finished`,
      );
    }
  }

  close(): void {
    closeSync(this.file);
    this.lock.release();
  }
}

function append(file: number, what: unknown): void {
  const text = JSON.stringify(what);
  const bytes = Buffer.from(`${sumOf(text)} ${text}\n`, 'utf8');
  for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done);
}

/** Those that are whole; undefined: not what was written. */
function linesOf(bytes: Buffer): readonly unknown[] {
  return bytes
    .subarray(0, bytes.lastIndexOf('\n') + 1)
    .toString('utf8')
    .split('\n')
    .slice(0, -1)
    .map(readLine);
}

function readLine(line: string): unknown {
  const text = line.slice(SUM + 1);
  return line.slice(0, SUM) === sumOf(text) ? JSON.parse(text) : undefined;
}

function sumOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, SUM);
}
