import { createHash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { csvLine, type Cell, type RowSink } from '../report/csv.ts';
import { mistakeIn, whyNot } from './files.ts';
import { UserMistakes } from '../text/mistake.ts';

/** Text gathered before it is written: a run makes millions of short rows. */
const CHUNK = 1 << 16;

/** A file that appears under its name only when it is whole. */
export class ResultFile implements RowSink {
  readonly name: string;
  private readonly path: string;
  private readonly temporary: string;
  private readonly file: number;
  private readonly sum = createHash('sha256');
  private gathered = '';

  constructor(folder: string, name: string) {
    this.name = name;
    this.path = join(folder, name);
    this.temporary = `${this.path}.${process.pid}.tmp`;
    mkdirSync(dirname(this.path), { recursive: true });
    this.file = openSync(this.temporary, 'w');
  }

  row(cells: readonly Cell[]): void {
    this.write(csvLine(cells));
  }

  write(text: string): void {
    this.gathered += text;
    if (this.gathered.length >= CHUNK) this.flush();
  }

  /** Writes the rest; still under the temporary name. Gives the SHA-256 of the whole. */
  close(): string {
    this.flush();
    closeSync(this.file);
    return this.sum.digest('hex');
  }

  publish(): void {
    renameSync(this.temporary, this.path);
  }

  discard(): void {
    rmSync(this.temporary, { force: true });
  }

  private flush(): void {
    const bytes = Buffer.from(this.gathered, 'utf8');
    this.gathered = '';
    this.sum.update(bytes);
    for (let done = 0; done < bytes.length; ) done += writeSync(this.file, bytes, done);
  }
}

/** The results of one run: all of its files, or none. */
export class Results {
  readonly folder: string;
  private readonly shown: string;
  private readonly files: ResultFile[] = [];
  private readonly sums = new Map<string, string>();

  /** `shown`: the folder as the user would name it. */
  constructor(folder: string, shown: string) {
    this.folder = folder;
    this.shown = shown;
    this.attempt(() => mkdirSync(folder, { recursive: true }));
  }

  open(name: string): ResultFile {
    return this.attempt(() => {
      const file = new ResultFile(this.folder, name);
      this.files.push(file);
      return file;
    });
  }

  add(name: string, text: string): void {
    this.attempt(() => this.open(name).write(text));
  }

  /** Closes the files opened so far and gives their SHA-256 sums, for a file that lists them. */
  sumsSoFar(): ReadonlyMap<string, string> {
    for (const file of this.files) if (!this.sums.has(file.name)) this.attempt(() => this.sums.set(file.name, file.close()));
    return this.sums;
  }

  publish(): void {
    this.sumsSoFar();
    this.attempt(() => this.files.forEach((file) => file.publish()));
  }

  discard(): void {
    for (const file of this.files) file.discard();
  }

  /** A full disk or a forbidden folder is the user's to mend. */
  attempt<T>(write: () => T): T {
    try {
      return write();
    } catch (error) {
      if (error instanceof UserMistakes || (error as NodeJS.ErrnoException).code === undefined) throw error;
      throw mistakeIn(this.shown, `results cannot be written here: ${whyNot(error, this.folder)}`);
    }
  }
}
