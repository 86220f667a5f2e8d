import type { Micros } from '../kernel/units.ts';
import type { ClusterConfig } from '../model/config.ts';
import type { CallRecord, RegistrationRecord } from '../model/observations.ts';
import { templateAt } from '../model/phoneColumns.ts';
import { keysOf } from './figureKeys.ts';
import { ratio } from './figures.ts';

/** Where the phones were registered at a moment, by their last REGISTER that was granted. */
export interface BalanceMoment {
  readonly at: Micros;
  /** What had happened just then: a fault; `start`, `end`. */
  readonly text: string;
  /** Phones by server. */
  readonly byServer: readonly number[];
  /** By group: the number of servers that its phones are at, and the phones at the one that has most of them. */
  readonly groups: readonly { readonly servers: number; readonly most: number }[];
}

/** A group of phones, and its calls within itself. */
export interface GroupCalls {
  readonly name: string;
  readonly phones: number;
  /** Calls from the group to the group; answered at one server, of all answered. */
  readonly within: number;
  readonly local: number;
  readonly answered: number;
}

/** How even it is at the start and at the end. */
export interface BalanceFigures {
  /** Phones of the fullest server, divided by the mean of the servers that have any at some moment. */
  readonly fullestToMeanAtStart: number;
  readonly fullestToMeanAtEnd: number;
  /** Groups whose phones are all at one server. */
  readonly groupsTogetherAtStart: number;
  readonly groupsTogetherAtEnd: number;
  readonly groups: Readonly<
    Record<
      string,
      {
        readonly phones: number;
        readonly serversAtStart: number;
        readonly serversAtEnd: number;
        readonly mostOnOneAtEnd: number;
        /** Calls from the group to the group; answered; answered at one server. */
        readonly callsWithin: number;
        readonly answered: number;
        readonly local: number;
      }
    >
  >;
}

/** How phones are spread over servers, at the start, just before each fault, and at the end. */
export class BalanceMeasures {
  private readonly config: ClusterConfig;
  private readonly serverOf: Int32Array;
  private readonly groupOf: ReadonlyMap<string, number>;
  private readonly groups: { name: string; phones: number; within: number; local: number; answered: number }[] = [];
  private readonly groupOfNumber = new Map<string, number>();
  private readonly moments: BalanceMoment[] = [];

  constructor(config: ClusterConfig) {
    this.config = config;
    const groupOf = new Map<string, number>();
    this.serverOf = new Int32Array(config.phones.length);
    config.phones.forEach(({ group, home, number }, phone) => {
      this.serverOf[phone] = home;
      let row = groupOf.get(group);
      if (row === undefined) {
        row = this.groups.length;
        groupOf.set(group, row);
        this.groups.push({ name: group, phones: 0, within: 0, local: 0, answered: 0 });
      }
      this.groups[row]!.phones++;
      this.groupOfNumber.set(number, row);
    });
    this.groupOf = groupOf;
    this.mark(0, 'start');
  }

  registrationEnded({ phone, server, result, kind }: RegistrationRecord): void {
    if (result === 'granted' && kind !== 'unregister') this.serverOf[phone] = server;
  }

  /** Before the fault takes effect. */
  faultHappened(now: Micros, text: string): void {
    this.mark(now, text);
  }

  callEnded({ caller, dialled, outcome, answeredAt }: CallRecord): void {
    if (caller < 0) return;
    const group = this.groupOf.get(templateAt(this.config.phones, caller).group)!;
    if (this.groupOfNumber.get(dialled) !== group) return;
    const row = this.groups[group]!;
    row.within++;
    if (answeredAt >= 0) row.answered++;
    if (outcome === 'local') row.local++;
  }

  figures(end: Micros): BalanceFigures {
    const { moments, groups } = this.course(end);
    const [first, last] = [moments[0]!, moments.at(-1)!];
    const together = (at: BalanceMoment): number => at.groups.filter(({ servers }) => servers === 1).length;
    const keys = keysOf(groups.map(({ name }) => name));
    return {
      fullestToMeanAtStart: fullestToMean(first, moments),
      fullestToMeanAtEnd: fullestToMean(last, moments),
      groupsTogetherAtStart: together(first),
      groupsTogetherAtEnd: together(last),
      groups: Object.fromEntries(
        groups.map(({ name, phones, within, local, answered }, row) => [
          keys.get(name)!,
          {
            phones,
            serversAtStart: first.groups[row]!.servers,
            serversAtEnd: last.groups[row]!.servers,
            mostOnOneAtEnd: last.groups[row]!.most,
            callsWithin: within,
            answered,
            local,
          },
        ]),
      ),
    };
  }

  /** At every moment that counts. */
  course(end: Micros): { readonly moments: readonly BalanceMoment[]; readonly groups: readonly GroupCalls[] } {
    return { moments: [...this.moments, this.moment(end, 'end')], groups: this.groups };
  }

  private mark(at: Micros, text: string): void {
    this.moments.push(this.moment(at, text));
  }

  private moment(at: Micros, text: string): BalanceMoment {
    const byServer = this.config.servers.map(() => 0);
    const byGroup = this.groups.map(() => this.config.servers.map(() => 0));
    this.serverOf.forEach((server, phone) => {
      byServer[server]!++;
      byGroup[this.groupOf.get(templateAt(this.config.phones, phone).group)!]![server]!++;
    });
    const groups = byGroup.map((at_) => ({ servers: at_.filter((n) => n > 0).length, most: Math.max(...at_) }));
    return { at, text, byServer, groups };
  }
}

/** Servers that have phones at some of the moments. */
export function serversUsed(moments: readonly BalanceMoment[]): number {
  return moments[0]!.byServer.filter((_, row) => moments.some(({ byServer }) => byServer[row]! > 0)).length;
}

function fullestToMean({ byServer }: BalanceMoment, moments: readonly BalanceMoment[]): number {
  const phones = byServer.reduce((sum, one) => sum + one, 0);
  return ratio(Math.max(...byServer) * serversUsed(moments), phones);
}
