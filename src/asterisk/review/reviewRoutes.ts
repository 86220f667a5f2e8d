import { didYouMean } from '../../text/nearest.ts';
import type { Place } from '../../text/place.ts';
import { sameName } from '../conf/sections.ts';
import { addressIn, type Identity, type NamedServer } from '../identify.ts';
import { quote, type Remarks } from '../remarks.ts';
import { contextsAsked } from './contextsAsked.ts';

interface Member {
  readonly identity: Identity;
  readonly read: NamedServer['read'];
}

/**
 * Routes: mappings of one server that send calls to another. The secret in them has to be one that the other accepts,
 * and `${SECRET}` is that of the server that answers the question (pbx_dundi.c:dundi_lookup_local; facts F, measured:
 * the call is refused, 503).
 */
export function reviewRoutes(members: readonly Member[], remarks: Remarks): void {
  const addresses = members.map(({ identity }) => identity.address);
  for (const { identity, read } of members) {
    read.dundi.mappings.forEach(({ context, tech, destination }, index) => {
      sayNobodyThere({ context, destination, addresses, identity }, read.origin.dundi.mappingPlaces[index]!, remarks);
      const found = /^([^:@/]+)(?::([^@]*))?@([^/]+)/.exec(destination);
      if (tech !== 'IAX2' || found === null) return;
      const [, user = '', secret = '', host = ''] = found;
      const other = members.find((one) => one.identity.address === host || one.identity.name === host);
      if (other === undefined || other.identity === identity || identity.address === '') return;
      const place = read.origin.dundi.mappingPlaces[index]!;
      const name = other.identity.name;
      sayDeadGateway(context, name, place, members, remarks);
      if (secret.includes('${SECRET}')) {
        remarks.risk(
          'routeSecret',
          place,
          `\${SECRET} is the secret of ${identity.name}, which answers, and the calls go to ${name}, which refuses it (503): use a fixed user and secret, or a mapping on ${name}`,
        );
        return;
      }
      const users = other.read.iax.users;
      const known = users.find((one) => sameName(one.name, user));
      if (known === undefined)
        remarks.risk(
          'routeUser',
          place,
          `calls go to ${name} as user ${quote(user)}, which its iax.conf does not have${didYouMean(
            user,
            users.map((one) => one.name),
          )}`,
        );
      else if (known.secret !== '' && known.dbSecret === '' && known.secret !== secret)
        remarks.risk(
          'routeUser',
          place,
          `calls go to ${name} as user ${quote(user)} with another secret than its iax.conf has`,
        );
    });
  }
}

/** A mapping is what others are told to dial: where no host has its address, each call by it meets silence. */
function sayNobodyThere(
  mapping: {
    readonly context: string;
    readonly destination: string;
    readonly addresses: readonly string[];
    readonly identity: Identity;
  },
  place: Place,
  remarks: Remarks,
): void {
  const { context, destination, addresses, identity } = mapping;
  const host = addressIn(destination);
  if (host === undefined || addresses.includes(host) || addresses.includes('')) return;
  remarks.risk(
    'mappingElsewhere',
    place,
    `the mapping ${context} has others call ${host}, which is no host here: each call to a number that ${identity.name} answers for meets silence; ${identity.name} has the address ${identity.address}`,
  );
}

/** No qualify notices a dead gateway: each call to it waits for 32 s (chan_iax2.c:iax2_call; measured). */
function sayDeadGateway(
  context: string,
  gateway: string,
  place: Place,
  members: readonly Member[],
  remarks: Remarks,
): void {
  const waiting = members.filter(
    (member) =>
      member.identity.name !== gateway &&
      member.read.iax.autokillMs === 0 &&
      contextsAsked(member.read).some((one) => sameName(one, context)),
  );
  const [first] = waiting;
  if (first === undefined) return;
  const others = waiting.length === 1 ? '' : ` and ${waiting.length - 1} more`;
  remarks.notice(
    'routeToGateway',
    place,
    `nothing notices that ${gateway} is dead, and this route is still offered: each call is silent for 32 s, then the next answer is tried; autokill=yes in the iax.conf of ${first.identity.name}${others} makes it 4 s`,
  );
}
