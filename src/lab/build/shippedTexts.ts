import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Shipped } from '../engine/labScenario.ts';

const SCENARIOS = fileURLToPath(new URL('../../../scenarios', import.meta.url));

/** Scenarios that take minutes and a gigabyte: no page offers them. */
export const LARGE: readonly string[] = ['million-phones'];

/** Every scenario of scenarios/ but the large ones, and every folder in it that one of them names. */
export function shippedTexts(): Shipped {
  const entries = readdirSync(SCENARIOS, { withFileTypes: true });
  const scenarios = entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.yaml'))
    .map(({ name }) => name.replace(/\.yaml$/, ''))
    .filter((name) => !LARGE.includes(name))
    .map((name) => [name, readFileSync(join(SCENARIOS, `${name}.yaml`), 'utf8')] as const);
  const folders = entries
    .filter((entry) => entry.isDirectory() && scenarios.some(([, text]) => text.includes(entry.name)))
    .map(({ name }) => [name, filesBelow(join(SCENARIOS, name))] as const);
  return { scenarios: Object.fromEntries(scenarios), folders: Object.fromEntries(folders) };
}

/** Records of a real failure and documents: no scenario reads them. */
const RECORDS = /^Master\.csv$|-Master\.csv$|-messages$|\.log$|\.md$/;

/** By their paths in the folder, sorted, as the command line reads them. */
function filesBelow(folder: string): { path: string; text: string }[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.') && !RECORDS.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => ({ path: path.slice(folder.length + 1).replaceAll('\\', '/'), text: readFileSync(path, 'utf8') }));
}
