import { endOf } from '../../measure/figures.ts';
import type { ResultDocument } from '../../measure/document.ts';
import type { Measures } from '../../measure/measures.ts';
import { serversUsed, type BalanceMoment } from '../../measure/balanceMeasures.ts';
import { count, moment, percent, trimmed } from '../format.ts';
import { prose, table } from '../textTable.ts';
import type { Section } from './section.ts';

/** How uneven the servers are, and which groups are still on one server, for a headline; empty: nobody asked for it. */
export function balanceAnswer(measures: Measures, document: ResultDocument): string {
  if (measures.balance === undefined) return '';
  const { moments, groups } = measures.balance.course(endOf(document));
  const [first, last] = [moments[0]!, moments.at(-1)!];
  const used = serversUsed(moments);
  const crash = measures.config.faults.find(({ kind }) => kind === 'crash');
  const before = crash === undefined ? undefined : moments.find(({ at, text }) => at === crash.at && text !== 'start');
  const taken =
    crash === undefined || before === undefined || !('server' in crash)
      ? ''
      : `, ${measures.config.servers[crash.server]!.name} took ${count(before.byServer[crash.server]!)} of ${count(sum(before))} phones with it`;
  const together = (at: BalanceMoment): number => at.groups.filter(({ servers }) => servers === 1).length;
  const apart = groups.filter((_, i) => first.groups[i]!.servers === 1 && last.groups[i]!.servers > 1);
  const split =
    apart.length === 0
      ? ''
      : `, and ${apart
          .map(({ name, phones }) => {
            const row = groups.findIndex((group) => group.name === name);
            const { servers, most } = last.groups[row]!;
            return `${name} (${count(phones)}) has its phones on ${count(servers)} servers, ${count(most)} on one`;
          })
          .join('; ')}`;
  return `the fullest of ${count(used)} servers has ${uneven(first, used)} times the mean at the start and ${uneven(last, used)} at the end${taken}; ${count(together(first))} of ${count(groups.length)} groups are on one server at the start, ${count(together(last))} at the end${split}`;
}

export function balanceSection(measures: Measures, document: ResultDocument): Section {
  if (measures.balance === undefined) return { heading: '', lines: [] };
  const { moments, groups } = measures.balance.course(endOf(document));
  const shown = measures.config.servers
    .map((_, row) => row)
    .filter((row) => moments.some((one) => one.byServer[row]! > 0));
  const used = serversUsed(moments);
  const rows = moments.map((one) => [
    moment(one.at),
    one.text === 'start' || one.text === 'end' ? one.text : `before: ${one.text}`,
    ...shown.map((row) => count(one.byServer[row]!)),
    uneven(one, used),
  ]);
  const last = moments.at(-1)!;
  const groupRows = groups.map(({ name, phones, within, local, answered }, i) => [
    name,
    count(phones),
    count(moments[0]!.groups[i]!.servers),
    count(last.groups[i]!.servers),
    count(last.groups[i]!.most),
    count(within),
    percent(local, answered),
  ]);
  return {
    heading: 'Phones by server (by their last registration)',
    lines: [
      ...table(
        [['at', '', ...shown.map((row) => measures.config.servers[row]!.name), 'max / mean'], ...rows],
        ['right', 'left'],
      ),
      '',
      ...table([
        ['group', 'phones', 'servers at the start', 'at the end', 'most on one', 'calls within', 'at one server'],
        ...groupRows,
      ]),
      '',
      ...prose(
        'Parking, pick-up and transfer work between phones of one server: calls within a group "at one server" had them',
      ),
    ],
  };
}

function sum({ byServer }: BalanceMoment): number {
  return byServer.reduce((total, phones) => total + phones, 0);
}

function uneven(one: BalanceMoment, used: number): string {
  return trimmed((Math.max(...one.byServer) * used) / Math.max(1, sum(one)), 2);
}
