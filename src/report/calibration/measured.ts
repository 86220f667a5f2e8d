/** The paper's statements: a SELECT and an UPDATE over an open connection, and connecting, a SELECT and closing. */
export const MEASURED_KINDS = ['select', 'update', 'connect'] as const;
export type MeasuredKind = (typeof MEASURED_KINDS)[number];

/** How long a statement took at a client, µs, with a number of others beside it. */
export interface Sample {
  readonly count: number;
  /** Of all clients together. */
  readonly perSecond: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly max: number;
}

/** What was measured with that many clients at once, each of which waits for its answer before it asks again. */
export interface Load {
  readonly clients: number;
  /** `connect` is opening and closing alone, without the SELECT between. */
  readonly samples: Readonly<Record<MeasuredKind, Sample>>;
}

/** A real database, measured. */
export interface Measured {
  /** As the server says it: `10.11.14-MariaDB-0+deb12u2`. */
  readonly version: string;
  readonly host: string;
  readonly maxConnections: number;
  /** By rising number of clients; at least one. */
  readonly loads: readonly Load[];
}

/** Nearest ranks of times in µs. `times` is sorted; at least one. */
export function sampleOf(times: readonly number[], seconds: number): Sample {
  const rank = (share: number): number => times[Math.max(0, Math.ceil(share * times.length) - 1)]!;
  return {
    count: times.length,
    perSecond: times.length / seconds,
    p50: rank(0.5),
    p90: rank(0.9),
    p99: rank(0.99),
    max: times.at(-1)!,
  };
}

/**
 * Statements that the database works on at once: the greatest throughput times the time that one alone takes (Little).
 * At least 1.
 */
export function threadsOf({ loads }: Measured): number {
  const alone = loads[0]!.samples.update.p50 / 1e6;
  const most = Math.max(...loads.map(({ samples }) => samples.update.perSecond));
  return Math.max(1, Math.round(most * alone));
}
