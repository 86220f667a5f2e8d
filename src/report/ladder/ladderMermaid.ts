import { SECOND } from '../../kernel/units.ts';
import type { Ladder } from './ladder.ts';

/** A Mermaid sequenceDiagram; ends with a line feed. */
export function ladderMermaid({ participants, steps, outcome, because, remedies }: Ladder): string {
  const lines = [
    'sequenceDiagram',
    ...participants.map(({ name, role }, place) => {
      const kind = role === 'caller' || role === 'called' ? 'actor' : 'participant';
      return `  ${kind} P${place} as ${plain(name)}`;
    }),
    ...steps.map((step) => {
      const at = (step.at / SECOND).toFixed(3);
      if (step.kind === 'note')
        return `  Note over ${over(step.of, participants.length)}: ${at} s: ${plain(step.text)}`;
      const head = step.fate === 'lost' || step.fate === 'off' ? '-x' : '->>';
      const remark = step.remark === '' ? '' : ` (${step.remark})`;
      return `  P${step.from}${head}P${step.to}: ${at} ${plain(step.label + remark)}`;
    }),
    ...[outcome, because, ...remedies]
      .filter((text) => text !== '')
      .map((text) => `  Note over ${over(-1, participants.length)}: ${plain(text)}`),
  ];
  return `${lines.join('\n')}\n`;
}

function over(place: number, places: number): string {
  return place >= 0 ? `P${place}` : places > 1 ? `P0,P${places - 1}` : 'P0';
}

/** Characters that would end a line of the diagram, as Mermaid writes them. */
function plain(text: string): string {
  return text.replaceAll('#', '#35;').replaceAll(';', '#59;').replaceAll('\n', ' ');
}
