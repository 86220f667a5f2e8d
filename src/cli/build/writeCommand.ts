/**
 * Writes the program into dist/cli in few files: `main.js`, `poolTask.js` and the parts that they share. Node takes
 * longer to find 700 modules than to run a small scenario: `run` of one took 0.6 of its CPU time, `--version` 0.6.
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
    rollupOptions: {
      input: { main: here('../main.ts'), poolTask: here('../runners/poolTask.ts') },
      output: { entryFileNames: '[name].js', chunkFileNames: `${PART}[name].js` },
    },
  },
});
