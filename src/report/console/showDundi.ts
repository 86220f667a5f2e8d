import { MILLISECOND, SECOND } from '../../kernel/units.ts';
import type { ServerId } from '../../model/ids.ts';
import type { ClusterParts } from '../../model/composition.ts';
import type { Answer } from '../../model/protocol/dundi.ts';
import { sortByWeight } from '../../model/server/dundi/answer.ts';
import { isDynamic, isMonitored, type Peer } from '../../model/server/dundi/peer.ts';
import { statusOf } from '../../model/server/dundi/dundiQualify.ts';
import { printf } from './printf.ts';

/** dundi.h DUNDI_PORT */
export const PORT = 4520;
/** No lookup takes longer: ttl 119 gives 25.8 s, and one that waits for another the same again. */
const LONGEST_LOOKUP = 60 * SECOND;

export function showPeers({ dundi, rules, config, serverAt }: ClusterParts, server: ServerId): string[] {
  const recent = rules.dialect === '16';
  const heading = recent
    ? '%-20.20s %-41s     %-6.6s %-10.10s %-8.8s %-15.15s'
    : '%-20.20s %-15.15s     %-10.10s %-8.8s %-15.15s';
  const row = recent
    ? '%-20.20s %-41s %s %-6d %-10.10s %-8.8s %-15.15s'
    : '%-20.20s %-15.15s %s %-10.10s %-8.8s %-15.15s';
  const titles = recent
    ? ['EID', 'Host', 'Port', 'Model', 'AvgTime', 'Status']
    : ['EID', 'Host', 'Model', 'AvgTime', 'Status'];
  const { peers, eids } = dundi.nodes[server]!;
  const counts = { online: 0, offline: 0, unmonitored: 0 };
  const lines = peers.map((peer) => {
    counts[standing(peer)]++;
    const host = hostOf(peer, config, serverAt);
    const port = recent ? [PORT] : [];
    return printf(
      row,
      eids.text(peer.eid),
      host,
      isDynamic(peer) ? '(D)' : '(S)',
      ...port,
      MODEL[peer.config.model],
      averageOf(peer),
      statusText(peer),
    ).trimEnd();
  });
  const total = `${peers.length} dundi peers [${counts.online} online, ${counts.offline} offline, ${counts.unmonitored} unmonitored]`;
  return [printf(heading, ...titles).trimEnd(), ...lines, total];
}

function hostOf(peer: Peer, config: ClusterParts['config'], serverAt: ClusterParts['serverAt']): string {
  if (isDynamic(peer)) return peer.host < 0 ? '(Unspecified)' : config.servers[peer.host]!.address;
  const named = serverAt(peer.config.host);
  return named >= 0 ? config.servers[named]!.address : peer.config.host;
}

const ORDER = ['Primary', 'Secondary', 'Tertiary', 'Quartiary'] as const;

/**
 * `dundi show peer EID`. Without "In Key" and "Out Key": keys are taken to fit. 1.2 works the order out and does not
 * print it.
 */
export function showPeer({ dundi, rules, config, serverAt }: ClusterParts, server: ServerId, eid: string): string[] {
  const { peers, eids } = dundi.nodes[server]!;
  const peer = peers.find((candidate) => eids.text(candidate.eid) === eid.toLowerCase());
  if (peer === undefined) return [`No such peer '${eid}'`];
  const { model, include, permit, order } = peer.config;
  const recent = rules.dialect === '16';
  const asks = model === 'outbound' || model === 'symmetric';
  const answers = model === 'inbound' || model === 'symmetric';
  return [
    `Peer:    ${eids.text(peer.eid)}`,
    `Model:   ${MODEL[model]}`,
    ...(recent ? [`Order:   ${ORDER[order] ?? 'Unknown'}`] : []),
    `Host:    ${hostOf(peer, config, serverAt)}`,
    ...(recent ? [`Port:    ${PORT}`] : []),
    'Dynamic: no',
    ...(recent ? [] : ['KeyPend: no']),
    'Reg:     No',
    ...(include.length > 0 ? [`Include logic${asks ? '' : ' (IGNORED)'}:`] : []),
    ...include.map(({ context, allow }) => `-- ${allow ? 'include' : 'do not include'} ${context}`),
    ...(permit.length > 0 ? [`Query logic${answers ? '' : ' (IGNORED)'}:`] : []),
    ...permit.map(({ context, allow }) => `-- ${allow ? 'permit' : 'deny'} ${context}`),
    ...(peer.history.length > 0
      ? [
          'Last few query times:',
          ...peer.history.map((ms, index) => `-- ${index + 1}. (${ms} ms)`),
          `Average query time: ${meanMs(peer)} ms`,
        ]
      : []),
  ];
}

