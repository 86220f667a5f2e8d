import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { RULES, type Rule, type RuleValue } from '../../src/model/rules.ts';

const root = new URL('../../', import.meta.url).pathname;

/**
 * The README with its generated parts as they should be now: from the table of rules, the results, the conformance
 * table.
 */
export function expectedReadme(readme: string): string {
  const parts: Readonly<Record<string, () => string>> = { 'first screen': firstScreen, answers, rules, conformance };
  return Object.entries(parts).reduce((text, [name, make]) => replacePart(text, name, make()), readme);
}

function replacePart(text: string, name: string, content: string): string {
  const begin = `<!-- ${name} -->\n`;
  const from = text.indexOf(begin) + begin.length;
  return `${text.slice(0, from)}${content}${text.slice(text.indexOf('<!-- end -->', from))}`;
}

function read(path: string): string {
  return existsSync(root + path) ? readFileSync(root + path, 'utf8') : '';
}

/** The first lines of what `npm start` prints. */
function firstScreen(): string {
  const lines = read('results/failover/summary.txt').split('\n');
  const end = lines.findIndex((line) => line.startsWith('What lost them'));
  return `\n\`\`\`text\n${lines
    .slice(0, end < 0 ? 40 : end)
    .join('\n')
    .trimEnd()}\n\`\`\`\n\n`;
}

function answers(): string {
  const rows = readdirSync(`${root}scenarios`)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => name.slice(0, -5))
    .sort()
    .flatMap((name) => {
      const summary = read(`results/${name}/summary.txt`);
      if (summary === '') return [];
      const answer = summary.split('\n\n')[0]!.replaceAll('\n', ' ');
      const title = /^title: *(.*)$/m.exec(read(`scenarios/${name}.yaml`))?.[1] ?? name;
      return [`| [${title.replaceAll("'", '')}](scenarios/${name}.yaml) | ${answer} |`];
    });
  return `\n| scenario | answer |\n|---|---|\n${rows.join('\n')}\n\n`;
}

function rules(): string {
  const rows = Object.entries(RULES as Readonly<Record<string, Rule<RuleValue>>>).map(
    ([name, rule]) =>
      `| \`${name}\` | ${rule.says} | ${value(rule, 'whitepaper')} | ${value(rule, 'asterisk-1.2')} | ${value(rule, 'asterisk-16')} |`,
  );
  return `\n| rule | what it decides | whitepaper | asterisk-1.2 | asterisk-16 |\n|---|---|---|---|---|\n${rows.join('\n')}\n\n`;
}

function value(rule: Rule<RuleValue>, profile: 'whitepaper' | 'asterisk-1.2' | 'asterisk-16'): string {
  const it = rule[profile];
  if (typeof it === 'boolean') return it ? 'yes' : 'no';
  return rule.unit === 's' || rule.unit === 'ms' ? `${it} ${rule.unit}` : String(it);
}

function conformance(): string {
  const table = read('results/conformance/table.md');
  return table === '' ? '\n' : `\n${table.replace(/^# .*\n+/, '').trim()}\n\n`;
}

/** Writes the README anew: `npm run readme`. */
if (process.argv[1]?.endsWith('readme.ts') === true) {
  writeFileSync(`${root}README.md`, expectedReadme(readFileSync(`${root}README.md`, 'utf8')));
}
