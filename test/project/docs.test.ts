import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mistakesOf } from '../scenario/world.ts';
import { PATHS } from '../scenario/paths.ts';
import { documents } from './docs.ts';
import { root } from './docs/root.ts';
import { shippedAnswers } from './docs/answers.ts';
import { SYSTEMS, systemLines, systems } from './docs/systems.ts';

const read = (path: string): string => readFileSync(root + path, 'utf8');

describe('documents with generated parts (npm run docs)', () => {
  it.each([...documents()])('%s is what the sources say', (path, text) => {
    expect(read(path)).toBe(text);
  });
});

const readmes = ['', 'scenarios/', 'results/', 'src/', 'src/model/']
  .map((folder) => `${folder}README.md`)
  .filter((path) => existsSync(root + path));

/** As GitHub makes them of headings and of `<a id>`. */
function anchorsOf(path: string): ReadonlySet<string> {
  const text = read(path);
  const headings = [...text.matchAll(/^#+ (.*)$/gm)].map((match) =>
    match[1]!
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
  return new Set([...headings, ...[...text.matchAll(/<a id="([^"]+)">/g)].map((match) => match[1]!)]);
}

describe.each(readmes)('%s', (path) => {
  const links = [...read(path).matchAll(/\]\(((?!https?:)[^)\s]+)\)/g)].map((match) => match[1]!);

  it('links to files and headings that are there', () => {
    const broken = links.filter((link) => {
      const [file, anchor] = link.split('#') as [string, string | undefined];
      const target = file === '' ? path : join(dirname(path), file);
      if (!existsSync(root + target)) return true;
      return anchor !== undefined && !anchorsOf(target).has(anchor);
    });
    expect(broken).toEqual([]);
  });
});

it('the language is shown by scenarios that are right', () => {
  const blocks = [...read('scenarios/README.md').matchAll(/^```yaml\n([\s\S]*?)^```/gm)].map((match) => match[1]!);
  // One is for Kubernetes, and one has folders (test/scenarios/sipTrunk.test.ts).
  const scenarios = blocks.filter((block) => !/^(?:apiVersion:|# trunk\.yaml)/.test(block));
  expect(scenarios.length).toBeGreaterThan(0);
  for (const block of scenarios) expect(mistakesOf(block, { paths: PATHS })).toEqual([]);
});

it('the shipped folders are all named', () => {
  const folders = readdirSync(`${root}scenarios`, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  for (const { name } of folders) expect(read('scenarios/README.md')).toContain(`(${name})`);
});

describe('the systems of the paper', () => {
  const named = shippedAnswers().flatMap(({ name, text }) => systemLines(text).map((line) => ({ name, ...line })));

  it('are named by scenarios with names of the list, and with words of the paper', () => {
    expect(named.length).toBeGreaterThan(0);
    for (const { name, system, words } of named) {
      expect(SYSTEMS, `${name}.yaml`).toContain(system);
      expect(words.length, `${name}.yaml`).toBeGreaterThan(20);
    }
  });

  it('has a row for each line', () => {
    expect(systems().match(/^\| /gm)).toHaveLength(named.length + 1);
  });

  it('reads a line that is written as it should be, and no other', () => {
    expect(systemLines('# Paper, call parking: "a: b"\n# Paper: "c"\ntitle: x\n')).toEqual([
      { system: 'call parking', words: 'a: b' },
    ]);
  });
});
