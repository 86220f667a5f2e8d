import type { Micros } from '../../kernel/units.ts';
import type { HostId, ServerId } from '../ids.ts';
import type { LookupRecord } from '../records.ts';
import type { FaultLog, Outage } from './faultLog.ts';
import type { StoryEvent } from './happenings.ts';
import type { Story } from './stories.ts';
import { say, type Case, type Verdict } from './verdict.ts';
import { outageText } from './words.ts';
import type { World } from './world.ts';

/*
 * What became of a call at another server to which it was sent: that one was dead, refused it, or did not have the
 * number.
 */

type Dials = StoryEvent & { readonly what: 'dials' };

/** Q.850 causes with which an IAX2 server refuses a caller: maxauthreq, an unknown user, a wrong secret. */
const REFUSALS: ReadonlySet<number> = new Set([21, 29, 50]);

/** With which a call ends for want of an answer: of an INVITE, of NEW, and by autokill. */
const SILENCES: ReadonlySet<number> = new Set([18, 27, 34]);
/** What comes of a call that another server has. */
const ANSWERS: ReadonlySet<string> = new Set(['reached', 'rings', 'legEnded', 'talks']);

/** The last server to which the call was sent did not take it. */
export function misrouted({ story, world }: Case): Verdict | undefined {
  const dial = lastDialToServer(story);
  if (dial === undefined) return undefined;
  const ended = story.events.findLast(
    (event) => event.what === 'legEnded' && (event.misrouted || REFUSALS.has(event.cause)),
  );
  const outage = world.faults.at(dial.to as HostId, dial.at);
  if (outage !== undefined)
    return ended !== undefined || isUnanswered(story, dial) ? sentToDead(story, world, dial, outage) : undefined;
  if (ended?.what !== 'legEnded') return undefined;
  if (SILENCES.has(ended.cause)) return silent(world, dial);
  const to = dial.to as ServerId;
  const name = world.nameOf(to);
  if (ended.cause === 21) return say('authLimit', `${name} accepted no more unauthenticated calls (maxauthreq)`);
  if (ended.cause === 29 || ended.cause === 50) return say('secretRefused', `${name} refused the user or the secret`);
  const there = story.events.findLast((event) => event.what === 'noExtension' && event.server === to);
  const lacks =
    there?.what === 'noExtension'
      ? `has no extension ${there.exten} in [${there.context}]${there.status === 484 ? ', only longer ones' : ''}`
      : 'did not have the number';
  return say('wrongServer', `sent to ${name}, which ${lacks} (cause ${ended.cause})`);
}

/** What was dialled last is a server that had not answered when the caller hung up, or the Dial was over. */
export function serverSilent({ story, world }: Case): Verdict | undefined {
  const dial = story.events.findLast((event) => event.what === 'dials');
  return dial?.what === 'dials' && dial.to >= 0 && isUnanswered(story, dial) ? silent(world, dial) : undefined;
}

function silent(world: World, { server, to }: Dials): Verdict {
  return say('serverSilent', `sent to ${world.nameOf(to as ServerId)} by ${world.nameOf(server)}, and no answer came`);
}

/** The caller hung up, or the time of the Dial was over, before the other server said anything. */
function isUnanswered({ events }: Story, dial: Dials): boolean {
  return !events.slice(events.indexOf(dial) + 1).some(({ what }) => ANSWERS.has(what));
}

function sentToDead(story: Story, world: World, dial: Dials, outage: Outage): Verdict {
  const dead = outageText(world, outage);
  const lookup = namedBy(story, dial);
  const reply = lookup?.replies.find((one) => one.source === 'cache' && one.found);
  if (reply !== undefined)
    return say(
      'staleAnswer',
      `sent to ${dead}, by an answer in the cache that held for ${reply.holds} s more`,
      world,
      outage,
    );
  const how =
    lookup === undefined ? `by ${world.nameOf(dial.server)}, which had not noticed` : 'which was still advertised';
  return say('deadUnnoticed', `sent to ${dead}${lookup === undefined ? ' ' : ', '}${how}`, world, outage);
}

/** The last lookup of the server that dials; undefined: its plan names the other server by itself. */
function namedBy({ events }: Story, { server, at }: Dials): LookupRecord | undefined {
  const last = events.findLast(
    (event) => event.what === 'lookedUp' && event.at <= at && event.lookup.server === server,
  );
  return last?.what === 'lookedUp' && last.lookup.answers.length > 0 ? last.lookup : undefined;
}

/** Another server did not take the caller for one of its own peers. */
export function refused({ story, world }: Case): Verdict | undefined {
  const ended = story.events.findLast((event) => event.what === 'legEnded');
  const dial = lastDialToServer(story);
  if (ended?.what !== 'legEnded' || dial === undefined || !isSip(dial.tech) || ended.cause !== 29) return undefined;
  const [to, from] = [world.nameOf(dial.to as ServerId), world.nameOf(dial.server)];
  return say(
    'secretRefused',
    `${to} asked ${from} for a digest of ${story.from}, whom it knows, or of a peer, and got none or a wrong one`,
  );
}

function isSip(tech: string): boolean {
  return tech === 'SIP' || tech === 'PJSIP';
}

function lastDialToServer({ events }: Story): Dials | undefined {
  return events.findLast((event): event is Dials => event.what === 'dials' && event.to >= 0);
}

/** When the call was sent to that server last, µs. */
export function sentAt({ events }: Story, to: ServerId): Micros | undefined {
  return events.findLast((event) => event.what === 'dials' && event.to === to)?.at;
}

/**
 * Some server dialled another one that did not work at that moment, whatever became of the call; also where qualify had
 * noticed, so that no call was made.
 */
export function wentToDead({ events }: Story, faults: FaultLog): boolean {
  return events.some((event) => {
    const to = event.what === 'dials' ? event.to : event.what === 'trunkSilent' ? event.host : -1;
    return to >= 0 && faults.at(to as HostId, event.at) !== undefined;
  });
}
