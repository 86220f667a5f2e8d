import type { PhoneId, ServerId } from '../ids.ts';
import { say, type Case, type Verdict } from './verdict.ts';

/*
 * Why the dialplan's last resort, the address in the database, did not help: DUNDi alone could not find the phone, and with
 * the database the call would have gone through.
 */

/** The plan went on to the database after DUNDi had found nothing, and the database failed it. */
export function fallbackFailed(it: Case): Verdict | undefined {
  const { events } = it.story;
  const at = events.findLastIndex(({ what }) => what === 'lookedUp');
  const lookup = events[at];
  if (lookup?.what !== 'lookedUp' || lookup.lookup.answers.length > 0) return undefined;
  const failed = events.slice(at).some(({ what }) => what === 'databaseFailed');
  return failed ? databaseFailed(it) : noRow(it);
}

/** Nobody could be asked over DUNDi, and the row of a phone that is registered is empty, or not there yet. */
function noRow({ story, record, world }: Case): Verdict | undefined {
  const event = story.events.findLast(({ what }) => what === 'lookedUp');
  const callee = story.callee;
  if (event?.what !== 'lookedUp' || callee < 0 || world.hasContact(callee as PhoneId)) return undefined;
  const { asked, replies, number, server } = event.lookup;
  const [holder] = world.registeredAt(callee as PhoneId).filter((one) => one !== server);
  if (holder === undefined || asked.length > 0 || replies.length > 0) return undefined;
  const [asker, at] = [world.nameOf(server), world.nameOf(holder)];
  const outage = world.faults.lastCrash(record.offeredAt);
  const because = `${number} is at ${at}, ${asker} had nobody to ask for it, and the database had no address of it`;
  return say('noContact', because, world, outage);
}

export function databaseFailed({ story, world }: Case): Verdict | undefined {
  const event = story.events.findLast(({ what }) => what === 'databaseFailed');
  if (event?.what !== 'databaseFailed') return undefined;
  const server = world.nameOf(event.server as ServerId);
  return event.full
    ? say('databaseFailed', `the database refused the connection of ${server}: too many were open (error 1040)`)
    : say('databaseFailed', `the database failed the ${event.kind} of ${server}`);
}
