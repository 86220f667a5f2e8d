import type { Distribution } from './distributions.ts';
import { HOUR, MILLISECOND, MINUTE, SECOND, type Micros } from '../units.ts';
import { exp } from '../math.ts';
import { Z90 } from './normal.ts';

/**
 * One line for a person, with units, written as in a scenario: `exponential 2ms`, `lognormal 3ms p90 9ms`,
 * `quantiles p50=2ms p90=9ms`; or, which a scenario cannot say, `1ms + exponential 2ms`.
 */
export function describe(d: Distribution): string {
  switch (d.kind) {
    case 'constant':
      return span(d.value);
    case 'exponential':
      return `exponential ${span(d.mean)}`;
    case 'uniform':
      return `uniform ${span(d.from)}..${span(d.to)}`;
    case 'erlang':
      return `erlang ${d.k} ${span(d.mean)}`;
    case 'hyperexponential':
      return `hyperexponential ${d.phases.map((phase) => `${percent(phase.probability)} ${span(phase.mean)}`).join(', ')}`;
    case 'lognormal':
      return `lognormal ${span(d.median)} p90 ${span(d.median * exp(Z90 * d.sigma))}`;
    case 'quantiles':
      return `quantiles ${d.points
        .slice(1, -1)
        .map((point) => `p${rounded(point.p * 100)}=${span(point.value)}`)
        .join(' ')}`;
    case 'shifted':
      return `${span(d.by)} + ${describe(d.rest)}`;
  }
}

/** In the largest unit that leaves a whole number in front of the point. */
function span(time: Micros): string {
  if (time === 0) return '0s';
  if (time % HOUR === 0) return `${time / HOUR}h`;
  if (time % MINUTE === 0) return `${time / MINUTE}m`;
  if (time >= SECOND) return `${rounded(time / SECOND)}s`;
  if (time >= MILLISECOND) return `${rounded(time / MILLISECOND)}ms`;
  return `${rounded(time)}us`;
}

function percent(share: number): string {
  return `${rounded(share * 100)}%`;
}

/** At most six digits, without trailing zeros. */
function rounded(x: number): string {
  return String(Number(x.toPrecision(6)));
}
