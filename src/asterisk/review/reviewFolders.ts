import type { DundiPeerConfig } from '../../model/config.ts';
import type { Remark } from '../../text/mistake.ts';
import type { Place } from '../../text/place.ts';
import { sameName } from '../conf/sections.ts';
import type { PeerSection } from '../files/dundiPeers.ts';
import { identifyServers, type Identity, type NamedServer } from '../identify.ts';
import { quote, Remarks } from '../remarks.ts';
import { reviewHiddenNumbers } from './hiddenNumbers.ts';
import { reviewLocks } from './reviewLocks.ts';
import { reviewParkingMappings } from './reviewParking.ts';
import { reviewAccounts } from './reviewRegistrations.ts';
import { reviewLookups } from './reviewLookups.ts';
import { reviewEndpoints } from './reviewEndpoints.ts';
import { reviewRoutes } from './reviewRoutes.ts';
import { covers } from './reviewAsked.ts';
import { reviewUnmapped } from './reviewUnmapped.ts';
import { reviewGuests } from './reviewSipGeneral.ts';

interface Member {
  readonly identity: Identity;
  readonly read: NamedServer['read'];
}

/**
 * What only shows when the servers are laid side by side: who knows whom under which identity, and who would refuse
 * whom.
 * Of a server on its own its lock and [general] of its sip.conf alone.
 *
 * @param addresses that the caller knows better than the files, by server name
 */
export function checkFolders(
  servers: readonly NamedServer[],
  addresses: Readonly<Record<string, string>> = {},
): Remark[] {
  const remarks = new Remarks();
  reviewLocks(servers, remarks);
  reviewGuests(servers, remarks);
  if (servers.length < 2) return remarks.all;
  const identities = identifyServers(servers, addresses);
  const members = servers.map(({ read }, index) => ({ read, identity: identities[index]! }));
  reviewIdentities(members, remarks);
  reviewRoutes(members, remarks);
  reviewEndpoints(members, remarks);
  reviewLookups(members, remarks);
  reviewUnmapped(members, remarks);
  reviewAccounts(members, remarks);
  for (const member of members) {
    for (const section of member.read.origin.dundi.peerSections) reviewPeer(member, section, members, remarks);
  }
  reviewParkingMappings(servers, remarks);
  const numbers = ownNumbers(servers);
  reviewHiddenNumbers(servers, numbers.length, (index) => numbers[index]!, remarks);
  return remarks.all;
}

/** Phones that the files name; those of a database are known to a scenario. */
function ownNumbers(servers: readonly NamedServer[]): readonly string[] {
  const names = servers.flatMap(({ read: { sip, pjsip } }) => [...sip.staticPeers, ...pjsip.endpoints]);
  return names.map(({ name }) => name).filter((name) => /^\d+$/.test(name));
}

/** Two servers of one identity cannot both be asked. */
function reviewIdentities(members: readonly Member[], remarks: Remarks): void {
  members.forEach(({ identity, read }, index) => {
    const place = read.origin.dundi.entityIdPlace;
    const twin = members
      .slice(0, index)
      .find(
        (earlier) =>
          earlier.identity.entityId === identity.entityId && earlier.read.origin.dundi.entityIdPlace !== undefined,
      );
    if (twin === undefined || place === undefined) return;
    remarks.mistake(
      place,
      `${identity.name} has the entityid of ${twin.identity.name}, ${identity.entityId}: each server needs its own`,
    );
  });
}

function reviewPeer(member: Member, section: PeerSection, members: readonly Member[], remarks: Remarks): void {
  const { entityId, place } = section;
  if (entityId === undefined) return;
  const host = hostIn(section.host);
  const byIdentity = members.find((other) => other.identity.entityId === entityId);
  const byHost = members.find(
    (other) => host !== '' && (other.identity.address === host || other.identity.name === host),
  );
  if (byIdentity === undefined) sayStranger(section, byHost, perhaps(member, members), remarks);
  else if (byIdentity === member) remarks.risk('ownPeer', place, `[${entityId}] is ${member.identity.name} itself`);
  else if (byHost !== undefined && byHost !== byIdentity) {
    remarks.risk(
      'peerMismatch',
      place,
      `the peer [${entityId}] has the address of ${byHost.identity.name} (${host}) and the entityid of ${byIdentity.identity.name}`,
    );
  } else if (isAddress(host) && isAddress(byIdentity.identity.address) && host !== byIdentity.identity.address) {
    const { name, address } = byIdentity.identity;
    remarks.risk(
      'peerElsewhere',
      place,
      `the peer section for ${name} has host = ${host}, but ${name} has the address ${address}${published(byIdentity)}: ${member.identity.name} asks an address where no server is`,
    );
  } else if (section.peer !== undefined) {
    reviewTrust(member, section.peer, place, byIdentity, remarks);
  }
}

