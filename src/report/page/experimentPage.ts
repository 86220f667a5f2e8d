import { el } from '../charts/svg.ts';
import { lined, part, picture } from './markup.ts';
import { pageHtml } from './page.ts';

export interface ExperimentReport {
  readonly title: string;
  readonly question: string;
  /** Kind, seed, level, version. */
  readonly facts: string;
  /** As it was printed; its first paragraph is the answer. */
  readonly text: string;
  readonly charts: readonly string[];
  /** What `check` says of the scenario, a line each. */
  readonly remarks: readonly string[];
  /** Typed again, it gives the same. */
  readonly command: string;
}

/** The report of `sweep`, `compare`, `tradeoff`, `plan` and of several runs. */
export function experimentPage({ title, question, facts, text, charts, remarks, command }: ExperimentReport): string {
  const [answer, ...rest] = text.split('\n\n');
  return pageHtml({
    title,
    question,
    answer: answer!.replaceAll('\n', ' ').trim(),
    facts,
    parts: [
      ...part(
        'Charts',
        charts.map((svg) => picture(svg, 'chart')),
      ),
      ...part('Figures', rest.join('').trim() === '' ? [] : [lined(rest.join('\n\n'))]),
      ...part('What check found', [
        remarks.length === 0
          ? el('p', {}, 'No mistake, no risk, nothing to note.')
          : el('ul', {}, ...remarks.map((remark) => el('li', {}, remark))),
      ]),
      ...part('How to reproduce it', [lined(command)]),
    ],
  });
}
