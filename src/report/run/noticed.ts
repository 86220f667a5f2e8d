import type { Micros } from '../../kernel/units.ts';
import type { FaultMark, Measures, PeerMark } from '../../measure/measures.ts';
import type { Fault } from '../../model/config.ts';
import { count, moment } from '../format.ts';
import { slowCallsDuring } from './slowCalls.ts';

/** Below this share of the slow calls, what was noticed is not what ended them. */
const MOST = 0.75;

/**
 * Slow calls that came between a server's death and the moment when the others had noticed it: `, 33 of them before
 * dunpbx1 marked regpbx2 unreachable at 113.7 s`. Nothing where that does not explain most of them.
 */
export function untilNoticed(measures: Measures, end: Micros): string {
  for (const fault of measures.config.faults) {
    if (fault.at >= end || (fault.kind !== 'crash' && fault.kind !== 'hang')) continue;
    const marks = marksOf(measures, fault);
    const last = marks.at(-1);
    if (last === undefined) continue;
    const slow = slowCallsDuring(measures, fault.at, last.at);
    const all = slowCallsDuring(measures, 0, end + 1);
    if (slow === 0 || slow < MOST * all) continue;
    const some = slow === all ? 'all' : `${count(slow)} of them`;
    const peer = measures.config.servers[fault.server]!.name;
    return `, ${some} before ${whoOf(measures, marks)} had marked ${peer} unreachable at ${moment(last.at)}`;
  }
  return '';
}

/** For each server that died: when the last of those that ask it had noticed. */
export function noticeMarks(measures: Measures, end: Micros): readonly FaultMark[] {
  return measures.config.faults.flatMap((fault) => {
    if (fault.at >= end || (fault.kind !== 'crash' && fault.kind !== 'hang')) return [];
    const marks = marksOf(measures, fault);
    const at = marks.at(-1)?.at;
    if (at === undefined || at >= end) return [];
    const peer = measures.config.servers[fault.server]!.name;
    return [{ at, text: `${whoOf(measures, marks)}: ${peer} unreachable` }];
  });
}

/** Those that had marked it: `dunpbx1`, `dunpbx1 and dunpbx2`, `all servers`, or how many of those that ask it. */
function whoOf({ config: { servers } }: Measures, marks: readonly PeerMark[]): string {
  const marking = [...new Set(marks.map(({ server }) => server))];
  if (marking.length < 3) return marking.map((server) => servers[server]!.name).join(' and ');
  const dead = servers[marks[0]!.peer]!.dundi.entityId;
  const asking = servers.filter(({ dundi }) => dundi.peers.some(({ entityId }) => entityId === dead)).length;
  if (marking.length < asking) return `${marking.length} of ${asking} servers`;
  return asking === servers.length - 1 ? 'all servers' : `all ${asking} servers that ask it`;
}

/** Until it was up again. */
function marksOf(measures: Measures, fault: Fault & { readonly server: number }): readonly PeerMark[] {
  const back = measures.config.faults.find(
    (later) =>
      later.at > fault.at && (later.kind === 'restart' || later.kind === 'resume') && later.server === fault.server,
  );
  return measures.peerMarks.filter(
    ({ at, peer, status }) =>
      peer === fault.server && status === 'UNREACHABLE' && at >= fault.at && at < (back?.at ?? Infinity),
  );
}
