import type { ClusterConfig, Fault } from '../model/config.ts';

/** Parts of a document that only some scenarios have. */
export type SectionName = 'trunks' | 'standbys' | 'transfers' | 'segments' | 'named' | 'storms' | 'balance' | 'joins';

/** What a scenario must have for that part. */
export const SECTION_NEEDS: Readonly<Record<SectionName, string>> = {
  trunks: 'a server with "trunks"',
  standbys: '"standby" or a fault "takeOver"',
  transfers: 'calls with "transfer"',
  segments: '"network.segments"',
  named: 'calls with a "name"',
  storms: 'a fault "powerOn", "restart" or "takeOver"',
  balance: 'phones with "balance"',
  joins: 'a fault "reload" that adds a server',
};

/** The parts that the document of a run with this configuration has. */
export function sectionsOf(config: ClusterConfig): ReadonlySet<SectionName> {
  const faults = config.faults ?? [];
  const has = (kind: Fault['kind']): boolean => faults.some((fault) => fault.kind === kind);
  const parts: Readonly<Record<SectionName, boolean>> = {
    trunks: config.servers.some(({ trunks }) => Object.keys(trunks).length > 0),
    standbys: standbyServers(config).length > 0,
    transfers: config.calls.some(({ transfer }) => transfer !== undefined),
    segments: config.network.segments !== undefined,
    named: config.calls.some(({ name }) => name !== ''),
    storms: has('powerOn') || has('restart') || has('takeOver'),
    balance: config.balanced,
    joins: faults.some((fault) => fault.kind === 'reload' && fault.adds.length > 0),
  };
  return new Set((Object.keys(parts) as SectionName[]).filter((name) => parts[name]));
}

/** Servers whose address a standby may take: those that a monitor asks, and those of the fault `takeOver`. */
export function standbyServers({ standby, faults = [] }: ClusterConfig): readonly number[] {
  const asked = standby.interval > 0 ? standby.servers : [];
  const named = faults.flatMap((fault) => (fault.kind === 'takeOver' ? [fault.server] : []));
  return [...new Set([...asked, ...named])].sort((a, b) => a - b);
}
