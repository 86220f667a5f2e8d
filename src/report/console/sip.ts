import type { PhoneId, ServerId } from '../../model/ids.ts';
import type { ClusterParts } from '../../model/join.ts';
import { IN_MEMORY, REGISTERED, UNREACHABLE, type PeerRow } from '../../model/pbx/registrar/peers.ts';
import { printf } from './printf.ts';

/** Peers that Asterisk holds in memory, by name. */
function rowsOf({ peers, config }: ClusterParts, server: ServerId): PeerRow[] {
  const rows: PeerRow[] = [];
  peers.eachOf(server, (row) => {
    if (peers.has(row, IN_MEMORY)) rows.push(row);
  });
  const name = (row: PeerRow): string => config.phones[peers.phone[row]!]!.number;
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
  let online = 0;
  let unmonitored = 0;
  const rows = rowsOf(parts, server);
  const lines = rows.map((row) => {
    const phone = parts.config.phones[parts.peers.phone[row]!]!;
    const registered = parts.peers.has(row, REGISTERED);
    const status = statusOf(parts, server, row);
    if (status === 'Unmonitored') unmonitored += registered ? 1 : 0;
    if (registered && !parts.peers.has(row, UNREACHABLE)) online++;
    const host = registered ? phone.address : '(Unspecified)';
    const name = `${phone.number}/${phone.number}`;
    const cells = recent
      ? [name, host, 'D', 'Auto (No)', 'No', '', registered ? phone.port : 0, status, '', parts.config.servers[server]!.sip.realtime ? 'Cached RT' : '']
      : [name, host, 'D', '', '', registered ? phone.port : 0, status];
    return printf(format, ...cells).trimEnd();
  });
  const offline = rows.length - online;
  const total = recent
    ? `${rows.length} sip peers [Monitored: ${online - unmonitored} online, ${0} offline Unmonitored: ${unmonitored} online, ${offline} offline]`
    : `${rows.length} sip peers [${online} online , ${offline} offline]`;
  return [printf(format, ...titles).trimEnd(), ...lines, total];
}

function statusOf({ peers, config }: ClusterParts, server: ServerId, row: PeerRow): string {
  if (config.servers[server]!.sip.qualifyMs === 0) return 'Unmonitored';
  if (peers.has(row, UNREACHABLE)) return 'UNREACHABLE';
  return peers.lastMs[row]! > 0 ? `OK (${peers.lastMs[row]} ms)` : 'UNKNOWN';
}

export function showPeer(parts: ClusterParts, server: ServerId, name: string): string[] {
  const phone = parts.table.phoneNamed(name);
  const row = phone === undefined ? -1 : parts.peers.find(server, phone as PhoneId);
  if (phone === undefined || row < 0 || !parts.peers.has(row, IN_MEMORY)) return [`Peer ${name} not found.`, ''];
  const it = parts.config.phones[phone]!;
  const registered = parts.peers.has(row, REGISTERED);
  const line = (key: string, value: string): string => printf('  %-12s : %s', key, value);
  const left = Math.max(0, Math.floor((parts.peers.expiresAt[row]! - parts.sim.now) / 1_000_000));
  return [
    '', `  * Name       : ${it.number}`, line('Context', parts.config.servers[server]!.sip.context), line('Dynamic', 'Yes'),
    line('Expire', registered ? String(left) : '-1'), line('Addr->IP', registered ? `${it.address} Port ${it.port}` : '(Unspecified) Port 0'),
    line('Reg. Contact', registered ? `sip:${it.number}@${it.address}:${it.port}` : ''), line('Status', statusOf(parts, server, row)), '',
  ];
}
