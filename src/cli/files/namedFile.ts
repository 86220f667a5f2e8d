import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { isFolder, makeFolder, mistakeIn, whyNotWritten } from './textFiles.ts';

/** Bytes kept before they are written. */
const BLOCK = 65_536;

/** A file that an option names, such as `--pcap FILE`. It gets its name when it is whole. */
export class NamedFile {
  private readonly option: string;
  /** As it was typed. */
  readonly name: string;
  private readonly path: string;
  private readonly temporary: string;
  private readonly out: number;
  private readonly kept = new Uint8Array(BLOCK);
  private used = 0;
  private isOpen = true;

  /** @throws UserMistakes, here and below, when it cannot be written */
  constructor(option: string, file: string, cwd: string) {
    this.option = option;
    this.name = file;
    if (file === '') throw mistakeIn(option, 'expected the name of a file to write');
    this.path = resolve(cwd, file);
    this.temporary = `${this.path}.${process.pid}.tmp`;
    this.out = this.attempt(() => {
      if (isFolder(this.path)) throw Object.assign(new Error(), { code: 'EISDIR' });
      makeFolder(dirname(this.path));
      return openSync(this.temporary, 'w');
    });
  }

  write(content: Uint8Array | string): void {
    const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
    if (this.used + bytes.length > BLOCK) this.flush();
    if (bytes.length > BLOCK) {
      this.put(bytes);
      return;
    }
    this.kept.set(bytes, this.used);
    this.used += bytes.length;
  }

  publish(): void {
    this.flush();
    this.close();
    this.attempt(() => renameSync(this.temporary, this.path));
  }

  discard(): void {
    this.close();
    rmSync(this.temporary, { force: true });
  }

  private flush(): void {
    this.put(this.kept.subarray(0, this.used));
    this.used = 0;
  }

  private put(bytes: Uint8Array): void {
    this.attempt(() => {
      for (let done = 0; done < bytes.length;) done += writeSync(this.out, bytes, done);
    });
  }

  private close(): void {
    if (this.isOpen) closeSync(this.out);
    this.isOpen = false;
  }

  private attempt<T>(act: () => T): T {
    try {
      return act();
    } catch (error) {
      throw mistakeIn(`${this.option} ${this.name}`, `cannot be written: ${whyNotWritten(error, this.path)}`);
    }
  }
}
