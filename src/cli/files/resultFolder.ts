import { createHash } from 'node:crypto';
import { closeSync, lstatSync, openSync, renameSync, rmdirSync, rmSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { decimalsOf, namesOf, type Column, type Decimals } from '../../report/column.ts';
import type { Cell, RowSink } from '../../report/csvRows.ts';
import { CsvBytes } from './csvBytes.ts';
import { isFolder, makeFolder, mistakeIn, whyNotWritten } from './textFiles.ts';
import { abandonedFiles, formerFiles } from './leftovers.ts';
import { UserMistakes } from '../../text/mistake.ts';
import { withoutPasswords } from '../../text/passwords.ts';
import { printable } from '../../text/printable.ts';
import { FolderLock } from './folderLock.ts';

/** Text gathered before it is written: a console's log is made of short lines. */
const CHUNK = 1 << 16;

/** A folder for results: where it is, and how the user would name it. */
interface Where {
  readonly folder: string;
  readonly shown: string;
}

/** A full disk or a forbidden folder is the user's to mend. */
function attempt<T>({ folder, shown }: Where, write: () => T): T {
  try {
    return write();
  } catch (error) {
    if (error instanceof UserMistakes || (error as NodeJS.ErrnoException).code === undefined) throw error;
    throw mistakeIn(shown, `results cannot be written here: ${whyNotWritten(error, folder)}`);
  }
}

/** A file that appears under its name only when it is whole. */
export class ResultFile implements RowSink {
  readonly name: string;
  private readonly where: Where;
  private readonly path: string;
  private readonly temporary: string;
  private readonly file: number;
  private readonly sum = createHash('sha256');
  private gathered = '';
  /** Of a file with rows. */
  private rows: CsvBytes | undefined;

  constructor(where: Where, name: string) {
    this.where = where;
    this.name = name;
    this.path = join(where.folder, name);
    this.temporary = `${this.path}.${process.pid}.tmp`; // leftovers.ts:abandonedFiles knows the form.
    this.file = attempt(where, () => {
      makeFolder(dirname(this.path));
      if (isFolder(this.path))
        throw mistakeIn(`${where.shown}/${name}`, 'results cannot be written here: this is a folder');
      return openSync(this.temporary, 'w');
    });
  }

  head(columns: readonly Column[]): void {
    this.rows = this.csv(decimalsOf(columns));
    this.rows.row(namesOf(columns));
  }

  /** Without `head`, numbers are written as they are. */
  row(cells: readonly Cell[]): void {
    this.rows ??= this.csv([]);
    this.rows.row(cells);
  }

  private csv(decimals: Decimals): CsvBytes {
    return new CsvBytes(decimals, (bytes) => this.put(bytes));
  }

  /** A file has either rows or text. */
  write(text: string): void {
    this.gathered += text;
    if (this.gathered.length >= CHUNK) this.flush();
  }

  /** Writes the rest; still under the temporary name. Gives the SHA-256 of the whole. */
  close(): string {
    this.rows?.flush();
    this.flush();
    attempt(this.where, () => closeSync(this.file));
    return this.sum.digest('hex');
  }

  publish(): void {
    attempt(this.where, () => renameSync(this.temporary, this.path));
  }

  discard(): void {
    rmSync(this.temporary, { force: true });
  }

  private flush(): void {
    if (this.gathered !== '') this.put(Buffer.from(withoutPasswords(printable(this.gathered)), 'utf8'));
    this.gathered = '';
  }

  private put(bytes: Uint8Array): void {
    this.sum.update(bytes);
    attempt(this.where, () => {
      for (let done = 0; done < bytes.length;) done += writeSync(this.file, bytes, done);
    });
  }
}

/** The results of one run: all of its files, or none. */
export class Results {
  private readonly where: Where;
  private readonly files: ResultFile[] = [];
  private readonly sums = new Map<string, string>();
  private readonly lock: FolderLock;

  /** `shown`: the folder as the user would name it. */
  constructor(folder: string, shown: string) {
    this.where = { folder, shown };
    this.lock = attempt(this.where, () => {
      makeFolder(folder);
      refuseLink(folder, shown);
      return FolderLock.take(folder, shown);
    });
    for (const name of abandonedFiles(folder)) rmSync(join(folder, name), { force: true });
  }

  open(name: string): ResultFile {
    const file = new ResultFile(this.where, name);
    this.files.push(file);
    return file;
  }

  add(name: string, text: string): void {
    this.open(name).write(text);
  }

  /** Closes the files opened so far and gives their SHA-256 sums, for a file that lists them. */
  sumsSoFar(): ReadonlyMap<string, string> {
    for (const file of this.files) if (!this.sums.has(file.name)) this.sums.set(file.name, file.close());
    return this.sums;
  }

  /**
   * Puts all files in place, and takes those away that an earlier start of the command left and this one has not
   * written.
   */
  publish(): void {
    this.sumsSoFar();
    const { folder } = this.where;
    const former = formerFiles(folder);
    for (const file of this.files) file.publish();
    const written = new Set(this.files.map(({ name }) => name));
    for (const name of former) if (!written.has(name)) rmSync(join(folder, name), { force: true });
    removeIfEmpty(join(folder, 'trace'));
    this.lock.release();
  }

  discard(): void {
    for (const file of this.files) file.discard();
    this.lock.release();
    for (const folder of [join(this.where.folder, 'trace'), this.where.folder]) removeIfEmpty(folder);
  }
}

/** Results of others may hold one: what lies behind it is not ours to write, or to delete. @throws UserMistakes */
function refuseLink(folder: string, shown: string): void {
  if (lstatSync(join(folder, 'trace'), { throwIfNoEntry: false })?.isSymbolicLink() === true)
    throw mistakeIn(
      `${shown}/trace`,
      'is a link to another folder, and results are written in their own alone: delete it, or name another folder with --out',
    );
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Not there, or something else is in it: both are as they should be.
  }
}
