import { sameName } from '../conf/sections.ts';
import { DEFAULT_CACHE_TIME, DEFAULT_TTL } from '../files/dundiConf.ts';
import type { Identity, NamedServer } from '../identify.ts';
import type { Remarks } from '../remarks.ts';
import { covers } from './reviewServer.ts';

interface Member {
  readonly identity: Identity;
  readonly read: NamedServer['read'];
}

/** How far a ttl may be above what is needed before it is worth a word: each hop is 200 ms of waiting. */
const FEW_HOPS = 1;

/** What lookups of a cluster cost by a key that is missing or wrong (facts A3, A6, A8, A9, D). */
export function reviewLookups(members: readonly Member[], remarks: Remarks): void {
  reviewCacheTimes(members, remarks);
  for (const member of members) {
    reviewTtl(member, members, remarks);
    reviewDeadPeers(member, remarks);
    reviewAutokill(member, members, remarks);
  }
  reviewLocks(members, remarks);
}

/** pbx_dundi.c: DUNDI_DEFAULT_CACHE_TIME. The others show that it was meant to be set. */
function reviewCacheTimes(members: readonly Member[], remarks: Remarks): void {
  const asking = members.filter(({ read }) => read.dundi.enabled && read.dundi.peers.length > 0);
  const forgotten = asking.filter(
    ({ read }) => read.origin.dundi.places.cachetime === undefined && read.dundi.cacheTime === DEFAULT_CACHE_TIME,
  );
  if (forgotten.length === asking.length) return;
  for (const { identity, read } of forgotten)
    remarks.risk(
      read.origin.dundi.places.general,
      `no cachetime, which other servers set: others keep the answers of ${identity.name} for an hour (3600 s), also that a number is not there, and call a server that died by them; set cachetime here, too (dundi.h: DUNDI_DEFAULT_CACHE_TIME)`,
    );
}

/** Each server hands a question on with one less (pbx_dundi.c:dundi_lookup_internal); it waits 2000 + 200 × ttl ms. */
function reviewTtl(member: Member, members: readonly Member[], remarks: Remarks): void {
  const { identity, read } = member;
  const contexts = asked(member);
  if (contexts.length === 0) return;
  const needed = Math.max(...contexts.map((context) => hops(member, context, members)));
  const { ttl } = read.dundi;
  const isSet = read.origin.dundi.places.ttl !== undefined || ttl !== DEFAULT_TTL;
  const place = read.origin.dundi.places.ttl ?? read.origin.dundi.places.general;
  if (needed > ttl)
    remarks.risk(
      place,
      `ttl = ${ttl} ends before every server is asked: phones of servers that are ${steps(needed)} from ${identity.name} are not found; ttl = ${needed} reaches all of them (pbx_dundi.c:dundi_lookup_internal)`,
    );
  else if (needed > 0 && ttl > needed + FEW_HOPS)
    remarks.risk(
      place,
      `${isSet ? '' : 'no ttl, and the default, '}ttl = ${ttl}${isSet ? '' : ','} is more than the ${steps(needed)} to the farthest server: a lookup waits up to ${2000 + 200 * ttl} ms for a server that does not answer, instead of ${2000 + 200 * needed} ms; set ttl = ${needed} (pbx_dundi.c:dundi_lookup_internal)`,
    );
}

function steps(number: number): string {
  return number === 1 ? '1 step' : `${number} steps`;
}

