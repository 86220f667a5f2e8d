import type { CallRecord } from '../../model/records.ts';
import { CAUSES, timeText, type CauseName } from '../../model/story/index.ts';
import { span } from '../format.ts';
import { lossSaid } from '../run/outcomeText.ts';
import type { Watched } from './callWatch.ts';

/** What became of the call, and why. */
export function sentencesOf(watched: Watched): { readonly outcome: string; readonly because: string } {
  const { record } = watched;
  const rang = record.ringingAt < 0 ? '' : `, ringing after ${span(record.ringingAt - record.offeredAt)}`;
  const cut = record.dropped ? `, and cut at ${timeText(record.endedAt)}` : '';
  const status = record.status === 0 ? '' : `, final SIP status ${record.status}`;
  const outcome = `Call ${record.call}, ${record.from} to ${record.dialled}, offered at ${timeText(record.offeredAt)}: ${lossSaid(record)}${rang}${cut}${status}.`;
  return { outcome, because: causeText(record) };
}

/** `Cause staleAnswer, sent to regpbx2 (crashed at 60 s), by an answer in the cache ….`; empty: nothing was wrong. */
export function causeText({ cause, because, fault }: Pick<CallRecord, 'cause' | 'because' | 'fault'>): string {
  if (cause === '') return '';
  const sentence = CAUSES[cause as CauseName];
  const why = repeats(sentence, because) ? because : `${sentence}: ${because}`;
  const behind = fault === '' || why.includes(fault.split(' ').at(-2)!) ? '' : ` (${fault})`;
  return `Cause ${cause}, ${why}${behind}.`;
}

/** Equal words at the beginning by which one sentence repeats another: `sent to`, `the talk`, `the caller's`. */
const SAME_WORDS = 2;

/** The reason of this call is the sentence of its cause, or the reason in it, with names and times: one is enough. */
function repeats(sentence: string, because: string): boolean {
  const begin = (text: string): string => text.split(' ').slice(0, SAME_WORDS).join(' ');
  const [, reason] = sentence.split(': ');
  return begin(sentence) === begin(because) || (reason !== undefined && because.includes(`: ${reason}`));
}
