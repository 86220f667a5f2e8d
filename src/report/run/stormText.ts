import type { Micros } from '../../kernel/units.ts';
import { endOf } from '../../measure/figures.ts';
import type { ResultDocument } from '../../measure/document.ts';
import type { Measures } from '../../measure/measures.ts';
import type { Storm } from '../../measure/stormMeasures.ts';
import { count, counted, moment, percent, span } from '../format.ts';
import { prose, table } from '../textTable.ts';
import type { Section } from './section.ts';

/** Registrations in one second that are worth a table. */
const STORM = 20;
/** Waves of refreshes that are listed. */
const MOST_WAVES = 6;

/** What happens when many phones register at once, for a headline of a run without calls; empty: nothing did it. */
export function stormAnswer(measures: Measures, document: ResultDocument): string {
  if (document.calls.offered > 0) return '';
  const groups = new Map<string, Storm[]>();
  for (const storm of measures.storms?.storms(endOf(document)) ?? [])
    if (isStorm(storm) && storm.waves.length > 1)
      groups.set(named(storm), [...(groups.get(named(storm)) ?? []), storm]);
  return [...groups.values()].map(slowestText).join('; ');
}

/**
 * Moment at which all phones were registered again after the last fault that made them register, µs; 0: there was none. The
 * phones themselves do not know it: one whose refresh fails counts as registered until its registration expires.
 */
export function lastStormEnd(measures: Measures, document: ResultDocument): Micros {
  const over = (measures.storms?.storms(endOf(document)) ?? []).filter(({ registeredAfter }) => registeredAfter >= 0);
  return Math.max(0, ...over.map(({ fault, registeredAfter }) => fault.at + registeredAfter));
}

/** Of the storms of as many phones of one group, that which lasted longest. */
function slowestText(storms: readonly Storm[]): string {
  const lasts = ({ registeredAfter }: Storm): number => (registeredAfter < 0 ? Infinity : registeredAfter);
  const slowest = storms.reduce((most, storm) => (lasts(storm) > lasts(most) ? storm : most));
  return `${stormText(slowest)}${storms.length === 1 ? '' : ` (the slowest of ${storms.length} storms)`}`;
}

function isStorm({ waves }: Storm): boolean {
  return waves.some(({ perSecond }) => perSecond >= STORM);
}

function stormText(storm: Storm): string {
  const [first, ...later] = storm.waves;
  const back = storm.registeredAfter < 0 ? 'not all back' : `all back after ${span(storm.registeredAfter)}`;
  const last = later.at(-1);
  const again =
    last === undefined ? '' : `, at its refresh number ${later.length} still ${count(last.perSecond)} a second`;
  return `${named(storm)}: ${count(first!.perSecond)} registrations a second at most, ${back}${again}`;
}

function named({ group, jitter, phones }: Storm): string {
  return `${group} (${counted(phones, 'phone')}, ${jitter === 0 ? 'no jitter' : `jitter ${percent(jitter, 1)}`})`;
}

export function stormSection(measures: Measures, document: ResultDocument): Section {
  const { storms } = measures;
  const all = (storms?.storms(endOf(document)) ?? []).filter(isStorm);
  if (storms === undefined || all.length === 0) return { heading: '', lines: [] };
  const rows = all.map((storm) => [
    moment(storm.fault.at),
    named(storm),
    storm.registeredAfter < 0 ? '-' : span(storm.registeredAfter),
    ...Array.from({ length: MOST_WAVES }, (_, i) => {
      const wave = storm.waves[i];
      return wave === undefined ? '' : `${count(wave.perSecond)}/s`;
    }),
    span(Math.max(...storm.waves.map(({ slowest }) => slowest))),
  ]);
  const most = storms.statementsPerSecondMax;
  return {
    heading: 'Registration storms (most registrations granted in a second, at the fault and at each refresh after it)',
    lines: [
      ...table(
        [['from', 'group', 'all back', 'first', '2nd', '3rd', '4th', '5th', '6th', 'slowest'], ...rows],
        ['left', 'left'],
      ),
      ...prose(`The database answered ${count(most)} statements a second at most`),
    ],
  };
}
