import type { TransferFigures } from '../../measure/transferMeasures.ts';
import { count, counted, percent } from '../format.ts';
import { table } from '../textTable.ts';
import type { Section } from './section.ts';

const ENDS = [
  ['connected', 'connected with the colleague'],
  ['takenBack', 'taken back by the person who asked'],
  ['voicemail', 'left a message'],
  ['unanswered', 'answered by nobody'],
  ['abandoned', 'hung up by the person on hold or on the way'],
  ['lost', 'cut'],
  ['underWay', 'under way at the end'],
] as const;

/** What became of the transfers, for the answer; empty: there were none. */
export function transferAnswer(transfers: TransferFigures | undefined): string {
  if (transfers === undefined || transfers.sentOn === 0) return '';
  const { sentOn } = transfers;
  const parts = ENDS.flatMap(([name, says]) =>
    transfers[name] === 0 ? [] : [`${count(transfers[name])} ${says} (${percent(transfers[name], sentOn)})`],
  );
  return `of ${counted(sentOn, transfers.byCaller > 0 ? 'transferred call' : 'transferred caller')} ${parts.join(', ')}`;
}

/** Nothing for a run without transfers. */
export function transferSection(transfers: TransferFigures | undefined): Section {
  if (transfers === undefined || transfers.sentOn === 0) return { heading: '', lines: [] };
  const { sentOn, attended, byCaller } = transfers;
  const callers = byCaller === 0 ? '' : `, ${count(byCaller)} of them by the caller`;
  const rows = ENDS.filter(([name]) => transfers[name] > 0).map(([name, says]) => [
    says,
    count(transfers[name]),
    percent(transfers[name], sentOn),
  ]);
  return {
    heading: `Transfers: ${count(sentOn - attended)} blind, ${count(attended)} after asking the colleague${callers}`,
    lines: table([['', 'calls', 'share'], ...rows, ['sent on', count(sentOn), '100 %']]),
  };
}
