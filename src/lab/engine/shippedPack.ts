import type { FolderFile } from '../../scenario/index.ts';
import type { Shipped } from './labScenario.ts';

/** A path, its text as runs of lines (first line, number of lines, …), and the folders that have it: they share most files. */
type PackedFile = readonly [path: string, runs: readonly number[], folders: readonly string[]];

interface Packed {
  readonly scenarios: Shipped['scenarios'];
  readonly lines: readonly string[];
  readonly files: readonly PackedFile[];
}

/**
 * As JSON, each line of a file once. The files of a name are nearly alike in all folders, but deflate looks back 32 kB only:
 * with whole texts it had 10 kB more.
 */
export function packShipped({ scenarios, folders }: Shipped): string {
  const files = new Map<string, [path: string, text: string, folders: string[]]>();
  for (const [folder, own] of Object.entries(folders))
    for (const { path, text } of own) {
      const key = JSON.stringify([path, text]);
      const file = files.get(key);
      if (file === undefined) files.set(key, [path, text, [folder]]);
      else file[2].push(folder);
    }
  const sorted = [...files].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, file]) => file);
  const lines = new Map<string, number>();
  const packed = sorted.map(([path, text, names]): PackedFile => [path, runsOf(text.split('\n'), lines), names]);
  return JSON.stringify({ scenarios, lines: [...lines.keys()], files: packed } satisfies Packed);
}

/** Adds the lines that are new. */
function runsOf(text: readonly string[], lines: Map<string, number>): readonly number[] {
  const runs: number[] = [];
  let next = -1;
  for (const line of text) {
    const known = lines.get(line) ?? lines.size;
    lines.set(line, known);
    if (known === next) runs[runs.length - 1] = runs.at(-1)! + 1;
    else runs.push(known, 1);
    next = known + 1;
  }
  return runs;
}

/** The same again; the files of a folder by their paths. */
export function unpackShipped(packed: string): Shipped {
  const { scenarios, lines, files } = JSON.parse(packed) as Packed;
  const folders: Record<string, FolderFile[]> = {};
  for (const [path, runs, names] of files) {
    const text: string[] = [];
    for (let i = 0; i < runs.length; i += 2) text.push(...lines.slice(runs[i]!, runs[i]! + runs[i + 1]!));
    for (const name of names) (folders[name] ??= []).push({ path, text: text.join('\n') });
  }
  for (const own of Object.values(folders)) own.sort((a, b) => (a.path < b.path ? -1 : 1));
  return { scenarios, folders };
}
