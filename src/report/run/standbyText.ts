import { SECOND } from '../../kernel/units.ts';
import type { Measures } from '../../measure/measures.ts';
import type { TakeOverFigures } from '../../measure/standbyMeasures.ts';
import { count, counted, moment, span } from '../format.ts';
import { table } from '../textTable.ts';
import type { Section } from './section.ts';

/** How long until calls to and from the phones of a failed server worked again, for a headline; empty: no take-over. */
export function standbyAnswer({ standbys }: Measures): string {
  return standbys.each().map(takeOverText).join('; ');
}

function takeOverText(one: TakeOverFigures): string {
  const later = (seconds: number | null): string =>
    seconds === null ? 'none was lost' : `the last lost ${lasting(seconds)} after the failure`;
  const through =
    one.registeredSeconds === null
      ? 'not all of them have registered again'
      : `through DUNDi all of them once they had registered, ${lasting(one.registeredSeconds)} after it`;
  return `a standby was ${one.server} ${lasting(one.tookOverSeconds)} after it failed: of the calls from its ${counted(one.phones, 'phone')} ${later(one.lastLostFromSeconds)}, of those to them ${later(one.lastLostToSeconds)}; ${count(one.directCalls)} of these were dialled directly, ${through}`;
}

function lasting(seconds: number): string {
  return span(Math.round(seconds * SECOND));
}

export function standbySection({ standbys }: Measures): Section {
  const optional = (seconds: number | null): string => (seconds === null ? '-' : lasting(seconds));
  const rows = standbys
    .each()
    .map((one) => [
      one.server,
      moment(Math.round(one.failedAtSeconds * SECOND)),
      lasting(one.tookOverSeconds),
      count(one.phones),
      optional(one.lastLostFromSeconds),
      optional(one.lastLostToSeconds),
      count(one.directCalls),
      optional(one.lastDirectSeconds),
      optional(one.registeredSeconds),
    ]);
  const head = [
    'server',
    'failed at',
    'standby',
    'phones',
    'last lost from',
    'last lost to',
    'direct',
    'last direct',
    'all registered',
  ];
  return { heading: 'Hot standby (times since the failure)', lines: rows.length === 0 ? [] : table([head, ...rows]) };
}
