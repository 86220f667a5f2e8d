import { addressToNumber, numberToAddress } from '../../text/ranges.ts';
import type { DundiPeerConfig } from '../../model/config.ts';
import { addressInMappings, identitiesOf } from './conf.ts';
import { familyOf } from '../reading/serverCounts.ts';
import { lastPart } from './confFolders.ts';
import type { ServerDraft } from './serverDraft.ts';

/** Where servers go whose configuration says nowhere what their address is. */
const FIRST_FREE_ADDRESS = 0x0a0a_0b01; // 10.10.11.1

/** An address and an entity identifier for every server, and each in its own configuration. */
export function placed(drafts: readonly ServerDraft[]): readonly ServerDraft[] {
  const counts = new Map<string, number>();
  for (const { conf } of drafts) counts.set(conf, (counts.get(conf) ?? 0) + 1);
  const shared = (conf: string) => counts.get(conf)! > 1;
  const known = entityIdsKnown(drafts);
  const originals = new Map<string, ServerDraft>();
  for (const draft of drafts) {
    if (!originals.has(draft.conf))
      originals.set(draft.conf, shared(draft.conf) ? { ...draft, name: lastPart(draft.conf), address: '' } : draft);
  }
  const identities = identitiesOf([...originals.values()]);
  const taken = new Set(drafts.map(({ address }) => address));
  let free = FIRST_FREE_ADDRESS;
  return drafts.map((draft) => {
    const original = identities.find(({ name }) => name === originals.get(draft.conf)!.name)!;
    const isCopy = shared(draft.conf) && draft.name !== original.name;
    let { address } = draft;
    if (address === '' && !isCopy && addressToNumber(original.address) !== undefined) address = original.address;
    if (address === '') {
      while (taken.has(numberToAddress(free))) free++;
      address = numberToAddress(free++);
    }
    taken.add(address);
    const entityId =
      isCopy && address !== original.address ? (known.get(address) ?? entityIdOfCopy(address)) : original.entityId;
    const routes = new Set(
      isCopy ? [] : identities.filter(({ name }) => name !== draft.name).map((one) => one.address),
    );
    const isWhereOthersSay = !shared(draft.conf) && drafts.some((other) => other !== draft && names(other, address));
    return withIdentity(draft, address, entityId, isWhereOthersSay ? undefined : routes);
  });
}

function names({ read }: ServerDraft, address: string): boolean {
  return read.dundi.peers.some(({ host }) => host === address);
}

/**
 * A server that the scenario moves, or makes from a folder that several share, has its mappings with it.
 *
 * @param others addresses in its mappings that are not its own, but of the servers that it has routes to. Undefined: the
 *   server is where the files of others say, and its mappings stay as they are: another address in them is a mistake.
 */
function withIdentity(
  draft: ServerDraft,
  address: string,
  entityId: string,
  others: ReadonlySet<string> | undefined,
): ServerDraft {
  const { read } = draft;
  const written = addressInMappings(read);
  const mappings =
    others === undefined || written === undefined || written === address || others.has(written)
      ? read.dundi.mappings
      : read.dundi.mappings.map((entry) => ({
          ...entry,
          destination: entry.destination.replace(`@${written}`, `@${address}`),
        }));
  return { ...draft, address, read: { ...read, dundi: { ...read.dundi, entityId, mappings } } };
}

/** By address: the EID by which the first server that has a peer there knows it. */
function entityIdsKnown(drafts: readonly ServerDraft[]): ReadonlyMap<string, string> {
  const known = new Map<string, string>();
  for (const { read } of drafts)
    for (const { host, entityId } of read.dundi.peers) if (!known.has(host)) known.set(host, entityId);
  return known;
}

/**
 * The EID of a server made from a folder that several share, made of its address (a locally administered MAC). Where another
 * server already knows its address by one, that is its own: the hub's printed peers stay what they are.
 */
function entityIdOfCopy(address: string): string {
  const hex = address.split('.').map((byte) => Number(byte).toString(16).padStart(2, '0'));
  return ['02', '00', ...hex].join(':');
}

/**
 * Every server that peers with one made from a shared folder peers with all servers made from it, in the same way.
 * Servers made from one folder peer with each other where the one that they are made from peers with others of its
 * name, as in a mesh.
 */
export function withCopiesKnown(drafts: readonly ServerDraft[]): readonly ServerDraft[] {
  const families = new Map<string, ServerDraft[]>();
  for (const draft of drafts) families.set(draft.conf, [...(families.get(draft.conf) ?? []), draft]);
  return drafts.map((draft) => {
    const peers: DundiPeerConfig[] = [...draft.read.dundi.peers];
    const modelAmong = (servers: readonly ServerDraft[]) =>
      peers.find((peer) => servers.some((server) => isPeer(peer, server)));
    const alike = drafts.filter(({ name, conf }) => conf !== draft.conf && familyOf(name) === familyOf(draft.name));
    for (const [conf, copies] of families) {
      if (copies.length < 2) continue;
      const model = modelAmong(conf === draft.conf ? alike : copies);
      if (model === undefined) continue;
      for (const copy of copies) {
        const { entityId } = copy.read.dundi;
        if (copy !== draft && !peers.some((peer) => peer.entityId === entityId))
          peers.push({ ...model, entityId, host: copy.address });
      }
    }
    return { ...draft, read: { ...draft.read, dundi: { ...draft.read.dundi, peers } } };
  });
}

/** The others, which know nothing of those that are absent. */
export function without(absent: ReadonlySet<string>, drafts: readonly ServerDraft[]): readonly ServerDraft[] {
  if (absent.size === 0) return drafts;
  const gone = drafts.filter(({ name }) => absent.has(name));
  return drafts
    .filter(({ name }) => !absent.has(name))
    .map((draft) => {
      const { read } = draft;
      const stays = ({ entityId, host }: { readonly entityId: string | undefined; readonly host: string }): boolean =>
        !gone.some((server) => isPeer({ entityId, host }, server));
      const dundi = { ...read.dundi, peers: read.dundi.peers.filter(stays) };
      const peerSections = read.origin.dundi.peerSections.filter(stays);
      const origin = { ...read.origin, dundi: { ...read.origin.dundi, peerSections } };
      return { ...draft, read: { ...read, dundi, origin } };
    });
}

function isPeer(
  { entityId, host }: { readonly entityId: string | undefined; readonly host: string },
  { name, address, read }: ServerDraft,
): boolean {
  return entityId === read.dundi.entityId || host === address || host === name;
}
