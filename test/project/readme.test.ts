import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/program.ts';
import { expectedReadme } from './readme.ts';

const root = new URL('../../', import.meta.url).pathname;
const readme = readFileSync(`${root}README.md`, 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'dundisim-readme-'));
afterAll(() => rmSync(folder, { recursive: true }));

function blocks(language: string): string[] {
  return [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map((match) => match[1]!);
}

/** Words of a shell line: quotes keep them together. */
function words(line: string): string[] {
  return [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map((match) => match[1] ?? match[2] ?? match[3]!);
}

describe('the README', () => {
  it('is what rules, results and conformance say (npm run readme)', () => {
    expect(readme).toBe(expectedReadme(readme));
  });

  it('names files that are there', () => {
    const links = [...readme.matchAll(/\]\(((?!https?:|#)[^)]+)\)/g)].map((match) => match[1]!);
    expect(links.length).toBeGreaterThan(10);
    expect(links.filter((link) => !existsSync(root + link))).toEqual([]);
  });

  it('names scripts that are there', () => {
    const { scripts } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as { scripts: Record<string, string> };
    const named = [...readme.matchAll(/npm run ([\w:]+)/g)].map((match) => match[1]!);
    expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
  });

  writeFileSync(join(folder, 'office.yaml'), blocks('yaml')[0]!);
  symlinkSync(`${root}scenarios`, join(folder, 'scenarios'));
  const commands = blocks('sh').flatMap((block) => block.split('\n')).filter((line) => line.startsWith('npx dundisim '));

  it.each(commands)('%s', async (line) => {
    let errors = '';
    let output = '';
    const io = { out: (text: string) => { output += text; }, err: (text: string) => { errors += text; }, cwd: folder, watched: false, interrupted: new AbortController().signal };
    const code = await main(words(line).slice(2), io);
    expect(errors).toBe('');
    expect(code).toBe(0);
    expect(output).not.toBe('');
  });
});
