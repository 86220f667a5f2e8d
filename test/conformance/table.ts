import type { Row } from './row.ts';

/** The committed table. */
export function tableOf(rows: readonly Row[]): string {
  const lines: string[] = [];
  for (const section of new Set(rows.map((row) => row.section))) {
    lines.push(
      `### ${section}`,
      '',
      '| figure | measured | simulated | tolerance and its reason | verdict |',
      '|---|---|---|---|---|',
    );
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

/** What the table does not show. */
export const LIMITS = `Made by \`npm run conformance\` on \`scenarios/lab-16\` and \`lab-22\` under the profiles \`asterisk-16\` and \`asterisk-22\`.

What it cannot show:
- Phases that the measurement did not fix (the wall second, qualify, who calls a millisecond earlier) are drawn from many seeds. A measured sample agrees when it lies within what was drawn; with few samples that is a weak test, and it cannot see a wrong distribution inside the right range.
- Milliseconds are processing of the machine that measured. Those marked *input* were used for, or belong to, the calibration of \`processing\` and are not agreement. A tolerance of some milliseconds on a figure of seconds covers them.
- How the milliseconds split between reading the cache, answering and taking a reply is not measured in full. The share of crossing calls that lock, how often which order of queued calls comes out, and the rate at which a cluster collapses depend on that split and on \`lockWake\`, which nobody measured.
- The statement counts of a REGISTER with \`rtcachefriends=no\`, with a wrong secret and of an unknown user were put into the model from this same measurement: their agreement says only that they are still there.
- "Restarted just after" and "killed and registered at once" do not say after how much time, or whether regpbx1 had asked before; the rows name what was assumed. Times of polls are those at which a question began, because all measured ones are multiples of the poll step.
- One machine with two cores made all the measurements: more milliseconds under load than a model without processor contention has.`;
