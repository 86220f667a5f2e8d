/** One file of a server's folder. Reading it from the disk is the caller's affair. */
export interface FolderFile {
  /** As it is to be shown: `scenarios/paper/regpbx1/dundi.conf`. */
  readonly path: string;
  readonly text: string;
  /** Why it cannot be read as configuration, where it cannot: too large, no text. It matters only to what reads it. */
  readonly refused?: string;
}

/** The folder that replaces a server's /etc/asterisk: only its files can be included. */
export class Folder {
  private readonly byName = new Map<string, FolderFile>();
  private readonly read = new Set<FolderFile>();

  constructor(files: readonly FolderFile[]) {
    const root = commonRoot(files.map((file) => normalise(file.path)));
    for (const file of files) this.byName.set(normalise(file.path).slice(root.length), file);
  }

  /** A file by its name within the folder: `dundi.conf`, `extensions.d/phones.conf`. */
  find(name: string): FolderFile | undefined {
    return this.byName.get(normalise(name));
  }

  /** Its text has been taken into a configuration. */
  markRead(file: FolderFile): void {
    this.read.add(file);
  }

  /** Configuration files that nobody has read, by their names within the folder. */
  unread(): { readonly name: string; readonly file: FolderFile }[] {
    return this.names()
      .filter((name) => name.endsWith('.conf'))
      .map((name) => ({ name, file: this.byName.get(name)! }))
      .filter(({ file }) => !this.read.has(file));
  }

  names(): string[] {
    return [...this.byName.keys()].sort();
  }

  /**
   * The files that an `#include` means, in order; `*` and `?` stand for what they do in a shell, but never for a `/`.
   */
  matching(pattern: string): FolderFile[] {
    const name = normalise(pattern.startsWith('/etc/asterisk/') ? pattern.slice('/etc/asterisk/'.length) : pattern);
    const exact = this.byName.get(name);
    if (exact !== undefined) return [exact];
    if (!/[*?]/.test(name)) return [];
    return this.names()
      .filter((candidate) => matchesName(name, candidate))
      .map((candidate) => this.byName.get(candidate)!);
  }
}

function normalise(path: string): string {
  return path.replaceAll('\\', '/').replace(/^(\.\/)+/, '');
}

/** Up to the last slash of the least deep file: that is where dundi.conf and its like lie. */
function commonRoot(paths: readonly string[]): string {
  let root: string | undefined;
  for (const path of paths) {
    const folder = path.slice(0, path.lastIndexOf('/') + 1);
    if (root === undefined || folder.length < root.length) root = folder;
  }
  return root !== undefined && paths.every((path) => path.startsWith(root)) ? root : '';
}

/** Linear in practice and without backtracking into the exponential: one star at a time, as shells do it. */
export function matchesName(pattern: string, name: string): boolean {
  let p = 0;
  let star = -1;
  let resume = 0;
  for (let n = 0; n < name.length;) {
    if (p < pattern.length && pattern[p] === '*') {
      star = p++;
      resume = n;
    } else if (p < pattern.length && name[n] !== '/' && (pattern[p] === '?' || pattern[p] === name[n])) {
      p++;
      n++;
    } else if (p < pattern.length && pattern[p] === '/' && name[n] === '/') {
      p++;
      n++;
    } else if (star >= 0 && name[resume] !== '/') {
      p = star + 1;
      n = ++resume;
    } else {
      return false;
    }
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}
