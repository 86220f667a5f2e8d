import { sameName } from '../conf/sections.ts';
import type { NamedServer } from '../identify.ts';
import type { Remarks } from '../remarks.ts';
import type { Place } from '../../text/place.ts';

/**
 * Servers whose channels look numbers up at each other, each with its lock held, wait for one another (facts A8). Said
 * once, whatever the channel driver; of a server on its own, because its like are about.
 */
export function reviewLocks(servers: readonly NamedServer[], remarks: Remarks): void {
  const places = servers.flatMap(({ read }) => switchUnderLock(read) ?? []);
  const [first] = places;
  if (first === undefined || (servers.length > 1 && places.length < 2)) return;
  const where = places.length > 1 ? `, at ${places.length} servers` : '';
  remarks.notice(
    'lookupUnderLock',
    first,
    `numbers are looked up here with the server's one dialplan lock held${where}: two servers that call each other at the same moment wait for one another until both lookups end, and at a few calls a second a cluster may collapse; DUNDILOOKUP() asks without the lock`,
  );
}

/** The first `switch => DUNDi` for a context that the server answers for, too. */
function switchUnderLock({ dundi, dialplan, origin }: NamedServer['read']): Place | undefined {
  if (!origin.rules.lookupUnderLock) return undefined;
  const answered = dundi.mappings.filter(({ localContext }) => localContext !== '').map(({ context }) => context);
  return dialplan.contexts
    .flatMap(({ switches }) => switches)
    .find(
      ({ kind, data }) => sameName(kind, 'dundi') && answered.some((context) => sameName(context, data.split('/')[0]!)),
    )?.place;
}
