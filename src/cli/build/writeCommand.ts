/**
 * Writes the program into dist/cli in few files: `main.js`, `poolTask.js` and the parts that they share. Node takes
 * longer to find 700 modules than to run a small scenario: `run` of one took 0.6 of its CPU time, `--version` 0.6.
 * What every command needs, what `explain` and what `run` need beside it, and the model are one file each, where the
 * bundler by itself made 40. They have no comments, and ASCII alone, of which V8 keeps a byte for each character instead
 * of two: 0.92 of the CPU time of that small run.
 * The other files in dist are the compiler's, one for each source, for those who import the library.
 */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** As deep in the package as src/cli: `version.ts` finds the package from there. */
const folder = process.argv[2] ?? here('../../../dist/cli');
/** Packages that few commands need, and that look for files of their own. */
const APART = ['bullmq', 'ioredis', 'mysql2', 'piscina'];
/** No file of the compiler is named so. */
const PART = 'part-';

/**
 * Files by the modules that begin them; a module is in the first that reaches it without `import()`. `main.ts` is in
 * none: it awaits the command, and what it awaits cannot import it.
 */
const SHARED = [
  { name: 'start', begins: [here('../program.ts')] },
  { name: 'definitions', begins: [here('../commands/explain.ts')] },
  { name: 'program', begins: [here('../commands/run.ts')] },
  { name: 'cluster', begins: [here('../../model/cluster.ts')] },
];

interface Modules {
  getModuleInfo(id: string): { readonly importedIds: readonly string[] } | null;
}

function reached(begins: readonly string[], modules: Modules): ReadonlySet<string> {
  const found = new Set(begins);
  for (const id of found) for (const imported of modules.getModuleInfo(id)?.importedIds ?? []) found.add(imported);
  return found;
}

const members = new Map<string, ReadonlySet<string>>();

function sharedFile(id: string, modules: Modules): string | null {
  for (const { name, begins } of SHARED) {
    const inIt = members.get(name) ?? reached(begins, modules);
    members.set(name, inIt);
    if (inIt.has(id)) return name;
  }
  return null;
}

for (const name of readdirSync(folder)) if (name.startsWith(PART)) rmSync(join(folder, name));
await build({
  configFile: false,
  logLevel: 'warn',
  ssr: { noExternal: true, external: APART },
  build: {
    ssr: true,
    outDir: folder,
    emptyOutDir: false,
    target: 'es2023',
    minify: false,
    rolldownOptions: {
      input: { main: here('../main.ts'), poolTask: here('../runners/poolTask.ts') },
      output: {
        entryFileNames: '[name].js',
        chunkFileNames: `${PART}[name].js`,
        charset: 'ascii',
        comments: false,
        codeSplitting: { includeDependenciesRecursively: false, groups: [{ name: sharedFile, debugName: 'shared' }] },
      },
    },
  },
});
