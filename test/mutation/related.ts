import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Tests beside the mirrored ones that a rule of a folder must not survive. Keep them fast: each surviving mutant runs all
 * of them. The rules of whole clusters (test/rules) take 10 s a mutant: a part's own tests must do without them.
 */
const LISTED: Readonly<Record<string, readonly string[]>> = {
  'src/model/server/registrar': ['test/model/server/devices.test.ts', 'test/model/server/sip/sipQualify.test.ts'],
  'src/model/server/dialplan': ['test/rules/dialplan.test.ts'],
};

/** What a test imports that runs a whole cluster. */
const WHOLE = /^import .*\b(?:Cluster|Observed|replay)\b/m;

/**
 * The tests that must notice a change of a source file, by path from the root, in stages: a mutant that one stage
 * notices is not given to the next. First the file's own test, then the others of the mirrored folder, those that run a
 * whole cluster last, then those that are listed for the folder.
 */
export function relatedTests(root: string, file: string): readonly (readonly string[])[] {
  const own = file.replace(/^src/, 'test').replace(/\.ts$/, '.test.ts');
  const seen = new Set<string>();
  const beside = testsIn(root, dirname(own));
  const alone = beside.filter((test) => !WHOLE.test(readFileSync(join(root, test), 'utf8')));
  return [[own], alone, beside, listedFor(file)]
    .map((stage) => stage.filter((test) => existsSync(join(root, test)) && !seen.has(test) && seen.add(test)))
    .filter((stage) => stage.length > 0);
}

function testsIn(root: string, folder: string): readonly string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => `${folder}/${name}`)
    .toSorted();
}

function listedFor(file: string): readonly string[] {
  return Object.entries(LISTED).flatMap(([folder, tests]) => (file.startsWith(`${folder}/`) ? tests : []));
}
