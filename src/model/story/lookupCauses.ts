import type { PhoneId, ServerId } from '../ids.ts';
import type { LookupRecord } from '../records.ts';
import { say, type Case, type Verdict } from './verdict.ts';
import { outageText, secondsText } from './words.ts';

/*
 * Why a lookup did not find the called phone: a peer was dead or late, a hint or a cached answer hid it, or it was
 * registered nowhere.
 */

/** DUNDi found the number nowhere. */
export function notFound(it: Case): Verdict | undefined {
  const { story, world } = it;
  const lookup = story.events.findLast((event) => event.what === 'lookedUp');
  if (lookup?.what !== 'lookedUp' || lookup.lookup.answers.length > 0) return undefined;
  const { silent, replies, number, server } = lookup.lookup;
  const dead = silent.map((peer) => world.faults.at(peer, lookup.at)).find((outage) => outage !== undefined);
  if (dead !== undefined)
    return say('peerDown', `${outageText(world, dead)}, could not be asked for ${number}`, world, dead);
  const callee = story.callee;
  const holders = callee < 0 ? [] : world.registeredAt(callee as PhoneId).filter((holder) => holder !== server);
  if (holders.length === 0) return callee < 0 ? undefined : unregistered(it, callee as PhoneId);
  const holder = world.nameOf(holders[0]!);
  const hint = replies.find((reply) => reply.source === 'hint');
  if (hint !== undefined)
    return say(
      'hiddenByHint',
      `${number} is at ${holder}, but a hint said for ${hint.holds} s more not to ask ${world.nameOf(hint.from)} for ${hint.prefix}…`,
    );
  const cached = replies.find((reply) => reply.source === 'cache');
  if (cached !== undefined)
    return say(
      'hiddenByCache',
      `${number} is at ${holder}, but a cached answer of ${world.nameOf(cached.from)} said for ${cached.holds} s more that it does not exist`,
    );
  return late(it, holders, world.relayOf(number));
}

function late({ world }: Case, holders: readonly ServerId[], relay: LookupRecord | undefined): Verdict {
  const holder = holders.find((one) => relay?.silent.includes(one));
  if (relay === undefined || holder === undefined)
    return say('lookupTooLate', `the called phone is at ${world.nameOf(holders[0]!)}, and the lookup did not say so`);
  const name = world.nameOf(holder);
  const asked = `${name}, which has the number, did not answer ${world.nameOf(relay.server)} within ${secondsText(relay.took)}`;
  return relay.budgetEnded
    ? say('crossedLookups', `${asked}: its dialplan lock was held for a lookup of its own`)
    : say('lookupTooLate', asked);
}

function unregistered({ world, record }: Case, callee: PhoneId): Verdict {
  const number = world.numberOf(callee);
  const contact = world.hasContact(callee) ? '' : ', and the database had no address of it';
  const outage = world.faults.lastCrash(record.offeredAt);
  if (outage === undefined)
    return say(contact === '' ? 'notRegistered' : 'noContact', `${number} was registered nowhere${contact}`);
  return say(
    contact === '' ? 'notRegistered' : 'noContact',
    `${number} was registered nowhere since ${outageText(world, outage)}${contact}`,
    world,
    outage,
  );
}
