import type { Micros } from '../kernel/units.ts';
import type { ClusterConfig, Fault } from '../model/config.ts';
import type { CallRecord, RegistrationRecord } from '../model/observations.ts';
import { rowsOf } from '../model/phoneColumns.ts';
import { inSeconds } from './figures.ts';

type Reload = Extract<Fault, { kind: 'reload' }>;

/** A server that others learn of by a reload while the cluster runs. */
export interface Join {
  readonly server: number;
  readonly phones: number;
  /** Servers whose dundi.conf got a section for it, and the time of the last reload, µs. */
  readonly files: number;
  readonly reloadedAt: Micros;
  /** First registration there, µs; -1: none. */
  readonly firstPhoneAt: Micros;
  /** Calls from others to its phones, and those that DUNDi did not find; the last of these, µs, -1: none. */
  readonly callsTo: number;
  readonly blindTo: number;
  readonly lastBlindTo: Micros;
  /** Calls from its phones to others, likewise. */
  readonly callsFrom: number;
  readonly blindFrom: number;
  readonly lastBlindFrom: Micros;
}

/** What a further server costs those who are there, in files and in calls. */
export interface JoinFigures {
  readonly phones: number;
  readonly files: number;
  readonly callsTo: number;
  readonly blindTo: number;
  readonly callsFrom: number;
  readonly blindFrom: number;
  /** From its first registration until the last of those calls; null: there was none. */
  readonly blindSeconds: number | null;
}

/** How long a new server was blind to the cluster, and the cluster to it. */
export class JoinMeasures {
  private readonly config: ClusterConfig;
  private readonly homes: ReadonlyMap<string, number>;
  private readonly joins: { -readonly [K in keyof Join]: Join[K] }[];

  constructor(config: ClusterConfig) {
    this.config = config;
    this.homes = new Map(config.phones.map(({ number, home }) => [number, home]));
    const reloads = config.faults.filter((fault): fault is Reload => fault.kind === 'reload');
    this.joins = [...new Set(reloads.flatMap(({ adds }) => adds))].map((server) => {
      const of = reloads.filter(({ adds }) => adds.includes(server));
      return {
        server,
        phones: rowsOf(config.phones, ({ home }) => home === server).length,
        files: new Set(of.map((reload) => reload.server)).size,
        reloadedAt: Math.max(...of.map(({ at }) => at)),
        firstPhoneAt: -1,
        callsTo: 0,
        blindTo: 0,
        lastBlindTo: -1,
        callsFrom: 0,
        blindFrom: 0,
        lastBlindFrom: -1,
      };
    });
  }

  registrationEnded(now: Micros, { server, result }: RegistrationRecord): void {
    const join = this.joins.find((one) => one.server === server);
    if (join !== undefined && result === 'granted' && join.firstPhoneAt < 0) join.firstPhoneAt = now;
  }

  callEnded({ caller, dialled, outcome, lost, offeredAt }: CallRecord): void {
    const from = caller < 0 ? -1 : this.config.phones.at(caller)!.home;
    const to = this.homes.get(dialled) ?? -1;
    if (from === to) return;
    const isBlind = outcome === 'direct' || (lost && outcome !== 'unserved');
    for (const join of this.joins) {
      if (join.firstPhoneAt < 0) continue;
      if (join.server === to) {
        join.callsTo++;
        if (isBlind) {
          join.blindTo++;
          join.lastBlindTo = Math.max(join.lastBlindTo, offeredAt);
        }
      } else if (join.server === from) {
        join.callsFrom++;
        if (isBlind) {
          join.blindFrom++;
          join.lastBlindFrom = Math.max(join.lastBlindFrom, offeredAt);
        }
      }
    }
  }

  /** By the added server's name. */
  figures(): Readonly<Record<string, JoinFigures>> {
    return Object.fromEntries(
      this.joins.map((join) => {
        const { server, phones, files, callsTo, blindTo, callsFrom, blindFrom } = join;
        const last = Math.max(join.lastBlindTo, join.lastBlindFrom);
        const blindSeconds = last < 0 ? null : inSeconds(last - join.firstPhoneAt);
        const { name } = this.config.servers[server]!;
        return [name, { phones, files, callsTo, blindTo, callsFrom, blindFrom, blindSeconds }];
      }),
    );
  }

  each(): readonly Join[] {
    return this.joins;
  }
}