/**
 * Others that may be meant by any peer: no file says which entityid they have (Asterisk takes the network card's), and
 * none of their mappings which address.
 */
function perhaps(member: Member, members: readonly Member[]): readonly string[] {
  return members
    .filter(
      (other) =>
        other !== member &&
        other.identity.address === '' &&
        other.read.dundi.enabled &&
        other.read.origin.dundi.entityIdPlace === undefined,
    )
    .map(({ identity }) => identity.name);
}

function sayStranger(
  { entityId = '', host: written, place }: PeerSection,
  byHost: Member | undefined,
  others: readonly string[],
  remarks: Remarks,
): void {
  const host = hostIn(written);
  if (byHost === undefined) {
    const text = `no server here has the entityid ${entityId}${host === '' ? '' : ` or the address ${host}`}`;
    if (others.length === 0) remarks.risk('peerUnknown', place, `${text}: this peer never answers`);
    else
      remarks.note(
        place,
        `${text}, as far as the files say; it may be ${others.slice(0, 3).join(' or ')}, whose files say neither: set entityid there`,
      );
  } else {
    const { name, entityId: own } = byHost.identity;
    remarks.risk(
      'peerMismatch',
      place,
      `the peer at ${host} is known here as ${entityId}, but ${name} has the entityid ${own}: neither will accept the other`,
    );
  }
}

function hostIn(written: string): string {
  return /^[^\s(]+/.exec(written)?.[0] ?? '';
}

function isAddress(host: string): boolean {
  return /^\d+\.\d+\.\d+\.\d+$/.test(host);
}

/** Where the server's own file gives others its address. */
function published({ identity, read }: Member): string {
  const index = read.dundi.mappings.findIndex(({ destination }) => destination.includes(`@${identity.address}`));
  const place = read.origin.dundi.mappingPlaces[index];
  return place === undefined ? '' : ` (mapping in ${place.file}:${place.line})`;
}

/** Whether `other` would answer what `member` asks. */
function reviewTrust(member: Member, peer: DundiPeerConfig, place: Place, other: Member, remarks: Remarks): void {
  if (peer.model !== 'outbound' && peer.model !== 'symmetric') return;
  const asker = member.identity;
  const name = other.identity.name;
  const back = other.read.dundi.peers.find((candidate) => candidate.entityId === asker.entityId);
  if (back === undefined) {
    remarks.risk(
      'oneWayPeer',
      place,
      `${asker.name} asks ${name}, which has no peer section for ${asker.entityId} and refuses`,
    );
  } else if (back.model !== 'inbound' && back.model !== 'symmetric') {
    remarks.risk(
      'peerTakesNone',
      place,
      `${asker.name} asks ${name}, whose peer section for it has model ${back.model} and takes no requests`,
    );
  } else if (keyFault(peer, back) !== '') {
    remarks.risk(
      'keysDiffer',
      place,
      `${asker.name} asks ${name}, which refuses: ${keyFault(peer, back)}; qualify is not encrypted and shows OK all the same`,
    );
  } else {
    for (const context of includedContexts(peer)) {
      if (!allows(back, context))
        remarks.risk(
          'notPermitted',
          place,
          `${asker.name} asks ${name} for "${context}", which ${name} does not permit it`,
        );
      else if (!other.read.dundi.mappings.some((mapping) => sameName(mapping.context, context))) {
        remarks.risk(
          'noMapping',
          place,
          `${asker.name} asks ${name} for "${context}", which ${name} has no mapping for: it refuses (NOAUTH) and forwards nothing`,
        );
      }
    }
  }
}

/** Why `back`'s server cannot read what is sent under `peer` (pbx_dundi.c:check_key); empty: it can. */
function keyFault(peer: DundiPeerConfig, back: DundiPeerConfig): string {
  if (peer.inKey === '' && back.inKey === '') return '';
  if (peer.inKey === '')
    return 'there the peer has an inkey, here it has none, and questions in clear are not answered';
  if (back.inKey === '') return 'here the peer has an inkey, there it has none, and the question cannot be read';
  if (peer.outKey !== back.inKey || peer.inKey !== back.outKey)
    return `inkey ${quote(peer.inKey)} and outkey ${quote(peer.outKey)} here do not belong to outkey ${quote(back.outKey)} and inkey ${quote(back.inKey)} there`;
  return '';
}

function includedContexts(peer: DundiPeerConfig): string[] {
  return [...new Set(peer.include.filter((p) => p.allow && !sameName(p.context, 'all')).map((p) => p.context))];
}

/** The last matching line wins; nothing listed refuses (facts A9). */
function allows(peer: DundiPeerConfig, context: string): boolean {
  return peer.permit.findLast((p) => covers(p.context, context))?.allow ?? false;
}
