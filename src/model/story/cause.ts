import { SECOND, type Micros } from '../../kernel/units.ts';
import type { HostId, PhoneId, ServerId } from '../ids.ts';
import type { CallRecord } from '../records.ts';
import { CAUSES } from './causes.ts';
import { recordOf } from './outcome.ts';
import { parkingFate } from './parkingFate.ts';
import type { Story } from './stories.ts';
import { transferFate } from './transferFate.ts';
import { callLimit, noAddress, noDevice, unknownCaller } from './deviceCauses.ts';
import { noPlace, registeredElsewhere, switchCallsNobody } from './dialplanCauses.ts';
import { databaseFailed, fallbackFailed } from './fallbackCauses.ts';
import { notFound } from './lookupCauses.ts';
import { find, NO_VERDICT, say, type Case, type Verdict } from './verdict.ts';
import { misrouted, refused, sentAt, serverSilent, wentToDead } from './serverCauses.ts';
import { trunkSilent } from './trunkSilent.ts';
import { queueWait, waited } from './waitCauses.ts';
import { heldBy, outageBehind, outageText, secondsText } from './words.ts';
import type { World } from './world.ts';

/** A call whose post-dial delay is longer than this is slow (design, section 4). */
const SLOW: Micros = 2 * SECOND;

/** The record of a call that has ended, with its verdict. */
export function endRecordOf(story: Story, now: Micros, world: World): CallRecord {
  const record = recordOf(story, now);
  const { cause, because, fault, silent } = verdictOf(story, record, world);
  record.cause = cause;
  record.because = because;
  record.fault = fault;
  record.silent = silent;
  record.toDead = wentToDead(story, world.faults);
  return record;
}

/** The verdict of a call at its end: the first rule that applies, from the certain to the general. */
export function verdictOf(story: Story, record: CallRecord, world: World): Verdict {
  const slow = record.ringingAt >= 0 && record.ringingAt - record.offeredAt > SLOW;
  if (!record.lost && !record.dropped && !slow) return NO_VERDICT;
  const it: Case = { story, record, world };
  if (record.dropped) return dropped(it);
  if (!record.lost) return queueWait(it, SLOW) ?? waited(it) ?? say('slowSetUp', CAUSES.slowSetUp);
  if (record.outcome === 'unserved') return unserved(it);
  return (
    parking(it) ??
    transferred(it) ??
    spanFailed(it) ??
    noTrunk(it) ??
    diedInSetUp(it) ??
    queueLeft(it) ??
    noDevice(it) ??
    noAddress(it) ??
    unknownCaller(it) ??
    callLimit(it) ??
    misrouted(it) ??
    refused(it) ??
    (record.outcome === 'busy' ? say('calleeBusy', CAUSES.calleeBusy) : undefined) ??
    (record.ringingAt >= 0 ? rang(it) : undefined) ??
    outside(it) ??
    trunkSilent(it) ??
    noExtension(it) ??
    fallbackFailed(it) ??
    notFound(it) ??
    (record.outcome === 'abandoned' ? waited(it) : undefined) ??
    databaseFailed(it) ??
    serverSilent(it) ??
    silentPhone(it) ??
    registeredElsewhere(it) ??
    switchCallsNobody(it) ??
    noPlace(it) ??
    say('planEnds', CAUSES.planEnds)
  );
}

// ---------------------------------------------------------------- one rule each

function dropped({ story, record, world }: Case): Verdict {
  const cut = find(story, 'cut')!;
  const fate = parkingFate(story.events);
  if (fate?.end === 'lost' && cut.server >= 0) {
    const outage = world.faults.before(cut.server as HostId, cut.at);
    return say('parkingDied', `parked in slot ${fate.slot} of ${outageText(world, outage)}`, world, outage);
  }
  if (cut.phone >= 0) return say('powerLost', `${world.numberOf(cut.phone as PhoneId)} lost its power`);
  const span = spanFailed({ story, record, world });
  if (span !== undefined) return span;
  if (cut.server < 0) return say('pathCut', CAUSES.pathCut);
  const outage = world.faults.before(cut.server as HostId, cut.at);
  return say('mediaCut', `the talk went through ${outageText(world, outage)}`, world, outage);
}

