import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { spreadOf, type Spread } from './figures.ts';
import type { Round, Workplace } from './rounds.ts';
import { SCENARIOS, registrations, type Workload } from './workloads.ts';

/** Workloads that differ in one number. */
export interface GrowthSeries {
  readonly name: string;
  /** What grows, for the axis: `phones`. */
  readonly of: string;
  readonly workloads: readonly Workload[];
}

/** What one size of a series costs. */
export interface GrowthPoint {
  readonly size: number;
  /** CPU nanoseconds per event. */
  readonly cost: Spread;
  readonly events: number;
  /** Heap and typed arrays after a full collection, bytes for each of `size`. */
  readonly bytesEach: number;
}

export interface Growth {
  readonly name: string;
  readonly of: string;
  readonly points: readonly GrowthPoint[];
  /**
   * Of a straight line through the logarithms of cost and size: 0 when an event costs the same at every size, 1 when
   * it costs in proportion to the size.
   */
  readonly exponent: number;
}

/** Phones at each server of the series in which servers or peers grow; each makes 2 calls an hour. The paper's patterns have four digits. */
const PHONES_PER_SERVER = 40;

/** What may grow in a cluster: phones, servers of a star, peers of each server of a full mesh. */
export function growthSeries(place: Workplace, isLarge: boolean): readonly GrowthSeries[] {
  const mesh = meshFolders(place);
  return [
    {
      name: 'phones that only register',
      of: 'phones',
      workloads: [
        registrations('model', '1e3', 1_000, '2h'),
        registrations('model', '1e4', 10_000, '30m'),
        registrations('model', '1e5', 100_000, '5m'),
        ...(isLarge ? [registrations('model', '1e6', 1_000_000, '5m')] : []),
      ],
    },
    {
      name: 'phones that call, at 6 servers',
      of: 'phones',
      workloads: [
        calling(star(5), 500, 'phones', '12h'),
        calling(star(5), 1_000, 'phones', '6h'),
        calling(star(5), 2_000, 'phones', '3h'),
        calling(star(5), 4_000, 'phones', '90m'),
        calling(star(5), 8_000, 'phones', '45m'),
      ],
    },
    {
      name: 'servers around one hub, 40 phones each',
      of: 'registration servers',
      workloads: [
        [5, '8h'],
        [10, '4h'],
        [20, '2h'],
        [50, '30m'],
        [100, '10m'],
        [200, '3m'],
      ].map(([servers, until]) => grown(star(Number(servers)), Number(servers), 'servers', String(until))),
    },
    {
      name: 'servers of a full mesh, 40 phones each',
      of: 'peers of each server',
      workloads: [
        [4, '8h'],
        [9, '4h'],
        [19, '2h'],
        [49, '30m'],
        [99, '10m'],
      ].map(([peers, until]) =>
        grown(meshOf(mesh, Number(peers) + 1), Number(peers), 'peers', String(until), Number(peers) + 1),
      ),
    },
  ];
}

function grown(servers: string, size: number, what: string, until: string, count = size): Workload {
  return { ...calling(servers, PHONES_PER_SERVER * count, what, until), name: `growth-${what}-${size}`, size };
}

/** Phones that register each hour and make 2 calls in it, by `DUNDILOOKUP()`: no lookup waits for a dialplan lock. */
function calling(servers: string, phones: number, what: string, duration: string): Workload {
  const text = `title: growth
profile: asterisk-16
duration: ${duration}
start: steady
servers:
${servers}
phones:
  office: { numbers: 1000..${999 + phones}, home: round-robin, expires: 3600s }
calls:
  - { perPhone: 2/h, talk: exponential 60s }
`;
  return { name: `growth-${what}-${phones}`, kind: 'model', scenario: { text }, size: phones };
}

function star(servers: number): string {
  return `  dunpbx1: { conf: ${SCENARIOS}/paper-16/dunpbx1 }
  regpbx1..${servers}: { conf: ${SCENARIOS}/paper-16/regpbx1, context: phones-function, address: 10.10.10.121.. }`;
}

function meshOf({ first, others }: Mesh, servers: number): string {
  return `  regpbx1: { conf: ${first}, context: phones-function, address: 10.10.10.121 }
  regpbx2..${servers}: { conf: ${others}, context: phones-function, address: 10.10.10.122.. }`;
}

interface Mesh {
  readonly first: string;
  readonly others: string;
}

/** The paper's regpbx1 with no hub: the first server and the others each have a peer section for the other. */
function meshFolders(place: Workplace): Mesh {
  const one = { name: 'first', eid: '02:00:0a:0a:0a:79', address: '10.10.10.121' };
  const two = { name: 'others', eid: '02:00:0a:0a:0a:7a', address: '10.10.10.122' };
  const folderOf = (own: typeof one, other: typeof one): string => {
    const folder = join(place.dir, 'mesh', own.name);
    mkdirSync(folder, { recursive: true });
    cpSync(`${SCENARIOS}/paper-16/regpbx1`, folder, { recursive: true });
    const text = readFileSync(join(folder, 'dundi.conf'), 'utf8')
      .replace(/^entityid=.*$/m, `entityid=${own.eid}`)
      .replaceAll('10.10.10.121', own.address)
      .replace(/^\[00:14:22:23:26:2E\].*$/m, `[${other.eid}]`)
      .replace(/^host = .*$/m, `host = ${other.address}`);
    writeFileSync(join(folder, 'dundi.conf'), text);
    return folder;
  };
  return { first: folderOf(one, two), others: folderOf(two, one) };
}

export function growthOf(
  { name, of }: Pick<GrowthSeries, 'name' | 'of'>,
  sizes: readonly { readonly size: number; readonly rounds: readonly Round[] }[],
): Growth {
  const points = sizes.map(({ size, rounds }) => ({
    size,
    cost: spreadOf(rounds.map(({ cost }) => cost)),
    events: rounds[0]!.events!,
    bytesEach: rounds[0]!.bytesEach!,
  }));
  return { name, of, points, exponent: exponentOf(points) };
}

/** Least squares on the logarithms of the medians; 0 for a single size. */
function exponentOf(points: readonly GrowthPoint[]): number {
  const at = points.map(({ size, cost }) => ({ x: Math.log(size), y: Math.log(cost.median) }));
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(at.map((point) => point.x)), mean(at.map((point) => point.y))];
  const squares = mean(at.map((point) => (point.x - x) * (point.x - x)));
  return squares === 0 ? 0 : mean(at.map((point) => (point.x - x) * (point.y - y))) / squares;
}

export function growthTable(all: readonly Growth[]): string {
  const rows = all.flatMap(({ name, of, points, exponent }) => [
    `${name}: slope ${exponent.toFixed(2)}`,
    `${of.padStart(24)}  ns/event         range      events   bytes each`,
    ...points.map(
      ({ size, cost, events, bytesEach }) =>
        `${size.toLocaleString('en').padStart(24)}${cost.median.toFixed(0).padStart(10)}  ${`${cost.min.toFixed(0)}..${cost.max.toFixed(0)}`.padStart(12)}${(events / 1e6).toFixed(2).padStart(10)}M${bytesEach.toFixed(0).padStart(13)}`,
    ),
    '',
  ]);
  return `${rows.join('\n')}\nSlope: of a straight line through the logarithms of cost and size. 0: an event costs the same at every size.\n`;
}
