import type { PlanEstimate } from '../../experiment/plan/planEstimate.ts';
import type { PlanUnit } from '../../experiment/plan/planUnit.ts';
import { counted, ms, trimmed } from '../format.ts';

/** `2 (46 channels)`: a value as the scenario says it, and in the field's unit. */
export function valueText(value: string, unit: PlanUnit | null): string {
  return unit === null ? value : `${value} (${counted(Number(value) * unit.each, unit.noun)})`;
}

/**
 * `2.01 s (2.01 s to 2.02 s), 2.5 % (2.1 % to 3 %) over 2s; 10 runs`: what an objective is, with its interval. `limit`
 * is in the objective's own text.
 */
export function planEstimateText(estimate: PlanEstimate | null, objective: string): string {
  if (estimate === null) return 'nothing to measure';
  const { beyond, n } = estimate;
  const limit = limitText(objective);
  const share =
    beyond === undefined
      ? ''
      : `, ${withInterval(beyond.value, beyond.low, beyond.high, shareText)} over ${limit ?? 'it'}`;
  return `${withInterval(estimate.value, estimate.low, estimate.high, (value) => figureText(value, estimate.unit))}${share}; ${n} runs`;
}

/** `2 s` of `calls.postDialDelayMs.p99 < 2 s during 1m..5m`. */
export function limitText(objective: string): string | undefined {
  return /[<>]=?\s*(.+?)(?:\s+during\s.*)?$/.exec(objective.trim())?.[1];
}

/** Never an interval of no width: ends that print alike get more digits, or by their distance. */
function withInterval(value: number, low: number, high: number | null, text: (value: number) => string): string {
  if (high === null) return low > 0 ? `${text(value)} (${text(low)} or more)` : `${text(value)} (unknown)`;
  const [from, until] = [text(low), text(high)];
  if (from !== until) return `${text(value)} (${from} to ${until})`;
  return low === high
    ? `${text(value)} in all runs`
    : `${text(value)} (± ${Math.max(0.1, Math.ceil((500 * (high - low)) / Math.max(high, 1e-9)) / 10)} % of it)`;
}

/** A value in its unit. */
export function figureText(value: number, unit: PlanEstimate['unit']): string {
  if (unit === 'ratio') return shareText(value);
  if (unit === 'ms') return ms(value);
  return unit === 's' ? `${digits(value)} s` : digits(value);
}

/** `2.4 %` */
export function shareText(share: number): string {
  return `${digits(100 * share)} %`;
}

/** Three digits. */
function digits(value: number): string {
  return Math.abs(value) >= 100 ? trimmed(value, 0) : String(Number(value.toPrecision(3)));
}