/** The parked call, and the one that should have fetched it. */
function parking({ story, record, world }: Case): Verdict | undefined {
  const fate = parkingFate(story.events);
  if (fate?.end === 'mixedUp')
    return say(
      'mixedUp',
      `fetched from slot ${fate.slot} of ${world.nameOf(fate.server)} by a person who wanted another call`,
    );
  if (fate?.end === 'lost') return say('parkingUnanswered', comebackText(story, world));
  const wanted = find(story, 'wants');
  if (wanted === undefined || wanted.wantedAt < 0 || wanted.wantedAt === record.server) return undefined;
  const [here, there] = [world.nameOf(record.server as HostId), world.nameOf(wanted.wantedAt as HostId)];
  return say('parkedElsewhere', `nobody was in slot ${wanted.slot} of ${here}: the call was parked at ${there}`);
}

/** Why nobody answered when the parked call came back. */
function comebackText(story: Story, world: World): string {
  const back = story.events.findLast(({ what }) => what === 'parkingEnds');
  const hasNoContact = story.events.some(({ what, at }) => what === 'unavailable' && at >= (back?.at ?? 0));
  if (back?.what !== 'parkingEnds' || back.to < 0 || !hasNoContact)
    return 'nobody fetched the parked call, and the parker did not answer when it came back';
  const [parker, server] = [world.numberOf(back.to as PhoneId), world.nameOf(back.server)];
  return `nobody fetched the parked call, and ${parker}, who had parked it, was not registered at ${server} when it came back`;
}

/** The talk was as it should be, until one of the two sent the other on. */
function transferred({ story, record, world }: Case): Verdict | undefined {
  const fate = transferFate(story.events);
  if (record.answeredAt < 0 || fate?.end !== 'unanswered') return undefined;
  const to = world.numberOf(find(story, 'sendsOn')!.to);
  const sent = fate.by === record.caller ? record.dialled : 'the caller';
  return say('transferUnanswered', `${sent} was sent to ${to}, who did not answer`);
}

function unserved({ story, record, world }: Case): Verdict {
  const server = record.server as ServerId;
  const first = story.offeredAt;
  const outage = world.faults.at(server, first) ?? world.faults.within(server, first, world.now);
  if (outage !== undefined)
    return say(
      outage.kind === 'hang' ? 'ownServerHung' : 'ownServerDown',
      `the caller's server, ${outageText(world, outage)}, did not answer`,
      world,
      outage,
    );
  const block = world.sipBlock(server);
  const name = world.nameOf(server);
  if (block === undefined) return say('inviteLost', `no answer of ${name} to the INVITE came through`);
  const behind = `${block.waiting} SIP messages waited at ${name}`;
  if (block.by === 'database') return say('ownServerDatabase', `${behind}: its SIP thread waited for the database`);
  if (block.by === 'disk') return say('ownServerBusy', `${behind}: its SIP thread wrote to the astdb on disk`);
  if (block.by === 'load') return say('ownServerBusy', behind);
  return say(
    'ownServerLocked',
    `${behind}: its SIP thread waited for the dialplan lock${heldBy(world, block.holder, world.now, server)}`,
    world,
    outageBehind(world, block.holder, world.now),
  );
}

function spanFailed({ story, world }: Case): Verdict | undefined {
  const cut = find(story, 'cut');
  if (cut?.group === undefined) return undefined;
  const span = `a span of group ${cut.group} of ${world.nameOf(cut.server as HostId)}`;
  const fault = `${span} failed at ${world.timeText(cut.at)}`;
  return { cause: 'spanCut', because: `the call went through ${span}, which failed`, fault };
}

function noTrunk({ story, world }: Case): Verdict | undefined {
  const event = find(story, 'noTrunk');
  if (event === undefined) return undefined;
  const { group, server, channels, inService, since } = event;
  const name = world.nameOf(server);
  const outage = world.faults.at(server as HostId, event.at);
  if (outage !== undefined)
    return say('noTrunkFree', `group ${group} ended at ${outageText(world, outage)}`, world, outage);
  const had = `group ${group} of ${name} had no free channel`;
  if (since < 0) return say('noTrunkFree', had);
  return {
    cause: 'noTrunkFree',
    because: `${had}: ${inService} of ${channels} were in service`,
    fault: `a span of group ${group} of ${name} failed at ${world.timeText(since)}`,
  };
}

