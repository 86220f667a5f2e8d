import { assert } from '../../kernel/assert.ts';
import {
  decide,
  decisionLevel,
  hitlessReplications,
  looks,
  type Bound,
  type Decision,
  type Observation,
} from './decide.ts';

/**
 * What the search wants to see next: these replications, both included, of the system at this value under this fault.
 */
export interface Trial {
  readonly value: number;
  /** Number of the case: which victim, 0 where nothing fails. */
  readonly fault: number;
  readonly from: number;
  readonly until: number;
}

/** By objective, by replication; undefined: nothing to measure in that run. */
export type Seen = readonly (readonly (Observation | undefined)[])[];

export interface SearchOptions {
  /** Ascending; the search bisects them. At least one. */
  readonly values: readonly number[];
  readonly bounds: readonly Bound[];
  /** Number of cases which all must hold; at least 1. */
  readonly faults: number;
  /** 0..1: how surely the range shall contain the answer. */
  readonly confidence: number;
  /** Replications of one case at one value. */
  readonly most: number;
}

/** What is known of one objective in one case at one value. */
export interface Standing {
  readonly fault: number;
  readonly objective: number;
  readonly decision: Decision;
  readonly observations: readonly Observation[];
  /** Of each observation, which replication it is. */
  readonly replications: readonly number[];
  /** Replications that ran, those with nothing to measure too. */
  readonly runs: number;
  /** At which it is decided (`decisionLevel`). */
  readonly level: number;
}

export interface Probe {
  readonly value: number;
  readonly decision: Decision;
  readonly standings: readonly Standing[];
}

export interface Range {
  /** Greatest value at which everything was shown to hold; undefined: not even at the least. */
  readonly low: Probe | undefined;
  /** Least value at which something was shown to fail; undefined: not even at the greatest. */
  readonly high: Probe | undefined;
  /** In the order of the search. */
  readonly probes: readonly Probe[];
}

/** When the middle stays undecided: how often each side is halved to come nearer to it. */
const REFINEMENTS = 2;

/**
 * Stochastic bisection: between a value that holds and a greater one that fails lies the greatest that holds, if more
 * is never better. Every probe runs replications until it is decided or `most` have run; of the error 1 − confidence
 * each
 * probe has an equal share, so the answer lies in the range with at least that confidence, undecided probes and all.
 *
 * The greatest value comes first: too much shows soon. The least comes last, if ever: where something greater holds it
 * does too. Replication k is the same callers at every value and under every fault, so the search does not chase noise.
 */
export function* search(options: SearchOptions): Generator<Trial, Range, Seen> {
  const { values } = options;
  assert(
    values.length >= 1 && values.every((value, i) => i === 0 || value > values[i - 1]!),
    'values of a search ascend',
  );
  const prober = new Prober(options, mostProbes(values.length));
  // Indices: it holds at `low` (-1: nobody knows where), it fails at `high` (which may be beyond the end), and `open`
  // ones between are undecided.
  let [low, high] = [-1, values.length];
  let open: readonly number[] = [];
  for (let [next, refined] = [values.length - 1, 0]; ;) {
    const { decision } = yield* prober.probe(next);
    if (decision === 'holds') low = next;
    else if (decision === 'fails') high = next;
    else open = [...open, next];
    open = open.filter((index) => index > low && index < high);
    const middle =
      open.length === 0 ? between(low, high) : refined < 2 * REFINEMENTS ? beside(open, low, high, refined) : undefined;
    // All halvings undecided: then the least value, or nothing is known of where it holds.
    if (middle === undefined && (low >= 0 || high === 0 || open.includes(0))) return prober.range(low, high);
    if (open.length > 0) refined += 1;
    next = middle ?? 0;
  }
}

/** Nearer to the greater one, if there is no middle. */
function between(low: number, high: number): number | undefined {
  return high - low > 1 ? (low + high + 1) >> 1 : undefined;
}

