import type { Micros } from '../../kernel/units.ts';
import type { HostId } from '../ids.ts';
import type { Outage } from './faultLog.ts';
import type { StoryEvent } from './happenings.ts';
import type { Case, Verdict } from './verdict.ts';
import { faultText, type Known } from './words.ts';

type TrunkSilent = StoryEvent & { readonly what: 'trunkSilent' };

/** The last that was tried is a server to which no call was made, for it had not answered (qualify). */
export function trunkSilent({ story, world }: Case): Verdict | undefined {
  const tried = story.events.findLast(({ what }) => what === 'lookedUp' || what === 'dials' || what === 'trunkSilent');
  if (tried?.what !== 'trunkSilent') return undefined;
  const outage = outageBefore(world, tried);
  return {
    cause: 'trunkSilent',
    because: silenceText(world, tried),
    fault: outage === undefined ? '' : faultText(world, outage),
    silent: { tech: tried.tech, isBack: upAgain(world, tried) !== undefined },
  };
}

/** The last one of the other server until then. */
function outageBefore({ faults }: Seen, { host, at }: TrunkSilent): Outage | undefined {
  return host < 0 ? undefined : faults.before(host as HostId, at);
}

/** Since when the other server, which had failed, was up again; undefined: it was down, or had never failed. */
function upAgain(known: Seen, event: TrunkSilent): Micros | undefined {
  const outage = outageBefore(known, event);
  return outage !== undefined && outage.until <= event.at ? outage.until : undefined;
}

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
  const since = upAgain(known, event);
  const there = host < 0 || known.nameOf(host as HostId) === name ? '' : ` (${known.nameOf(host as HostId)})`;
  // A question that is under way has been asked already.
  const again =
    next > at ? `the next one ${due} ${known.timeText(next)}` : `it ${asked} ${known.timeText(next)}, and ${yet}`;
  const up = since === undefined ? '' : `, though it ${is} up again since ${known.timeText(since)}`;
  return `${tech}/${name}${there} ${has} not answered the ${asks} of ${known.nameOf(server)} since ${known.timeText(silentSince)}${up}; ${again}`;
}
