import type { ProfileName } from '../../src/model/profiles.ts';
import type { Random } from '../fuzz/random.ts';
import { addressOf } from './written/folders.ts';

/** What a cluster of the swarm is made of: a folder of configuration, and who calls whom beside the phones. */
export interface Shape {
  readonly profile: ProfileName;
  /** Shipped folder with a folder for each server, or one that is each registration server's. */
  readonly folder: string;
  /** One folder for all registration servers; their hub has this one. */
  readonly hub?: string;
  readonly has?: 'parking' | 'trunks' | 'queue' | 'written';
}

/** Files that the swarm writes itself, behind the scenario. */
const WRITTEN = './conf';

/** Those that stand here twice are drawn twice as often. */
export const SHAPES: readonly Shape[] = [
  { profile: 'whitepaper', folder: 'paper' },
  { profile: 'asterisk-1.2', folder: 'paper' },
  { profile: 'asterisk-1.2', folder: 'paper' },
  { profile: 'asterisk-16', folder: 'paper-16' },
  { profile: 'asterisk-16', folder: 'paper-16' },
  { profile: 'asterisk-16', folder: 'lab-16' },
  { profile: 'asterisk-22', folder: 'paper-22' },
  { profile: 'asterisk-22', folder: 'paper-22-rt' },
  { profile: 'asterisk-22', folder: 'paper-22-switch' },
  { profile: 'asterisk-22', folder: 'lab-22' },
  { profile: 'asterisk-1.2', folder: 'paper-parking/regpbx', hub: 'paper/dunpbx1', has: 'parking' },
  { profile: 'asterisk-16', folder: 'paper-parking-16/regpbx', hub: 'paper-16/dunpbx1', has: 'parking' },
  { profile: 'asterisk-1.2', folder: 'paper-leak/regpbx', hub: 'paper/dunpbx1' },
  { profile: 'asterisk-1.2', folder: 'paper-chanisavail/regpbx', hub: 'paper/dunpbx1' },
  { profile: 'asterisk-1.2', folder: 'paper-gateways', has: 'trunks' },
  { profile: 'asterisk-16', folder: 'help-desk/pbx', has: 'queue' },
  { profile: 'asterisk-1.2', folder: WRITTEN, has: 'written' },
  { profile: 'asterisk-1.2', folder: WRITTEN, has: 'written' },
  { profile: 'asterisk-16', folder: WRITTEN, has: 'written' },
  { profile: 'asterisk-16', folder: WRITTEN, has: 'written' },
  { profile: 'asterisk-16', folder: WRITTEN, has: 'written' },
  { profile: 'asterisk-22', folder: WRITTEN, has: 'written' },
  { profile: 'asterisk-22', folder: WRITTEN, has: 'written' },
];

/** Shipped folders of all shapes. */
export const SWARM_FOLDERS = [
  ...new Set(SHAPES.flatMap(({ folder, hub }) => (hub === undefined ? [folder] : [folder, hub]))),
].filter((folder) => folder !== WRITTEN);

const GATEWAYS = ['gateway1', 'gateway2'];

/** Names of a cluster's servers: a hub and one to five others, the one or two of a help desk, or two to four offices. */
export function serversOf(random: Random, { has }: Shape): readonly string[] {
  if (has === 'written') return ['pbx1', 'pbx2', 'pbx3', 'pbx4'].slice(0, 2 + random.below(3));
  if (has === 'queue') return ['pbx1', 'pbx2'].slice(0, 1 + random.below(2));
  const regpbx = Array.from({ length: 1 + random.below(5) }, (_, i) => `regpbx${i + 1}`);
  return ['dunpbx1', ...regpbx, ...(has === 'trunks' ? GATEWAYS : [])];
}

/** Servers that phones register at. */
export function homesOf(servers: readonly string[]): readonly string[] {
  return servers.filter((name) => name !== 'dunpbx1' && !GATEWAYS.includes(name));
}

/** The line `asterisk:`, where a folder has all servers. */
export function folderLines({ folder, hub, has }: Shape): readonly string[] {
  if (has === 'written') return [`asterisk: ${folder}`];
  return hub === undefined && has !== 'queue' ? [`asterisk: dundisim:${folder}`] : [];
}

/** The lines of `servers:`; `keys` are the settings that all have. */
export function serverLines(
  random: Random,
  shape: Shape,
  servers: readonly string[],
  keys: readonly string[],
): readonly string[] {
  const { folder, hub, has } = shape;
  if (has === 'written') return servers.map((name, i) => line(name, [`address: ${addressOf(i)}`, ...keys]));
  if (hub === undefined && has !== 'queue') {
    const absent = [1, 2, 3, 4, 5].map((n) => `regpbx${n}`).filter((name) => !servers.includes(name));
    return [
      ...absent.map((name) => `  ${name}: { absent: yes }`),
      ...servers.map((name) => line(name, [...trunksOf(random, name), ...keys])),
    ];
  }
  return servers.map((name, i) => {
    const own =
      name === 'dunpbx1' ? [`conf: dundisim:${hub!}`] : [`conf: dundisim:${folder}`, `address: 10.10.10.${120 + i}`];
    return line(name, [...own, ...keys]);
  });
}

function trunksOf(random: Random, name: string): readonly string[] {
  const setup = random.chance(30) ? ', setup: exponential 2s' : '';
  const size = random.chance(20) ? 'line: e1' : 'channels: 4';
  if (name === 'gateway1') return [`trunks: { g1: { ${size}, spans: 2${setup} }, g2: { channels: 2, spans: 1 } }`];
  return name === 'gateway2' ? ['trunks: { g1: { channels: 2, spans: 1 } }'] : [];
}

function line(name: string, keys: readonly string[]): string {
  return `  ${name}: { ${keys.join(', ')} }`;
}
