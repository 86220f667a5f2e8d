import type { Micros } from '../kernel/units.ts';
import type { ClusterConfig } from '../model/config.ts';
import type { ServerId } from '../model/ids.ts';
import type { CallRecord } from '../model/observations.ts';
import type { StoryEvent } from '../model/story/index.ts';
import { keysOf } from './figureKeys.ts';
import { inSeconds, ratio } from './figures.ts';

/** Calls that wanted a channel of a pool while the number of its channels in service stayed the same. */
export interface TrunkPeriod {
  readonly fromSeconds: number;
  readonly seconds: number;
  /** Channels in service. */
  readonly channels: number;
  /** First attempts, and those of them that found no channel. */
  readonly freshCalls: number;
  readonly freshBlocked: number;
  /** All attempts, repeated ones too. */
  readonly attempts: number;
  readonly blocked: number;
  /** First attempts times the mean holding time of a channel. Erlang. */
  readonly offeredErlangs: number;
  /** Mean number of channels taken. Erlang. */
  readonly carriedErlangs: number;
}

/** Trunk groups that calls try one after another: to a call they are one group. */
export interface TrunkPool {
  /** `gateway1 g1`, in the order of the scenario. */
  readonly groups: readonly string[];
  /** Channels of the largest span of those groups that have several; 0: none has. */
  readonly spanChannels: number;
  /** From seizing a channel until its release. */
  readonly meanHoldingSeconds: number;
  /** Repeated attempts, of the attempts that were blocked. */
  readonly againRatio: number;
  readonly periods: readonly TrunkPeriod[];
}

export interface TrunkGroupFigures {
  readonly channels: number;
  readonly spans: number;
  readonly seizures: number;
  /** Attempts that found no free channel in this group; the next gateway may have had one. */
  readonly overflows: number;
  readonly carriedErlangs: number;
  readonly busyMax: number;
}

export interface TrunkFigures {
  /** First attempts of the whole run, and those of them that found no channel. */
  readonly freshCalls: number;
  readonly freshBlocked: number;
  /** All attempts, repeated ones too. */
  readonly attempts: number;
  readonly blocked: number;
  /** Mean number of channels taken. Erlang. */
  readonly carriedErlangs: number;
  /** By server and group. */
  readonly groups: Readonly<Record<string, Readonly<Record<string, TrunkGroupFigures>>>>;
  readonly pools: readonly TrunkPool[];
}

interface Group {
  /** `gateway1 g1`. */
  readonly name: string;
  readonly server: string;
  /** Its key among the groups of the server. */
  readonly key: string;
  readonly channels: number;
  readonly spans: number;
  /** Number of the first group of its pool. */
  pool: number;
  busy: number;
  seizures: number;
  overflows: number;
  area: number;
  busyMax: number;
  /** Channels in service from that time on, and the area by then; at each change of any group. */
  readonly service: { readonly from: Micros; readonly channels: number; readonly area: number }[];
}

/** The trunk groups of all gateways: who found a channel, and how many were taken. */
export class TrunkMeasures {
  private readonly groups: readonly Group[];
  private readonly numbers: ReadonlyMap<string, number>;
  private readonly servers: readonly string[];
  /** Of each call that wanted a channel: its first group, when, whether repeated, whether blocked. */
  private readonly calls: (readonly [group: number, at: Micros, repeated: boolean, blocked: boolean])[] = [];
  /** Blocked attempts that nobody has repeated yet, by who called whom, and which attempt it was. */
  private readonly unrepeated = new Map<string, number>();
  private changedAt: Micros = 0;

  constructor({ servers }: ClusterConfig) {
    this.servers = servers.map(({ name }) => name);
    this.groups = servers
      .flatMap(({ name: server, trunks }) => {
        const keys = keysOf(Object.keys(trunks));
        return Object.entries(trunks).map(([group, config]) => ({ server, group, key: keys.get(group)!, config }));
      })
      .map(({ server, group, key, config: { channels, spans } }, pool) => ({
        name: `${server} ${group}`,
        server,
        key,
        channels,
        spans,
        pool,
        busy: 0,
        seizures: 0,
        overflows: 0,
        area: 0,
        busyMax: 0,
        service: [{ from: 0, channels, area: 0 }],
      }));
    this.numbers = new Map(this.groups.map(({ name }, number) => [name, number]));
  }

  changed(now: Micros, server: ServerId, name: string, busy: number, inService: number): void {
    this.account(now);
    const group = this.groups[this.numberOf(server, name)!]!;
    group.busy = busy;
    group.busyMax = Math.max(group.busyMax, busy);
    if (group.service.at(-1)!.channels === inService) return;
    for (const each of this.groups) {
      const channels = each === group ? inService : each.service.at(-1)!.channels;
      each.service.push({ from: now, channels, area: each.area });
    }
  }

