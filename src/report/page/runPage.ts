import type { ResultDocument } from '../../measure/document.ts';
import { endOf } from '../../measure/figures.ts';
import type { Measures } from '../../measure/measures.ts';
import { OUTCOMES } from '../../measure/outcomes.ts';
import { withSource, type Remark } from '../../text/mistake.ts';
import { formatPlace } from '../../text/place.ts';
import { charts } from '../charts/charts.ts';
import { el, type Markup } from '../charts/svg.ts';
import { count, counted, moment, ms, percent, span } from '../format.ts';
import type { Ladder } from '../ladder/ladder.ts';
import { ladderSvg } from '../ladder/ladderSvg.ts';
import { answer } from '../run/answerLine.ts';
import { causesOfLoss, causesOfSlowness, type Cause } from '../run/causeLines.ts';
import { OUTCOME_LABEL } from '../run/outcomeText.ts';
import { phasesOf } from '../run/phases.ts';
import { SLOW } from '../run/slowCalls.ts';
import type { Asked } from '../run/summary.ts';
import { OUTAGE_HEAD, outageRows } from '../run/summaryCluster.ts';
import { peerMarkText } from '../run/worst.ts';
import { lined, list, paragraph, part, picture, tableOf, type Content } from './markup.ts';
import { pageHtml } from './page.ts';

/** Calls that are shown message by message. */
export const LADDERS = 3;
/** A ladder of more steps is a page of its own: it is named with its command. */
const MOST_STEPS = 120;
/** Recovery times of more things than this are no longer read. */
const MOST_MARKS = 20;

export interface RunReport {
  readonly measures: Measures;
  readonly document: ResultDocument;
  readonly asked: Asked;
  /** Of the worst calls, the worst first, each with the command that shows it. */
  readonly ladders: readonly { readonly ladder: Ladder; readonly command: string }[];
  /** What `check` says of the scenario. */
  readonly remarks: readonly Remark[];
  /** What came of each expectation, in a line. */
  readonly expected: readonly string[];
  /** Typed again, they give the same. */
  readonly commands: readonly string[];
  /** The summary as it was printed. */
  readonly text: string;
}

/** The report of one run. */
export function runPage(report: RunReport): string {
  const { measures, document, asked } = report;
  const { servers, phones, title } = measures.config;
  return pageHtml({
    title,
    question: asked.question,
    answer: answer(measures, document, asked.paths),
    facts: `Scenario ${document.scenario}, profile ${document.profile}, ${counted(servers.length, 'server')}, ${counted(phones.length, 'phone')}, ${count(document.simulatedSeconds)} s of virtual time, seed ${document.seed}, one run; dundisim ${document.version}, fingerprint ${document.fingerprint}.`,
    parts: [
      ...part('Calls', callParts(report)),
      ...part('Worst calls', ladderParts(report)),
      ...part('Recovery', recoveryParts(report)),
      ...part('What check found', remarkParts(report.remarks)),
      ...part('Expected', report.expected.length === 0 ? [] : [list(report.expected)]),
      ...part('How to reproduce it', [lined(report.commands.join('\n'))]),
      ...part('All figures', [
        el('details', {}, el('summary', {}, 'The summary as it was printed'), lined(report.text)),
      ]),
    ],
  });
}

function callParts({ measures, document }: RunReport): readonly Markup[] {
  const { calls } = document;
  const end = endOf(document);
  const pictures = charts(measures, end).filter(({ file }) => file !== 'phones.svg' && file !== 'load.svg');
  if (calls.offered === 0) return [];
  const share = (value: number): string => percent(value, calls.offered);
  const outcomes = OUTCOMES.filter((outcome) => calls.outcomes[outcome] > 0).map((outcome) => [
    OUTCOME_LABEL[outcome],
    count(calls.outcomes[outcome]),
    share(calls.outcomes[outcome]),
  ]);
  const beside: readonly (readonly Content[])[] = [
    ['offered', count(calls.offered), '100 %'],
    [lostText('of which lost', calls.lost), count(calls.lost), share(calls.lost)],
    ['of the lost: dropped, cut while talking', count(calls.dropped), share(calls.dropped)],
    ['of which saved by direct dial', count(calls.saved), share(calls.saved)],
  ];
  return [
    tableOf(['outcome', 'calls', 'share'], [...outcomes, ...beside]),
    ...causeParts('What lost them', causesOfLoss(measures)),
    ...causeParts('What made others slow', causesOfSlowness(measures)),
    ...pictures.map(({ svg }) => picture(svg, 'chart')),
    ...phaseParts(measures, document),
  ];
}

