import type { Micros } from '../../kernel/units.ts';
import { binWidth } from '../../measure/bins.ts';
import type { Measures } from '../../measure/measures.ts';
import { countsByOutcome } from '../../measure/outcomes.ts';
import type { Outcome } from '../../model/observations.ts';
import { CALL_CLASSES, classOf, type CallClass } from './callClass.ts';

/** What happened in one interval of the run. */
export interface Bin {
  readonly from: Micros;
  readonly until: Micros;
  /** Calls offered in it, by how they ended, whenever that was. */
  readonly offered: number;
  readonly outcomes: Readonly<Record<Outcome, number>>;
  /** Calls by class, where they were offered; dropped ones where they were cut, as `lost` counts them. */
  readonly classes: Readonly<Record<CallClass, number>>;
  readonly saved: number;
  /**
   * As in the document: offered in it and lost without a talk, or dropped in it. So the intervals add up to the run.
   */
  readonly lost: number;
  /** Of those: cut in it while talking, whenever they were offered. */
  readonly dropped: number;
  /** Post-dial delays of the calls that began to ring in it, ascending. */
  readonly delays: readonly Micros[];
  readonly registersGranted: number;
  readonly registersFailed: number;
  readonly lookupsNetwork: number;
  readonly lookupsCached: number;
  readonly statements: number;
  /** Mean, 0 when there was none. */
  readonly statementWait: Micros;
  /** Phones that believe themselves registered as the interval ends. */
  readonly believing: number;
  readonly servers: number;
  /** Live registrations of a server as the interval ends. Asked for one at a time: 1,000 servers have a million in a run. */
  registeredAt(server: number): number;
  /** Share of the interval in which a server's dialplan lock was held. */
  lockHeldRatioOf(server: number): number;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type Growing = Mutable<Bin> & {
  outcomes: Record<Outcome, number>;
  classes: Record<CallClass, number>;
  delays: Micros[];
};

/** The run in at most `mostBins` intervals of one width; the last one may be shorter. */
export function binned(measures: Measures, end: Micros, mostBins: number): readonly Bin[] {
  const width = Math.max(measures.binWidth, binWidth(end, mostBins));
  const bins = Array.from({ length: Math.max(1, Math.ceil(end / width)) }, (_, i) =>
    binOf(measures, i * width, Math.min(end, (i + 1) * width)),
  );
  // What happens as the run ends belongs to its last interval.
  const at = (time: Micros): Growing => bins[Math.min(bins.length - 1, Math.floor(time / width))]!;
  for (const call of measures.calls.log) {
    const bin = at(call.offeredAt);
    bin.offered += 1;
    bin.outcomes[call.outcome] += 1;
    const counts = call.dropped ? at(call.endedAt) : bin;
    counts.classes[classOf(call)] += 1;
    if (call.saved) bin.saved += 1;
    if (call.lost) counts.lost += 1;
    if (call.dropped) at(call.endedAt).dropped += 1;
    if (call.postDialDelay >= 0) at(call.offeredAt + call.postDialDelay).delays.push(call.postDialDelay);
  }
  for (const bin of bins) bin.delays.sort((a, b) => a - b);
  return bins;
}

function binOf(measures: Measures, from: Micros, until: Micros): Growing {
  const first = from / measures.binWidth;
  const beyond = until >= measures.now ? 1 : 0; // What happened just as the run ended opened one more bin.
  const last = Math.ceil(until / measures.binWidth) + beyond;
  const { registrations, lookups, database, servers } = measures;
  const statements = database.statements.sum(first, last);
  return {
    from,
    until,
    offered: 0,
    outcomes: countsByOutcome(),
    classes: Object.fromEntries(CALL_CLASSES.map((name) => [name, 0])) as Record<CallClass, number>,
    saved: 0,
    lost: 0,
    dropped: 0,
    delays: [],
    registersGranted: registrations.grants.sum(first, last),
    registersFailed: registrations.failures.sum(first, last),
    lookupsNetwork: lookups.fromNetwork.sum(first, last),
    lookupsCached: lookups.fromCache.sum(first, last),
    statements,
    statementWait: statements === 0 ? 0 : Math.round(database.waits.sum(first, last) / statements),
    believing: registrations.believing.atEndOf(Math.ceil(until / measures.binWidth) - 1),
    servers: servers.length,
    registeredAt: (server) => servers[server]!.registrations.atEndOf(Math.ceil(until / measures.binWidth) - 1),
    lockHeldRatioOf: (server) => (until === from ? 0 : servers[server]!.lockHeld.sum(first, last) / (until - from)),
  };
}

/** Nearest rank among ascending values; undefined of none. */
export function quantileOf(ascending: readonly number[], perMille: number): number | undefined {
  return ascending[Math.max(0, Math.ceil((ascending.length * perMille) / 1000) - 1)];
}
