import type { ClusterFacts } from '../engine/clusterFacts.ts';

/** A point of the stage, of which the upper left is 0, 0 and the lower right 1, 1. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Phones of one group and one home server. */
export interface Block {
  readonly group: number;
  readonly home: number;
  /** Phones, by their places. */
  readonly phones: readonly number[];
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly columns: number;
  readonly rows: number;
}

/** Where everything is drawn. */
export interface Layout {
  readonly servers: readonly Point[];
  /** Undefined: no server uses one. */
  readonly database: Point | undefined;
  readonly blocks: readonly Block[];
  /** By the phone's place. */
  readonly phones: readonly Point[];
  /** Many servers: their boxes show little. */
  readonly isDense: boolean;
  /** Boxes in a row, at most. */
  readonly perRow: number;
}

/** Most servers in one row; more are drawn in two. */
const ROW = 10;

const STAGGER = 0.045;

/** At both sides, where boxes are wider than their share of the row. */
const INSET = 0.015;

/** The hub and the database above, the registration servers in rows, each with its phones below. */
export function layoutOf({ servers, phones, hub, usesDatabase }: ClusterFacts): Layout {
  const askers = servers.map((_, place) => place).filter((place) => place !== hub);
  const perRow = askers.length > ROW ? Math.ceil(askers.length / Math.ceil(askers.length / (2 * ROW))) : askers.length;
  const rows = Math.max(1, Math.ceil(askers.length / perRow));
  const band = 0.76 / rows;
  const points: Point[] = new Array(servers.length);
  if (hub >= 0) points[hub] = { x: 0.5, y: 0.115 };
  askers.forEach((server, i) => {
    const row = Math.floor(i / perRow);
    const inRow = Math.min(perRow, askers.length - row * perRow);
    // Names of many servers have room at two heights.
    const lift = askers.length > ROW ? (i % 2) * STAGGER : 0;
    const inset = askers.length > ROW ? INSET : 0;
    points[server] = {
      x: inset + ((1 - 2 * inset) * ((i % perRow) + 0.5)) / inRow,
      y: 0.24 + row * band + band * 0.24 - lift,
    };
  });
  const width = 0.86 / Math.max(1, Math.min(perRow, askers.length));
  const blocks = blocksOf(phones, points, {
    width,
    top: band * (rows === 1 ? 0.28 : 0.16),
    height: band * (rows === 1 ? 0.46 : 0.56),
  });
  const places: Point[] = new Array(phones.numbers.length);
  for (const block of blocks) block.phones.forEach((phone, i) => (places[phone] = pointIn(block, i)));
  const database = usesDatabase ? { x: 0.88, y: 0.11 } : undefined;
  return { servers: points, database, blocks, phones: places, isDense: askers.length > ROW, perRow };
}

function blocksOf(
  { groups, homes }: ClusterFacts['phones'],
  points: readonly Point[],
  box: { readonly width: number; readonly top: number; readonly height: number },
): Block[] {
  const members = new Map<string, number[]>();
  groups.forEach((group, phone) => {
    const key = `${homes[phone]} ${group}`;
    const known = members.get(key);
    if (known === undefined) members.set(key, [phone]);
    else known.push(phone);
  });
  const perHome = new Map<number, number[][]>();
  for (const phones of members.values()) {
    const home = homes[phones[0]!]!;
    perHome.set(home, [...(perHome.get(home) ?? []), phones]);
  }
  return [...perHome].flatMap(([home, lists]) => {
    const gap = 0.02;
    const height = (box.height - gap * (lists.length - 1)) / lists.length;
    return lists.map((phones, i): Block => {
      const columns = Math.max(
        1,
        Math.min(phones.length, Math.ceil(Math.sqrt((phones.length * box.width * 1.8) / height))),
      );
      const { x, y } = points[home]!;
      const at = { x: x - box.width / 2, y: y + box.top + i * (height + gap), width: box.width, height };
      return { group: groups[phones[0]!]!, home, phones, ...at, columns, rows: Math.ceil(phones.length / columns) };
    });
  });
}

function pointIn(block: Block, i: number): Point {
  const column = i % block.columns;
  const row = Math.floor(i / block.columns);
  return {
    x: block.x + ((column + 0.5) / block.columns) * block.width,
    y: block.y + ((row + 0.5) / block.rows) * block.height,
  };
}

/** Of any host; undefined: it is not drawn. */
export function pointOf(layout: Layout, host: number): Point | undefined {
  const { servers, database, phones } = layout;
  if (host < servers.length) return servers[host];
  return host === servers.length ? database : phones[host - servers.length - 1];
}
