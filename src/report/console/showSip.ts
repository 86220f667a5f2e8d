import { SECOND } from '../../kernel/units.ts';
import type { PhoneId, ServerId } from '../../model/ids.ts';
import type { ClusterParts } from '../../model/composition.ts';
import { IN_MEMORY, REGISTERED, UNREACHABLE, type PeerRow } from '../../model/server/registrar/sipPeers.ts';
import { printf } from './printf.ts';

/** Peers that Asterisk holds in memory, by name. */
function rowsOf({ peers, config }: ClusterParts, server: ServerId): PeerRow[] {
  const rows: PeerRow[] = [];
  peers.eachOf(server, (row) => {
    if (peers.has(row, IN_MEMORY)) rows.push(row);
  });
  const name = (row: PeerRow): string => config.phones.at(peers.phone.get(row))!.number;
  return rows.sort((a, b) => (name(a) < name(b) ? -1 : 1));
}

export function showPeers(parts: ClusterParts, server: ServerId): string[] {
  const recent = parts.rules.dialect === '16';
  const format = recent
    ? '%-25.25s %-39.39s %-3.3s %-10.10s %-10.10s %-3.3s %-8s %-11s %-32.32s %s'
    : '%-25.25s  %-15.15s %-3.3s %-3.3s %-3.3s %-8s %-10s';
  const titles = recent
    ? ['Name/username', 'Host', 'Dyn', 'Forcerport', 'Comedia', 'ACL', 'Port', 'Status', 'Description', 'Realtime']
    : ['Name/username', 'Host', 'Dyn', 'Nat', 'ACL', 'Port', 'Status'];
  const rows = rowsOf(parts, server);
  const realtime = parts.config.servers[server]!.sip.realtime ? 'Cached RT' : '';
  const lines = rows.map((row) => {
    const phone = parts.config.phones.at(parts.peers.deviceOf(row))!;
    const registered = parts.peers.has(row, REGISTERED);
    const name = `${phone.number}/${phone.number}`;
    const host = registered ? phone.address : '(Unspecified)';
    const port = registered ? phone.port : 0;
    const status = statusOf(parts, server, row);
    const cells = recent
      ? [name, host, ' D ', 'Auto (No)', 'No', '', port, status, '', realtime]
      : [name, host, ' D ', '', '', port, status];
    return printf(format, ...cells).trimEnd();
  });
  return [printf(format, ...titles).trimEnd(), ...lines, totalOf(parts, server, rows)];
}

/**
 * 1.2 counts every peer that it does not monitor as online, with or without an address (chan_sip.c:_sip_show_peers).
 */
function totalOf(parts: ClusterParts, server: ServerId, rows: readonly PeerRow[]): string {
  const monitored = rows.filter((row) => statusOf(parts, server, row) !== 'Unmonitored');
  const unmonitored = rows.filter((row) => !monitored.includes(row));
  const online = monitored.filter((row) => statusOf(parts, server, row).startsWith('OK')).length;
  const offline = monitored.length - online;
  if (parts.rules.dialect === '1.2')
    return `${rows.length} sip peers [${online + unmonitored.length} online , ${offline} offline]`;
  const registered = unmonitored.filter((row) => parts.peers.has(row, REGISTERED)).length;
  return `${rows.length} sip peers [Monitored: ${online} online, ${offline} offline Unmonitored: ${registered} online, ${unmonitored.length - registered} offline]`;
}

function statusOf({ peers, config }: ClusterParts, server: ServerId, row: PeerRow): string {
  if (config.servers[server]!.sip.qualifyMs === 0) return 'Unmonitored';
  if (peers.has(row, UNREACHABLE)) return 'UNREACHABLE';
  return peers.lastMs.get(row) > 0 ? `OK (${peers.lastMs.get(row)} ms)` : 'UNKNOWN';
}

/** Of Asterisk's fifty lines those whose values are modelled, in its order. */
export function showPeer(parts: ClusterParts, server: ServerId, name: string): string[] {
  const phone = parts.table.phoneNamed(name);
  const row = phone === undefined ? -1 : parts.peers.find(server, phone as PhoneId);
  if (phone === undefined || row < 0 || !parts.peers.has(row, IN_MEMORY)) return [`Peer ${name} not found.`, ''];
  const it = parts.config.phones.at(parts.peers.deviceOf(row))!;
  const { sip } = parts.config.servers[server]!;
  const recent = parts.rules.dialect === '16';
  const registered = parts.peers.has(row, REGISTERED);
  const seconds = Math.max(0, Math.floor((parts.peers.expiresAt.get(row) - parts.sim.now) / SECOND));
  const line = (key: string, value: string | number): string => printf('  %-12s : %s', key, value).trimEnd();
  return [
    '',
    '',
    `  * Name       : ${it.number}`,
    ...(recent ? [printf('  %-12s: %s', 'Realtime peer', sip.realtime ? 'Yes, cached' : 'No')] : []),
    line('Context', sip.context),
    line('Call limit', sip.callLimit),
    line('Dynamic', 'Yes'),
    line('Expire', registered ? seconds : -1),
    line(
      'Addr->IP',
      recent
        ? registered
          ? `${it.address}:${it.port}`
          : '(null)'
        : registered
          ? `${it.address} Port ${it.port}`
          : '(Unspecified) Port 0',
    ),
    ...(recent && sip.regContext !== '' ? [line('Reg. exten', it.number)] : []),
    printf('  %-12s: %s', 'Def. Username', it.number),
    line('Status', statusOf(parts, server, row)),
    line('Reg. Contact', registered ? `sip:${it.number}@${it.address}:${it.port}` : ''),
    '',
  ];
}

/** `sip show registry`: registrations of this server elsewhere. There are none. */
export function showRegistry({ rules }: ClusterParts): string[] {
  if (rules.dialect === '1.2')
    return [printf('%-30.30s  %-12.12s  %8.8s %-20.20s', 'Host', 'Username', 'Refresh', 'State').trimEnd()];
  return [
    printf(
      '%-39.39s %-6.6s %-12.12s  %8.8s %-20.20s %-25.25s',
      'Host',
      'dnsmgr',
      'Username',
      'Refresh',
      'State',
      'Reg.Time',
    ).trimEnd(),
    '0 SIP registrations.',
  ];
}
