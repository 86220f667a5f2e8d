import type { Micros } from '../../kernel/units.ts';
import type { HostId, PhoneId, ServerId } from '../ids.ts';
import type { LookupRecord } from '../records.ts';
import { say, type Case, type Verdict } from './verdict.ts';
import { outageText, secondsText } from './words.ts';
import type { World } from './world.ts';

/*
 * Why a lookup did not find the called phone: a peer was dead or late, a hint or a cached answer hid it, or it was
 * registered nowhere.
 */

/** Extensions that the core looks for by itself, and a switch is asked for too: nobody has dialled them (pbx.c:__ast_pbx_run). */
const SPECIAL: ReadonlySet<string> = new Set(['h', 'i', 't', 'T', 'e']);

/** DUNDi found the number nowhere. */
export function notFound(it: Case): Verdict | undefined {
  const { story, world } = it;
  const event = story.events.findLast((one) => one.what === 'lookedUp' && !SPECIAL.has(one.lookup.number));
  if (event?.what !== 'lookedUp' || event.lookup.answers.length > 0) return undefined;
  const { lookup } = event;
  const { silent, number, server } = lookup;
  const dead = silent.map((peer) => world.faults.at(peer, event.at)).find((outage) => outage !== undefined);
  if (dead !== undefined)
    return say('peerDown', `${outageText(world, dead)}, could not be asked for ${number}`, world, dead);
  const callee = story.callee;
  if (callee < 0) return undefined;
  const all = world.registeredAt(callee as PhoneId);
  const holders = all.filter((holder) => holder !== server);
  if (all.length === 0) return unregistered(it, callee as PhoneId);
  if (holders.length === 0) return missedHere(it, lookup);
  return (
    askerUnknown(world, holders, lookup) ??
    hidden(world, holders, lookup) ??
    silentHolder(world, holders, lookup) ??
    unasked(world, holders, lookup)
  );
}

/** No server answered, and one of those that were asked has no section for who asked (pbx_dundi.c:handle_command_response). */
function askerUnknown(world: World, holders: readonly ServerId[], lookup: LookupRecord): Verdict | undefined {
  const { server, silent, number, replies } = lookup;
  const deaf = replies.length > 0 ? undefined : silent.find((peer) => !world.knowsPeer(peer, server));
  if (deaf === undefined) return undefined;
  const [asked, asker, at] = [deaf, server, holders[0]!].map((one) => world.nameOf(one));
  return say(
    'askerUnknown',
    `${number} is at ${at}, and ${asked} does not answer ${asker}, for which its dundi.conf has no section`,
  );
}

/** What a hint or an answer in the cache of who asked, or of who asked for it, says of the number. */
function hidden(world: World, holders: readonly ServerId[], lookup: LookupRecord): Verdict | undefined {
  const holder = world.nameOf(holders[0]!);
  const { number } = lookup;
  // Answers that it is not elsewhere hide nothing where the server itself was asked.
  const isAsked = [...lookup.asked, ...lookup.replies.map(({ from }) => from)].some((one) => holders.includes(one));
  const replies = lookup.replies.filter(({ from }) => !isAsked || holders.includes(from));
  const hint = replies.find((reply) => reply.source === 'hint');
  if (hint !== undefined)
    return say(
      'hiddenByHint',
      `${number} is at ${holder}, but a hint said for ${hint.holds} s more not to ask ${world.nameOf(hint.from)} for ${hint.prefix}…`,
    );
  const cached = replies.find((reply) => reply.source === 'cache');
  if (cached === undefined) return undefined;
  return say(
    'hiddenByCache',
    `${number} is at ${holder}, but a cached answer of ${world.nameOf(cached.from)} said for ${cached.holds} s more that it does not exist`,
  );
}

/** The server of the phone, or one that asks for others, had not answered when the lookup ended. */
function silentHolder(world: World, holders: readonly ServerId[], lookup: LookupRecord): Verdict | undefined {
  const relay = world.relayOf(lookup.number);
  for (const record of relay === undefined ? [lookup] : [relay, lookup]) {
    const holder = holders.find((one) => record.silent.includes(one));
    if (holder === undefined) continue;
    const asked = `${world.nameOf(holder)}, which has the number, did not answer ${world.nameOf(record.server)} within ${secondsText(record.took)}`;
    return record.budgetEnded
      ? say('crossedLookups', `${asked}: its dialplan lock was held for a lookup of its own`)
      : say('lookupTooLate', asked);
  }
  if (lookup.silent.length === 0) return undefined;
  const late = `${names(world, lookup.silent)} did not answer ${world.nameOf(lookup.server)} within ${secondsText(lookup.took)}`;
  return say('lookupTooLate', `the called phone is at ${world.nameOf(holders[0]!)}, and ${late}`);
}

