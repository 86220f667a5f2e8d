import type { ParkingFigures } from '../../measure/parkingMeasures.ts';
import { count, counted, percent } from '../format.ts';
import { prose, table } from '../textTable.ts';
import type { Section } from './section.ts';

/** What became of the parked calls, for the answer; empty: none was parked. */
export function parkingAnswer(parking: ParkingFigures): string {
  const { parked, elsewhere, pickUps } = parking;
  if (parked === 0) return '';
  const parts = ENDS.flatMap(([name, says]) => {
    const calls = parking[name];
    return calls === 0 ? [] : [`${count(calls)} ${says} (${percent(calls, parked)})`];
  });
  const wrong =
    elsewhere === 0
      ? ''
      : `; ${count(elsewhere)} of ${counted(pickUps, 'call')} to a slot found nobody: the call was parked at another server`;
  return `of ${counted(parked, 'parked call')} ${parts.join(', ')}${wrong}`;
}

const ENDS = [
  ['retrieved', 'fetched by the right person'],
  ['mixedUp', 'by a person who wanted another call'],
  ['returned', 'fetched by nobody and back at the parker'],
  ['abandoned', 'hung up by the caller'],
  ['lost', 'lost'],
  ['stillParked', 'still parked at the end'],
] as const;

/** Nothing for a run in which nobody parked a call or dialled a slot. */
export function parkingSection(parking: ParkingFigures): Section {
  const { parked, timedOut, full, pickUps, emptySlots, elsewhere } = parking;
  if (parked === 0 && full === 0 && pickUps === 0) return { heading: '', lines: [] };
  const rows = ENDS.filter(([name]) => parking[name] > 0).map(([name, says]) => [
    says,
    count(parking[name]),
    percent(parking[name], parked),
  ]);
  return {
    heading: 'Parking',
    lines: [
      ...table([['', 'calls', 'share'], ...rows, ['parked', count(parked), '100 %']]),
      '',
      ...prose(
        `The parking time of ${counted(timedOut, 'call')} ended. ${counted(full, 'call')} found no free slot. Of ${counted(pickUps, 'call')} to a slot ${count(emptySlots)} found nobody there, ${count(elsewhere)} of them since the call was parked at another server`,
      ),
    ],
  };
}
