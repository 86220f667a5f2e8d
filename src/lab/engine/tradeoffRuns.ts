import { valueAt } from '../../measure/paths.ts';
import type { ResultDocument } from '../../measure/document.ts';

/** Seconds: the paper's 5 s, Asterisk's default of 1 h, and steps between and below. */
export const CACHETIMES: readonly number[] = [1, 5, 30, 120, 600, 3600];

/** One run of the trade-off. Rates are per second of the run. */
export interface TradeoffPoint {
  readonly profile: string;
  /** Seconds. */
  readonly cachetime: number;
  /** Lookups that the lookup server was asked for; without one, of all servers, over the network. */
  readonly lookups: number;
  /** Calls sent to a dead server. */
  readonly stale: number;
  readonly lost: number;
}

/** @param hub name of the lookup server; empty: there is none */
export function tradeoffPoint(document: ResultDocument, hub: string, cachetime: number): TradeoffPoint {
  const { profile, calls, simulatedSeconds } = document;
  const lookups =
    (valueAt(document, hub === '' ? 'lookups.network' : `servers.${hub}.lookups`) ?? 0) / simulatedSeconds;
  return { profile, cachetime, lookups, stale: calls.toDeadServer, lost: calls.lost };
}
