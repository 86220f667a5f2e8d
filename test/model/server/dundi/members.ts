import type { DundiConfig, DundiMapping, DundiPeerConfig, ServerConfig } from '../../../../src/model/config.ts';

/** What is different about one server; the rest is as the paper's, cachetime 5, ttl 2, qualify 2000. */
export interface Member extends Partial<Omit<DundiConfig, 'mappings' | 'peers'>> {
  /** Peers by name, in the order of dundi.conf, or with what is different about them. */
  readonly peers?: readonly (string | (Partial<DundiPeerConfig> & { readonly name: string }))[];
  /** Numbers of the mapped context `numbers`. */
  readonly numbers?: readonly string[];
  /** Over one mapping of `priv`: `{}` a placeholder. */
  readonly mappings?: readonly Partial<DundiMapping>[];
}

/** The n-th server has EID 00:00:00:00:00:0n. */
function eidOf(name: string, members: Readonly<Record<string, Member>>): string {
  return `00:00:00:00:00:0${Object.keys(members).indexOf(name)}`;
}

/** What `joinDundi` needs of a server of that name. */
export function configOf(name: string, members: Readonly<Record<string, Member>>): ServerConfig {
  const { peers = [], mappings = [{}], numbers: _, ...rest } = members[name]!;
  const dundi: DundiConfig = {
    enabled: true,
    entityId: eidOf(name, members),
    cacheTime: 5,
    ttl: 2,
    autokillMs: 2000,
    storeHistory: false,
    outgoingSipTech: 'PJSIP',
    outgoingEndpoint: '',
    keys: undefined,
    mappings: mappings.map((mapping) => ({
      context: 'priv',
      localContext: 'numbers',
      weight: 0,
      weightText: '',
      tech: 'IAX2',
      destination: `${name}/\${NUMBER}`,
      noPartial: true,
      options: [],
      ...mapping,
    })),
    peers: peers.map((peer) => {
      const { name: other, ...different } = typeof peer === 'string' ? { name: peer } : peer;
      return {
        entityId: eidOf(other, members),
        model: 'symmetric',
        inKey: 'dundi',
        outKey: 'dundi',
        host: other,
        registers: false,
        qualifyMs: 2000,
        order: 0,
        include: [{ context: 'priv', allow: true }],
        permit: [{ context: 'priv', allow: true }],
        ...different,
      };
    }),
    ...rest,
  };
  return { name, address: name, dundi } as unknown as ServerConfig;
}
