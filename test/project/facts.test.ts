import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const src = new URL('../../src/', import.meta.url).pathname;
const sections = new Set(
  [...readFileSync(join(src, 'model/README.md'), 'utf8').matchAll(/<a id="([a-g]\d*)"><\/a>\n#+ ([A-G]\d*)\. /g)]
    .filter(([, anchor, heading]) => anchor === heading!.toLowerCase())
    .map(([, , heading]) => heading!),
);

/** `facts A9, B5`, also where a comment breaks the line. */
function referencesIn(text: string): readonly string[] {
  const flat = text.replace(/\n\s*(?:\*|\/\/) ?/g, ' ');
  return [...flat.matchAll(/\bfacts,?\s+(?:section )?([A-G]\d*(?:(?:,| and) [A-G]\d*)*)\b/g)].flatMap((match) =>
    match[1]!.split(/, | and /),
  );
}

it('every "facts X" in the source has its section in src/model/README.md', () => {
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const references = files.flatMap((file) =>
    referencesIn(readFileSync(join(src, file), 'utf8')).map((section) => ({ file, section })),
  );
  expect(references.length).toBeGreaterThan(50);
  expect(references.filter(({ section }) => !sections.has(section))).toEqual([]);
});
