import type { PhoneId } from '../ids.ts';
import { say, type Case, type Verdict } from './verdict.ts';

/*
 * Where the dialplan of a server ended, though nothing had failed: it dialled a phone that is registered elsewhere, or it
 * had nowhere to go.
 */

/** The last that was tried is the called phone, at a server that has no address of it. */
export function registeredElsewhere({ story, world }: Case): Verdict | undefined {
  const tried = story.events.findLast(
    ({ what }) => what === 'lookedUp' || what === 'dials' || what === 'trunkSilent' || what === 'unavailable',
  );
  if (tried?.what !== 'unavailable' || tried.phone < 0 || tried.phone !== story.callee) return undefined;
  const [phone, server] = [tried.phone as PhoneId, world.nameOf(tried.server)];
  const others = world.registeredAt(phone).filter((one) => one !== tried.server);
  if (others.length === 0) return undefined;
  const at = others.map((one) => world.nameOf(one)).join(' and ');
  return say(
    'registeredElsewhere',
    `${server} dialled ${world.numberOf(phone)}, which was not registered there, but at ${at}`,
  );
}

export function switchCallsNobody({ story, world }: Case): Verdict | undefined {
  const last = story.events.findLast(({ what }) => what === 'dials' || what === 'switchCallsNobody');
  if (last?.what !== 'switchCallsNobody') return undefined;
  return say(
    'switchCallsNobody',
    `switch => DUNDi of ${world.nameOf(last.server)} found ${last.number} and called nobody: its dundi.conf has neither outgoing_sip_tech=SIP nor pjsip_outgoing_endpoint`,
  );
}

/** A Goto, a Local channel or the like has left the dialplan. */
export function noPlace({ story, world }: Case): Verdict | undefined {
  const place = story.events.findLast((event) => event.what === 'noPlace');
  if (place?.what !== 'noPlace') return undefined;
  const { server, context, exten, isContext } = place;
  const lacks = isContext ? `no extension ${exten} in [${context}]` : `no context [${context}]`;
  return say('noPlace', `the dialplan of ${world.nameOf(server)} went to ${exten}@${context}, and has ${lacks}`);
}