/** A server that the call was sent to, or the own one, failed between the offer and the end. */
function diedInSetUp({ story, record, world }: Case): Verdict | undefined {
  const own = record.server as ServerId;
  const servers = [
    own,
    ...story.events.flatMap((event) => (event.what === 'dials' && event.to >= 0 ? [event.to] : [])),
  ];
  for (const server of servers) {
    const sent = server === own ? story.offeredAt : sentAt(story, server as ServerId)!;
    const outage = world.faults.within(server as HostId, sent, world.now);
    if (outage !== undefined) {
      const doing = find(story, 'queued') === undefined ? 'was being set up' : 'waited in its queue';
      return say('diedInSetUp', `${outageText(world, outage)}, while the call ${doing}`, world, outage);
    }
  }
  return undefined;
}

/** Nobody of the queue answered, or the queue let nobody in. */
function queueLeft({ story, world }: Case): Verdict | undefined {
  const last = story.events.findLast(({ what }) => what === 'queued' || what === 'leavesQueue');
  if (last?.what !== 'queued' && last?.what !== 'leavesQueue') return undefined;
  const queue = `the queue ${last.queue} of ${world.nameOf(last.server)}`;
  const joined = find(story, 'queued');
  if (joined === undefined)
    return say('queueLeft', `${queue} did not let the caller in: ${(last as { said: string }).said}`);
  const waited = secondsText((last.what === 'queued' ? world.now : last.at) - joined.at);
  return last.what === 'queued'
    ? say('queueLeft', `gave up after ${waited} in ${queue}`)
    : say('queueLeft', `left ${queue} after ${waited}: ${last.said}`);
}

function rang(it: Case): Verdict {
  const { story, record, world } = it;
  const answer = find(story, 'pickedUp');
  if (answer !== undefined)
    return say(
      'answerUnread',
      `the phone was picked up at ${world.timeText(answer.at)}, and its server had not read the answer by ${world.timeText(ringEnd(it, answer.at))}`,
    );
  const late = record.ringingAt - record.offeredAt > SLOW ? waited(it) : undefined;
  if (late !== undefined) return late;
  const before = record.ringingAt - record.offeredAt;
  const ring = ringEnd(it, record.ringingAt) - record.ringingAt;
  return say('rangUnanswered', `the called phone rang after ${secondsText(before)} and for ${secondsText(ring)}`);
}

/**
 * The end of the Dial that the phone rang for, at its server or at one that had sent the call there, or of the call: a plan may
 * go on behind its Dial.
 */
function ringEnd({ story: { events }, world }: Case, after: Micros): Micros {
  const path: number[] = [];
  for (const event of events.slice(0, events.findIndex(({ what }) => what === 'rings') + 1).reverse())
    if (event.what === 'rings' || (event.what === 'dials' && path.includes(event.to))) path.push(event.server);
  const end = events.find((event) => event.what === 'dialEnded' && path.includes(event.server) && event.at >= after);
  return end?.at ?? world.now;
}

/** The own server refused the INVITE with 404 or 484. */
function noExtension({ story, record, world }: Case): Verdict | undefined {
  const event = find(story, 'noExtension');
  if (event === undefined || event.server !== record.server) return undefined;
  const { server, context, exten, knows, status } = event;
  const stranger = knows ? '' : ', the context of callers that it does not know';
  const lacks = `${world.nameOf(server)} has no extension ${exten} in [${context}]${stranger}`;
  if (status === 404) return say('noExtension', lacks);
  return say('numberIncomplete', `${lacks}, only longer ones that begin with it (484)`);
}

/** The last that was tried is a host of which the scenario knows nothing. */
function outside({ story, world }: Case): Verdict | undefined {
  const tried = story.events.findLast(({ what }) => what === 'lookedUp' || what === 'dials' || what === 'dialsOutside');
  if (tried?.what !== 'dialsOutside') return undefined;
  const [from, to] = [world.nameOf(tried.server), `${tried.tech}/${tried.host}`];
  return say('unknownHost', `${from} sent it to ${to}, which is no host of the scenario: nothing answers there`);
}

function silentPhone({ story }: Case): Verdict | undefined {
  const silent = story.events.some((event) => event.what === 'dialEnded' && event.silent);
  return silent ? say('phoneSilent', CAUSES.phoneSilent) : undefined;
}
