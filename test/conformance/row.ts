/** `input`: a calibration figure, never agreement. */
export type Verdict = 'agrees' | 'input' | 'disagrees';

/** One measured figure and what the simulator makes of it. */
export interface Row {
  readonly section: string;
  readonly figure: string;
  readonly measured: string;
  readonly simulated: string;
  /** How far apart they may be, and why. */
  readonly tolerance: string;
  readonly verdict: Verdict;
}

type Told = Pick<Row, 'section' | 'figure'> & { readonly tolerance?: string };

/** Choices and counts agree exactly or not at all. */
export function exactly(told: Told, measured: string, simulated: string): Row {
  return {
    ...told,
    measured,
    simulated,
    tolerance: told.tolerance ?? 'none: a count or a choice',
    verdict: measured === simulated ? 'agrees' : 'disagrees',
  };
}

/** Every measured value lies within what the simulator gave over all drawn phases, give or take `slack`. */
export function inSupport(
  told: Told,
  measured: readonly number[],
  simulated: readonly number[],
  slack: number,
  why: string,
  unit: string,
): Row {
  const [from, to] = [least(simulated), most(simulated)];
  const fits = measured.every((value) => value >= from - slack && value <= to + slack);
  return {
    ...told,
    measured: range(measured, unit),
    simulated: `${range(simulated, unit)} (${simulated.length} drawn)`,
    tolerance: `within the simulated range, ${slack === 0 ? '' : `${round(slack)} ${unit} either way: `}${why}`,
    verdict: fits ? 'agrees' : 'disagrees',
  };
}

/** Processing time of the machine that measured. */
export function input(told: Told, measured: string, simulated: string, usedFor: string): Row {
  return { ...told, measured, simulated, tolerance: usedFor, verdict: 'input' };
}

export function yesNo(told: Told, measured: string, simulated: string, agrees: boolean, tolerance: string): Row {
  return { ...told, measured, simulated, tolerance, verdict: agrees ? 'agrees' : 'disagrees' };
}

/** A measured count of `n` agrees with a simulated share when it is no rarer than once in a hundred. */
export function binomial(told: Told, of: string, hits: number, n: number, share: number, drawn: number): Row {
  const low = tail(hits, n, share);
  const high = 1 - tail(hits - 1, n, share);
  const chance = Math.min(1, 2 * Math.min(low, high));
  return {
    ...told,
    measured: `${hits} of ${n} ${of}`,
    simulated: `${round(100 * share)} % of ${drawn}`,
    tolerance: `binomial: a count at least this far from the share has a chance of ${chance < 0.001 ? '< 0.001' : chance.toFixed(3)}, limit 0.01`,
    verdict: chance >= 0.01 ? 'agrees' : 'disagrees',
  };
}

/** P(X <= k) of a binomial. */
function tail(k: number, n: number, p: number): number {
  if (k < 0) return 0;
  let sum = 0;
  let term = Math.pow(1 - p, n);
  if (term === 0) return p >= 1 && k < n ? 0 : 1;
  for (let i = 0; i <= k; i++) {
    sum += term;
    term *= ((n - i) / (i + 1)) * (p / (1 - p));
  }
  return Math.min(1, sum);
}

export function quantile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))]!;
}

export function range(values: readonly number[], unit: string): string {
  const [from, to] = [round(least(values)), round(most(values))];
  return from === to ? `${from} ${unit}` : `${from} to ${to} ${unit}`;
}

export function p50p90(values: readonly number[]): string {
  return `p50 ${round(quantile(values, 0.5))}, p90 ${round(quantile(values, 0.9))}, p99 ${round(quantile(values, 0.99))} ms`;
}

export function round(value: number): string {
  return String(Math.abs(value) >= 100 ? Math.round(value) : Math.round(100 * value) / 100);
}

function least(values: readonly number[]): number {
  return values.reduce((a, b) => Math.min(a, b), Infinity);
}

function most(values: readonly number[]): number {
  return values.reduce((a, b) => Math.max(a, b), -Infinity);
}

export function seeds(count: number): readonly number[] {
  return Array.from({ length: count }, (_, i) => i + 1);
}