  callEnded(call: CallRecord, story: readonly StoryEvent[]): void {
    const touched: number[] = [];
    for (const event of story) {
      if (event.what !== 'seizes' && event.what !== 'noTrunk') continue;
      const number = this.numberOf(event.server, event.group);
      if (number === undefined) continue;
      touched.push(number);
      if (event.what === 'seizes') this.groups[number]!.seizures += 1;
      else this.groups[number]!.overflows += 1;
    }
    const [first, ...others] = touched;
    if (first === undefined) return;
    for (const other of others) this.join(first, other);
    const blocked = call.outcome === 'blocked';
    this.calls.push([first, call.offeredAt, this.repeatsBlocked(call), blocked]);
    if (blocked) this.change(attemptOf(call, call.redial), 1);
  }

  /** Who calls again after a phone that rang in vain comes back too, and not for want of a channel. */
  private repeatsBlocked(call: CallRecord): boolean {
    const before = attemptOf(call, call.redial - 1);
    if ((this.unrepeated.get(before) ?? 0) === 0) return false;
    this.change(before, -1);
    return true;
  }

  private change(attempt: string, by: 1 | -1): void {
    this.unrepeated.set(attempt, (this.unrepeated.get(attempt) ?? 0) + by);
  }

  figures(end: Micros): TrunkFigures {
    this.account(end);
    const pools = [...new Set(this.groups.map(({ pool }) => pool))];
    const fresh = this.calls.filter(([, , repeated]) => !repeated);
    const groups: Record<string, Record<string, TrunkGroupFigures>> = {};
    for (const { server, key, channels, spans, seizures, overflows, area, busyMax } of this.groups) {
      const carriedErlangs = ratio(area, end);
      (groups[server] ??= {})[key] = { channels, spans, seizures, overflows, carriedErlangs, busyMax };
    }
    return {
      freshCalls: fresh.length,
      freshBlocked: fresh.filter(([, , , blocked]) => blocked).length,
      attempts: this.calls.length,
      blocked: this.calls.filter(([, , , blocked]) => blocked).length,
      carriedErlangs: ratio(
        this.groups.reduce((sum, { area }) => sum + area, 0),
        end,
      ),
      groups,
      pools: pools.map((pool) => this.poolOf(pool, end)),
    };
  }

  private poolOf(pool: number, end: Micros): TrunkPool {
    const groups = this.groups.filter((group) => group.pool === pool);
    const calls = this.calls.filter(([first]) => this.groups[first]!.pool === pool);
    const seizures = groups.reduce((sum, group) => sum + group.seizures, 0);
    const area = groups.reduce((sum, group) => sum + group.area, 0);
    const holding = seizures === 0 ? 0 : area / seizures; // Little's law; those under way at the end are cut short.
    const cuts = changesOf(groups);
    return {
      groups: groups.map(({ name }) => name),
      spanChannels: Math.max(0, ...groups.map(({ channels, spans }) => (spans > 1 ? Math.ceil(channels / spans) : 0))),
      meanHoldingSeconds: inSeconds(holding),
      againRatio: ratio(calls.filter(([, , again]) => again).length, calls.filter(([, , , blocked]) => blocked).length),
      periods: cuts.map((from, i) => {
        const until = cuts[i + 1] ?? end;
        const here = calls.filter(([, at]) => at >= from && at < until);
        const fresh = here.filter(([, , again]) => !again);
        const seconds = inSeconds(until - from);
        const areaBetween = areaBy(groups, until, end) - areaBy(groups, from, end);
        return {
          fromSeconds: inSeconds(from),
          seconds,
          channels: groups.reduce((sum, { service }) => sum + service.findLast((one) => one.from <= from)!.channels, 0),
          freshCalls: fresh.length,
          freshBlocked: fresh.filter(([, , , blocked]) => blocked).length,
          attempts: here.length,
          blocked: here.filter(([, , , blocked]) => blocked).length,
          offeredErlangs: ratio(fresh.length * inSeconds(holding), seconds),
          carriedErlangs: ratio(inSeconds(areaBetween), seconds),
        };
      }),
    };
  }

  /** A call tried both. */
  private join(one: number, other: number): void {
    const [keep, gone] = [this.groups[one]!.pool, this.groups[other]!.pool].sort((a, b) => a - b) as [number, number];
    for (const group of this.groups) if (group.pool === gone) group.pool = keep;
  }

  private numberOf(server: ServerId, group: string): number | undefined {
    return this.numbers.get(`${this.servers[server]!} ${group}`);
  }

  private account(now: Micros): void {
    const span = now - this.changedAt;
    this.changedAt = now;
    if (span > 0) for (const group of this.groups) group.area += group.busy * span;
  }
}

function attemptOf({ source, caller, dialled }: CallRecord, redial: number): string {
  return `${source} ${caller} ${dialled} ${redial}`;
}

/** The area of some groups by a time at which some channels in service changed, or by the end. */
function areaBy(groups: readonly Group[], at: Micros, end: Micros): number {
  return groups.reduce(
    (sum, { service, area }) => sum + (at === end ? area : service.findLast(({ from }) => from === at)!.area),
    0,
  );
}

/** When the channels in service of the groups changed, from 0. */
function changesOf(groups: readonly Group[]): readonly Micros[] {
  const changes = groups.flatMap(({ service }) =>
    service.filter(({ channels }, i) => i === 0 || channels !== service[i - 1]!.channels).map(({ from }) => from),
  );
  return [...new Set(changes)].sort((a, b) => a - b);
}