/** DUNDi contexts that the dialplan of the server asks for. */
function asked({ read }: Member): readonly string[] {
  const contexts = read.dialplan.contexts;
  const switches = contexts.flatMap(({ switches: all }) => all.filter(({ kind }) => sameName(kind, 'dundi')));
  const functions = contexts.flatMap(({ steps }) =>
    steps.flatMap(({ args }) =>
      [...args.matchAll(/DUNDI(?:LOOKUP|QUERY)\([^,|]*[,|]\s*([\w-]+)/gi)].map((found) => found[1]!),
    ),
  );
  return [...new Set([...switches.map(({ data }) => data.split('/')[0]!), ...functions])];
}

/** Steps to the farthest server that answers for the context, among those that are reached at all. */
function hops(from: Member, context: string, members: readonly Member[]): number {
  const reached = new Map<Member, number>([[from, 0]]);
  for (const [member, far] of reached)
    for (const next of peersOf(member, context, members)) if (!reached.has(next)) reached.set(next, far + 1);
  const answers = ({ read }: Member): boolean =>
    read.dundi.mappings.some((mapping) => mapping.localContext !== '' && sameName(mapping.context, context));
  return Math.max(0, ...[...reached].filter(([member]) => member !== from && answers(member)).map(([, far]) => far));
}

function peersOf({ read }: Member, context: string, members: readonly Member[]): readonly Member[] {
  return read.dundi.peers
    .filter(({ model, include }) => {
      const last = include.findLast((one) => covers(one.context, context));
      return (model === 'symmetric' || model === 'outbound') && last?.allow === true;
    })
    .flatMap(({ entityId }) => members.filter(({ identity }) => identity.entityId === entityId));
}

/** Nothing finds out that the peer is dead: every lookup waits for it (facts A2, A9). */
function reviewDeadPeers({ identity, read }: Member, remarks: Remarks): void {
  const { dundi, origin } = read;
  if (!dundi.enabled || dundi.autokillMs > 0) return;
  for (const { peer, place } of origin.dundi.peerSections)
    if (peer !== undefined && peer.qualifyMs === 0 && peer.include.some(({ allow }) => allow))
      remarks.risk(
        place,
        `neither qualify here nor autokill in [general]: nothing tells ${identity.name} that this server died, and every lookup waits for it until its limit, ${2000 + 200 * dundi.ttl} ms; set qualify = yes (pbx_dundi.c:destroy_trans)`,
      );
}

/** chan_iax2.c:iax2_call, auto_congest; 32 s otherwise (facts D). */
function reviewAutokill(member: Member, members: readonly Member[], remarks: Remarks): void {
  const { read, identity } = member;
  const place = read.origin.iaxGeneral;
  if (place === undefined || read.iax.autokillMs > 0) return;
  const callsByIax = asked(member).some((context) =>
    members.some(
      (other) =>
        other !== member &&
        other.read.dundi.mappings.some(
          ({ tech, context: of, localContext }) => tech === 'IAX2' && localContext !== '' && sameName(of, context),
        ),
    ),
  );
  if (callsByIax)
    remarks.risk(
      place,
      `no autokill: a call from ${identity.name} to a server that has died is silent for 32 s before it fails; with autokill=yes it fails after 4 s (chan_iax2.c:iax2_call)`,
    );
}

/** Two servers whose channels look numbers up at each other, each with its lock held, wait for one another (facts A8). */
function reviewLocks(members: readonly Member[], remarks: Remarks): void {
  const holding = members.flatMap(({ read }) => {
    const answered = read.dundi.mappings
      .filter(({ localContext }) => localContext !== '')
      .map(({ context }) => context);
    const switches = read.dialplan.contexts.flatMap(({ switches: all }) => all);
    const place = switches.find(
      ({ kind, data }) => sameName(kind, 'dundi') && answered.some((context) => sameName(context, data.split('/')[0]!)),
    )?.place;
    const { lookupUnderLock, channelDriver } = read.origin.rules;
    // Under chan_pjsip the review of the server's own files says it.
    return place === undefined || !lookupUnderLock || channelDriver === 'chan_pjsip' ? [] : [place];
  });
  if (holding.length < 2) return;
  for (const place of holding) remarks.note(place, lockText(holding.length));
}

function lockText(servers: number): string {
  return `numbers are looked up here with the server's one dialplan lock held, at ${servers} servers: two that call each other at the same moment wait for one another until both lookups end, and at a few calls a second a cluster may collapse; DUNDILOOKUP() asks without the lock (pbx.c:pbx_find_extension)`;
}
