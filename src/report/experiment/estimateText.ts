import { highOf, lowOf, type Estimate, type Interval } from '../../experiment/statistics/estimate.ts';
import type { Figure } from '../../experiment/statistics/cellFigures.ts';
import { ms, trimmed } from '../format.ts';

/**
 * `42.1 ± 3.2`, `9.3 % ± 0.6 %`, `0 (0 to 0.37)`, `8.28 ms (8.21 ms to 8.4 ms)`, `6 in all 5 runs`: a figure is never
 * printed without its interval, and never with one of no width.
 */
export function figureText({ unit, estimate }: Pick<Figure, 'unit' | 'estimate'>): string {
  if (!('half' in estimate))
    return `${valueText(estimate.value, unit, spread(estimate))} (${intervalText(estimate, unit)})`;
  if (estimate.n > 1 && (estimate.half === 0 || estimate.half === Infinity))
    return `${valueText(estimate.mean, unit, 0)} in ${estimate.n === 2 ? 'both' : `all ${estimate.n}`} runs`;
  if (estimate.half === Infinity) return `${valueText(estimate.mean, unit, 0)} ± unknown`;
  return `${valueText(estimate.mean, unit, estimate.half)} ± ${valueText(estimate.half, unit, estimate.half)}`;
}

/** `3.1 to 4.7`; `12 ms or more` where there is no upper bound. */
export function intervalText(estimate: Estimate | Interval, unit: Figure['unit']): string {
  const [low, high] = [lowOf(estimate), highOf(estimate)];
  if (high === Infinity) return low <= 0 ? 'unknown' : `${valueText(low, unit, 0)} or more`;
  const [from, until] = [low, high].map((end) => valueText(end, unit, spread(estimate)));
  return from === until ? `within ${percentApart(low, high)} of it` : `${from} to ${until}`;
}

/** What the printed digits do not show: `0.1 %`. */
function percentApart(low: number, high: number): string {
  return `${Math.max(0.1, Math.ceil((1000 * (high - low)) / Math.max(Math.abs(low), Math.abs(high), 1e-9)) / 10)} %`;
}

export function meanOfEstimate(estimate: Estimate | Interval): number {
  return 'half' in estimate ? estimate.mean : estimate.value;
}

/** To as many digits as `error` leaves: two of the error's own. */
export function valueText(value: number, unit: Figure['unit'], error: number): string {
  if (unit === 'ratio') return `${rounded(100 * value, 100 * error)} %`;
  if (unit === 'ms') return value < 0 ? `-${ms(-value)}` : ms(value);
  return unit === 's' ? `${rounded(value, error)} s` : grouped(rounded(value, error));
}

/** Half of what an interval covers; 0 where an end is open. */
export function spread(estimate: Estimate | Interval): number {
  const [low, high] = [lowOf(estimate), highOf(estimate)];
  return high === Infinity || low === -Infinity ? 0 : (high - low) / 2;
}

function rounded(value: number, error: number): string {
  const size = error > 0 ? error : Math.abs(value) / 100;
  let digits = 0;
  for (let unit = 10; digits < 6 && size < unit && size > 0; unit /= 10) digits += 1;
  const text = trimmed(value, digits);
  return text === '-0' ? '0' : text;
}

function grouped(text: string): string {
  const [whole, rest] = text.split('.') as [string, string?];
  const commas = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return rest === undefined ? commas : `${commas}.${rest}`;
}
