import { percent } from '../../report/format.ts';
import { evaluate, type Expectation, type Scenario, type Verdict } from '../../scenario/index.ts';
import type { Run } from '../runners/here.ts';

export interface Judged {
  readonly expectation: Expectation;
  readonly verdict: Verdict;
}

/** What came of each expectation of the scenario; those of a window look at what began in it. */
export function judge(scenario: Scenario, { measures, document }: Run): readonly Judged[] {
  return scenario.expectations.map((expectation) => {
    const { during } = expectation;
    const counted = during === undefined ? document : measures.documentDuring(during.from, during.until);
    return { expectation, verdict: evaluate(expectation, counted) };
  });
}

/** `calls.lost < 5%: no, it is 9.2 %`. */
export function verdictLine({ expectation, verdict }: Judged): string {
  if (verdict.holds === undefined || verdict.value === null) return `${expectation.text}: nothing to measure`;
  return `${expectation.text}: ${verdict.holds ? 'yes' : 'no'}, it is ${valueText(expectation, verdict)}`;
}

/** `calls.lost < 5% was expected, and it is 9.2 %`: the end of an answer. */
export function unmetText({ expectation, verdict }: Judged): string {
  const isEmpty = verdict.holds === undefined || verdict.value === null;
  const is = isEmpty ? 'there is nothing to measure' : `it is ${valueText(expectation, verdict)}`;
  return `${expectation.text} was expected, and ${is}`;
}

function valueText({ path, limit, shareOf }: Expectation, { value, bound }: Verdict): string {
  if (shareOf !== undefined && limit > 0) return `${percent(value!, bound! / limit)} (${value})`;
  return `${Number(value!.toFixed(3))}${/Ms\b/.test(path) ? ' ms' : ''}`;
}

/** For the end of a summary; nothing without expectations. */
export function expectationsText(judged: readonly Judged[]): string {
  return judged.length === 0 ? '' : `\nExpected\n${judged.map((one) => `  ${verdictLine(one)}\n`).join('')}`;
}
