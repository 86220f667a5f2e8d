import type { ClusterFacts } from '../engine/clusterFacts.ts';
import { pointOf, type Layout, type Point } from './stageLayout.ts';

/** Pixels beside a link that still take a click. */
const REACH = 7;

/** A link that is drawn: a server, and the other end, a server or behind them the database. */
export interface Link {
  readonly server: number;
  readonly to: number;
}

/** DUNDi peers, each pair once, and the servers' ways to the database, which many servers would make a wall of. */
export function linksOf({ servers }: ClusterFacts, { isDense, database }: Layout): readonly Link[] {
  const peers = servers.flatMap(({ peers: others, isHub }, server) =>
    others.filter((peer) => isHub || !servers[peer]!.isHub).map((to) => ({ server, to })),
  );
  if (isDense || database === undefined) return peers;
  return [...peers, ...servers.flatMap(({ isHub }, server) => (isHub ? [] : [{ server, to: servers.length }]))];
}

/** What the scenario has made of the link between two hosts; host `servers.length` is the database, -1 in faults. */
export function linkStateAt(
  { faults, servers }: Pick<ClusterFacts, 'faults' | 'servers'>,
  a: number,
  b: number,
  at: number,
): 'fine' | 'poor' | 'cut' {
  const own = (host: number): number => (host === servers.length ? -1 : host);
  const [x, y] = [own(a), own(b)];
  let isCut = false;
  let isPoor = false;
  for (const fault of faults) {
    if (fault.at > at || !('between' in fault)) continue;
    const { kind, between, and } = fault;
    if (!((between.includes(x) && and.includes(y)) || (between.includes(y) && and.includes(x)))) continue;
    if (kind === 'partition' || kind === 'heal') isCut = kind === 'partition';
    else isPoor = kind === 'degrade';
  }
  return isCut ? 'cut' : isPoor ? 'poor' : 'fine';
}

/** The nearest link to a point of the stage, both in pixels; undefined: none is near. */
export function linkAt(facts: ClusterFacts, layout: Layout, size: Point, point: Point): Link | undefined {
  let nearest: Link | undefined;
  let least = REACH;
  for (const link of linksOf(facts, layout)) {
    const [a, b] = [pointOf(layout, link.server)!, pointOf(layout, link.to)!];
    const away = distance(point, { x: a.x * size.x, y: a.y * size.y }, { x: b.x * size.x, y: b.y * size.y });
    if (away > least) continue;
    nearest = link;
    least = away;
  }
  return nearest;
}

/** Of a point from the line between two others. */
function distance(p: Point, a: Point, b: Point): number {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.max(0, Math.min(1, ((p.x - a.x) * dx + (p.y - a.y) * dy) / length));
  return Math.hypot(p.x - a.x - along * dx, p.y - a.y - along * dy);
}
