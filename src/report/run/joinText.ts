import type { ResultDocument } from '../../measure/document.ts';
import type { Join } from '../../measure/joinMeasures.ts';
import type { Measures } from '../../measure/measures.ts';
import { count, counted, span } from '../format.ts';
import { prose, table } from '../textTable.ts';
import type { Section } from './section.ts';

/** What a further server costs in files, peer entries and blind seconds, for a headline; empty: none is added. */
export function joinAnswer(measures: Measures): string {
  return (measures.joins?.each() ?? []).map((join) => joinText(measures, join)).join('; ');
}

function joinText({ config }: Measures, join: Join): string {
  const { name } = config.servers[join.server]!;
  const begun =
    join.firstPhoneAt < 0
      ? ''
      : `, and its first phone registered ${span(join.reloadedAt - join.firstPhoneAt)} before the reload`;
  const to = blindText(join, join.blindTo, join.callsTo, join.lastBlindTo, 'to');
  const from = blindText(join, join.blindFrom, join.callsFrom, join.lastBlindFrom, 'from');
  return `${name} takes a section in ${counted(join.files, 'file')} of others${begun}: DUNDi did not find the phone of ${to}, nor of ${from}; ${entriesText(config.servers.map(({ dundi }) => dundi.peers.length))}`;
}

function blindText({ reloadedAt }: Join, blind: number, all: number, last: number, way: 'to' | 'from'): string {
  const calls = `${count(blind)} of ${count(all)} calls ${way} it`;
  if (blind === 0) return calls;
  const when = last < reloadedAt ? `${span(reloadedAt - last)} before` : `${span(last - reloadedAt)} after`;
  return `${calls} (the last ${when} the reload)`;
}

/** Peer entries as they are, and as they would be if every server asked every other itself. */
function entriesText(peers: readonly number[]): string {
  const most = Math.max(...peers);
  const others = peers.filter((entries) => entries > 0).length - 1;
  const all = peers.reduce((sum, entries) => sum + entries, 0);
  return others * (others + 1) === all
    ? `${count(all)} peer entries, a full mesh`
    : `${count(most)} peer entries at the lookup server, where a full mesh of ${count(most)} servers has ${count(most * (most - 1))}`;
}

export function joinSection(measures: Measures, { lookups }: ResultDocument): Section {
  const joins = measures.joins?.each() ?? [];
  if (joins.length === 0) return { heading: '', lines: [] };
  const rows = joins.map((join) => [
    measures.config.servers[join.server]!.name,
    count(join.phones),
    count(join.files),
    `${count(join.blindTo)} of ${count(join.callsTo)}`,
    `${count(join.blindFrom)} of ${count(join.callsFrom)}`,
  ]);
  return {
    heading: 'Servers added by a reload',
    lines: [
      ...table([['server', 'phones', 'files of others', 'calls to it not found', 'calls from it not found'], ...rows]),
      ...prose(
        `A lookup that asked the network took ${(lookups.datagrams / Math.max(1, lookups.network)).toFixed(1)} datagrams of the asking server on average`,
      ),
    ],
  };
}
