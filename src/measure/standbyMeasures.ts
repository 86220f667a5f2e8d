import type { Micros } from '../kernel/units.ts';
import type { ClusterConfig } from '../model/config.ts';
import type { ServerId } from '../model/ids.ts';
import type { CallRecord, Outcome } from '../model/observations.ts';
import { rowsOf } from '../model/phoneColumns.ts';
import { phoneNumbered } from '../model/phoneNumbers.ts';
import { inSeconds } from './figures.ts';
import { standbyServers } from './documentSections.ts';

/** How one take-over went for the phones whose home the server is. Seconds since the failure; null: it did not happen. */
export interface TakeOverFigures {
  readonly server: string;
  readonly failedAtSeconds: number;
  /** Until the standby answered at the address. */
  readonly tookOverSeconds: number;
  readonly phones: number;
  /** Offer of the last call from those phones that the failure cost, and of the last one to them. */
  readonly lastLostFromSeconds: number | null;
  readonly lastLostToSeconds: number | null;
  /** Calls to them that were dialled directly, and the last of those. */
  readonly directCalls: number;
  readonly lastDirectSeconds: number | null;
  /** Until as many phones were registered there as have it for their home. */
  readonly registeredSeconds: number | null;
}

/** Of a server: the last take-over, and how many there were; null: none. */
export interface StandbyFigures {
  readonly takeOvers: number;
  readonly failedAtSeconds: number | null;
  readonly tookOverSeconds: number | null;
  readonly phones: number;
  readonly lastLostFromSeconds: number | null;
  readonly lastLostToSeconds: number | null;
  readonly directCalls: number;
  readonly lastDirectSeconds: number | null;
  readonly registeredSeconds: number | null;
}

interface TakeOver {
  readonly server: ServerId;
  readonly since: Micros;
  readonly at: Micros;
  registeredAt: Micros;
}

interface Kept {
  readonly at: Micros;
  readonly from: number;
  readonly to: number;
  readonly lost: boolean;
  readonly direct: boolean;
}

/** Ends that a missing server causes; a phone that is busy or not picked up is another matter. */
const COSTS: ReadonlySet<Outcome> = new Set([
  'unserved',
  'misrouted',
  'congestion',
  'invalid',
  'abandoned',
  'voicemail',
  'noAnswer',
]);

/** What hot standbys gave back, and when. */
export class StandbyMeasures {
  private readonly config: ClusterConfig;
  private readonly registered: Int32Array;
  private readonly takeOvers: TakeOver[] = [];
  /** Calls that were lost or dialled directly: few. */
  private readonly calls: Kept[] = [];

  constructor(config: ClusterConfig) {
    this.config = config;
    this.registered = new Int32Array(config.servers.length);
  }

  tookOver(now: Micros, server: ServerId, since: Micros): void {
    this.takeOvers.push({ server, since, at: now, registeredAt: -1 });
  }

  registrationsChanged(now: Micros, server: ServerId, change: number): void {
    this.registered[server]! += change;
    if (this.takeOvers.length === 0) return;
    const last = this.takeOvers.findLast((one) => one.server === server);
    if (last !== undefined && last.registeredAt < 0 && this.registered[server]! >= this.phonesOf(server))
      last.registeredAt = now;
  }

  callEnded({ offeredAt, caller, dialled, lost, dropped, outcome }: CallRecord): void {
    const isLost = lost && !dropped && COSTS.has(outcome);
    if (!isLost && outcome !== 'direct') return;
    const from = caller < 0 ? -1 : this.config.phones.at(caller)!.home;
    const callee = phoneNumbered(this.config.phones, dialled);
    const to = callee === undefined ? -1 : this.config.phones.at(callee)!.home;
    this.calls.push({ at: offeredAt, from, to, lost: isLost, direct: outcome === 'direct' });
  }

  /** By the server's name. */
  figures(): Readonly<Record<string, StandbyFigures>> {
    const all = this.each();
    return Object.fromEntries(
      standbyServers(this.config).map((row) => {
        const { name } = this.config.servers[row]!;
        const of = all.filter(({ server }) => server === name);
        const last = of.at(-1);
        return [
          name,
          {
            takeOvers: of.length,
            failedAtSeconds: last?.failedAtSeconds ?? null,
            tookOverSeconds: last?.tookOverSeconds ?? null,
            phones: this.phonesOf(row),
            lastLostFromSeconds: last?.lastLostFromSeconds ?? null,
            lastLostToSeconds: last?.lastLostToSeconds ?? null,
            directCalls: last?.directCalls ?? 0,
            lastDirectSeconds: last?.lastDirectSeconds ?? null,
            registeredSeconds: last?.registeredSeconds ?? null,
          },
        ];
      }),
    );
  }

  /** In order of time. */
  each(): readonly TakeOverFigures[] {
    return this.takeOvers.map(({ server, since, at, registeredAt }) => {
      const after = this.calls.filter((call) => call.at >= since);
      const last = (which: (call: Kept) => boolean): number | null => {
        const times = after.filter(which).map((call) => call.at);
        return times.length === 0 ? null : inSeconds(Math.max(...times) - since);
      };
      const direct = (call: Kept): boolean => call.direct && call.to === server;
      return {
        server: this.config.servers[server]!.name,
        failedAtSeconds: inSeconds(since),
        tookOverSeconds: inSeconds(at - since),
        phones: this.phonesOf(server),
        lastLostFromSeconds: last((call) => call.lost && call.from === server),
        lastLostToSeconds: last((call) => call.lost && call.to === server && call.from !== server),
        directCalls: after.filter(direct).length,
        lastDirectSeconds: last(direct),
        registeredSeconds: registeredAt < 0 ? null : inSeconds(registeredAt - since),
      };
    });
  }

  private phonesOf(server: number): number {
    return rowsOf(this.config.phones, ({ home, powered }) => home === server && powered).length;
  }
}
