import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseScenario, type FolderFile, type Scenario, type ScenarioInput } from '../../src/scenario/index.ts';
import { UserMistakes } from '../../src/text/mistake.ts';

const shipped = new URL('../../scenarios/', import.meta.url).pathname;

/** All files below a shipped folder of scenarios/. */
export function folder(name: string): FolderFile[] {
  const root = join(shipped, name);
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => ({ path: relative(root, path), text: readFileSync(path, 'utf8') }));
}

const paper = folder('paper');
const regpbx1 = paper
  .filter(({ path }) => path.startsWith('regpbx1/'))
  .map(({ path, text }) => ({ path: path.slice('regpbx1/'.length), text }));

export const FOLDERS: ScenarioInput['folders'] = new Map([
  ['./paper', paper],
  ['dundisim:paper', paper],
  ['./paper/regpbx1', regpbx1],
  ['./empty', []],
]);

export function parse(text: string, more: Partial<ScenarioInput> = {}): Scenario {
  return parseScenario({ path: 's.yaml', text, folders: FOLDERS, sets: [], ...more });
}

/** The lines that a user would see, or none. */
export function mistakesOf(text: string, more: Partial<ScenarioInput> = {}): string[] {
  try {
    parse(text, more);
    return [];
  } catch (error) {
    if (error instanceof UserMistakes) return error.message.split('\n');
    throw error;
  }
}
