import type { ResultDocument } from '../../measure/document.ts';
import type { Measures } from '../../measure/measures.ts';
import { answer } from './answerLine.ts';
import { count, counted } from '../format.ts';
import { callSections } from './summaryCalls.ts';
import { clusterSections } from './summaryCluster.ts';
import { wrap } from '../textTable.ts';

/** What the scenario wants to know. */
export interface Asked {
  /** In its own words; empty: nothing. */
  readonly question: string;
  /** Paths of figures that the answer shall tell beside its own. */
  readonly paths: readonly string[];
  /** Answers of variations, for the end of its own. */
  readonly others?: readonly string[];
}

const NOTHING_ASKED: Asked = { question: '', paths: [] };

/**
 * The run as plain text, at most 100 wide: the answer first, then what it rests on. Ends with a line feed. The
 * first line, up to the first blank one, is the answer; headings begin a line, all else is indented.
 */
export function summary(measures: Measures, document: ResultDocument, asked = NOTHING_ASKED): string {
  const question = asked.question === '' ? [] : wrap(asked.question);
  const lines = [
    ...wrap(answer(measures, document, asked.paths, asked.others)),
    '',
    ...wrap(measures.config.title),
    ...question,
    ...wrap(facts(measures, document)),
  ];
  for (const { heading, lines: body } of [
    ...callSections(measures, document),
    ...clusterSections(measures, document),
  ]) {
    lines.push('', heading, ...body);
  }
  return `${lines.join('\n')}\n`;
}

function facts(measures: Measures, document: ResultDocument): string {
  const { servers, phones } = measures.config;
  return `Profile ${document.profile}, ${counted(servers.length, 'server')}, ${counted(phones.length, 'phone')}, ${count(document.simulatedSeconds)} s in ${count(document.events)} events, seed ${document.seed}, fingerprint ${document.fingerprint}.`;
}
