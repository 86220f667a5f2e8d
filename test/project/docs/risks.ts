import { RISK_TABLES } from '../../../src/model/risks/risks.ts';
import { table } from './markdown.ts';

/** Everything that `check` looks for, by matter, with its source. */
export function risks(): string {
  const parts = Object.entries(RISK_TABLES).map(([matter, kinds]) => {
    const rows = Object.entries(kinds).map(([name, { finds, source }]) => [`\`${name}\``, finds, linked(source)]);
    return `**${matter[0]!.toUpperCase()}${matter.slice(1)}**\n\n${table(['name', 'found', 'source'], rows)}`;
  });
  return `\n${parts.join('\n')}\n`;
}

/** `facts A8` leads to its section. */
function linked(source: string): string {
  return source
    .replace(/facts ([A-G]\d*)\b/g, (_, id: string) => `[facts ${id}](../src/model/README.md#${id.toLowerCase()})`)
    .replace('facts Asterisk 22', '[facts Asterisk 22](../src/model/README.md#asterisk-22)');
}
