import { sameName } from '../conf/sections.ts';
import { DEFAULT_CACHE_TIME, DEFAULT_TTL } from '../files/dundiConf.ts';
import type { Identity, NamedServer } from '../identify.ts';
import type { Remarks } from '../remarks.ts';
import { contextsAsked } from './contextsAsked.ts';
import { covers } from './reviewAsked.ts';

interface Member {
  readonly identity: Identity;
  readonly read: NamedServer['read'];
}

/** How far a ttl may be above what is needed before it is worth a word: each hop is 200 ms of waiting. */
const FEW_HOPS = 1;

/** What lookups of a cluster cost by a key that is missing or wrong (facts A3, A6, A8, A9, D). */
export function reviewLookups(members: readonly Member[], remarks: Remarks): void {
  reviewCacheTimes(members, remarks);
  const roads = new Roads(members);
  for (const member of members) {
    reviewTtl(member, roads, remarks);
    reviewDeadPeers(member, remarks);
    reviewAutokill(member, members, remarks);
  }
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
      'noCacheTime',
      read.origin.dundi.places.general,
      `no cachetime, which other servers set: others keep the answers of ${identity.name} for an hour (3600 s), also that a number is not there, and call a server that died by them; set cachetime here, too`,
    );
}

/** Each server hands a question on with one less (pbx_dundi.c:dundi_lookup_internal); it waits 2000 + 200 × ttl ms. */
function reviewTtl(member: Member, roads: Roads, remarks: Remarks): void {
  const { identity, read } = member;
  const contexts = contextsAsked(member.read);
  if (contexts.length === 0) return;
  const needed = Math.max(...contexts.map((context) => roads.hops(member, context)));
  const { ttl } = read.dundi;
  const isSet = read.origin.dundi.places.ttl !== undefined || ttl !== DEFAULT_TTL;
  const place = read.origin.dundi.places.ttl ?? read.origin.dundi.places.general;
  if (needed > ttl)
    remarks.risk(
      'ttlTooLow',
      place,
      `ttl = ${ttl} ends before every server is asked: phones of servers that are ${steps(needed)} from ${identity.name} are not found; ttl = ${needed} reaches all of them`,
    );
  else if (needed > 0 && ttl > needed + FEW_HOPS)
    remarks.risk(
      'ttlTooHigh',
      place,
      `${isSet ? '' : 'no ttl, and the default, '}ttl = ${ttl}${isSet ? '' : ','} is more than the ${steps(needed)} to the farthest server: a lookup waits up to ${2000 + 200 * ttl} ms for a server that does not answer, instead of ${2000 + 200 * needed} ms; set ttl = ${needed}`,
    );
}

function steps(number: number): string {
  return number === 1 ? '1 step' : `${number} steps`;
}

/** Who asks whom by DUNDi, as the files say it. */
class Roads {
  private readonly members: readonly Member[];
  private readonly byEntityId: ReadonlyMap<string, readonly Member[]>;
  /** By context: whom each member asks. */
  private readonly asked = new Map<string, Map<Member, readonly Member[]>>();

  constructor(members: readonly Member[]) {
    this.members = members;
    const byEntityId = new Map<string, Member[]>();
    for (const member of members) {
      const { entityId } = member.identity;
      const alike = byEntityId.get(entityId);
      if (alike === undefined) byEntityId.set(entityId, [member]);
      else alike.push(member);
    }
    this.byEntityId = byEntityId;
  }

  /** Steps to the farthest server that answers for the context, among those that are reached at all. */
  hops(from: Member, context: string): number {
    const reached = new Map<Member, number>([[from, 0]]);
    for (const [member, far] of reached) {
      if (reached.size === this.members.length) break; // Of 1,000 servers at a hub each needs two looks, not 1,000.
      for (const next of this.peersOf(member, context)) if (!reached.has(next)) reached.set(next, far + 1);
    }
    let farthest = 0;
    for (const [member, far] of reached)
      if (far > farthest && member.read.dundi.mappings.some((mapping) => answersFor(mapping, context))) farthest = far;
    return farthest;
  }

  private peersOf(member: Member, context: string): readonly Member[] {
    const known = this.asked.get(context) ?? new Map<Member, readonly Member[]>();
    this.asked.set(context, known);
    const peers =
      known.get(member) ??
      member.read.dundi.peers
        .filter(({ model, include }) => {
          const last = include.findLast((one) => covers(one.context, context));
          return (model === 'symmetric' || model === 'outbound') && last?.allow === true;
        })
        .flatMap(({ entityId }) => this.byEntityId.get(entityId) ?? []);
    known.set(member, peers);
    return peers;
  }
}

function answersFor(mapping: Member['read']['dundi']['mappings'][number], context: string): boolean {
  return mapping.localContext !== '' && sameName(mapping.context, context);
}

/** Nothing finds out that the peer is dead: every lookup waits for it (facts A2, A9). */
function reviewDeadPeers({ identity, read }: Member, remarks: Remarks): void {
  const { dundi, origin } = read;
  if (!dundi.enabled || dundi.autokillMs > 0) return;
  for (const { peer, place } of origin.dundi.peerSections)
    if (peer !== undefined && peer.qualifyMs === 0 && peer.include.some(({ allow }) => allow))
      remarks.risk(
        'deadPeerUnnoticed',
        place,
        `neither qualify here nor autokill in [general]: nothing tells ${identity.name} that this server died, and every lookup waits for it until its limit, ${2000 + 200 * dundi.ttl} ms; set qualify = yes`,
      );
}

/** chan_iax2.c:iax2_call, auto_congest; 32 s otherwise (facts D). */
function reviewAutokill(member: Member, members: readonly Member[], remarks: Remarks): void {
  const { read, identity } = member;
  const place = read.origin.iaxGeneral;
  if (place === undefined || read.iax.autokillMs > 0) return;
  const callsByIax = contextsAsked(member.read).some((context) =>
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
      'noIaxAutokill',
      place,
      `no autokill: a call from ${identity.name} to a server that has died is silent for 32 s before it fails; with autokill=yes it fails after 4 s`,
    );
}