/** Who was not asked, who refused, and who said that it does not have the number. */
function unasked(world: World, holders: readonly ServerId[], lookup: LookupRecord): Verdict {
  const { server, number, context, asked, replies } = lookup;
  const [asker, at] = [world.nameOf(server), world.nameOf(holders[0]!)];
  if (asked.length === 0 && replies.length === 0) return nobodyAsked(world, lookup, at);
  const refused = replies.filter(({ refused: is, from }) => is && !world.answersFor(from, context, server));
  if (refused.length > 0 && refused.length === replies.length)
    return say(
      'lookupRefused',
      `${number} is at ${at}, and ${names(
        world,
        refused.map(({ from }) => from),
      )} refused ${asker}: no mapping of "${context}", or no permit of it for ${asker}`,
    );
  const relay = world.relayOf(number);
  const relayed = relay !== undefined && asked.includes(relay.server) ? relay : undefined;
  const reached = [...asked, ...replies.map(({ from }) => from), ...(relayed?.asked ?? [])];
  const holder = holders.find((one) => reached.includes(one) || relayed?.replies.some(({ from }) => from === one));
  if (holder !== undefined) {
    const name = world.nameOf(holder);
    const said = [...replies, ...(relayed?.replies ?? [])].find(({ from }) => from === holder);
    return said?.refused === true
      ? say('lookupRefused', `${number} is at ${name}, which refused to answer for "${context}"`)
      : say(
          'notAdvertised',
          `${name}, where ${number} is registered, answered that "${context}" does not have it there`,
        );
  }
  const skipping = [server, relayed?.server ?? server].find((one) => world.asksFor(one, context).includes(holders[0]!));
  if (skipping !== undefined) return skipped(world, number, holders[0]!, skipping, lookup.at);
  const by =
    relayed !== undefined
      ? `, and ${world.nameOf(relayed.server)} asked ${names(world, relayed.asked)}`
      : asked.every((one) => !world.knowsPeer(one, holders[0]!))
        ? ', which has no section for it'
        : '';
  return say(
    'holderNotAsked',
    `${number} is at ${at}, which was not asked: ${asker} asked ${names(world, asked)}${by}`,
  );
}

/** Who would ask the server of the phone takes it for unreachable (qualify). */
function skipped(world: World, number: string, holder: ServerId, by: ServerId, at: Micros): Verdict {
  const text = `${number} is at ${world.nameOf(holder)}, which ${world.nameOf(by)} did not ask: it takes it for unreachable`;
  const outage = world.faults.before(holder as HostId, at);
  if (outage === undefined) return say('holderNotAsked', text);
  return say('holderNotAsked', `${text} since ${outageText(world, outage)}`, world, outage);
}

/** By its dundi.conf, or because it takes all whom it asks for dead. */
function nobodyAsked(world: World, { server, number, context, at }: LookupRecord, holder: string): Verdict {
  const asker = world.nameOf(server);
  const peers = world.asksFor(server, context);
  const outage = peers.map((peer) => world.faults.before(peer as HostId, at)).find((one) => one !== undefined);
  const there = `${number} is at ${holder}, and ${asker} asked nobody`;
  if (peers.length === 0) return say('nobodyAsked', `${there}: no peer in its dundi.conf has include = ${context}`);
  const because = `${there}: it takes ${names(world, peers)} for unreachable`;
  if (outage === undefined) return say('nobodyAsked', because);
  return say('nobodyAsked', `${because}, since ${outageText(world, outage)}`, world, outage);
}

/** The phone is at the server that asked others for it. One that was called there has been found. */
function missedHere({ story, world }: Case, { server, number }: LookupRecord): Verdict | undefined {
  const isDialled = story.events.some((one) => one.what === 'dials' && one.server === server);
  if (isDialled) return undefined;
  return say(
    'localMissed',
    `${number} is registered at ${world.nameOf(server)} itself, which asked other servers for it`,
  );
}

function names(world: World, servers: readonly ServerId[]): string {
  return [...new Set(servers)].map((server) => world.nameOf(server)).join(', ');
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
