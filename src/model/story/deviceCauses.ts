import type { HostId } from '../ids.ts';
import type { StoryEvent } from './happenings.ts';
import type { Story } from './stories.ts';
import { say, type Case, type Verdict } from './verdict.ts';
import { deviceText, lackText } from './words.ts';

/*
 * What a call ended at without a fault of any machine: a device that no file has, a call-limit, or a server that did not know who called.
 */

/** The last that was tried is a device that is not there, and no other one was called beside it. */
export function noDevice({ story, record, world }: Case): Verdict | undefined {
  if (record.ringingAt >= 0 || record.outcome === 'busy') return undefined;
  const tried = story.events.findLast(({ what }) => what === 'lookedUp' || what === 'dials' || what === 'noDevice');
  if (tried?.what !== 'noDevice') return undefined;
  const isBeside = story.events.some(
    (event) => event.what === 'dials' && event.server === tried.server && event.at === tried.at,
  );
  if (isBeside) return undefined;
  return say(
    'noDevice',
    `${world.nameOf(tried.server)} dialled ${deviceText(tried)}, and its files have no such device`,
  );
}

/** The last that was tried is an endpoint that has no address, and cannot get one. */
export function noAddress({ story, record, world }: Case): Verdict | undefined {
  if (record.ringingAt >= 0 || record.outcome === 'busy') return undefined;
  const tried = story.events.findLast(({ what }) => what === 'lookedUp' || what === 'dials' || what === 'noAddress');
  if (tried?.what !== 'noAddress') return undefined;
  return say('noAddress', `${world.nameOf(tried.server)} dialled PJSIP/${tried.endpoint}, and ${lackText(tried)}`);
}

/** The last that was tried is a call that a call-limit did not allow. */
export function callLimit({ story, record, world }: Case): Verdict | undefined {
  const last = record.ringingAt >= 0 ? undefined : limitAtEnd(story);
  if (last === undefined) return undefined;
  const [server, phone] = [world.nameOf(last.server), world.numberOf(last.phone)];
  const does = last.direction === 'to' ? `made no call to ${phone}` : `refused the call of ${phone} (480)`;
  return say('callLimit', `${server} ${does}, which had ${last.limit} there: its call-limit`);
}

/** Undefined: something else was tried last. */
export function limitAtEnd({ events }: Story): (StoryEvent & { readonly what: 'callLimit' }) | undefined {
  const last = events.findLast(({ what }) => what === 'lookedUp' || what === 'dials' || what === 'callLimit');
  return last?.what === 'callLimit' ? last : undefined;
}

/** A server refused the call of a phone or of another server, whom it did not know. */
export function unknownCaller({ story, world }: Case): Verdict | undefined {
  const last = story.events.findLast(
    ({ what }) => what === 'lookedUp' || what === 'dials' || what === 'invited' || what === 'unknownCaller',
  );
  if (last?.what !== 'unknownCaller') return undefined;
  const { server, host, name } = last;
  const caller = world.nameOf(host as HostId);
  const by = caller === name ? `the name ${name}` : `the address of ${caller}, nor by the name ${name}`;
  return say('unknownCaller', `${world.nameOf(server)} knew nobody by ${by}, and refused the call`);
}
