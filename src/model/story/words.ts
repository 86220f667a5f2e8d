import { MILLISECOND, SECOND, type Micros } from '../../kernel/units.ts';
import type { FaultLog, Outage } from './faultLog.ts';
import type { LockHolder } from './happenings.ts';
import type { World } from './world.ts';

/** What a sentence about a call needs: how machines are called, and which were out of order when. */
export interface Known extends Pick<World, 'nameOf'> {
  readonly faults: FaultLog;
}

/** `, held by call 71 since 62.1 s for a lookup of 1343 that waits for regpbx2 (crashed at 60 s)`; empty: not known. */
export function heldBy(known: Known, holder: LockHolder | undefined, at: Micros): string {
  if (holder === undefined) return '';
  const who = holder.call > 0 ? ` by call ${holder.call}` : '';
  if (holder.number === '') return `, held${who} since ${timeText(holder.since)}`;
  const peers = holder.waitsFor.map((peer) => {
    const outage = known.faults.at(peer, at);
    return outage === undefined ? known.nameOf(peer) : outageText(known, outage);
  });
  const waits = peers.length === 0 ? '' : ` that waits for ${peers.join(' and ')}`;
  return `, held${who} since ${timeText(holder.since)} for a lookup of ${holder.number}${waits}`;
}

/** `regpbx2 (crashed at 60 s)` */
export function outageText(known: Known, outage: Outage | undefined): string {
  if (outage === undefined) return 'a server that failed';
  return `${known.nameOf(outage.host)} (${outage.kind === 'crash' ? 'crashed' : 'hung'} at ${timeText(outage.from)})`;
}

/** `regpbx2 crashed at 60 s`: the name of a fault in a record. */
export function faultText(known: Known, outage: Outage): string {
  return `${known.nameOf(outage.host)} ${outage.kind === 'crash' ? 'crashed' : 'hung'} at ${timeText(outage.from)}`;
}

/** A moment of the run: `62.154 s`. */
export function timeText(time: Micros): string {
  return `${Math.round(time / MILLISECOND) / 1000} s`;
}

/** A length of time: `1.9 s`, `350 ms`. */
export function secondsText(span: Micros): string {
  return span < SECOND ? `${Math.round(span / MILLISECOND)} ms` : `${Math.round(span / (100 * MILLISECOND)) / 10} s`;
}
