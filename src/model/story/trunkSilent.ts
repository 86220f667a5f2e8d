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

/** What `because` says of the other server: it had failed, and was up again. */
export function isBack(because: string): boolean {
  return because.includes(UP_AGAIN);
}

const UP_AGAIN = ' up again since ';

type Seen = Pick<Known, 'nameOf' | 'timeText' | 'faults'>;

/** `PJSIP/bonn had not answered the OPTIONS of ulm since 253.6 s, though it was up again since 600 s; the next one was due at 640.6 s` */
function silenceText(known: Seen, event: TrunkSilent): string {
  return textOf(known, event, 'past');
}

/** The same at that moment. */
export function silenceNow(known: Seen, event: TrunkSilent): string {
  return textOf(known, event, 'present');
}

const VERBS = {
  past: { has: 'had', is: 'was', due: 'was due at', asked: 'was asked again at', yet: 'had not answered yet' },
  present: { has: 'has', is: 'is', due: 'is due at', asked: 'was asked again at', yet: 'has not answered yet' },
} as const;

function textOf(known: Seen, event: TrunkSilent, tense: keyof typeof VERBS): string {
  const { server, tech, name, host, asks, silentSince, next, at } = event;
  const { has, is, due, asked, yet } = VERBS[tense];
  const outage = host < 0 ? undefined : known.faults.before(host as HostId, at);
  const isUp = outage !== undefined && outage.until <= at;
  const there = host < 0 || known.nameOf(host as HostId) === name ? '' : ` (${known.nameOf(host as HostId)})`;
  // A question that is under way has been asked already.
  const again =
    next > at ? `the next one ${due} ${known.timeText(next)}` : `it ${asked} ${known.timeText(next)}, and ${yet}`;
  const up = isUp ? `, though it ${is}${UP_AGAIN}${known.timeText(outage.until)}` : '';
  return `${tech}/${name}${there} ${has} not answered the ${asks} of ${known.nameOf(server)} since ${known.timeText(silentSince)}${up}; ${again}`;
}
