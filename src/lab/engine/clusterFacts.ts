import { familyOf, type Scenario } from '../../scenario/index.ts';
import type { ClusterConfig, Fault } from '../../model/config.ts';
import { meanOf } from '../../kernel/random/distributionMoments.ts';
import { MESSAGES } from '../../model/protocol/index.ts';

/** A server as the page draws it. */
export interface ServerFacts {
  readonly name: string;
  /** It has the most DUNDi peers: the lookup server. */
  readonly isHub: boolean;
  /** Seconds. */
  readonly cacheTime: number;
  readonly ttl: number;
  /** Of its DUNDi peers, milliseconds, 0 off. */
  readonly qualifyMs: number;
  /** DUNDi peers, as places of servers. */
  readonly peers: readonly number[];
  /** Trunk channels of all groups. */
  readonly trunkChannels: number;
  /** Context in which its phones' calls begin. */
  readonly context: string;
  /** Names of its dialplan's contexts. */
  readonly contexts: readonly string[];
}

/** What a page draws, and what its controls show before they are moved. */
export interface ClusterFacts {
  readonly title: string;
  readonly question: string;
  readonly profile: string;
  readonly seed: string;
  /** µs */
  readonly duration: number;
  readonly servers: readonly ServerFacts[];
  /** Place of the lookup server; -1: there is none. */
  readonly hub: number;
  readonly groups: readonly { readonly name: string; readonly phones: number; readonly expires: number }[];
  /** Of each phone: its number, and the places of its group and of its home server. */
  readonly phones: { readonly numbers: readonly string[]; readonly groups: Int32Array; readonly homes: Int32Array };
  /** Name that numbered registration servers have in common; empty: none. */
  readonly family: string;
  readonly familySize: number;
  /** Calls per second of the first source that is a Poisson process; undefined: there is none. */
  readonly rate: { readonly source: number; readonly perSecond: number } | undefined;
  /** Some server is configured to use the database. */
  readonly usesDatabase: boolean;
  /** Mean time of a SELECT, µs. */
  readonly selectTime: number;
  /** In the order of time. */
  readonly faults: readonly Fault[];
  /** Names and protocols of messages, by kind. */
  readonly messages: readonly { readonly title: string; readonly protocol: string }[];
}

/** The server with the most peers, unless others have as many and it has phones of its own, as in a full mesh: -1. */
function hubOf({ servers, phones }: ClusterConfig): number {
  const peers = servers.map(({ dundi }) => dundi.peers.length);
  const most = Math.max(...peers);
  const hub = peers.indexOf(most);
  const isAlone = peers.lastIndexOf(most) === hub;
  return most > 0 && (isAlone || !phones.some(({ home }) => home === hub)) ? hub : -1;
}

export function factsOf({ config, title, question, seed, expanded }: Scenario): ClusterFacts {
  const hub = hubOf(config);
  const groups = [...new Set(config.phones.map(({ group }) => group))];
  const families = config.servers.filter((_, place) => place !== hub).map(({ name }) => familyOf(name));
  const family = families.every((name) => name === families[0]) ? (families[0] ?? '') : '';
  return {
    title,
    question,
    profile: config.profile,
    seed,
    duration: config.duration,
    servers: config.servers.map((server, place) => serverFacts(config, server, place === hub)),
    hub,
    groups: groups.map((name) => {
      const phones = config.phones.filter(({ group }) => group === name);
      return { name, phones: phones.length, expires: phones[0]!.expires };
    }),
    phones: {
      numbers: config.phones.map(({ number }) => number),
      groups: Int32Array.from(config.phones, ({ group }) => groups.indexOf(group)),
      homes: Int32Array.from(config.phones, ({ home }) => home),
    },
    family,
    familySize: family === '' ? 0 : families.length,
    rate: rateOf(config, expanded),
    usesDatabase: config.servers.some(isClientOfDatabase),
    selectTime: meanOf(config.database.select),
    faults: [...config.faults].sort((one, other) => one.at - other.at),
    messages: MESSAGES.map((message) => ({ title: message.title, protocol: message.protocol })),
  };
}

/** Realtime phones, MYSQL(), functions of func_odbc.conf, or `switch => Realtime`. */
function isClientOfDatabase({ sip, pjsip, dialplan }: ClusterConfig['servers'][number]): boolean {
  return (
    sip.realtime ||
    Object.values(pjsip.stores).some(({ realtime }) => realtime) ||
    Object.keys(dialplan.odbc).length > 0 ||
    Object.keys(dialplan.realtime ?? {}).length > 0 ||
    dialplan.contexts.some(({ steps }) => steps.some(({ application }) => application.toUpperCase() === 'MYSQL'))
  );
}

function serverFacts(
  { servers }: ClusterConfig,
  { name, dundi, trunks, sip, dialplan }: ClusterConfig['servers'][number],
  isHub: boolean,
): ServerFacts {
  const peers = dundi.peers.map(({ host }) => servers.findIndex((one) => one.address === host || one.name === host));
  return {
    name,
    isHub,
    cacheTime: dundi.cacheTime,
    ttl: dundi.ttl,
    qualifyMs: dundi.peers[0]?.qualifyMs ?? 0,
    peers: peers.filter((peer) => peer >= 0),
    trunkChannels: Object.values(trunks).reduce((sum, { channels }) => sum + channels, 0),
    context: sip.context,
    contexts: dialplan.contexts.map((context) => context.name),
  };
}

function rateOf({ calls }: ClusterConfig, expanded: Scenario['expanded']): ClusterFacts['rate'] {
  const written = (expanded as { readonly calls?: readonly Readonly<Record<string, unknown>>[] }).calls ?? [];
  const source = written.findIndex((one) => one['rate'] !== undefined);
  if (source < 0) return undefined;
  const first = calls.find((one) => one.kind === 'poisson');
  return first?.kind === 'poisson' ? { source, perSecond: first.ratePerSecond } : undefined;
}
