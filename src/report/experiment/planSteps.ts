import { valueText } from './planFigures.ts';
import { LOSS_OBJECTIVE } from '../../experiment/plan/uncountedLoss.ts';
import type { PlanAnswer } from '../../experiment/plan/planAnswer.ts';

/** Something to do with an answer, and the command that does it. */
export interface PlanStep {
  readonly says: string;
  /** Behind `dundisim`. */
  readonly words?: readonly string[];
}

/** How much farther to look when the end of the values was reached. */
const FARTHER = 4;

/** What to do next: never nothing. `asked`: the words of this command. */
export function nextSteps(answer: PlanAnswer, asked: readonly string[]): readonly PlanStep[] {
  const { path, holds, fails, between, goal, reproduce, changes, probes, most, uncounted, fixedCalls } = answer;
  const steps: PlanStep[] = [];
  const end = goal === 'maximise' ? between[1] : between[0];
  const undecided = probes.filter(({ decision }) => decision === 'undecided');
  const [help] = answer.helps;
  const best = changes?.tried.find(({ unharmed, meets, losesMore }) => !unharmed && meets && !losesMore);
  if (fixedCalls.length > 0)
    steps.push({
      says: 'Ask with calls that grow with the phones:',
      words: [...asked, ...fixedCalls.flatMap(({ instead }) => instead.flatMap((set) => ['--set', set]))],
    });
  if (uncounted !== null)
    steps.push({ says: 'Ask with lost calls counted too:', words: [...asked, '--slo', LOSS_OBJECTIVE] });
  if (holds !== null && fails !== null && undecided.length === 0 && uncounted === null)
    steps.push({
      says: `Build for ${path}=${valueText(holds, answer.unit)}. The run there that came nearest to the limit:`,
      words: reproduce.holds!,
    });
  else if (holds !== null)
    steps.push({ says: `The run at ${holds} that came nearest to the limit:`, words: reproduce.holds! });
  if (holds === end && goal === 'maximise')
    steps.push({
      says: 'The limit lies beyond the values that were asked for; look farther:',
      words: farther(asked, between),
    });
  if (holds === end && goal === 'minimise' && fails === null)
    steps.push({
      says: `Even ${holds} is enough: what limits is another setting. Ask how much it carries, with --maximise of a rate or of a number of phones.`,
    });
  if (best !== undefined)
    steps.push(withChange(asked, best, best.set.join(' '), ': it meets the objective in 10 runs'));
  else if (help !== undefined && holds !== end)
    steps.push(
      withChange(
        asked,
        { set: help.overrides, line: help.line },
        help.overrides.join(' '),
        ', tried in 10 runs, moves it and does not meet the objective there',
      ),
    );
  else if (changes !== null)
    steps.push({
      says: 'None of the changes that were tried meets the objective alone: two of them together may, or an objective that this cluster can meet.',
    });
  if (undecided.length > 0)
    steps.push({
      says: `More replications decide at ${undecided.map(({ value }) => value).join(', ')}:`,
      words: withOption(asked, '--replications', String(FARTHER * most)),
    });
  if (reproduce.fails !== null)
    steps.push({
      says: `See why it fails at ${fails}, in the run that goes farthest beyond the limit; "dundisim call" explains a call of it:`,
      words: reproduce.fails,
    });
  return steps;
}

/** The same question with one change, which is `line` in the .conf files. */
function withChange(
  asked: readonly string[],
  { set, line }: { readonly set: readonly string[]; readonly line: string },
  what: string,
  says: string,
): PlanStep {
  const written = line === '' ? '' : ` (${line})`;
  return {
    says: `${what}${written}${says}; find out how far:`,
    words: [...asked, ...set.flatMap((one) => ['--set', one])],
  };
}

function farther(asked: readonly string[], [, high]: readonly [string, string]): readonly string[] {
  const [, number, unit] = /^(\d+(?:\.\d+)?)(.*)$/.exec(high) ?? [];
  return number === undefined
    ? asked
    : withOption(asked, '--between', `${high}..${Number((FARTHER * Number(number)).toPrecision(6))}${unit}`);
}

function withOption(words: readonly string[], option: string, value: string): readonly string[] {
  const at = words.indexOf(option);
  return at < 0 ? [...words, option, value] : [...words.slice(0, at + 1), value, ...words.slice(at + 2)];
}
