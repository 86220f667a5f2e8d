import type { Micros } from '../../kernel/units.ts';
import type { LoggedCall } from '../../measure/callLog.ts';
import type { Measures } from '../../measure/measures.ts';
import { CAUSES, type CauseName } from '../../model/story/index.ts';
import { OUTCOME_LABEL } from './outcomeText.ts';

/** Calls that were lost, or slow, for one cause. */
export interface Cause {
  /** Empty: it has no name, as of records that were not made by the model. */
  readonly name: CauseName | '';
  /** What the closed list says of it. */
  readonly sentence: string;
  readonly calls: number;
  /** Offered, or cut: the first and the last of them. */
  readonly first: Micros;
  readonly last: Micros;
  /** The faults behind them, each with the calls that name it. */
  readonly faults: readonly { readonly text: string; readonly calls: number }[];
}

/** What lost the calls, most frequent first. */
export function causesOfLoss(measures: Measures): readonly Cause[] {
  return causesOf(measures, ({ lost }) => lost);
}

/** What made calls slow that were not lost. */
export function causesOfSlowness(measures: Measures): readonly Cause[] {
  return causesOf(measures, ({ lost, cause }) => !lost && cause !== '');
}

function causesOf(measures: Measures, counts: (call: LoggedCall) => boolean): readonly Cause[] {
  const groups = new Map<string, LoggedCall[]>();
  for (const call of measures.calls.log) {
    if (!counts(call)) continue;
    const sentence = sentenceOf(call);
    const group = groups.get(sentence);
    if (group === undefined) groups.set(sentence, [call]);
    else group.push(call);
  }
  const causes = [...groups].map(([sentence, calls]): Cause => {
    const times = calls.map(({ dropped, endedAt, offeredAt }) => (dropped ? endedAt : offeredAt));
    const [first, last] = times.reduce(
      ([low, high], at) => [Math.min(low, at), Math.max(high, at)],
      [times[0]!, times[0]!],
    );
    const [name, faults] = [calls[0]!.cause, faultsOf(calls)];
    return { name, sentence: named(name, sentence, faults), calls: calls.length, first, last, faults };
  });
  return causes.sort((a, b) => b.calls - a.calls);
}

/** Which server was down, where it is one; of a mesh nobody could tell otherwise. */
function named(name: CauseName | '', sentence: string, faults: Cause['faults']): string {
  const servers = new Set(faults.map(({ text }) => text.split(' ')[0]!));
  const [server] = servers;
  return name === 'peerDown' && servers.size === 1
    ? sentence.replace('a server that was asked for the number', `${server}, which was asked for the number,`)
    : sentence;
}

function sentenceOf({ cause, dropped, outcome }: LoggedCall): string {
  if (cause !== '') return CAUSES[cause];
  return dropped ? 'answered, then cut by a fault' : OUTCOME_LABEL[outcome];
}

function faultsOf(calls: readonly LoggedCall[]): Cause['faults'] {
  const counts = new Map<string, number>();
  for (const { fault } of calls) if (fault !== '') counts.set(fault, (counts.get(fault) ?? 0) + 1);
  return [...counts].map(([text, number]) => ({ text, calls: number })).sort((a, b) => b.calls - a.calls);
}
