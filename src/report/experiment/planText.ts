import type { PlanAnswer, PlanChanges } from '../../experiment/plan/planAnswer.ts';
import type { PlanProbe } from '../../experiment/plan/planProbes.ts';
import { formatDuration } from '../../text/duration.ts';
import { trimmed } from '../format.ts';
import { prose, table, wrap } from '../textTable.ts';
import { nextSteps } from './planSteps.ts';
import { planEstimateText, valueText } from './planFigures.ts';
import { reasonLines } from './planReasons.ts';

/** The answer for people. `command` puts words together for a shell; `asked`: the words of this command. */
export function planText(
  answer: PlanAnswer,
  asked: readonly string[],
  command: (words: readonly string[]) => string,
): string {
  const { binding, probes, replications, confidence, changes, unit } = answer;
  const lines = [
    ...wrap(rangeText(answer)),
    ...(binding === null
      ? []
      : wrap(
          `What decides: ${binding.objective}${binding.failure === null ? '' : `, when the failure is ${binding.failure}`}.`,
        )),
    ...reasonLines(answer),
    '',
    `Confidence ${percent(confidence)}, ${replications} runs; in brackets two-sided ${percent(confidence)} intervals.`,
    ...momentsText(answer),
    '',
    ...probes.flatMap((probe) => probeLines(probe, unit)),
    ...(changes === null ? [] : ['', ...changesLines(changes)]),
    '',
    'Next',
    ...nextSteps(answer, asked).flatMap(({ says, words }) => [
      ...prose(says),
      ...(words === undefined ? [] : [`    ${command(words)}`]),
    ]),
  ];
  return `${lines.join('\n')}\n`;
}

function percent(share: number): string {
  return `${trimmed(100 * share, 2)} %`;
}

function momentsText({ moments }: PlanAnswer): readonly string[] {
  if (moments === null) return [];
  const [from, until] = moments.map((seconds) => formatDuration(seconds * 1_000_000));
  return wrap(
    `The moment of the failure is another one in each run, evenly from ${from} to ${until}, so that no figure is that of one moment; "at:" behind --fault fixes it.`,
  );
}

function rangeText({ path, goal, holds, fails, between, probes, unit }: PlanAnswer): string {
  const said = (value: string): string => valueText(value, unit);
  const undecided = probes.filter(({ decision }) => decision === 'undecided').map(({ value }) => said(value));
  const open = undecided.length === 0 ? '' : `; undecided at ${undecided.join(', ')}`;
  const [end, beyond] = goal === 'maximise' ? [between[1], 'greatest'] : [between[0], 'least'];
  if (holds !== null && fails !== null)
    return `${path}: every objective holds at ${said(holds)}, and not at ${said(fails)}${open}.`;
  if (holds !== null && holds === end)
    return `${path}: every objective holds at ${said(holds)}, the ${beyond} value of ${between.join(' to ')}${open}.`;
  if (holds !== null)
    return `${path}: every objective holds at ${said(holds)}; nothing was shown to fail beyond it${open}.`;
  if (fails !== null && undecided.length === 0)
    return `${path}: an objective fails at every value from ${said(between[0])} to ${said(between[1])}.`;
  if (fails !== null) return `${path}: an objective fails at ${said(fails)}; no value was shown to hold${open}.`;
  return `${path}: no value was decided${open}.`;
}

function probeLines({ value, decision, objectives }: PlanProbe, unit: PlanAnswer['unit']): readonly string[] {
  const word = { holds: 'holds', fails: 'fails', undecided: 'undecided' } as const;
  return [
    `${valueText(value, unit)}: ${word[decision]}`,
    ...table(
      objectives.map(({ objective, failure, estimate, decision: one }) => [
        `${objective}${failure === null ? '' : ` [${failure}]`}`,
        planEstimateText(estimate, objective),
        word[one],
      ]),
      ['left', 'left', 'left'],
    ),
  ];
}

/** What the binding objective becomes with single changes. */
function changesLines({ value, objective, failure, asItIs, tried }: PlanChanges): readonly string[] {
  const under = failure === null ? '' : `, under ${failure}`;
  const rows = tried.map(({ says, line, set, unharmed, estimate, meets }) => [
    unharmed ? says : set.join(' '),
    planEstimateText(estimate, objective),
    meets ? 'meets it' : '',
    unharmed ? '' : line === '' ? says : `${says}; ${line}`,
  ]);
  return [
    ...wrap(
      `What changes ${objective} at ${value}${under}: single changes, 10 runs each with the same callers, the best first`,
    ),
    ...table([['as it is', planEstimateText(asItIs, objective), '', ''], ...rows], ['left', 'left', 'left', 'left']),
  ];
}
