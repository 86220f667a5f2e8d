import { isWithin } from '../../model/server/pjsip/identifier.ts';
import { didYouMean } from '../../text/nearest.ts';
import { addressToNumber } from '../../text/ranges.ts';
import type { Remark } from '../../text/mistake.ts';
import { sameName } from '../conf/sections.ts';
import type { Identity, NamedServer } from '../identify.ts';
import { quote, Remarks } from '../remarks.ts';
import { withoutPort, type Called, type Identify, type Trunk } from './hostsNamed.ts';

/** Who is there besides the servers. */
interface Others {
  /** Address of the database; undefined: there is none, or a folder does not say it. */
  readonly database: string | undefined;
  /** Undefined: a folder does not say which phones there are. */
  readonly phones: PhoneBook | undefined;
}

/** The phones of a scenario. Most files name none of a million phones: an index is made at the first question. */
export interface PhoneBook {
  hasNumber(number: string): boolean;
  hasAddress(address: string): boolean;
  addresses(): Iterable<string>;
}

interface Hosts extends Others {
  readonly servers: readonly Identity[];
}

/** More trunks are counted, not named. */
const MOST_NAMES = 4;

/** Hosts, peers and endpoints that the files name, and that are not there. */
export function reviewHosts(
  servers: readonly NamedServer[],
  identities: readonly Identity[],
  others: Others,
): readonly Remark[] {
  const remarks = new Remarks();
  const hosts: Hosts = { ...others, servers: identities };
  // Files do not tell the address of every server: one of those may be meant.
  const mayBeHere =
    others.phones === undefined && servers.length > 1 && identities.some(({ address }) => address === '');
  for (const { read } of servers) {
    const { trunks, identifies, called } = read.origin.named;
    sayMissing(called, read, hosts, remarks);
    if (mayBeHere) continue;
    const outside = trunks.filter((trunk) => isOutside(trunk, hosts));
    sayOutside(outside, hosts, remarks);
    sayIdentifies(identifies, outside, read, hosts, remarks);
  }
  return remarks.all;
}

function isHere(host: string, { servers, database, phones }: Hosts): boolean {
  return (
    servers.some(({ name, address }) => address === host || sameName(name, host)) ||
    host === database ||
    phones?.hasAddress(host) === true
  );
}

/** A section that a phone has, or may have, is no trunk. */
function isOutside({ host, section }: Trunk, hosts: Hosts): boolean {
  if (host.includes('$') || isHere(host, hosts)) return false;
  return !(hosts.phones === undefined ? /^\d+$/.test(section) : hosts.phones.hasNumber(section));
}

// ---------------------------------------------------------------- trunks

/** All of one server in one line, at the first. */
function sayOutside(outside: readonly Trunk[], hosts: Hosts, remarks: Remarks): void {
  const distinct = outside.filter(({ label }, index) => outside.findIndex((one) => one.label === label) === index);
  const [first, ...more] = distinct;
  if (first === undefined) return;
  const { label, host, tech, place } = first;
  const further = more.slice(0, MOST_NAMES - 1).map((one) => `${one.label} (${one.host})`);
  if (more.length >= MOST_NAMES) further.push(`${more.length - MOST_NAMES + 1} more`);
  const also = further.length === 0 ? '' : `; the same holds for ${further.join(', ')}`;
  const ended = tech === 'IAX2' ? 'autokill' : 'qualify';
  remarks.risk(
    'hostOutside',
    place,
    `${label}: ${host} is no host here and is not simulated, so nothing answers there: a call to it ends without an answer (after 32 s, sooner by ${ended} or the limit of Dial), and none comes from it; ${remedyFor(first, hosts)} (scenarios/README.md, "A SIP trunk")${also}${didYouMean(host, addressesOf(hosts))}`,
    FILES[tech],
  );
}

/** The key of a scenario by which it becomes a host. */
function remedyFor({ section, host }: Trunk, { servers }: Hosts): string {
  const isAddress = addressToNumber(host) !== undefined;
  const server = servers.find(({ name }) => sameName(name, section));
  if (server !== undefined && isAddress)
    return `the server ${server.name} has the address ${server.address}, and this one by "servers: { ${server.name}: { address: ${host} } }"`;
  const name = /^[A-Za-z][\w-]*$/.test(section) && section !== 'database' ? section : 'provider';
  return isAddress
    ? `a server makes it one: "servers: { ${name}: { conf: ./${name}, address: ${host} } }"`
    : `a server makes it one: "servers: { ${name}: { conf: ./${name} } }", with ${name} in the place of ${host} here`;
}

