import { SECOND } from '../../kernel/units.ts';
import type { ServerId } from '../../model/ids.ts';
import type { ClusterParts } from '../../model/composition.ts';
import type { SipFixedPeer, StaticPeer } from '../../model/config.ts';
import { IN_MEMORY, REGISTERED, UNREACHABLE, type PeerRow } from '../../model/server/registrar/sipPeers.ts';
import { StaticPeers } from '../../model/server/registrar/staticPeers.ts';
import { peerStatus, type PeerStatus } from './peerStatus.ts';
import { printf } from './printf.ts';

/** bindport of chan_sip. */
const SIP_PORT = 5060;

/** A peer as its server sees it. */
interface Shown {
  readonly name: string;
  readonly userName: string;
  readonly context: string;
  readonly callLimit: number;
  readonly isDynamic: boolean;
  /** Empty: the server knows none. */
  readonly address: string;
  readonly port: number;
  /** Seconds until its registration ends; -1: it has none. */
  readonly expires: number;
  readonly status: PeerStatus;
}

/** Peers that Asterisk holds in memory, by name: phones that it knows, and the sections of sip.conf. */
function peersOf(parts: ClusterParts, server: ServerId): readonly Shown[] {
  const { peers, config } = parts;
  const statics = new StaticPeers(config.servers, config.phones);
  const shown = new Map<string, Shown>();
  for (const section of sections(parts, server)) {
    const own = statics.named(server, section.name);
    shown.set(section.name, sectionShown(parts, server, section, own?.callLimit ?? 0));
  }
  peers.eachOf(server, (row) => {
    if (!peers.has(row, IN_MEMORY)) return;
    const phone = phoneShown(parts, server, row, statics.of(server, peers.phoneOf(row)));
    shown.set(phone.name, phone);
  });
  return [...shown.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** A section of type user is no peer. */
function sections({ config }: ClusterParts, server: ServerId): readonly SipFixedPeer[] {
  const { fixedPeers, dynamicPeers = [] } = config.servers[server]!.sip;
  return [...fixedPeers, ...dynamicPeers].filter(({ kind }) => kind !== 'user');
}

function phoneShown(parts: ClusterParts, server: ServerId, row: PeerRow, own: StaticPeer | undefined): Shown {
  const { peers, config, sim } = parts;
  const { sip } = config.servers[server]!;
  const { number, address, port } = config.phones.at(peers.deviceOf(row))!;
  const registered = peers.has(row, REGISTERED);
  const { context, callLimit, qualifyMs } = own ?? sip;
  return {
    name: number,
    userName: number,
    context,
    callLimit,
    isDynamic: true,
    address: registered ? address : '',
    port: registered ? port : 0,
    expires: registered ? Math.max(0, Math.floor((peers.expiresAt.get(row) - sim.now) / SECOND)) : -1,
    status: peerStatus(qualifyMs, peers.has(row, UNREACHABLE) ? -1 : peers.lastMs.get(row)),
  };
}

/** Another server, a host of which the scenario knows nothing, or a phone that is in no group. */
function sectionShown(parts: ClusterParts, server: ServerId, section: SipFixedPeer, callLimit: number): Shown {
  const { config, accounts, serverAt, driverTables } = parts;
  const { name, userName, context, qualifyMs } = section;
  const isDynamic = section.host === 'dynamic';
  const there = isDynamic ? accounts.hostOf(server, 'SIP', name) : serverAt(section.host);
  const address = there >= 0 ? config.servers[there]!.address : isDynamic ? '' : section.host;
  const port = address === '' ? 0 : SIP_PORT;
  const status = peerStatus(qualifyMs, driverTables.peerMs(server, section) ?? 0);
  return { name, userName, context, callLimit, isDynamic, address, port, expires: -1, status };
}

export function showPeers(parts: ClusterParts, server: ServerId): string[] {
  const recent = parts.rules.dialect === '16';
  const format = recent
    ? '%-25.25s %-39.39s %-3.3s %-10.10s %-10.10s %-3.3s %-8s %-11s %-32.32s %s'
    : '%-25.25s  %-15.15s %-3.3s %-3.3s %-3.3s %-8s %-10s';
  const titles = recent
    ? ['Name/username', 'Host', 'Dyn', 'Forcerport', 'Comedia', 'ACL', 'Port', 'Status', 'Description', 'Realtime']
    : ['Name/username', 'Host', 'Dyn', 'Nat', 'ACL', 'Port', 'Status'];
  const all = peersOf(parts, server);
  const fixed = new Set(sections(parts, server).map(({ name }) => name));
  const { realtime } = parts.config.servers[server]!.sip;
  const lines = all.map(({ name, userName, address, isDynamic, port, status }) => {
    const named = userName === '' ? name : `${name}/${userName}`;
    const [host, dynamic] = [address === '' ? '(Unspecified)' : address, isDynamic ? ' D ' : ''];
    const cells = recent
      ? [
          named,
          host,
          dynamic,
          'Auto (No)',
          'No',
          '',
          port,
          status.text,
          '',
          realtime && !fixed.has(name) ? 'Cached RT' : '',
        ]
      : [named, host, dynamic, '', '', port, status.text];
    return printf(format, ...cells).trimEnd();
  });
  return [printf(format, ...titles).trimEnd(), ...lines, totalOf(all, recent)];
}

/**
 * 1.2 counts every peer that it does not monitor as online, with or without an address (chan_sip.c:_sip_show_peers).
 */
function totalOf(all: readonly Shown[], recent: boolean): string {
  const unmonitored = all.filter(({ status }) => status.as === 'unmonitored');
  const online = all.filter(({ status }) => status.as === 'online').length;
  const offline = all.length - unmonitored.length - online;
  if (!recent) return `${all.length} sip peers [${online + unmonitored.length} online , ${offline} offline]`;
  const there = unmonitored.filter(({ address }) => address !== '').length;
  return `${all.length} sip peers [Monitored: ${online} online, ${offline} offline Unmonitored: ${there} online, ${unmonitored.length - there} offline]`;
}

/** Of Asterisk's fifty lines those whose values are modelled, in its order. */
export function showPeer(parts: ClusterParts, server: ServerId, name: string): string[] {
  const it = peersOf(parts, server).find((peer) => peer.name === name);
  if (it === undefined) return [`Peer ${name} not found.`, ''];
  const { sip } = parts.config.servers[server]!;
  const recent = parts.rules.dialect === '16';
  const isRegistered = it.isDynamic && it.address !== '';
  const isSection = sections(parts, server).some((section) => section.name === name);
  const line = (key: string, value: string | number): string => printf('  %-12s : %s', key, value).trimEnd();
  const at = recent
    ? it.address === ''
      ? '(null)'
      : `${it.address}:${it.port}`
    : `${it.address === '' ? '(Unspecified)' : it.address} Port ${it.port}`;
  return [
    '',
    '',
    `  * Name       : ${name}`,
    ...(recent ? [printf('  %-12s: %s', 'Realtime peer', sip.realtime && !isSection ? 'Yes, cached' : 'No')] : []),
    line('Context', it.context),
    line('Call limit', it.callLimit),
    line('Dynamic', it.isDynamic ? 'Yes' : 'No'),
    line('Expire', it.expires),
    line('Addr->IP', at),
    ...(recent && it.isDynamic && sip.regContext !== '' ? [line('Reg. exten', name)] : []),
    printf('  %-12s: %s', 'Def. Username', it.userName),
    line('Status', it.status.text),
    line('Reg. Contact', isRegistered ? `sip:${it.userName}@${it.address}:${it.port}` : ''),
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
