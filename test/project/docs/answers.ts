import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { root } from './root.ts';
import { table } from './markdown.ts';

function read(path: string): string {
  return existsSync(root + path) ? readFileSync(root + path, 'utf8') : '';
}

/** A shipped scenario that has results. */
export interface ShippedAnswer {
  readonly name: string;
  readonly text: string;
  readonly title: string;
  readonly question: string;
  /** The first paragraph of its summary, with a link to the rest. */
  readonly answer: string;
}

/** Every shipped scenario that has results, by name. */
export function shippedAnswers(): readonly ShippedAnswer[] {
  return readdirSync(`${root}scenarios`)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => file.slice(0, -5))
    .sort()
    .flatMap((name) => {
      const summary = read(`results/${name}/summary.txt`);
      if (summary === '') return [];
      const text = read(`scenarios/${name}.yaml`);
      const { title = name, question = '' } = parse(text) as { title?: string; question?: string };
      const sentence = summary.split('\n\n')[0]!.replaceAll('\n', ' ');
      return [{ name, text, title, question, answer: `${sentence} ([results](../results/${name}/summary.txt))` }];
    });
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
  const rows = shippedAnswers().map(({ name, title, question, answer }) => [
    `[${title}](${name}.yaml)`,
    question,
    answer,
  ]);
  return `\n${table(['scenario', 'question', 'answer'], rows)}\n`;
}

export function conformance(): string {
  const found = read('results/conformance/table.md');
  return found === '' ? '\n' : `\n${found.replace(/^# .*\n+/, '').trim()}\n\n`;
}
