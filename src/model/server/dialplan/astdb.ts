import type { Lock } from '../../../kernel/resource/lock.ts';

/**
 * Asterisk's own database of one server, a file on its disk: DB() and its kin, device states that a plan makes. One
 * thread at a time reads or writes it (db.c:dblock). It outlives Asterisk: a crash takes nothing from it.
 *
 * It does not know how long that takes (`processing.astdbRead`, `astdbWrite`).
 */
export class Astdb {
  readonly lock: Lock;
  /** By `/family/key`. */
  private readonly entries = new Map<string, string>();

  constructor(lock: Lock) {
    this.lock = lock;
  }

  /** Undefined: there is no such key. */
  get(family: string, key: string): string | undefined {
    return this.entries.get(pathOf(family, key));
  }

  put(family: string, key: string, value: string): void {
    this.entries.set(pathOf(family, key), value);
  }

  /** False: there was no such key. */
  delete(family: string, key: string): boolean {
    return this.entries.delete(pathOf(family, key));
  }

  /** Deletes what is `family/key` or lies below it; without a key the whole family. */
  deleteTree(tree: string): void {
    for (const path of this.below(tree)) this.entries.delete(path);
  }

  /** The next parts of the names below `family[/key]`, each once, sorted. */
  keysBelow(tree: string): string[] {
    const names = this.below(tree).map((path) => path.slice(tree.length + 2).split('/')[0]!);
    return [...new Set(names)].filter((name) => name !== '');
  }

  private below(tree: string): string[] {
    const paths = [...this.entries.keys()].sort();
    return tree === '' ? paths : paths.filter((path) => path === `/${tree}` || path.startsWith(`/${tree}/`));
  }
}

function pathOf(family: string, key: string): string {
  return `/${family}/${key}`;
}
