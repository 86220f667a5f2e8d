import { table } from './markdown.ts';
import { shippedAnswers } from './answers.ts';

/** The systems that the white paper describes, in the order of the table. A scenario names its own by one of these. */
export const SYSTEMS = [
  'lookups through a hub',
  'cachetime',
  'ttl',
  'PSTN gateways and trunks',
  'adding a server',
  'backup registration server',
  'call parking',
  'proxy of last resort',
  'direct dial',
  'hot standby',
  'load balancing',
  'Ethernet segments',
  'MySQL',
  'registration storms',
  'voicemail and transfer',
  '10,000 customers',
  'incident replay',
] as const;

/** A line at the head of a scenario: `# Paper, call parking: "…the paper's words…"`. */
export interface SystemLine {
  readonly system: string;
  /** Words of the white paper, as printed there. */
  readonly words: string;
}

const LINE = /^# Paper, ([^:]+): "(.*)"$/gm;

/** The systems that a scenario says it is about; none for most. */
export function systemLines(text: string): readonly SystemLine[] {
  return [...text.matchAll(LINE)].map((found) => ({ system: found[1]!, words: found[2]! }));
}

/** What the paper says, the scenario about it, and its answer. */
export function systems(): string {
  const rows = shippedAnswers().flatMap(({ name, text, answer }) =>
    systemLines(text).map(({ system, words }) => ({
      system,
      cells: [`"${words}"`, `[${name}](${name}.yaml)`, answer],
    })),
  );
  const ordered = SYSTEMS.flatMap((system) =>
    rows.filter((row) => row.system === system).map(({ cells }) => [system, ...cells]),
  );
  return `\n${table(['system', 'in the words of the paper', 'scenario', 'answer'], ordered)}\n`;
}
