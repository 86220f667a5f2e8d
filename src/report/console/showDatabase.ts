import type { ServerId } from '../../model/ids.ts';
import type { ClusterParts } from '../../model/composition.ts';
import { IN_ASTDB } from '../../model/server/registrar/sipPeers.ts';
import { printf } from './printf.ts';

/** `database show [FAMILY]`: the local database, which lies on disk: DUNDi's cache, the dial secret, registrations. */
export function showDatabase(parts: ClusterParts, server: ServerId, family: string): string[] {
  const wanted = family === '' ? '' : `/${family.replace(/^\//, '')}`;
  const rows = [...cacheRows(parts, server), ...secretRows(parts, server), ...registryRows(parts, server)]
    .filter(({ key }) => wanted === '' || key === wanted || key.startsWith(`${wanted}/`))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  const lines = rows.map(({ key, value }) => printf('%-50s: %-25s', key, value).trimEnd());
  return parts.rules.dialect === '16' ? [...lines, `${lines.length} results found.`] : lines;
}

interface Row {
  readonly key: string;
  readonly value: string;
}

function cacheRows({ dundi }: ClusterParts, server: ServerId): Row[] {
  const { cache, eids } = dundi.nodes[server]!;
  return cache.rows((eid) => eids.text(eid));
}

function secretRows({ secrets, config }: ClusterParts, server: ServerId): Row[] {
  if (!config.servers[server]!.dundi.enabled) return [];
  return [{ key: '/dundi/secret', value: secrets.stored(server) }];
}

/** Where the row of the shared table holds the contact (16, realtime with rtupdate), the local database does not. */
function registryRows({ peers, config, rules }: ClusterParts, server: ServerId): Row[] {
  const { sip } = config.servers[server]!;
  if (rules.realtimeLoadsAddress && sip.realtime && sip.rtUpdate) return [];
  const rows: Row[] = [];
  peers.eachOf(server, (row) => {
    if (!peers.has(row, IN_ASTDB)) return;
    const phone = config.phones.at(peers.deviceOf(row))!;
    const granted = peers.granted.get(row);
    rows.push({
      key: `/SIP/Registry/${phone.number}`,
      value: `${phone.address}:${phone.port}:${granted}:${phone.number}:sip:${phone.number}@${phone.address}:${phone.port}`,
    });
  });
  return rows;
}
