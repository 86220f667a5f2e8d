import { timeText } from '../../model/story/index.ts';
import { CAUSES, type CauseName } from '../../model/story/index.ts';
import { span } from '../format.ts';
import { outcomeSaid } from '../run/outcomeText.ts';
import type { Watched } from './callWatch.ts';

/** What became of the call, and why. */
export function sentencesOf(watched: Watched): { readonly outcome: string; readonly because: string } {
  const { record } = watched;
  const rang = record.ringingAt < 0 ? '' : `, ringing after ${span(record.ringingAt - record.offeredAt)}`;
  const cut = record.dropped ? `, and cut at ${timeText(record.endedAt)}` : '';
  const said = outcomeSaid(record);
  const lost = record.lost && !record.dropped && !said.startsWith('lost') ? `lost, ${said}` : said;
  const status = record.status === 0 ? '' : `, final SIP status ${record.status}`;
  const outcome = `Call ${record.call}, ${record.from} to ${record.dialled}, offered at ${timeText(record.offeredAt)}: ${lost}${rang}${cut}${status}.`;
  if (record.cause === '') return { outcome, because: '' };
  const sentence = CAUSES[record.cause as CauseName];
  const detail = record.because === sentence ? '' : `: ${record.because}`;
  const fault = record.fault === '' || detail.includes(record.fault.split(' ').at(-2)!) ? '' : ` (${record.fault})`;
  return {
    outcome,
    because: `Cause ${record.cause}, ${sentence}${detail}${fault}.`,
  };
}
