import { didYouMean } from '../../text/nearest.ts';
import { sameName } from '../conf/sections.ts';
import type { Identity, NamedServer } from '../identify.ts';
import { quote, type Remarks } from '../remarks.ts';

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
  for (const { identity, read } of members) {
    read.dundi.mappings.forEach(({ tech, destination }, index) => {
      const found = /^([^:@/]+)(?::([^@]*))?@([^/]+)/.exec(destination);
      if (tech !== 'IAX2' || found === null) return;
      const [, user = '', secret = '', host = ''] = found;
      const other = members.find((one) => one.identity.address === host || one.identity.name === host);
      if (other === undefined || other.identity === identity || identity.address === '') return;
      const place = read.origin.dundi.mappingPlaces[index]!;
      const name = other.identity.name;
      if (secret.includes('${SECRET}')) {
        remarks.risk(
          place,
          `\${SECRET} is the secret of ${identity.name}, which answers, and the calls go to ${name}, which refuses it (503): use a fixed user and secret, or a mapping on ${name}`,
        );
        return;
      }
      const users = other.read.iax.users;
      const known = users.find((one) => sameName(one.name, user));
      if (known === undefined)
        remarks.risk(
          place,
          `calls go to ${name} as user ${quote(user)}, which its iax.conf does not have${didYouMean(
            user,
            users.map((one) => one.name),
          )}`,
        );
      else if (known.secret !== '' && known.dbSecret === '' && known.secret !== secret)
        remarks.risk(place, `calls go to ${name} as user ${quote(user)} with another secret than its iax.conf has`);
    });
  }
}