function addressesOf({ servers }: Hosts): readonly string[] {
  return servers.flatMap(({ name, address }) => [address, name]).filter((text) => text !== '');
}

// ---------------------------------------------------------------- identify

function sayIdentifies(
  identifies: readonly Identify[],
  outside: readonly Trunk[],
  read: NamedServer['read'],
  hosts: Hosts,
  remarks: Remarks,
): void {
  for (const { endpoint, match, place } of identifies) {
    if (match.includes('$') || outside.some(({ section }) => section === endpoint)) continue; // That is said.
    if (isHere(withoutPort(match), hosts) || holds(match, hosts)) continue;
    // Networks of phones, which a folder does not tell.
    if (hosts.phones === undefined && match.includes('/')) continue;
    const known = read.pjsip.endpoints.some(({ name }) => name === endpoint);
    if (!known) continue; // That is said, too.
    remarks.risk(
      'identifyNobody',
      place,
      `match = ${match} is the address of no host here: no request is taken for one of the endpoint ${quote(endpoint)} by it, and the calls of the server that is meant are challenged as those of a stranger (401)${didYouMean(match, addressesOf(hosts))}`,
    );
  }
}

/** A network, or an address, in which a host is. */
function holds(match: string, { servers, database, phones }: Hosts): boolean {
  if (servers.some(({ address }) => isWithin(address, match))) return true;
  if (database !== undefined && isWithin(database, match)) return true;
  for (const address of phones?.addresses() ?? []) if (isWithin(address, match)) return true;
  return false;
}

// ---------------------------------------------------------------- peers and endpoints

const FILES = { SIP: 'sip.conf', PJSIP: 'pjsip.conf', IAX2: 'iax.conf' } as const;
const LINES = {
  SIP: 'type=peer and host=…',
  PJSIP: 'type=endpoint and aors=…, and an AOR with contact=sip:…',
  IAX2: 'type=peer and host=…',
} as const;

function sayMissing(called: readonly Called[], read: NamedServer['read'], hosts: Hosts, remarks: Remarks): void {
  for (const tech of ['SIP', 'PJSIP', 'IAX2'] as const) {
    const known = namesOf(tech, read);
    if (known === undefined) continue;
    const isPhone = (name: string): boolean =>
      tech !== 'IAX2' && (hosts.phones === undefined ? /^\d+$/.test(name) : hosts.phones.hasNumber(name));
    const isKnown = (name: string): boolean =>
      tech === 'PJSIP' ? known.includes(name) : isHere(name, hosts) || known.some((one) => sameName(one, name));
    const missing = called.filter((one) => one.tech === tech && !isPhone(one.name) && !isKnown(one.name));
    const names = [...new Set(missing.map(({ name }) => name))];
    const said = names.length > MOST_MISSING ? names.slice(0, 1) : names;
    for (const name of said) {
      const more = names.length > said.length ? `; nor ${names.slice(1, MOST_NAMES).join(', ')} and others` : '';
      sayOneMissing(
        missing.filter((one) => one.name === name),
        known,
        more,
        remarks,
      );
    }
  }
}

/** More of one technology are one matter. */
const MOST_MISSING = 6;

/** @param places all of one name */
function sayOneMissing(places: readonly Called[], known: readonly string[], more: string, remarks: Remarks): void {
  const { tech, name, written, place } = places[0]!;
  const [file, line] = [FILES[tech], LINES[tech]];
  const what =
    tech === 'PJSIP' ? `no endpoint ${quote(name)}` : `no peer ${quote(name)}, and no host here has that name`;
  const count = places.length === 1 ? '' : ` (${places.length} places)`;
  remarks.risk(
    'deviceMissing',
    place,
    `${written}: ${file} has ${what}${more}: no channel is made (CHANUNAVAIL)${count}; a section [${name}] of ${file} with ${line} would be called${didYouMean(name, known)}`,
    file,
  );
}

/** Undefined: they are in a database, or in a file that is not at hand. */
function namesOf(tech: Called['tech'], { sip, pjsip, iax, tables, origin }: NamedServer['read']): string[] | undefined {
  if (origin.partialFiles.has(FILES[tech])) return undefined;
  if (tech === 'PJSIP') return pjsip.stores.endpoint.realtime ? undefined : pjsip.endpoints.map(({ name }) => name);
  if (tech === 'IAX2')
    return Object.hasOwn(tables, 'iaxpeers') ? undefined : [...iax.peers.map(({ name }) => name), ...origin.users];
  if (sip.realtime) return undefined;
  const callable = sip.fixedPeers.filter(({ kind }) => kind !== 'user');
  return [...[...sip.staticPeers, ...callable].map(({ name }) => name), ...origin.users];
}
