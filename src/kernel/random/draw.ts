import type { Distribution, Phase, Quantile } from './distributions.ts';
import type { Micros } from '../units.ts';
import { exp, log } from '../math.ts';
import { normalQuantile } from './normal.ts';
import type { RandomStream } from './randomStream.ts';

/** The number of 32-bit uniforms that can be multiplied without reaching the smallest double. */
const FACTORS_MAX = 24;

/**
 * A value of the distribution. Each kind takes a fixed number of draws from the stream (none for a constant, k for
 * Erlang, two for hyperexponential, else one), so that streams stay in step when a parameter changes.
 */
export function draw(d: Distribution, stream: RandomStream): number {
  // The two most frequent first, in a function so short that the compiler inlines it.
  if (d.kind === 'exponential') return stream.exponential() * d.mean;
  if (d.kind === 'constant') return d.value;
  return drawRarer(d, stream);
}

/**
 * A time of the distribution, in whole microseconds.
 *
 * By `floor`: engines compile `round` to a branch that goes either way with equal chance, which a processor cannot
 * predict.
 */
export function drawMicros(d: Distribution, stream: RandomStream): Micros {
  // Most that was measured. By `draw` the compiler boxes three numbers on the way, 4 % of the garbage of a busy hour.
  if (d.kind === 'quantiles') return Math.floor(valueAt(d.points, stream.next()) + 0.5);
  return Math.floor(draw(d, stream) + 0.5);
}

function drawRarer(d: Exclude<Distribution, { kind: 'exponential' | 'constant' }>, stream: RandomStream): number {
  switch (d.kind) {
    case 'uniform':
      return d.from + stream.next() * (d.to - d.from);
    case 'erlang':
      return drawErlang(d.k, stream) * (d.mean / d.k);
    case 'hyperexponential':
      return drawPhase(d.phases, stream.next()).mean * stream.exponential();
    case 'lognormal':
      // Half a step up, since the quantile of 0 is minus infinity.
      return d.median * exp(d.sigma * normalQuantile(stream.next() + 1 / 0x2_0000_0000));
    case 'quantiles':
      return valueAt(d.points, stream.next());
    case 'shifted':
      return d.by + draw(d.rest, stream);
  }
}

function drawErlang(k: number, stream: RandomStream): number {
  let sum = 0;
  let product = 1;
  for (let i = 1; i <= k; i++) {
    product *= 1 - stream.next();
    if (i % FACTORS_MAX !== 0 && i !== k) continue;
    sum -= log(product);
    product = 1;
  }
  return sum;
}

function drawPhase(phases: readonly Phase[], u: number): Phase {
  let sum = 0;
  for (const phase of phases) {
    sum += phase.probability;
    if (u < sum) return phase;
  }
  return phases.at(-1)!; // Rounding left the sum just below 1.
}

function valueAt(points: readonly Quantile[], u: number): number {
  let i = 1;
  while (points[i]!.p <= u) i++; // Ends: u < 1, the last share.
  const low = points[i - 1]!;
  const high = points[i]!;
  return low.value + ((u - low.p) / (high.p - low.p)) * (high.value - low.value);
}
