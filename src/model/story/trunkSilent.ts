import type { HostId } from '../ids.ts';
import type { StoryEvent } from './happenings.ts';
import { say, type Case, type Verdict } from './verdict.ts';
import type { Known } from './words.ts';

type TrunkSilent = StoryEvent & { readonly what: 'trunkSilent' };

/** The last that was tried is a server to which no call was made, for it had not answered (qualify). */
export function trunkSilent({ story, world }: Case): Verdict | undefined {
  const tried = story.events.findLast(({ what }) => what === 'lookedUp' || what === 'dials' || what === 'trunkSilent');
  if (tried?.what !== 'trunkSilent') return undefined;
  const outage = tried.host < 0 ? undefined : world.faults.before(tried.host as HostId, tried.at);
  return say('trunkSilent', silenceText(world, tried), world, outage);
}

/** `PJSIP/bonn has not answered the OPTIONS of ulm since 253.6 s and is asked again at 640.6 s, though it is up since 600 s` */
export function silenceText(known: Pick<Known, 'nameOf' | 'timeText' | 'faults'>, event: TrunkSilent): string {
  const { server, tech, name, host, asks, silentSince, next, at } = event;
  const outage = host < 0 ? undefined : known.faults.before(host as HostId, at);
  const isUp = outage !== undefined && outage.until <= at;
  const there = host < 0 || known.nameOf(host as HostId) === name ? '' : ` (${known.nameOf(host as HostId)})`;
  const up = isUp ? `, though it is up again since ${known.timeText(outage.until)}` : '';
  return `${tech}/${name}${there} has not answered the ${asks} of ${known.nameOf(server)} since ${known.timeText(silentSince)}${up}; it is asked again at ${known.timeText(next)}`;
}
