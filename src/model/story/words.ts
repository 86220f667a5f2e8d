import { withoutSecret } from '../../text/dialText.ts';
import { MILLISECOND, SECOND, type Micros } from '../../kernel/units.ts';
import type { HostId } from '../ids.ts';
import type { LookupRecord } from '../records.ts';
import type { FaultLog, Outage } from './faultLog.ts';
import type { LockHolder } from './happenings.ts';
import type { World } from './world.ts';

/** What a sentence about a call needs: how machines are called, and which were out of order when. */
export interface Known extends Pick<World, 'nameOf' | 'timeText'> {
  readonly faults: FaultLog;
  /** The last lookup for another server by that time, for that number, in which some peer was silent. */
  relayOf(number: string, at: Micros): LookupRecord | undefined;
  /** `not noticed by dunpbx1 until 113.7 s`, where that is known; empty: it was noticed by then. */
  unnoticed?(outage: Outage, at: Micros, by: HostId): string;
}

/** `, held by call 71 since 62.1 s for a lookup of 1343 that waits for regpbx2 (crashed at 60 s)`; empty: not known. */
export function heldBy(known: Known, holder: LockHolder | undefined, at: Micros, server: HostId): string {
  if (holder === undefined) return '';
  const who = holder.call > 0 ? ` by call ${holder.call}` : '';
  if (holder.number === '') return `, held${who} since ${known.timeText(holder.since)}`;
  const peers = holder.waitsFor.map((peer) => {
    const outage = known.faults.at(peer, at);
    if (outage !== undefined) return deadText(known, outage, at, server);
    const relayed = silentOutage(known, holder.number, peer, at);
    return `${known.nameOf(peer)}${relayed === undefined ? '' : `, which waits for ${deadText(known, relayed, at, peer)}`}`;
  });
  const waits = peers.length === 0 ? '' : ` that waits for ${peers.join(' and ')}`;
  return `, held${who} since ${known.timeText(holder.since)} for a lookup of ${holder.number}${waits}`;
}

/** The fault that keeps a lock held: of a server that the lookup under it waits for, or that its peers wait for. */
export function outageBehind(known: Known, holder: LockHolder | undefined, at: Micros): Outage | undefined {
  if (holder === undefined) return undefined;
  return firstOf(holder.waitsFor, (peer) => known.faults.at(peer, at) ?? silentOutage(known, holder.number, peer, at));
}

/** The outage of a server that did not answer the relay of that number by that peer. */
function silentOutage(known: Known, number: string, peer: HostId, at: Micros): Outage | undefined {
  const relay = known.relayOf(number, at);
  if (relay === undefined || relay.server !== peer) return undefined;
  return firstOf(relay.silent, (silent) => known.faults.at(silent, at));
}

function firstOf<T, R>(list: readonly T[], find: (one: T) => R | undefined): R | undefined {
  for (const one of list) {
    const found = find(one);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** `regpbx2 (crashed at 60 s, not noticed by dunpbx1 until 113.7 s)`, as far as it is known. */
export function deadText(known: Known, outage: Outage, at: Micros, by: HostId): string {
  const unnoticed = known.unnoticed?.(outage, at, by) ?? '';
  return outageText(known, outage).replace(/\)$/, `${unnoticed === '' ? '' : `, ${unnoticed}`})`);
}

/** `regpbx2 (crashed at 60 s)` */
export function outageText(known: Pick<Known, 'nameOf' | 'timeText'>, outage: Outage | undefined): string {
  if (outage === undefined) return 'a server that failed';
  return `${known.nameOf(outage.host)} (${outage.kind === 'crash' ? 'crashed' : 'hung'} at ${known.timeText(outage.from)})`;
}

/** `regpbx2 crashed at 60 s`: the name of a fault in a record. */
export function faultText(known: Pick<Known, 'nameOf' | 'timeText'>, outage: Outage): string {
  return `${known.nameOf(outage.host)} ${outage.kind === 'crash' ? 'crashed' : 'hung'} at ${known.timeText(outage.from)}`;
}

/** `PJSIP/1002@ulm`, as it is dialled, without its secret. */
export function deviceText({ tech, resource }: { readonly tech: string; readonly resource: string }): string {
  return `${tech}/${withoutSecret(resource)}`;
}

/** `its endpoint has no AOR: aors= names none that pjsip.conf has` */
export function lackText({ aor, contact }: { readonly aor: string; readonly contact: string }): string {
  return aor === ''
    ? 'its endpoint has no AOR: no "aors" of pjsip.conf names one that is there'
    : `its AOR ${aor} has the contact ${contact}, which is no SIP URI such as sip:${contact}`;
}

/** A moment of the run: `62.154 s`. */
export function timeText(time: Micros): string {
  return `${Math.round(time / MILLISECOND) / 1000} s`;
}

/** A length of time: `1.9 s`, `350 ms`. */
export function secondsText(span: Micros): string {
  return span < SECOND ? `${Math.round(span / MILLISECOND)} ms` : `${Math.round(span / (100 * MILLISECOND)) / 10} s`;
}
