import { sharedSlots } from '../../asterisk/index.ts';
import type { Phones } from '../../model/config.ts';
import { templatesOf } from '../../model/phoneColumns.ts';
import type { Reading } from '../reading/reader.ts';
import type { ServerDraft } from './serverDraft.ts';

/**
 * Warns where the phones of one group, an office, register at servers that have parking slots of the same numbers: who
 * dials a slot gets what is parked at the own server under it.
 */
export function warnOfSharedParking(drafts: readonly ServerDraft[], phones: Phones, reading: Reading): void {
  const shared = sharedSlots(drafts);
  if (shared.length === 0) return;
  for (const [group, servers] of serversOfGroups(drafts, phones)) {
    const pair = shared.find(({ server, other }) => servers.has(server) && servers.has(other));
    if (pair === undefined) continue;
    reading.risk(
      'sharedSlots',
      ['phones', group, 'home'],
      `the phones of "${group}" register at ${servers.size} servers, and ${pair.other} and ${pair.server} both have the parking slots ${pair.slots}: a call that is parked at one is not found at the other, or another call is; keep an office at one server`,
    );
  }
}

/** The servers at which the phones of each group may register. */
function serversOfGroups(drafts: readonly ServerDraft[], phones: Phones): ReadonlyMap<string, ReadonlySet<string>> {
  const groups = new Map<string, Set<string>>();
  for (const { group, home, backup } of templatesOf(phones)) {
    const servers = groups.get(group) ?? new Set<string>();
    groups.set(group, servers);
    for (const server of [home, ...backup]) servers.add(drafts[server]!.name);
  }
  return groups;
}
