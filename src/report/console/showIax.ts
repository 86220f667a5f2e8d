import type { ServerId } from '../../model/ids.ts';
import type { ClusterParts } from '../../model/composition.ts';
import type { IaxPeer } from '../../model/config.ts';
import { printf } from './printf.ts';
import { peerStatus } from './peerStatus.ts';

/** iax2-parser.h IAX_AUTH_*: a user without `auth` may use MD5, and in 1.2 plain text. */
const MD5 = 2;
const PLAINTEXT = 1;

/** `iax2 show users`; a dbsecret is no secret to it (chan_iax2.c). */
export function showUsers({ config, rules }: ClusterParts, server: ServerId): string[] {
  const format = '%-15.15s  %-20.20s  %-15.15s  %-15.15s  %-5.5s  %-5.10s';
  const methods = rules.dialect === '16' ? MD5 : MD5 | PLAINTEXT;
  const rows = config.servers[server]!.iax.users.map((user) =>
    printf(
      format,
      user.name,
      user.secret === '' ? '-no secret-' : user.secret,
      String(methods).padStart(15, '0'),
      user.contexts[0] ?? 'default',
      'No',
      'Host',
    ).trimEnd(),
  );
  return [printf(format, 'Username', 'Secret', 'Authen', 'Def.Context', 'A/C', 'Codec Pref').trimEnd(), ...rows];
}

const IAX_PORT = 4569;

/** `iax2 show peers` (chan_iax2.c:__iax2_show_peers, _iax2_show_peers_one). */
export function showPeers(parts: ClusterParts, server: ServerId): string[] {
  const { peers } = parts.config.servers[server]!.iax;
  const recent = parts.rules.dialect === '16';
  const head = recent
    ? '%-15.15s  %-40.40s %s   %-40.40s  %-9s %s  %-11s %s'
    : '%-15.15s  %-15.15s %s  %-15.15s  %-8s  %s %-10s';
  const titles = ['Name/Username', 'Host', '   ', 'Mask', 'Port', '   ', 'Status', ...(recent ? ['Description'] : [])];
  const statuses = peers.map((peer) => peerStatus(peer.qualifyMs, parts.iaxQualify.lastMs(server, peer) ?? 0));
  const row = recent
    ? '%-15.15s  %-40.40s %s  %-40.40s  %-6s%s %s  %-11s'
    : '%-15.15s  %-15.15s %s  %-15.15s  %-5d%s  %s %-10s';
  const lines = peers.map((peer, index) => {
    const named = peer.userName === '' ? peer.name : `${peer.name}/${peer.userName}`;
    const dynamic = peer.host === 'dynamic' ? '(D)' : '(S)';
    const address = addressOf(parts, server, peer);
    const [at, mask, port] = recent ? whereIn16(address) : whereIn12(address, peer.host);
    return printf(row, named, at, dynamic, mask, port, '   ', '   ', statuses[index]!.text).trimEnd();
  });
  const online = statuses.filter(({ as }) => as === 'online').length;
  const unmonitored = statuses.filter(({ as }) => as === 'unmonitored').length;
  const offline = peers.length - online - unmonitored;
  const total = `${peers.length} iax2 peers [${online} online, ${offline} offline, ${unmonitored} unmonitored]`;
  return [printf(head, ...titles).trimEnd(), ...lines, total];
}

type Where = readonly [address: string, mask: string, port: string | number];

/** netsock2.c:ast_sockaddr_stringify_fmt; the mask is that of `mask=` alone. */
function whereIn16(address: string): Where {
  return address === '' ? ['(null)', '(null)', '(null)'] : [address, '(null)', IAX_PORT];
}

/** chan_iax2.c:build_peer of 1.2: a section without `host` has no mask, and its port. */
function whereIn12(address: string, host: string): Where {
  const mask = host === '' ? '0.0.0.0' : '255.255.255.255';
  if (address !== '') return [address, mask, IAX_PORT];
  return ['(Unspecified)', mask, host === 'dynamic' ? 0 : IAX_PORT];
}

/** Empty: the server knows none. */
function addressOf({ config, accounts, serverAt }: ClusterParts, server: ServerId, { name, host }: IaxPeer): string {
  const there = host === 'dynamic' ? accounts.hostOf(server, 'IAX2', name) : serverAt(host);
  return there >= 0 ? config.servers[there]!.address : host === 'dynamic' ? '' : host;
}
