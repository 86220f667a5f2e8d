import { SECOND, type Micros } from '../../kernel/units.ts';
import type { LookupRecord } from '../records.ts';
import type { StoryEvent } from './happenings.ts';
import { find, say, type Case, type Verdict } from './verdict.ts';
import { heldBy, outageBehind, outageText, secondsText } from './words.ts';
import type { World } from './world.ts';

/*
 * What a call waited for: a lock, a thread, a lookup, its turn in a queue. Whether the wait is the cause of its loss is
 * decided by the table of `cause.ts`.
 */

/** The longest of the waits, when one was long. */
export function waited({ story, world }: Case): Verdict | undefined {
  let longest: { readonly wait: Micros; readonly verdict: Verdict } | undefined;
  for (const event of story.events) {
    const found = waitOf(event, world);
    if (found !== undefined && found.wait > SECOND / 2 && found.wait > (longest?.wait ?? 0)) longest = found;
  }
  return longest?.verdict;
}

function waitOf(event: StoryEvent, world: World): { wait: Micros; verdict: Verdict } | undefined {
  if (event.what === 'lockWaited') {
    const wait = event.at - event.since;
    const text = `waited ${secondsText(wait)} for the dialplan lock of ${world.nameOf(event.server)}${heldBy(world, event.holder, event.at, event.server)}`;
    return { wait, verdict: say('lockWait', text, world, outageBehind(world, event.holder, event.at)) };
  }
  if (event.what === 'threadWaited') {
    const wait = event.at - event.since;
    const text = `the INVITE waited ${secondsText(wait)} at ${world.nameOf(event.server)}${heldBy(world, event.holder, event.at, event.server)}`;
    return { wait, verdict: say('threadWait', text, world, outageBehind(world, event.holder, event.at)) };
  }
  if (event.what === 'lookedUp') return { wait: event.lookup.took, verdict: lookupWait(event.lookup, event.at, world) };
  return undefined;
}

function lookupWait(lookup: LookupRecord, at: Micros, world: World): Verdict {
  const relay = world.relayOf(lookup.number);
  const silent = [...lookup.silent, ...(relay?.silent ?? [])];
  const spent = `a lookup of ${lookup.number} by ${world.nameOf(lookup.server)} waited ${secondsText(lookup.took)}`;
  const dead = silent.map((peer) => world.faults.at(peer, at)).find((outage) => outage !== undefined);
  if (dead !== undefined)
    return say('deadPeerWait', `${spent} for ${outageText(world, dead)}, not noticed yet`, world, dead);
  if (silent.length > 0)
    return say('lockedPeerWait', `${spent} for ${world.nameOf(silent[0]!)}, which was up and did not answer`);
  return say('lookupWait', spent);
}

/** Until a member rang first. It is no part of the set-up, which has led to the queue, `within` a time that is not slow. */
export function queueWait({ story, record, world }: Case, within: Micros): Verdict | undefined {
  const joined = find(story, 'queued');
  if (joined === undefined || record.ringingAt < joined.at || joined.at - story.offeredAt > within) return undefined;
  const waited = secondsText(record.ringingAt - joined.at);
  return say('queueWait', `waited ${waited} in the queue ${joined.queue} of ${world.nameOf(joined.server)}`);
}
