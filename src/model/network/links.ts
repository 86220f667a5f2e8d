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
  /** Servers and the database, `from * machines + to`; undefined: the usual path. */
  private readonly paths: (Path | undefined)[];
  /** Paths that are degraded, as they were before. */
  private readonly configured = new Map<number, Path | undefined>();
  /** By host; undefined: no phone's link is degraded. */
  private phonePaths: (Path | undefined)[] | undefined;
  private readonly cut: Uint8Array;
  private readonly machines: number;

  /** `machines`: the servers and the database, whose hosts are the first. */
  constructor(config: NetworkConfig, machines: number, indexOf: (name: string) => number) {
    this.usual = { delay: config.delay, loss: config.loss, duplicates: 0 };
    this.machines = machines;
    this.paths = new Array<Path | undefined>(this.machines * this.machines).fill(undefined);
    this.cut = new Uint8Array(this.machines * this.machines);
    for (const link of config.links) {
      const [a, b] = [indexOf(link.between[0]), indexOf(link.between[1])];
      const path = { delay: link.delay, loss: link.loss, duplicates: 0 };
      this.paths[a * this.machines + b] = path;
      this.paths[b * this.machines + a] = path;
    }
  }

  /** As it is now. */
  path(from: HostId, to: HostId): Path {
    if (from >= this.machines) return this.phonePaths?.[from] ?? this.usual;
    if (to >= this.machines) return this.phonePaths?.[to] ?? this.usual;
    return this.paths[from * this.machines + to] ?? this.usual;
  }

  /** Not cut off from each other. Phones are always reachable: they are powered or not. */
  reaches(from: HostId, to: HostId): boolean {
    if (from >= this.machines || to >= this.machines) return true;
    return this.cut[from * this.machines + to] === 0;
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
        this.cut[a * this.machines + b] = reach ? 0 : 1;
        if (!oneWay) this.cut[b * this.machines + a] = reach ? 0 : 1;
      }
    }
  }

  /** From now on datagrams between the two, either way, fare so; undefined: as configured. */
  degrade(a: HostId, b: HostId, quality: LinkQuality | undefined): void {
    for (const at of [a * this.machines + b, b * this.machines + a]) {
      if (!this.configured.has(at)) this.configured.set(at, this.paths[at]);
      const before = this.configured.get(at);
      this.paths[at] = quality === undefined ? before : changed(before ?? this.usual, quality);
    }
  }

  /** The same for what a phone sends and gets. */
  degradePhone(phone: HostId, quality: LinkQuality | undefined): void {
    this.phonePaths ??= [];
    this.phonePaths[phone] = quality === undefined ? undefined : changed(this.usual, quality);
  }
}

function changed(path: Path, { delay, loss, duplicates }: LinkQuality): Path {
  return { delay: delay ?? path.delay, loss: loss ?? path.loss, duplicates };
}
