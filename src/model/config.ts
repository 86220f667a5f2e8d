import type { ConsecutiveNumbers } from '../kernel/resource/consecutiveNumbers.ts';
import type { ProfileName } from './profiles.ts';
import type { Micros } from '../kernel/units.ts';
import type { Rules } from './rules.ts';
import type { CallSource, PhoneConfig, PhoneTemplate } from './config/demand.ts';
import type { Fault } from './config/faultConfiguration.ts';
import type { ServerConfig } from './config/serverConfiguration.ts';
import type {
  ApplicationConfig,
  DatabaseConfig,
  NetworkConfig,
  ProcessingConfig,
  StandbyConfig,
} from './config/surroundings.ts';

export type * from './config/serverConfiguration.ts';
export type * from './config/dundiConfiguration.ts';
export type * from './config/sipConfiguration.ts';
export type * from './config/iaxAndParking.ts';
export type * from './config/queueConfiguration.ts';
export type * from './config/surroundings.ts';
export type * from './config/demand.ts';
export type * from './config/faultConfiguration.ts';
export { DATABASE_HOST } from './config/faultConfiguration.ts';

/**
 * The phones by row. An array is one; that of a scenario makes the record of a phone when it is asked for, another one each
 * time. `at`: from 0; undefined for a row that is not there.
 */
export interface Phones extends Iterable<PhoneConfig> {
  readonly length: number;
  at(row: number): PhoneConfig | undefined;
  forEach(visit: (phone: PhoneConfig, row: number) => void): void;
  map<T>(made: (phone: PhoneConfig, row: number) => T): T[];
  filter(isWanted: (phone: PhoneConfig, row: number) => boolean): PhoneConfig[];
  flatMap<T>(made: (phone: PhoneConfig, row: number) => T | readonly T[]): T[];
  find(isWanted: (phone: PhoneConfig, row: number) => boolean): PhoneConfig | undefined;
  some(isWanted: (phone: PhoneConfig, row: number) => boolean): boolean;
  /** Undefined for an array. */
  readonly columns?: PhoneColumns | undefined;
}

/** Phones without a record for each: read by `phoneColumns.ts`. */
export interface PhoneColumns {
  /** What is in use, each once, in the order of the first phones that have it: of 1,000,000 phones 2,000. */
  readonly templates: readonly PhoneTemplate[];
  /** By row: which of them. */
  readonly templateOf: Int32Array;
  /** By row: the number as a plain number; -1: it is none. */
  readonly plainNumbers: ConsecutiveNumbers;
}

/**
 * Everything that a run depends on besides its seed: complete, defaulted, its records frozen.
 * The scenario reader makes it; the model never asks "and if it is not there?".
 */
export interface ClusterConfig {
  readonly title: string;
  readonly profile: ProfileName;
  readonly rules: Rules;
  readonly duration: Micros;
  readonly start: StartConfig;
  readonly servers: readonly ServerConfig[];
  readonly database: DatabaseConfig;
  readonly standby: StandbyConfig;
  readonly network: NetworkConfig;
  readonly phones: Phones;
  /** A group says how its phones are dealt out to servers; it changes nothing but what is reported. */
  readonly balanced: boolean;
  readonly calls: readonly CallSource[];
  readonly faults: readonly Fault[];
  readonly processing: ProcessingConfig;
  /** Applications that take time, by Asterisk's names; each once. */
  readonly applications: readonly ApplicationConfig[];
}

/** The state at 0. `undefined` phases are drawn from the seed (design, section 4). */
export interface StartConfig {
  /** `steady`: all up, known to each other, phones registered, caches empty. `cold`: everything boots at 0. */
  readonly state: 'steady' | 'cold';
  /** What runs before 0 and is not measured: calls fill the caches. A share of the longest cachetime is drawn on top. */
  readonly warmUp: Micros;
  /** Fraction of the wall second at 0, in micros 0..999999: cache life depends on it. */
  readonly wallSecond: Micros | undefined;
  /** Time of the first DUNDi qualify after 0, for every peer, 0..60 s. */
  readonly qualifyPhase: Micros | undefined;
  /** Time of the first search for contacts whose time is over, at every server (chan_pjsip). */
  readonly expiryPhase: Micros | undefined;
  /** Time of every phone's first refresh after 0 under `steady`; of its first REGISTER under `cold`. */
  readonly refreshPhase: Micros | undefined;
}
