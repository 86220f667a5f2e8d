import { assert } from '../../kernel/assert.ts';
import { meanOf } from '../../kernel/random/distributionMoments.ts';
import type { Distribution } from '../../kernel/random/distributions.ts';
import type { Micros } from '../../kernel/units.ts';
import type { LinkQuality, NetworkConfig } from '../config.ts';
import type { HostId } from '../ids.ts';

/** What a datagram meets on its way. */
export interface Path {
  readonly delay: Distribution;
  readonly loss: number;
  /** 0..1, each datagram alone. */
  readonly duplicates: number;
}

/**
 * The links between machines: their delay and loss, and which are cut or degraded. Those between servers and the
 * database are known one by one; all of a phone's are alike.
 *
 * They know no message, and no machine that is off.
 */
export class Links {
  private readonly usual: Path;
  /** Servers and the database, by `from`, then `to`; undefined: the usual path. 1,000 servers have a million pairs, most of them usual. */
  private readonly paths: (Path | undefined)[][] = [];
  /** Paths that are degraded, as they were before, by `from * machines + to`. */
  private readonly configured = new Map<number, Path | undefined>();
  /** By host; undefined: no phone's link is degraded. */
  private phonePaths: (Path | undefined)[] | undefined;
  /** By `from`: the machines that it does not reach. */
  private readonly cut = new Map<HostId, Set<HostId>>();
  private readonly machines: number;

  /** `machines`: the servers and the database, whose hosts are the first. */
  constructor(config: NetworkConfig, machines: number, indexOf: (name: string) => number) {
    this.usual = { delay: config.delay, loss: config.loss, duplicates: 0 };
    this.machines = machines;
    for (const link of config.links) {
      const [a, b] = [indexOf(link.between[0]), indexOf(link.between[1])];
      const path = { delay: link.delay, loss: link.loss, duplicates: 0 };
      this.setPath(a, b, path);
      this.setPath(b, a, path);
    }
  }

  /** As it is now. */
  path(from: HostId, to: HostId): Path {
    if (from >= this.machines) return this.phonePaths?.[from] ?? this.usual;
    if (to >= this.machines) return this.phonePaths?.[to] ?? this.usual;
    return this.paths[from]?.[to] ?? this.usual;
  }

  /** Not cut off from each other. Phones are always reachable: they are powered or not. */
  reaches(from: HostId, to: HostId): boolean {
    return this.cut.size === 0 || this.cut.get(from)?.has(to) !== true;
  }

  /** Mean time there and back. */
  roundTrip(a: HostId, b: HostId): Micros {
    return meanOf(this.path(a, b).delay) + meanOf(this.path(b, a).delay);
  }

  /** Of servers and the database; `oneWay`: only for what `between` sends to `and`. */
  setReach(between: readonly HostId[], and: readonly HostId[], reach: boolean, oneWay = false): void {
    for (const a of between) {
      for (const b of and) {
        assert(a < this.machines && b < this.machines, `hosts ${a} and ${b}: a phone is reached or without power`);
        this.setCut(a, b, reach);
        if (!oneWay) this.setCut(b, a, reach);
      }
    }
  }

  /** From now on datagrams between the two, either way, fare so; undefined: as configured. */
  degrade(a: HostId, b: HostId, quality: LinkQuality | undefined): void {
    for (const [from, to] of [[a, b] as const, [b, a] as const]) {
      const pair = from * this.machines + to;
      if (!this.configured.has(pair)) this.configured.set(pair, this.paths[from]?.[to]);
      const before = this.configured.get(pair);
      this.setPath(from, to, quality === undefined ? before : changed(before ?? this.usual, quality));
    }
  }

  /** The same for what a phone sends and gets. */
  degradePhone(phone: HostId, quality: LinkQuality | undefined): void {
    this.phonePaths ??= [];
    this.phonePaths[phone] = quality === undefined ? undefined : changed(this.usual, quality);
  }

  private setPath(from: number, to: number, path: Path | undefined): void {
    const row = (this.paths[from] ??= []);
    while (row.length < to) row.push(undefined); // Without holes.
    row[to] = path;
  }

  private setCut(from: HostId, to: HostId, reach: boolean): void {
    const there = this.cut.get(from) ?? new Set();
    this.cut.set(from, there);
    if (reach) there.delete(to);
    else there.add(to);
  }
}

function changed(path: Path, { delay, loss, duplicates }: LinkQuality): Path {
  return { delay: delay ?? path.delay, loss: loss ?? path.loss, duplicates };
}
