import { SECOND, type Micros } from '../../kernel/units.ts';
import { LINE_WIDTH, wrap } from '../textTable.ts';
import type { Ladder, Note, Step } from './ladder.ts';

/** From one lifeline to the next. */
const GAP = 5;
/** Seconds with their milliseconds. */
const TIME = 11;
/** A message that needs longer than this is shown with its time of arrival. */
const LONG: Micros = SECOND / 10;

/** The ladder as text, at most 100 wide; ends with a line feed. */
export function ladderText(ladder: Ladder): string {
  const { participants, steps, outcome, because, remedies, scenario, profile, seed } = ladder;
  const sentences = [outcome, because, ...remedies].filter((text) => text !== '');
  const lines = [
    ...sentences.flatMap((text) => wrap(text, '  ')),
    '',
    `Scenario ${scenario}, profile ${profile}, seed ${seed}; one run; virtual time in seconds`,
    '',
    ...participants.map(({ name }, place) => `${' '.repeat(TIME)}${bars(place)}${name}`),
    ...steps.flatMap((step) =>
      step.kind === 'note' ? noteLines(step, participants.length) : stepLines(step, participants.length),
    ),
    '',
  ];
  return lines.map((line) => line.trimEnd()).join('\n');
}

function stepLines(step: Step, places: number): string[] {
  const remarks = [
    step.remark,
    step.fate === 'arrived' && step.endsAt - step.at > LONG ? `there at ${(step.endsAt / SECOND).toFixed(3)}` : '',
  ].filter((text) => text !== '');
  const text = step.label + (remarks.length === 0 ? '' : `  [${remarks.join('; ')}]`);
  return beside(`${stamp(step.at)}${arrow(step, places)}`, text, places);
}

function noteLines(note: Note, places: number): string[] {
  return beside(`${stamp(note.at)}${bars(places, note.of)}`, `* ${note.text}`, places);
}

/** A text to the right of the lifelines, which go on beside its later lines. */
function beside(left: string, text: string, places: number): string[] {
  const width = LINE_WIDTH - TIME - places * GAP;
  const [first, ...more] = wrap(text, '  ', width);
  return [`${left}${first}`, ...more.map((line) => `${' '.repeat(TIME)}${bars(places)}${line}`)];
}

function stamp(at: Micros): string {
  return `${(at / SECOND).toFixed(3).padStart(TIME - 2)}  `;
}

/** Lifelines; `o` marks the one of which a note speaks. */
function bars(places: number, marked = -1): string {
  return Array.from({ length: places }, (_, place) => (place === marked ? 'o' : '|').padEnd(GAP)).join('');
}

/** `|--->|`; a message that is not read ends in an `x`. */
function arrow({ from, to, fate }: Step, places: number): string {
  const row = [...bars(places)];
  const [left, right] = [Math.min(from, to) * GAP, Math.max(from, to) * GAP];
  for (let at = left + 1; at < right; at++) row[at] = '-';
  const head = fate === 'lost' || fate === 'off' ? 'x' : from < to ? '>' : '<';
  row[from < to ? right - 1 : left + 1] = head;
  return row.join('');
}
