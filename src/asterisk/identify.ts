import type { ReadServer } from './serverConfig.ts';

export interface NamedServer {
  readonly name: string;
  readonly read: ReadServer;
}

export interface Identity {
  readonly name: string;
  /** Dotted address or name; empty when no file tells. */
  readonly address: string;
  readonly entityId: string;
}

/**
 * Who is who: the address and the entity identifier of each server, as far as the files tell.
 *
 * A server's own files hold neither for sure. Its address is in its mappings and in the `host` of others; its
 * identifier, unless it sets
 * one, in the name of the section that others have for its address, which is how Asterisk's default (the network
 * card's) comes to be known.
 *
 * @param addresses that the caller knows better, by server name
 */
export function identifyServers(
  servers: readonly NamedServer[],
  addresses: Readonly<Record<string, string>> = {},
): Identity[] {
  const sections = servers.flatMap(({ name, read }) =>
    read.dundi.peers.map(({ entityId, host }) => ({ from: name, entityId, host })),
  );
  const identities = servers.map(({ name, read }) => {
    const isSet = read.origin.dundi.entityIdPlace !== undefined;
    const { entityId } = read.dundi;
    const fromPeers = isSet ? sections.find((peer) => peer.entityId === entityId)?.host : undefined;
    const given = Object.hasOwn(addresses, name) ? addresses[name] : undefined;
    const advertised = ownAddress(read, 'withOwnSecret');
    // A route to another server by mistake has ${SECRET}, too: the address is that of a peer with another identifier.
    const isOfOther = sections.some((peer) => peer.host === advertised && isSet && peer.entityId !== entityId);
    const own = isOfOther ? (fromPeers ?? advertised) : advertised;
    const address = given ?? own ?? fromPeers ?? ownAddress(read) ?? '';
    const known = isSet
      ? undefined
      : sections.find((peer) => (address !== '' && peer.host === address) || peer.host === name)?.entityId;
    return { name, address, entityId: known ?? entityId };
  });
  return matchTheLast(identities, sections, servers);
}

/** What a server's file says of another. */
interface Mention {
  readonly from: string;
  readonly entityId: string;
  readonly host: string;
}

/**
 * One server that nobody could place, and one peer of others that nobody could: they are the same. The hub, when its
 * file says nothing.
 */
function matchTheLast(
  identities: Identity[],
  mentions: readonly Mention[],
  servers: readonly NamedServer[],
): Identity[] {
  const lost = identities.filter(
    ({ address }, index) =>
      address === '' &&
      servers[index]!.read.dundi.enabled &&
      servers[index]!.read.origin.dundi.entityIdPlace === undefined,
  );
  const [unplaced] = lost;
  if (unplaced === undefined || lost.length > 1) return identities;
  const free = mentions.filter(
    ({ from, entityId, host }) =>
      from !== unplaced.name && !identities.some((other) => other.entityId === entityId || other.address === host),
  );
  if (new Set(free.map((mention) => mention.entityId)).size !== 1) return identities;
  const { entityId, host } = free[0]!;
  return identities.map((identity) => (identity === unplaced ? { ...identity, address: host, entityId } : identity));
}

/**
 * The address that the server's mappings tell others to call. `${SECRET}` is the secret of the server that answers
 * (pbx_dundi.c:dundi_lookup_local), so a mapping with it means the server itself; another may be a route to a gateway.
 */
export function ownAddress(read: ReadServer, which: 'any' | 'withOwnSecret' = 'any'): string | undefined {
  for (const { destination } of read.dundi.mappings) {
    if (which === 'withOwnSecret' && !destination.includes('${SECRET}')) continue;
    const address = addressIn(destination);
    if (address !== undefined) return address;
  }
  return undefined;
}

/** The dotted address that the destination of a mapping has others call; undefined: a name, or a variable. */
export function addressIn(destination: string): string | undefined {
  return /(?:^|@)(\d+\.\d+\.\d+\.\d+)/.exec(destination)?.[1];
}
