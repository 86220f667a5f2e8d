import { parseDocument, YAMLSeq, type Document } from 'yaml';
import { sourceOf, type Source } from '../../experiment/grid/cell.ts';
import { scenarioOf } from '../../experiment/grid/cellRunner.ts';
import { elementsOf, faultOverrides } from '../../experiment/plan/singleFailures.ts';
import type { Schedule } from '../../experiment/hunt/schedules.ts';
import type { Scenario } from '../../scenario/index.ts';

export interface Written {
  readonly scenario: Scenario;
  readonly schedule: Schedule;
  readonly seed: string;
  /** Lines that say what this is; without `#`. */
  readonly about: readonly string[];
  /** What a run of it shall be measured by; undefined: nothing. */
  readonly expect: string | undefined;
}

/**
 * The scenario with these failures and this seed, as a text. It is the user's own text with other `faults`, `seed` and
 * `expect`, comments and all; where overrides were given, or their text does not say the same that way, everything
 * that the scenario means, written out.
 */
export function scenarioText(source: Source, { scenario, schedule, seed, about, expect }: Written): string {
  const faults = [
    ...((scenario.expanded as { faults?: readonly unknown[] }).faults ?? []),
    ...schedule.flatMap(elementsOf),
  ];
  const wanted = scenarioOf(source, faultOverrides(scenario, schedule)).hash;
  const head = about.map((line) => `# ${line}`.trimEnd() + '\n').join('');
  const changed = { faults, seed, expect: expect === undefined ? undefined : [expect] };
  for (const text of [source.text, JSON.stringify(scenario.expanded)]) {
    const written = head + withChanged(text, changed);
    if (hashOf(source, written) === wanted) return written;
  }
  throw new Error('the scenario cannot be written down'); // Unreachable: what was written out is read as itself.
}

function withChanged(text: string, changed: Readonly<Record<string, unknown>>): string {
  // Every scalar stays the words that it is: 0100 is a phone's number.
  const document = parseDocument(text, { schema: 'failsafe' });
  for (const [key, value] of Object.entries(changed)) {
    if (value === undefined) document.delete(key);
    else document.set(key, Array.isArray(value) ? listOf(document, value) : value);
  }
  return document.toString({ lineWidth: 0, flowCollectionPadding: true });
}

/** One element on each line, in brackets where it has parts. */
function listOf(document: Document, elements: readonly unknown[]): YAMLSeq {
  const list = new YAMLSeq();
  list.items = elements.map((element) => document.createNode(element, { flow: true }));
  return list;
}

function hashOf(source: Source, text: string): string | undefined {
  const { id: _id, until: _until, ...rest } = source;
  return scenarioOf(sourceOf({ ...rest, text, sets: [] }), []).hash;
}
