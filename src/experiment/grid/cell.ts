import type { PlainHistogram } from '../../measure/histogram.ts';
import type { ResultDocument } from '../../measure/document.ts';
import type { FolderFile } from '../../scenario/index.ts';
import { sha256 } from '../../text/sha256.ts';

/**
 * A scenario as texts: everything that a run of it needs, wherever it runs. Plain data, so it can be sent and stored.
 */
export interface Source {
  /** Of all the rest; a runner that has parsed it once recognises it by this. */
  readonly id: string;
  /** As the user named it. */
  readonly path: string;
  readonly text: string;
  /** `--set`, which all cells have in common. */
  readonly sets: readonly string[];
  readonly until?: string;
  /** Files of every folder that any cell needs, by the folder's name in the scenario. */
  readonly folders: readonly (readonly [name: string, files: readonly FolderFile[]])[];
}

/** One run of an experiment. Plain data: it can be sent to a thread or to another machine. */
export interface Cell {
  /** Unique in its experiment, and the same when the experiment is started again: `<point>/r<replication>`. */
  readonly key: string;
  readonly source: Source;
  /** `path=value`, behind the source's own. */
  readonly overrides: readonly string[];
  readonly seed: string;
  /** Which point of the grid, from 0; 0 where there is no grid. */
  readonly point: number;
  /** From 1. */
  readonly replication: number;
  readonly wants: Wants;
  /** Micros by which the windows of its measures are moved, with the moment of its fault. */
  readonly moved?: number;
}

/** What a cell shall tell beside its document. */
export interface Wants {
  /** `--measure`: expressions such as `calls.lost during 60s..5m` or `servers.dunpbx1.lookups`. */
  readonly measures: readonly string[];
  /** Records of what began before are left out; a duration in micros. */
  readonly warmUp: number;
  /** Bins of the series of post-dial delays that the search for a warm-up looks at; 0: none. */
  readonly bins: number;
  /** As `measures`, for what the scenario expects: they are no columns. */
  readonly expects?: readonly string[];
  /** How many lookups a server makes in each step (micros) from 0 to `until`, in the first replication of a point. */
  readonly lookups?: { readonly server: string; readonly step: number; readonly until: number };
  /** The talking time that callers bring, as a control variate of means. */
  readonly control?: true;
}

export const WANTS_NOTHING: Wants = { measures: [], warmUp: 0, bins: 0 };

/** Talking time that the calls of Poisson sources brought in a run, and what they bring on average; µs. */
export interface Control {
  readonly talk: number;
  readonly mean: number;
}

/** What came of a cell. Plain data, and the same bytes wherever it ran. */
export interface CellResult {
  readonly key: string;
  readonly point: number;
  readonly replication: number;
  readonly seed: string;
  readonly fingerprint: string;
  readonly scenarioHash: string;
  readonly document: ResultDocument;
  /** By the expression's text; null: nothing to measure. */
  readonly measures: Readonly<Record<string, number | null>>;
  /**
   * In micros, by what the quantiles are quantiles of (`quantileIn`): those of POOLED, and those that `measures` ask
   * for, of windows and of single servers. They merge exactly.
   */
  readonly histograms: Readonly<Record<string, PlainHistogram>>;
  /** As `wants.lookups` asks. */
  readonly lookups?: readonly number[];
  /** As `wants.control` asks. */
  readonly control?: Control;
  /** Sum of delays (micros) and number of calls in each of `bins` equal parts of the run. */
  readonly series?: { readonly sums: readonly number[]; readonly counts: readonly number[] };
}

/** Kept of every result, with the precision of each: 10 bits are 0.1 %, 7 bits 0.8 %. */
export const POOLED: Readonly<Record<string, number>> = {
  'calls.postDialDelayMs': 10,
  'registrations.exchangeMs': 7,
  'registrations.outageMs': 7,
  'lookups.ms': 7,
  'lookups.networkMs': 10,
  'database.waitMs': 7,
  'database.serviceMs': 7,
};

/** Thousandths, by the name that a quantile has in documents; 1000 is the greatest of all. */
const PER_MILLE: Readonly<Record<string, number>> = { p50: 500, p90: 900, p95: 950, p99: 990, max: 1000 };

/** A quantile, and what it is one of. */
export interface QuantileOf {
  /** `calls.postDialDelayMs`, or with its window `calls.postDialDelayMs during 60s..5m`. */
  readonly histogram: string;
  readonly perMille: number;
}

/** What `calls.postDialDelayMs.p99 during 60s..5m` is a quantile of; undefined: it is none. */
export function quantileIn(measure: string): QuantileOf | undefined {
  const [path, ...window] = measure.trim().split(/\s+/) as [string, ...string[]];
  const found = /^(.+)\.(p50|p90|p95|p99|max)$/.exec(path);
  if (found === null || !/(Ms|\.ms)$/.test(found[1]!)) return undefined;
  return { histogram: [found[1]!, ...window].join(' '), perMille: PER_MILLE[found[2]!]! };
}

export function sourceOf(of: Omit<Source, 'id'>): Source {
  return { ...of, id: sha256(JSON.stringify([of.path, of.text, of.sets, of.until ?? null, of.folders])).slice(0, 16) };
}

/**
 * The seed of a replication: `<seed>/r<k>`, a text like any other, so `run FILE --seed '1/r3'` is the third replication
 * of `run FILE --replications 9` again. It does not depend on the grid: replication k of every point has the same
 * callers, calls and phases (common random numbers), so the difference of two points is not theirs.
 */
export function seedOf(seed: string, replication: number): string {
  return `${seed}/r${replication}`;
}

/** Replications of one point, from..until, both included. */
export function cellsOf(
  point: { readonly point: number; readonly overrides: readonly string[] },
  of: { readonly source: Source; readonly seed: string; readonly wants: Wants },
  from: number,
  until: number,
): readonly Cell[] {
  return Array.from({ length: Math.max(0, until - from + 1) }, (_, i) => {
    const replication = from + i;
    const { point: number, overrides } = point;
    return {
      key: `${number}/r${replication}`,
      source: of.source,
      overrides,
      seed: seedOf(of.seed, replication),
      point: number,
      replication,
      wants: of.wants,
    };
  });
}