function lostText(text: string, lost: number): Content {
  return lost === 0 ? text : el('span', { class: 'lost' }, text);
}

function causeParts(heading: string, causes: readonly Cause[]): readonly Markup[] {
  if (causes.length === 0) return [];
  const rows = causes.map(({ sentence, name, calls, first, last, faults }) => [
    `${sentence}${name === '' ? '' : ` (${name})`}`,
    faults.map(({ text, calls: of }) => (of === calls ? text : `${text} (${count(of)})`)).join(', ') || '-',
    count(calls),
    moment(first),
    moment(last),
  ]);
  return [el('h3', {}, heading), tableOf(['cause', 'fault behind it', 'calls', 'first', 'last'], rows, 2)];
}

function phaseParts(measures: Measures, document: ResultDocument): readonly Markup[] {
  const phases = phasesOf(measures, endOf(document));
  if (phases.length === 1) return [];
  const rows = phases.map(({ from, begins, offered, lost, dropped, saved, slow, p50, p99 }) => [
    moment(from),
    begins,
    ...[offered, lost, dropped, saved, slow].map(count),
    ms(p50),
    ms(p99),
  ]);
  const head = ['from', 'what begins', 'offered', 'lost', 'dropped', 'saved', `> ${span(SLOW)}`, 'p50', 'p99'];
  return [
    el('h3', {}, 'Phases'),
    paragraph(
      'A call counts where it was offered, but as lost where it was cut if it was dropped; p50 and p99 of the post-dial delay.',
    ),
    tableOf(head, rows, 2),
  ];
}

function ladderParts({ ladders }: RunReport): readonly Markup[] {
  return ladders.flatMap(({ ladder, command }) => [
    el('h3', {}, `Call ${ladder.call.call}`),
    ...(ladder.steps.length > MOST_STEPS
      ? [paragraph(`${ladder.outcome} ${ladder.because}`.trim())]
      : [picture(ladderSvg([ladder]), 'ladder')]),
    ...(ladder.call.cause === '' ? [] : [paragraph('This command tries what would have helped:')]),
    lined(command),
  ]);
}

/** When what failed was noticed and back, and how long phones were without a registration. */
function recoveryParts({ measures, document }: RunReport): readonly Markup[] {
  const end = endOf(document);
  const marks = [
    ...measures.faults.map(({ at, text }) => ({ at, text, isFault: true })),
    ...measures.peerMarks.map((mark) => ({ at: mark.at, text: peerMarkText(measures, mark), isFault: false })),
  ].sort((a, b) => a.at - b.at);
  const outages = outageRows(measures, end);
  if (measures.faults.length === 0 && outages.length === 0) return [];
  const rows = marks
    .slice(0, MOST_MARKS)
    .map(({ at, text, isFault }) => [isFault ? el('strong', {}, text) : text, moment(at)]);
  const more = marks.length - MOST_MARKS;
  const phones = charts(measures, end).find(({ file }) => file === 'phones.svg');
  return [
    ...(rows.length === 0 ? [] : [tableOf(['what happened', 'at'], rows)]),
    ...(more > 0 ? [paragraph(`And ${count(more)} more.`)] : []),
    ...(outages.length === 0 ? [] : [tableOf(OUTAGE_HEAD, outages)]),
    ...(phones === undefined ? [] : [picture(phones.svg, 'chart')]),
  ];
}

function remarkParts(remarks: readonly Remark[]): readonly Markup[] {
  if (remarks.length === 0) return [paragraph('No mistake, no risk, nothing to note.')];
  return [list(remarks.map((remark) => `${remark.severity}, ${formatPlace(remark.place)}: ${withSource(remark)}`))];
}
