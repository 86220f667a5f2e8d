import type { PlanAnswer } from '../../experiment/plan/planAnswer.ts';
import type { PlanChanges } from '../../experiment/plan/planChanges.ts';
import { countsLoss, isOfDelay } from '../../experiment/plan/uncountedLoss.ts';
import type { PlanProbe } from '../../experiment/plan/planProbes.ts';
import { formatDuration } from '../../text/duration.ts';
import { trimmed } from '../format.ts';
import { prose, table, wrap } from '../textTable.ts';
import { lossRow, uncountedText } from './lossText.ts';
import { nextSteps } from './planSteps.ts';
import { figureText, planEstimateText, shareText, valueText } from './planFigures.ts';
import { reasonLines } from './planReasons.ts';

/** The answer for people. `command` puts words together for a shell; `asked`: the words of this command. */
export function planText(
  answer: PlanAnswer,
  asked: readonly string[],
  command: (words: readonly string[]) => string,
): string {
  const { binding, probes, replications, confidence, changes, unit, uncounted } = answer;
  const isBlind = isOfDelayAlone(answer);
  const lines = [
    ...wrap(rangeText(answer)),
    ...(binding === null
      ? []
      : wrap(
          `What decides: ${binding.objective}${binding.failure === null ? '' : `, when the failure is ${binding.failure}`}.`,
        )),
    ...(uncounted === null ? [] : wrap(uncountedText(uncounted, answer.path, isBlind))),
    ...answer.fixedCalls.flatMap((one) => wrap(fixedText(one))),
    ...reasonLines(answer),
    '',
    `Confidence ${percent(confidence)}, ${replications} runs; in brackets two-sided ${percent(confidence)} intervals.`,
    ...levelText(answer),
    ...momentsText(answer),
    ...ownFaultsText(answer),
    '',
    ...probes.flatMap((probe) => probeLines(probe, unit, isBlind)),
    ...(changes === null ? [] : ['', ...changesLines(changes, isBlind)]),
    '',
    'Next',
    ...nextSteps(answer, asked).flatMap(({ says, words }) => [
      ...prose(says),
      ...(words === undefined ? [] : [`    ${command(words)}`]),
    ]),
  ];
  return `${lines.join('\n')}\n`;
}

/** That more phones make no more calls. */
function fixedText({ path, instead }: PlanAnswer['fixedCalls'][number]): string {
  return `${path} is the rate of all callers together: with more phones there are no more calls. Calls that grow with the phones: ${instead.map((set) => `--set ${set}`).join(' ')}.`;
}

function percent(share: number): string {
  return `${trimmed(100 * share, 2)} %`;
}

/** Why an interval may lie beyond the limit and nothing be decided. */
function levelText({ probes, confidence }: PlanAnswer): readonly string[] {
  if (probes.every(({ decision }) => decision !== 'undecided')) return [];
  return wrap(
    `That all statements together are right with ${percent(confidence)}, each is made at a stricter level, which is named beside what is undecided: there the limit is still inside the wider interval.`,
  );
}

function undecidedText({ estimate, level, decides }: PlanProbe['objectives'][number]): string {
  const text = `undecided at ${trimmed(100 * level, level > 0.999 ? 3 : 2)} %`;
  if (decides === null || estimate === null) return text;
  const unit = estimate.beyond === undefined ? estimate.unit : 'ratio';
  const { low, high } = decides;
  const from = figureText(low, unit);
  return `${text}: ${high === null ? `${from} or more` : `${from} to ${figureText(high, unit)}`}`;
}

function momentsText({ moments }: PlanAnswer): readonly string[] {
  if (moments === null) return [];
  const [from, until] = moments.map((seconds) => formatDuration(seconds * 1_000_000));
  return wrap(
    `The moment of the failure is another one in each run, evenly from ${from} to ${until}, so that no figure is that of one moment; "at:" behind --fault fixes it.`,
  );
}

/** As in the N+1 table. */
function ownFaultsText({ hasFaults, probes }: PlanAnswer): readonly string[] {
  const tried = probes.some(({ objectives }) => objectives.some(({ failure }) => failure !== null));
  return hasFaults
    ? wrap(
        `The scenario's own faults come in every run${tried ? ' beside it' : ''}; --set 'faults=[]' leaves them out.`,
      )
    : [];
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

/** `isBlind`: no objective counts lost calls. */
function probeLines(probe: PlanProbe, unit: PlanAnswer['unit'], isBlind: boolean): readonly string[] {
  const { value, decision, objectives } = probe;
  return [
    `${valueText(value, unit)}: ${decision}`,
    ...table(
      [
        ...objectives.map((one) => [
          `${one.objective}${one.failure === null ? '' : ` [${one.failure}]`}`,
          planEstimateText(one.estimate, one.objective),
          one.decision === 'undecided' ? undecidedText(one) : one.decision,
        ]),
        ...(isBlind ? [lossRow(probe)] : []),
      ],
      ['left', 'left', 'left'],
    ),
  ];
}

/** An objective is on the post-dial delay, which a lost call does not have, and none counts lost calls. */
function isOfDelayAlone({ probes }: PlanAnswer): boolean {
  const objectives = probes.flatMap(({ objectives: all }) => all.map(({ objective }) => ({ measure: objective })));
  return objectives.some(isOfDelay) && !countsLoss(objectives);
}

/** What the binding objective becomes with other settings. */
function changesLines(
  { value, objective, failure, asItIs, lost, tried }: PlanChanges,
  isBlind: boolean,
): readonly string[] {
  const under = failure === null ? '' : `, under ${failure}`;
  const different = tried.filter(({ differs, unharmed }) => differs || unharmed);
  const same = tried.filter((one) => !different.includes(one));
  const lostCell = (share: PlanChanges['lost']): readonly string[] =>
    isBlind ? [share === null ? '-' : `${shareText(share.value)} lost`] : [];
  const rows = different.map((one) => [
    one.unharmed ? one.says : one.set.join(' '),
    planEstimateText(one.estimate, objective),
    ...lostCell(one.lost),
    one.meets ? `meets it${one.losesMore ? ', loses more calls' : ''}` : '',
    one.unharmed ? '' : one.line === '' ? one.says : `${one.says}; ${one.line}`,
  ]);
  return [
    ...wrap(
      `What changes ${objective} at ${value}${under}: one change at a time, 10 runs each with the same callers, the best first`,
    ),
    ...table(
      [['as it is', planEstimateText(asItIs, objective), ...lostCell(lost), '', ''], ...rows],
      ['left', 'left', 'left', 'left', 'left'],
    ),
    ...(same.length === 0
      ? []
      : wrap(`Tried, and no difference seen in 10 runs: ${same.map(({ set }) => set.join(' ')).join('; ')}.`)),
  ];
}
