import type { Row } from './row.ts';

/** The committed table. */
export function tableOf(rows: readonly Row[]): string {
  const lines: string[] = [];
  for (const section of new Set(rows.map((row) => row.section))) {
    lines.push(`## ${section}`, '', '| figure | measured | simulated | tolerance and its reason | verdict |', '|---|---|---|---|---|');
    for (const row of rows.filter((it) => it.section === section)) {
      const verdict = row.verdict === 'disagrees' ? '**disagrees**' : row.verdict;
      lines.push(`| ${[row.figure, row.measured, row.simulated, row.tolerance, verdict].map(cell).join(' | ')} |`);
    }
    lines.push('');
  }
  return lines.join('\n');
}

export function countOf(rows: readonly Row[]): string {
  const count = (verdict: Row['verdict']): number => rows.filter((row) => row.verdict === verdict).length;
  return `${rows.length} figures: ${count('agrees')} agree, ${count('disagrees')} disagree, ${count('input')} are inputs of the calibration.`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