const MODEL = { inbound: 'Inbound', outbound: 'Outbound', symmetric: 'Symmetric', none: 'Unknown' } as const;

/** Lagged, unreachable and unknown peers count as offline (facts A10). */
function standing(peer: Peer): 'online' | 'offline' | 'unmonitored' {
  if (!isMonitored(peer)) return 'unmonitored';
  return statusOf(peer) === 'OK' ? 'online' : 'offline';
}

function statusText(peer: Peer): string {
  if (!isMonitored(peer)) return 'Unmonitored';
  const status = statusOf(peer);
  return status === 'OK' || status === 'LAGGED' ? `${status} (${peer.lastMs} ms)` : status;
}

/** Kept with storehistory=yes only. */
function averageOf(peer: Peer): string {
  const average = meanMs(peer);
  return average === 0 ? 'Unavail' : `${average} ms`;
}

function meanMs({ history }: Peer): number {
  return history.length === 0 ? 0 : Math.floor(history.reduce((sum, ms) => sum + ms, 0) / history.length);
}

/** dundi-parser.c:dundi_flags2str. `nopartial` is internal and does not show. */
const OPTION_TEXTS: readonly (readonly [option: string, text: string])[] = [
  ['residential', 'RESIDENCE'],
  ['commercial', 'COMMERCIAL'],
  ['mobile', 'MOBILE'],
  ['nounsolicited', 'NOUNSLCTD'],
  ['nocomunsolicit', 'NOCOMUNSLTD'],
];

function optionsText(options: readonly string[]): string {
  const given = new Set(options.map((option) => option.toLowerCase()));
  return (
    OPTION_TEXTS.filter(([option]) => given.has(option))
      .map(([, text]) => text)
      .join('|') || 'NONE'
  );
}

function flagsText(answer: Answer): string {
  return (
    [answer.exists ? 'EXISTS' : '', answer.matchMore ? 'MATCHMORE' : '', answer.canMatch ? 'CANMATCH' : '']
      .filter((text) => text !== '')
      .join('|') || 'NONE'
  );
}

export function showMappings({ dundi }: ClusterParts, server: ServerId): string[] {
  const format = '%-12.12s %-7.7s %-12.12s %-10.10s %-5.5s %-25.25s';
  const rows = [...dundi.nodes[server]!.config.mappings]
    .reverse()
    .map((mapping) =>
      printf(
        format,
        mapping.context,
        mapping.weight,
        mapping.localContext === '' ? '<none>' : mapping.localContext,
        optionsText(mapping.options),
        mapping.tech === '' ? 'None' : mapping.tech,
        mapping.destination,
      ).trimEnd(),
    );
  return [printf(format, 'DUNDi Cntxt', 'Weight', 'Local Cntxt', 'Options', 'Tech', 'Destination').trimEnd(), ...rows];
}

export function showEntityId({ dundi }: ClusterParts, server: ServerId): string[] {
  const node = dundi.nodes[server]!;
  return [`Global EID for this system is '${node.eids.text(node.self)}'`];
}

export function flush({ dundi }: ClusterParts, server: ServerId): string[] {
  dundi.nodes[server]!.cache.flush();
  return ['DUNDi Cache Flushed'];
}

/** `dundi lookup NUMBER@CONTEXT [bypass]`: takes its time on the virtual clock. */
export function lookup({ sim, dundi }: ClusterParts, server: ServerId, words: readonly string[]): string[] {
  const [number = '', context = 'e164'] = words[2]!.split('@');
  const bypass = words[3]?.toLowerCase() === 'bypass';
  const begun = sim.now;
  const id = dundi.consoleLookups.begin(server, number, context, bypass);
  let ended = dundi.consoleLookups.take(id);
  while (ended === undefined && sim.now < begun + LONGEST_LOOKUP) {
    sim.runSome(begun + LONGEST_LOOKUP, 1);
    ended = dundi.consoleLookups.take(id);
  }
  const answers = sortByWeight(ended?.answers ?? []);
  const rows = answers.flatMap((answer, index) => [
    printf('%3d. %5d %s/%s (%s)', index + 1, answer.weight, answer.tech, answer.destination, flagsText(answer)),
    `     from ${dundi.nodes[server]!.eids.text(answer.eid)}, expires in ${Math.floor(answer.expiration)} s`,
  ]);
  const took = Math.floor((sim.now - begun) / MILLISECOND);
  return [
    ...(rows.length === 0 ? ['DUNDi lookup returned no results.'] : rows),
    `DUNDi lookup completed in ${took} ms`,
  ];
}
