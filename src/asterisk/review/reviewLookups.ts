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
  for (const [index, member] of members.entries()) {
    reviewTtl(member, (context) => roads.hops(index, context), remarks);
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
function reviewTtl(member: Member, hops: (context: string) => number, remarks: Remarks): void {
  const { identity, read } = member;
  const contexts = contextsAsked(member.read);
  if (contexts.length === 0) return;
  const needed = Math.max(...contexts.map(hops));
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

/** Who asks whom by DUNDi, as the files say it. Members are known by their places in the list. */
class Roads {
  private readonly members: readonly Member[];
  private readonly byEntityId: ReadonlyMap<string, readonly number[]>;
  /** By context: whom each member asks, and which answer for it. */
  private readonly contexts = new Map<string, { readonly asked: (readonly number[])[]; readonly answers: boolean[] }>();
  /** Steps to each member from the one that is looked at, and the members that are reached, in the order of that. */
  private readonly far: Int32Array;
  private readonly reached: Int32Array;

  constructor(members: readonly Member[]) {
    this.members = members;
    this.far = new Int32Array(members.length);
    this.reached = new Int32Array(members.length);
    const byEntityId = new Map<string, number[]>();
    for (const [index, { identity }] of members.entries()) {
      const alike = byEntityId.get(identity.entityId);
      if (alike === undefined) byEntityId.set(identity.entityId, [index]);
      else alike.push(index);
    }
    this.byEntityId = byEntityId;
  }

  /** Steps to the farthest server that answers for the context, among those that are reached at all. */
  hops(from: number, context: string): number {
    const { far, reached, members } = this;
    far.fill(-1);
    far[from] = 0;
    reached[0] = from;
    let count = 1;
    // All reached: of 1,000 servers at a hub each needs two looks, not 1,000.
    for (let at = 0; at < count && count < members.length; at++)
      for (const next of this.peersOf(reached[at]!, context))
        if (far[next]! < 0) {
          far[next] = far[reached[at]!]! + 1;
          reached[count++] = next;
        }
    const { answers } = this.of(context);
    let farthest = 0;
    for (let at = 0; at < count; at++) {
      const member = reached[at]!;
      if (far[member]! > farthest && answers[member]) farthest = far[member]!;
    }
    return farthest;
  }

  private of(context: string) {
    const known = this.contexts.get(context) ?? {
      asked: [],
      answers: this.members.map(({ read }) => read.dundi.mappings.some((mapping) => answersFor(mapping, context))),
    };
    this.contexts.set(context, known);
    return known;
  }

  private peersOf(member: number, context: string): readonly number[] {
    return (this.of(context).asked[member] ??= this.members[member]!.read.dundi.peers.filter(({ model, include }) => {
      const last = include.findLast((one) => covers(one.context, context));
      return (model === 'symmetric' || model === 'outbound') && last?.allow === true;
    }).flatMap(({ entityId }) => this.byEntityId.get(entityId) ?? []));
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
