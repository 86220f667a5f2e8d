import type { Measures } from '../../measure/measures.ts';
import { prose } from '../textTable.ts';

/** Calls that are named at the end of a run. */
const NAMED = 3;

/**
 * The calls most worth asking for, each with what became of it and the command to type; empty: no call was lost or
 * slow. @param command of a call, by its number
 */
export function askForText(measures: Measures, command: (call: number) => string): string {
  const calls = measures.calls.notable.most(NAMED);
  if (calls.length === 0) return '';
  const lines = calls.flatMap(({ call, from, dialled, lost, dropped, because }) => [
    ...prose(`call ${call}, ${from} to ${dialled}, ${dropped ? 'cut' : lost ? 'lost' : 'slow'}: ${because}`),
    `    ${command(call)}`,
  ]);
  return `\nCalls worth asking for\n${lines.join('\n')}\n`;
}
