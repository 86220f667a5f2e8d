import { area, curveStepAfter, line } from 'd3-shape';
import type { ClusterConfig } from '../../model/config.ts';
import { count } from '../format.ts';
import type { Bin } from '../run/series.ts';
import { valueAxis } from './axes.ts';
import { chart, inWholeSeconds, type ChartRun, type Key } from './frame.ts';
import { el, type Markup } from './svg.ts';

/** Servers in a colour of their own; beyond that only those that a fault hits. */
const MOST_COLOURS = 8;
/** By place in the cluster: dark, light and medium in turn, so that neighbours differ in grey too, one left out or not. */
const SERVERS = ['#0b5a94', '#9ed4f2', '#009e73', '#7a1f5c', '#f3cf6b', '#d55e00', '#3d3d3d', '#efc3da'];
/** Pixels of a band that has room for its name. */
const ROOM = 14;
/** Over bands of any colour. */
const BELIEF = '#000000';
const CROWD = ['#9fb4c7', '#c3d1dd'];

/**
 * Registrations as the servers hold them, stacked, so that the height is the sum and a gap is what nobody holds; and
 * the
 * number of phones that believe themselves registered, which learn of a crash late and of their own power first.
 */
export function phonesChart(bins: readonly Bin[], config: ClusterConfig, of: ChartRun): string {
  const bands = bandsOf(bins, config, of.end);
  const phones = config.phones.length;
  const others = bands.filter(({ crowd }) => crowd).length;
  const keys: Key[] = [
    ...bands.filter((band) => !band.crowd).map(({ name, colour }): Key => ({ label: name, colour, shape: 'box' })),
    ...(others > 0
      ? [
          {
            label: `${count(others)} ${bands.length > others ? 'other ' : ''}servers`,
            colour: CROWD[0]!,
            shape: 'box' as const,
          },
        ]
      : []),
    { label: "by the phones' own belief", colour: BELIEF, shape: 'line' },
    { label: `all ${count(phones)} phones`, colour: '#333333', shape: 'dashes' },
  ];
  const note = `Live registrations as each server counts them (expiry plus grace), stacked, every ${inWholeSeconds(bins[0]!.until - bins[0]!.from)}.`;
  return chart({ ...of, filled: true, title: 'Phones registered, by server', note, keys }, (plot) => {
    const most = Math.max(phones, ...bins.map(allRegistered));
    const axis = valueAxis('phones registered', most, plot, true);
    const below = bins.map(() => 0);
    const areas = bands.map(({ server, name, colour, crowd }) => {
      const changes = changesOf(bins, server, below, plot.x);
      const shape = area<Change>()
        .x((point) => point.x)
        .y0((point) => axis.scale(point.from))
        .y1((point) => axis.scale(point.to))
        .curve(curveStepAfter)
        .digits(1);
      const [from, to] = [axis.scale(changes[0]!.from), axis.scale(changes[0]!.to)];
      return [
        el('path', { d: shape([...changes, { ...changes.at(-1)!, x: plot.right }]) ?? '', fill: colour }),
        ...(crowd || from - to < ROOM ? [] : [bandLabel(name, plot.left + 6, (from + to) / 2 + 4)]),
      ];
    });
    const beliefs = bins.map((bin) => ({ x: plot.x(bin.from), y: axis.scale(bin.believing) }));
    const turns = beliefs.filter(({ y }, i) => i === 0 || y !== beliefs[i - 1]!.y);
    const belief =
      line<(typeof beliefs)[number]>()
        .x(({ x }) => x)
        .y(({ y }) => y)
        .curve(curveStepAfter)
        .digits(1)([...turns, { ...beliefs.at(-1)!, x: plot.right }]) ?? '';
    const all =
      line<number>()
        .x((x) => x)
        .y(() => axis.scale(phones))
        .digits(1)([plot.left, plot.right]) ?? '';
    return [
      ...axis.marks,
      ...areas.map(([band]) => band!),
      ...areas.flatMap(([, ...labels]) => labels),
      el('path', { 'd': belief, 'fill': 'none', 'stroke': BELIEF, 'stroke-width': 1.5 }),
      el('path', { 'd': all, 'stroke': '#333333', 'stroke-width': 1.5, 'stroke-dasharray': '4 3' }),
    ];
  });
}

interface Band {
  readonly server: number;
  readonly name: string;
  readonly colour: string;
  readonly crowd: boolean;
}

function allRegistered(bin: Bin): number {
  let sum = 0;
  for (let server = 0; server < bin.servers; server++) sum += bin.registeredAt(server);
  return sum;
}

/** A step of a band's edges, in phones. */
interface Change {
  readonly x: number;
  readonly from: number;
  readonly to: number;
}

/**
 * The first bin of a band and those where an edge changes; its phones come on top of `below`. A point for each bin, of
 * 1,000 servers and 300 bins, made the peak of memory of a run of 1,000,000 phones.
 */
function changesOf(
  bins: readonly Bin[],
  server: number,
  below: number[],
  x: (at: number) => number,
): readonly Change[] {
  const changes: Change[] = [];
  bins.forEach((bin, i) => {
    const from = below[i]!;
    const to = from + bin.registeredAt(server);
    below[i] = to;
    const last = changes.at(-1);
    if (last?.from !== from || last.to !== to) changes.push({ x: x(bin.from), from, to });
  });
  return changes;
}

function bandLabel(name: string, x: number, y: number): Markup {
  const halo = { 'stroke': '#ffffff', 'stroke-width': 3, 'paint-order': 'stroke' };
  return el('text', { x, y, 'font-size': 11, 'fill': '#222222', ...halo }, name);
}

/** Servers that ever held a registration, those that a fault hits at the bottom. */
function bandsOf(bins: readonly Bin[], config: ClusterConfig, end: number): readonly Band[] {
  const hit = new Set(
    config.faults.filter(({ at }) => at <= end).flatMap((fault) => ('server' in fault ? [fault.server] : [])),
  );
  const used = config.servers
    .map((_, server) => server)
    .filter((server) => bins.some((bin) => bin.registeredAt(server) > 0));
  const ordered = [...used.filter((server) => hit.has(server)), ...used.filter((server) => !hit.has(server))];
  const many = ordered.length > MOST_COLOURS;
  let grey = 0;
  return ordered.map((server) => {
    const crowd = many && !hit.has(server);
    const colour = crowd ? CROWD[grey++ % CROWD.length]! : SERVERS[server % SERVERS.length]!;
    return { server, name: config.servers[server]!.name, colour, crowd };
  });
}