/** Below all that is undecided, and above it, in turn. */
function beside(open: readonly number[], low: number, high: number, turn: number): number | undefined {
  const below = between(low, Math.min(...open));
  const above = between(Math.max(...open), high);
  return turn % 2 === 0 ? (below ?? above) : (above ?? below);
}

/** Both ends, the halvings, and the refinements when the middle stays undecided; no value twice. */
export function mostProbes(values: number): number {
  let halvings = 0;
  for (let left = values; left > 1; left = (left + 1) >> 1) halvings += 1;
  return Math.min(values, 2 + halvings + 2 * REFINEMENTS);
}

class Prober {
  readonly probes: Probe[] = [];
  private readonly options: SearchOptions;
  private readonly error: number;
  private readonly looks: readonly number[];
  /** The case that failed last comes first: it will most likely fail again. */
  private readonly order: number[];

  constructor(options: SearchOptions, probes: number) {
    this.options = options;
    this.error = (1 - options.confidence) / probes;
    this.looks = looks(options.most, hitless(options.bounds, this.error));
    this.order = Array.from({ length: options.faults }, (_, i) => i);
  }

  range(low: number, high: number): Range {
    const at = (index: number): Probe | undefined =>
      this.probes.find(({ value }) => value === this.options.values[index]);
    return { low: at(low), high: at(high), probes: this.probes };
  }

  /** All cases at one value, one after the other, until one fails. */
  *probe(index: number): Generator<Trial, Probe, Seen> {
    const value = this.options.values[index]!;
    const standings: Standing[] = [];
    for (const fault of [...this.order]) {
      const ofCase = yield* this.oneCase(value, fault);
      standings.push(...ofCase);
      if (!ofCase.some(({ decision }) => decision === 'fails')) continue;
      this.order.splice(this.order.indexOf(fault), 1);
      this.order.unshift(fault);
      break;
    }
    const probe: Probe = { value, decision: together(standings), standings };
    this.probes.push(probe);
    return probe;
  }

  private *oneCase(value: number, fault: number): Generator<Trial, readonly Standing[], Seen> {
    const { bounds, faults } = this.options;
    // To say that all hold is wrong only if the one that does not was taken to hold: it needs no share. To say that one
    // fails does.
    const errors = { holds: this.error, fails: this.error / (bounds.length * faults) };
    const seen: Observation[][] = bounds.map(() => []);
    const replications: number[][] = bounds.map(() => []);
    const decisions: Decision[] = bounds.map(() => 'undecided');
    let done = 0;
    for (const size of this.looks) {
      const ran: Seen = yield { value, fault, from: done + 1, until: size };
      bounds.forEach((bound, i) => {
        ran[i]!.forEach((one, k) => {
          if (one === undefined) return;
          seen[i]!.push(one);
          replications[i]!.push(done + 1 + k);
        });
        if (decisions[i] === 'undecided') decisions[i] = decide(seen[i]!, bound, errors, { looks: this.looks.length });
      });
      done = size;
      if (decisions.includes('fails') || !decisions.includes('undecided')) break;
    }
    return decisions.map((decision, objective) => ({
      fault,
      objective,
      decision,
      observations: seen[objective]!,
      replications: replications[objective]!,
      runs: done,
      level: decisionLevel(seen[objective]!, bounds[objective]!, errors, { looks: this.looks.length }),
    }));
  }
}

/** Where a probability is decided of which nothing was seen. */
function hitless(bounds: readonly Bound[], error: number): readonly number[] {
  return bounds
    .filter(({ kind }) => kind === 'probability')
    .map(({ limit, sense }) => hitlessReplications(sense === 'below' ? limit : 1 - limit, error));
}

function together(standings: readonly Standing[]): Decision {
  if (standings.some(({ decision }) => decision === 'fails')) return 'fails';
  return standings.every(({ decision }) => decision === 'holds') ? 'holds' : 'undecided';
}
