import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { root } from './root.ts';
import { table } from './markdown.ts';

function read(path: string): string {
  return existsSync(root + path) ? readFileSync(root + path, 'utf8') : '';
}

/** The first lines of what `npm start` prints. */
export function firstScreen(): string {
  const lines = read('results/failover/summary.txt').split('\n');
  const end = lines.findIndex((line) => line.startsWith('What lost them'));
  const shown = lines.slice(0, end < 0 ? 40 : end).join('\n');
  return `\n\`\`\`text\n${shown.trimEnd()}\n\`\`\`\n\n`;
}

/** Every shipped scenario that `run` answers, with its question and the first sentence of its results. */
export function answers(): string {
  const rows = readdirSync(`${root}scenarios`)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => name.slice(0, -5))
    .sort()
    .flatMap((name) => {
      const summary = read(`results/${name}/summary.txt`);
      if (summary === '') return [];
      const { title = name, question = '' } = parse(read(`scenarios/${name}.yaml`)) as {
        title?: string;
        question?: string;
      };
      const answer = summary.split('\n\n')[0]!.replaceAll('\n', ' ');
      return [[`[${title}](${name}.yaml)`, question, `${answer} ([results](../results/${name}/summary.txt))`]];
    });
  return `\n${table(['scenario', 'question', 'answer'], rows)}\n`;
}

export function conformance(): string {
  const found = read('results/conformance/table.md');
  return found === '' ? '\n' : `\n${found.replace(/^# .*\n+/, '').trim()}\n\n`;
}
