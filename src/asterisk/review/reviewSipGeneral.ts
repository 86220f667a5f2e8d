import type { Place } from '../../text/place.ts';
import { lastValue } from '../conf/sections.ts';
import type { NamedServer } from '../identify.ts';
import type { Remarks } from '../remarks.ts';

const PHONES = ['sippeers', 'sipusers', 'sipfriends'];

/** A caller without a password, where [general] of sip.conf says nothing of guests: once, at the first server. */
export function reviewGuests(servers: readonly NamedServer[], remarks: Remarks): void {
  const guests = servers.flatMap((server) => placeOfGuests(server) ?? []);
  if (guests.length > 0)
    remarks.risk(
      'guestsAllowed',
      guests[0]!,
      `no allowguest${alsoAt(guests)}, and its default is yes: a caller whom neither file nor table knows calls without a password, in the context of [general]; set allowguest=no, unless strangers are to call in`,
    );
}

/** Rows that are blanked, among servers between which phones move: once, at the first server. */
export function reviewSharedRows(servers: readonly NamedServer[], remarks: Remarks): void {
  const blanking = servers.flatMap((server) => placeOfBlanking(server, servers) ?? []);
  if (blanking.length > 0)
    remarks.risk(
      'rowBlanked',
      blanking[0]!,
      `rtupdate and no ignoreregexpire${alsoAt(blanking)}, where servers share a table: when a server's own copy of a registration runs out it blanks the phone's row, though the phone has moved and another server wrote it since, and the direct dial finds no address until the next refresh; set ignoreregexpire=yes`,
    );
}

function alsoAt(places: readonly Place[]): string {
  if (places.length === 1) return '';
  return places.length === 2 ? ' (and at 1 other server)' : ` (and at ${places.length - 1} other servers)`;
}

/** chan_sip.c:check_user_full. */
function placeOfGuests({ read: { origin } }: NamedServer): Place | undefined {
  const { rules, sipGeneral } = origin;
  if (rules.channelDriver !== 'chan_sip' || sipGeneral === undefined) return undefined;
  return lastValue(sipGeneral, 'allowguest') === undefined ? sipGeneral.place : undefined;
}

/** chan_sip.c:destroy_association; measured on 16.28. */
function placeOfBlanking({ name, read }: NamedServer, servers: readonly NamedServer[]): Place | undefined {
  const { sip, origin } = read;
  if (origin.sipGeneral === undefined || !origin.rules.expiryBlanksRow) return undefined;
  if (!sip.realtime || !sip.rtUpdate || sip.ignoreRegExpire) return undefined;
  const table = tableOf(read);
  if (!servers.some((other) => other.name !== name && other.read.sip.realtime && tableOf(other.read) === table))
    return undefined;
  const entry = lastValue(origin.sipGeneral, 'ignoreregexpire') ?? lastValue(origin.sipGeneral, 'rtupdate');
  return entry?.place ?? origin.sipGeneral.place;
}

function tableOf({ tables }: NamedServer['read']): string {
  const family = PHONES.find((one) => Object.hasOwn(tables, one));
  return family === undefined ? '' : tables[family]!;
}
