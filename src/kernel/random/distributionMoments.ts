import type { Distribution, Phase, Quantile } from './distributions.ts';
import { exp } from '../math.ts';

/** The mean, exactly. */
export function meanOf(d: Distribution): number {
  switch (d.kind) {
    case 'constant':
      return d.value;
    case 'exponential':
    case 'erlang':
      return d.mean;
    case 'uniform':
      return (d.from + d.to) / 2;
    case 'hyperexponential':
      return sumOver(d.phases, (phase) => phase.probability * phase.mean);
    case 'lognormal':
      return d.median * exp((d.sigma * d.sigma) / 2);
    case 'quantiles':
      return sumOverPieces(d.points, (low, high) => (low + high) / 2);
    case 'shifted':
      return d.by + meanOf(d.rest);
  }
}

/** The variance, exactly. */
export function varianceOf(d: Distribution): number {
  switch (d.kind) {
    case 'constant':
      return 0;
    case 'exponential':
      return d.mean * d.mean;
    case 'uniform':
      return ((d.to - d.from) * (d.to - d.from)) / 12;
    case 'erlang':
      return (d.mean * d.mean) / d.k;
    case 'hyperexponential':
      return sumOver(d.phases, (phase) => 2 * phase.probability * phase.mean * phase.mean) - square(meanOf(d));
    case 'lognormal':
      return (exp(d.sigma * d.sigma) - 1) * square(meanOf(d));
    case 'quantiles':
      return sumOverPieces(d.points, (low, high) => (low * low + low * high + high * high) / 3) - square(meanOf(d));
    case 'shifted':
      return varianceOf(d.rest);
  }
}

function square(x: number): number {
  return x * x;
}

function sumOver(phases: readonly Phase[], term: (phase: Phase) => number): number {
  return phases.reduce((sum, phase) => sum + term(phase), 0);
}

/** Between two quantiles the distribution is uniform: sums a moment of each piece, weighted by its share. */
function sumOverPieces(points: readonly Quantile[], moment: (low: number, high: number) => number): number {
  let sum = 0;
  for (let i = 1; i < points.length; i++) {
    const low = points[i - 1]!;
    const high = points[i]!;
    sum += (high.p - low.p) * moment(low.value, high.value);
  }
  return sum;
}
