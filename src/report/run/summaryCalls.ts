import type { Micros } from '../../kernel/units.ts';
import type { ResultDocument } from '../../measure/document.ts';
import { endOf } from '../../measure/figures.ts';
import type { Measures } from '../../measure/measures.ts';
import { OUTCOMES } from '../../measure/outcomes.ts';
import { count, counted, moment, ms, percent, span, trimmed } from '../format.ts';
import { OUTCOME_LABEL, outcomeSaid } from './outcomeText.ts';
import { causesOfLoss, causesOfSlowness, type Cause } from './causeLines.ts';
import { namedSection } from './namedText.ts';
import { parkingSection } from './parkingText.ts';
import { transferSection } from './transferText.ts';
import { phasesOf } from './phases.ts';
import { SLOW } from './slowCalls.ts';
import type { Section } from './section.ts';
import { prose, table } from '../textTable.ts';

/** Outcomes, phases, and what lost the calls. Nothing for a run without calls. */
export function callSections(measures: Measures, document: ResultDocument): readonly Section[] {
  if (document.calls.offered === 0) return [];
  const end = endOf(document);
  const sections = [
    outcomes(document),
    namedSection(document.named),
    parkingSection(document.parking),
    transferSection(document.transfers),
    phases(measures, end),
    causes('What lost them', causesOfLoss(measures)),
    causes('What made others slow', causesOfSlowness(measures)),
  ];
  if (document.calls.offered <= measures.calls.first.length) sections.unshift(oneByOne(measures));
  return sections.filter((section) => section.lines.length > 0);
}

function oneByOne(measures: Measures): Section {
  const lines = measures.calls.first.map((call) => [
    moment(call.offeredAt),
    `${call.from} -> ${call.dialled}`,
    outcomeSaid(call),
    call.ringingAt < 0 ? '-' : span(call.ringingAt - call.offeredAt),
    count(call.lookups),
    span(call.lockWait),
  ]);
  return {
    heading: 'Calls',
    lines: table(
      [['at', 'call', 'outcome', 'rang after', 'lookups', 'lock wait'], ...lines],
      ['right', 'left', 'left'],
    ),
  };
}

/** In the words of teletraffic and of RFC 6076. */
function loadLines({ load }: ResultDocument): readonly string[] {
  const erlangs = (value: number): string => trimmed(value, value < 10 ? 2 : 1);
  return prose(
    `Load: ${erlangs(load.offeredErlangs)} erlangs offered, ${erlangs(load.carriedErlangs)} carried; BHCA ${count(load.busyHourCallAttempts)}; ASR ${percent(load.answerSeizureRatio, 1)}, SER ${percent(load.sessionEstablishmentRatio, 1)}, blocking ${percent(load.blockingRatio, 1)}`,
  );
}

function outcomes(document: ResultDocument): Section {
  const { calls } = document;
  const rows = OUTCOMES.filter((outcome) => calls.outcomes[outcome] > 0).map((outcome) => [
    OUTCOME_LABEL[outcome],
    count(calls.outcomes[outcome]),
    percent(calls.outcomes[outcome], calls.offered),
  ]);
  const beside = (
    [
      ['of which lost', calls.lost],
      ['of the lost: dropped, cut while talking', calls.dropped],
      ['of which saved by direct dial', calls.saved],
    ] as const
  ).map(([label, value]) => [`  ${label}`, count(value), percent(value, calls.offered)]);
  const { p50, p90, p95, p99, max } = calls.postDialDelayMs;
  return {
    heading: 'Calls by outcome',
    lines: [
      ...table([['', 'calls', 'share'], ...rows, ['offered', count(calls.offered), '100 %'], ...beside]),
      ...(calls.notPlaced === 0
        ? []
        : [
            '',
            ...prose(
              `Not placed: ${counted(calls.notPlaced, 'call')}, for want of an idle phone or of power in the caller's; these are not offered`,
            ),
          ]),
      ...(max === null
        ? []
        : [
            '',
            ...loadLines(document),
            `  Post-dial delay: median ${ms(p50)}, p90 ${ms(p90)}, p95 ${ms(p95)}, p99 ${ms(p99)}, max ${ms(max)}`,
          ]),
    ],
  };
}

function phases(measures: Measures, end: Micros): Section {
  const all = phasesOf(measures, end);
  if (all.length === 1) return { heading: '', lines: [] };
  const head = ['from', 'what begins', 'offered', 'lost', 'share', 'dropped', 'saved', `> ${span(SLOW)}`, 'p50', 'p99'];
  const rows = all.map((phase) => [
    moment(phase.from),
    short(phase.begins),
    count(phase.offered),
    count(phase.lost),
    phase.lost > phase.offered ? '-' : percent(phase.lost, phase.offered),
    count(phase.dropped),
    count(phase.saved),
    count(phase.slow),
    ms(phase.p50),
    ms(phase.p99),
  ]);
  return {
    heading: 'Phases (a call counts where it was offered, but as lost where it was cut if it was dropped)',
    lines: table([head, ...rows], ['right', 'left']),
  };
}

/** How many calls were lost, or slow, for each cause, when, and the faults behind them. */
function causes(heading: string, found: readonly Cause[]): Section {
  const lines = found.flatMap(({ calls, sentence, name, first, last, faults }) => {
    const when = calls === 1 ? `at ${moment(first)}` : `${moment(first)} to ${moment(last)}`;
    const behind = faults.map(({ text, calls: of }) => (of === calls ? text : `${text} (${count(of)})`)).join(', ');
    return prose(
      `${counted(calls, 'call')}: ${sentence}${name === '' ? '' : ` (${name})`}, ${when}${behind === '' ? '' : `; behind it: ${behind}`}`,
    );
  });
  return { heading, lines };
}

function short(text: string): string {
  return text.length <= 30 ? text : `${text.slice(0, 27)}...`;
}
