/** Builds the page into dist/lab/lab.html, or into the folder that is named: one file, which works from disk. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildPage } from './buildPage.ts';

const folder = process.argv[2] ?? fileURLToPath(new URL('../../../dist/lab', import.meta.url));
const html = await buildPage();
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'lab.html'), html);
