import { readFileSync, writeFileSync } from 'node:fs';
import { answers, conformance, firstScreen } from './docs/answers.ts';
import { columns, documentKeys, files, outcomes } from './docs/dictionary.ts';
import { language, schema } from './docs/language.ts';
import { root } from './docs/root.ts';
import { risks } from './docs/risks.ts';
import { systems } from './docs/systems.ts';

/** Documents with parts that are generated: what stands between `<!-- name -->` and `<!-- end -->`. */
const PARTS: Readonly<Record<string, Readonly<Record<string, () => string>>>> = {
  'README.md': { 'first screen': firstScreen },
  'scenarios/README.md': { keys: language, risks, systems, answers },
  'results/README.md': { files, columns, outcomes, document: documentKeys, conformance },
};

/** Every document as it should be now, by its path. */
export function documents(): ReadonlyMap<string, string> {
  const written = Object.entries(PARTS).map(([path, parts]) => [path, withParts(path, parts)] as const);
  return new Map([['scenarios/scenario.schema.json', `${JSON.stringify(schema, null, 1)}\n`], ...written]);
}

function withParts(path: string, parts: Readonly<Record<string, () => string>>): string {
  const text = readFileSync(root + path, 'utf8');
  return Object.entries(parts).reduce((result, [name, make]) => replacePart(result, path, name, make()), text);
}

function replacePart(text: string, path: string, name: string, content: string): string {
  const begin = `<!-- ${name} -->\n`;
  const at = text.indexOf(begin);
  if (at < 0) throw new Error(`${path} has no part "${name}"`);
  const from = at + begin.length;
  return `${text.slice(0, from)}${content}${text.slice(text.indexOf('<!-- end -->', from))}`;
}

/** Writes them: `npm run docs`. */
if (process.argv[1]?.endsWith('docs.ts') === true)
  for (const [path, text] of documents()) writeFileSync(root + path, text);
