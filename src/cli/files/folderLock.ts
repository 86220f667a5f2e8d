import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { mistakeIn } from './textFiles.ts';

/** Its name in a folder of results, while something is being written there. */
export const LOCK = 'dundisim.lock';
/** Between finding a lock whose owner is gone and taking its place another start may be faster. */
const TRIES = 5;

/** How often this process holds the lock of a folder: an experiment holds it while it writes its results there. */
const held = new Map<string, number>();

/**
 * One process at a time writes into a folder of results. The lock is a file with the process and the machine in it;
 * one whose process is gone (kill -9, a power cut) is taken over.
 */
export class FolderLock {
  private readonly path: string;
  private isHeld = true;

  private constructor(path: string) {
    this.path = path;
  }

  /** @throws UserMistakes when another process holds it; what the system says when it cannot be written */
  static take(folder: string, shown: string): FolderLock {
    const path = join(resolve(folder), LOCK);
    const before = held.get(path) ?? 0;
    if (before === 0) create(path, shown);
    held.set(path, before + 1);
    return new FolderLock(path);
  }

  release(): void {
    if (!this.isHeld) return;
    this.isHeld = false;
    const left = held.get(this.path)! - 1;
    if (left > 0) {
      held.set(this.path, left);
      return;
    }
    held.delete(this.path);
    rmSync(this.path, { force: true });
  }
}

function create(path: string, shown: string): void {
  for (let i = 1; ; i++) {
    try {
      writeFileSync(path, `${process.pid} ${hostname()}\n`, { flag: 'wx' });
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || i === TRIES) throw error;
    }
    const owner = ownerOf(path);
    if (owner !== undefined && (owner.host !== hostname() || isRunning(owner.pid)))
      throw mistakeIn(
        shown,
        `another dundisim is writing here (process ${owner.pid} on ${owner.host}): wait for it, or name another folder with --out; if it is gone, delete ${LOCK} in this folder`,
      );
    rmSync(path, { force: true });
  }
}

/** Undefined: there is none any more, or nothing of ours is in it. */
function ownerOf(path: string): { readonly pid: number; readonly host: string } | undefined {
  try {
    const found = /^([1-9]\d{0,9}) (\S+)\n/.exec(readFileSync(path, 'utf8'));
    return found === null ? undefined : { pid: Number(found[1]), host: found[2]! };
  } catch {
    return undefined;
  }
}

/** Also one of another user. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
