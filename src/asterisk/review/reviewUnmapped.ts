import { didYouMean } from '../../text/nearest.ts';
import { sameName } from '../conf/sections.ts';
import type { Identity, NamedServer } from '../identify.ts';
import { quote, type Remarks } from '../remarks.ts';
import { askings } from './lookupsAsked.ts';
import { covers, eachOnce } from './reviewAsked.ts';

interface Member {
  readonly identity: Identity;
  readonly read: NamedServer['read'];
}

/**
 * A context that peers with include=all are asked for, and that none of them has a mapping of: each refuses (NOAUTH,
 * pbx_dundi.c:dundi_answer_query). Where an include names it, `reviewFolders.ts` says so at the peer.
 */
export function reviewUnmapped(members: readonly Member[], remarks: Remarks): void {
  for (const { read } of members)
    for (const { written, context, place } of eachOnce(askings(read.dialplan, read.origin.rules))) {
      const asked = read.dundi.peers.filter(({ include }) =>
        include.some((one) => one.allow && covers(one.context, context)),
      );
      const others = asked.map(({ entityId }) => members.find(({ identity }) => identity.entityId === entityId));
      const isNamed = asked.some(({ include }) => include.some((one) => sameName(one.context, context)));
      if (others.length === 0 || isNamed || others.includes(undefined)) continue;
      const names = others.flatMap((other) => other!.read.dundi.mappings.map((mapping) => mapping.context));
      if (names.some((name) => sameName(name, context))) continue;
      remarks.risk(
        'contextUnmapped',
        place,
        `${written} asks for ${quote(context)}, which no server that it asks has a mapping of: each refuses, and nothing is ever found; a line "${context} => …" in [mappings] of dundi.conf there publishes numbers${didYouMean(context, names)}`,
      );
    }
}
