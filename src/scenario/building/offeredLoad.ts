import { meanOf } from '../../kernel/random/distributionMoments.ts';
import { erlangB } from '../../kernel/resource/erlang.ts';
import type { CallSource, Phones } from '../../model/config.ts';
import { templateAt } from '../../model/phoneColumns.ts';
import type { Reading } from '../reading/reader.ts';

/** Mean share of the time that a phone is in a call: above it, most failed calls fail because the called phone is busy. */
const MOST_BUSY = 0.4;

/** Share of the calls that find the called phone busy, by Erlang B over its "callsAtOnce": below it, nothing is said. */
const LEAST_REFUSED = 0.05;

/** Warns when calls at a rate keep their phones busier than people are. */
export function warnOfLoad(calls: readonly CallSource[], phones: Phones, reading: Reading): void {
  const sources = calls.filter((source) => source.kind === 'poisson');
  if (sources.length === 0) return;
  const erlangs = new Float64Array(phones.length);
  for (const source of sources) {
    const held = (meanOf(source.talk) * source.ratePerSecond) / 1_000_000;
    for (const row of source.callers) erlangs[row] = erlangs[row]! + held / source.callers.length;
    for (const row of source.callees) erlangs[row] = erlangs[row]! + held / source.callees.length;
  }
  const used = erlangs.filter((load) => load > 0);
  const busy = used.reduce((sum, load) => sum + load, 0);
  if (used.length === 0 || busy / used.length <= MOST_BUSY) return;
  const refused = erlangs.reduce(
    (sum, load, row) => sum + load * erlangB(templateAt(phones, row).callsAtOnce, load),
    0,
  );
  if (refused / busy < LEAST_REFUSED) return;
  const percent = Math.round((busy / used.length) * 100);
  reading.risk(
    'phonesBusy',
    ['calls'],
    `the offered load would keep ${Math.round(busy)} of ${used.length} phones busy (${percent} %); above 40 % most failures are busy phones`,
  );
}
