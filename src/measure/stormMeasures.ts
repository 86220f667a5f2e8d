import { NumberSet } from '../kernel/resource/numberSet.ts';
import { SECOND, type Micros } from '../kernel/units.ts';
import type { ClusterConfig, Fault } from '../model/config.ts';
import type { RegistrationRecord, StatementRecord } from '../model/observations.ts';
import { rowsOf, templateAt, templatesOf } from '../model/phoneColumns.ts';
import { refreshAfter } from '../model/phone/registration/timing.ts';
import { Bins } from './bins.ts';
import { keysOf } from './figureKeys.ts';
import { inMs, inSeconds } from './figures.ts';

/** Registrations of a group in one interval of its refresh. */
export interface StormWave {
  readonly from: Micros;
  /** Most registrations granted in one second. */
  readonly perSecond: number;
  /** The slowest exchange, µs. */
  readonly slowest: Micros;
}

/** What one fault made the phones of one group do. */
export interface Storm {
  readonly fault: Fault;
  readonly group: string;
  readonly jitter: number;
  /** Phones of the group that it concerns. */
  readonly phones: number;
  /** From the fault until the last of them was registered again; -1: not all are. */
  readonly registeredAfter: Micros;
  readonly waves: readonly StormWave[];
}

/** Phones that faults made register, by group. */
export interface StormFigures {
  readonly statementsPerSecondMax: number;
  readonly groups: Readonly<
    Record<
      string,
      {
        readonly phones: number;
        readonly registrationsPerSecondMax: number;
        /** The longest; null: not all were back. */
        readonly registeredAfterSeconds: number | null;
        readonly exchangeMaxMs: number;
      }
    >
  >;
}

interface Group {
  readonly name: string;
  readonly jitter: number;
  /** Time between two refreshes of one phone. */
  readonly interval: Micros;
  readonly granted: Bins;
  readonly slowest: Bins;
}

/** Faults after which phones register all at once. */
const STORMY: ReadonlySet<Fault['kind']> = new Set(['powerOn', 'restart', 'takeOver']);

/** Registrations by group and second, where a fault makes phones register all at once. */
export class StormMeasures {
  readonly statements = new Bins();
  private readonly config: ClusterConfig;
  private readonly groups = new Map<string, Group>();
  /** Of each group of each fault: the phones that have not registered since, and when the last of them did. */
  private readonly waiting: {
    readonly fault: Fault;
    readonly group: string;
    readonly phones: NumberSet;
    readonly number: number;
    backAt: Micros;
  }[];

  constructor(config: ClusterConfig) {
    this.config = config;
    for (const { group, kind, expires } of templatesOf(config.phones)) {
      if (this.groups.has(group)) continue;
      const interval = refreshAfter(kind, expires);
      this.groups.set(group, {
        name: group,
        jitter: kind.jitterRatio,
        interval,
        granted: new Bins(),
        slowest: new Bins(),
      });
    }
    this.waiting = (config.faults ?? [])
      .filter(({ kind }) => STORMY.has(kind))
      .flatMap((fault) =>
        [...this.groups.keys()].map((group) => {
          const phones = setOf(this.phonesOf(fault, group));
          return { fault, group, phones, number: phones.size, backAt: -1 };
        }),
      )
      .filter(({ number }) => number > 0);
  }

  registrationEnded(now: Micros, { phone, result, took }: RegistrationRecord): void {
    if (result !== 'granted') return;
    const group = this.groups.get(templateAt(this.config.phones, phone).group)!;
    const second = Math.floor(now / SECOND);
    group.granted.add(second, 1);
    group.slowest.set(second, Math.max(group.slowest.at(second), took));
    for (const storm of this.waiting)
      if (storm.fault.at <= now && storm.phones.delete(phone) && storm.phones.size === 0) storm.backAt = now;
  }

  statementEnded(now: Micros, _statement: StatementRecord): void {
    this.statements.add(Math.floor(now / SECOND), 1);
  }

  /** Most statements of the database that ended in one second. */
  get statementsPerSecondMax(): number {
    let most = 0;
    for (let second = 0; second < this.statements.length; second++) most = Math.max(most, this.statements.at(second));
    return most;
  }

  figures(end: Micros): StormFigures {
    const all = this.storms(end);
    return {
      statementsPerSecondMax: this.statementsPerSecondMax,
      groups: Object.fromEntries(
        [...keysOf([...this.groups.keys()])].map(([group, key]) => {
          const of = all.filter((storm) => storm.group === group);
          const waves = of.flatMap((storm) => storm.waves);
          const isBack = of.length > 0 && of.every(({ registeredAfter }) => registeredAfter >= 0);
          return [
            key,
            {
              phones: Math.max(0, ...of.map(({ phones }) => phones)),
              registrationsPerSecondMax: Math.max(0, ...waves.map(({ perSecond }) => perSecond)),
              registeredAfterSeconds: isBack
                ? inSeconds(Math.max(...of.map(({ registeredAfter }) => registeredAfter)))
                : null,
              exchangeMaxMs: inMs(Math.max(0, ...waves.map(({ slowest }) => slowest))),
            },
          ];
        }),
      ),
    };
  }

  /** One for each group of each fault that makes phones register, in order of time. */
  storms(end: Micros): readonly Storm[] {
    const storms = this.waiting.filter(({ fault }) => fault.at < end);
    return storms.map(({ fault, group: name, number, backAt }) => {
      const group = this.groups.get(name)!;
      const next = storms.find((other) => other.fault.at > fault.at)?.fault.at ?? end;
      return {
        fault,
        group: name,
        jitter: group.jitter,
        phones: number,
        registeredAfter: backAt < 0 ? -1 : backAt - fault.at,
        waves: wavesOf(group, fault.at, next),
      };
    });
  }

  private phonesOf(fault: Fault, group: string): readonly number[] {
    const { phones } = this.config;
    if (fault.kind === 'powerOn') return fault.phones.filter((row) => templateAt(phones, row).group === group);
    if (!('server' in fault)) return [];
    return rowsOf(phones, (template) => template.group === group && template.home === fault.server);
  }
}

function setOf(phones: readonly number[]): NumberSet {
  const set = new NumberSet();
  set.reserve(phones.length);
  for (const phone of phones) set.add(phone);
  return set;
}

/** The first wave begins with the fault; the others lie half an interval around each refresh. */
function wavesOf(group: Group, from: Micros, until: Micros): readonly StormWave[] {
  const waves: StormWave[] = [];
  for (let k = 0; from + k * group.interval < until; k++) {
    const begin = Math.max(from, from + (k - 0.5) * group.interval);
    const end = Math.min(until, from + (k + 0.5) * group.interval);
    let [perSecond, slowest] = [0, 0];
    for (let second = Math.floor(begin / SECOND); second * SECOND < end; second++) {
      perSecond = Math.max(perSecond, group.granted.at(second));
      slowest = Math.max(slowest, group.slowest.at(second));
    }
    waves.push({ from: begin, perSecond, slowest });
  }
  return waves;
}
