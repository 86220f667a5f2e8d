import type { DundiConfig, DundiMapping, DundiPeerConfig } from '../../model/config.ts';
import { didYouMean } from '../../text/nearest.ts';
import type { Reading } from '../reading/reader.ts';
import { PEER_ORDERS, type ServerData } from '../reading/schema.ts';
import type { ServerDraft } from './serverDraft.ts';
import type { Path } from '../reading/tree.ts';

type PeerData = NonNullable<ServerData['peers']>[string];
type MappingData = NonNullable<ServerData['mappings']>[string];

/**
 * `peers:` and `mappings:` of a server, put over what its dundi.conf says. `*` comes first, so that a name overrules
 * it.
 */
export function withDundiOverlay(
  draft: ServerDraft,
  data: ServerData,
  all: readonly ServerDraft[],
  reading: Reading,
): ServerDraft {
  const path: Path = ['servers', draft.name];
  let { dundi } = draft.read;
  for (const [name, peer] of allFirst(data.peers))
    dundi = withPeer(dundi, name, peer, all, [...path, 'peers', name], reading);
  for (const [name, mapping] of allFirst(data.mappings))
    dundi = withMapping(dundi, name, mapping, [...path, 'mappings', name], reading);
  return dundi === draft.read.dundi ? draft : { ...draft, read: { ...draft.read, dundi } };
}

function allFirst<T>(named: Readonly<Record<string, T>> | undefined): readonly (readonly [string, T])[] {
  return Object.entries(named ?? {}).sort(([a], [b]) => Number(b === '*') - Number(a === '*'));
}

function withPeer(
  dundi: DundiConfig,
  name: string,
  change: PeerData,
  all: readonly ServerDraft[],
  path: Path,
  reading: Reading,
): DundiConfig {
  const server = all.find((draft) => draft.name === name);
  const isMeant = ({ entityId, host }: DundiPeerConfig): boolean =>
    name === '*' ||
    entityId === name.toLowerCase() ||
    host === name ||
    (server !== undefined && (entityId === server.read.dundi.entityId || host === server.address));
  if (name !== '*' && !dundi.peers.some(isMeant)) {
    const known = all
      .filter((draft) => dundi.peers.some((peer) => peer.entityId === draft.read.dundi.entityId))
      .map((draft) => draft.name);
    reading.mistakeAtKey(
      path,
      `the server has no peer "${name}"${didYouMean(name, known) || (known.length > 0 ? `; its peers are ${known.slice(0, 12).join(', ')}` : '')}`,
    );
  }
  const changed = (peer: DundiPeerConfig): DundiPeerConfig => ({
    ...peer,
    qualifyMs: change.qualify ?? peer.qualifyMs,
    order: change.order === undefined ? peer.order : PEER_ORDERS.indexOf(change.order),
    model: change.model ?? peer.model,
  });
  return { ...dundi, peers: dundi.peers.map((peer) => (isMeant(peer) ? changed(peer) : peer)) };
}

function withMapping(dundi: DundiConfig, name: string, change: MappingData, path: Path, reading: Reading): DundiConfig {
  const isMeant = ({ context }: DundiMapping): boolean => name === '*' || context === name;
  if (name !== '*' && !dundi.mappings.some(isMeant)) {
    const known = dundi.mappings.map(({ context }) => context);
    reading.mistakeAtKey(
      path,
      `the server has no mapping "${name}"${didYouMean(name, known) || (known.length > 0 ? `; there are ${known.join(', ')}` : '')}`,
    );
  }
  const changed = (mapping: DundiMapping): DundiMapping => ({
    ...mapping,
    weight: change.weight ?? mapping.weight,
    weightText: change.weight === undefined ? mapping.weightText : '',
    noPartial: change.nopartial ?? mapping.noPartial,
  });
  return { ...dundi, mappings: dundi.mappings.map((mapping) => (isMeant(mapping) ? changed(mapping) : mapping)) };
}
