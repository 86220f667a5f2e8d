import { MILLISECOND } from '../../kernel/units.ts';
import { waitBudget } from '../../model/server/dundi/waitBudget.ts';
import type { Scenario } from '../../scenario/index.ts';

/** What a peer that died costs a lookup until its death is noticed (facts A2, A3, A9). */
export interface DeadPeerWait {
  /** Milliseconds that a lookup waits for it, at most, as dundi.conf says. */
  readonly mostMs: number;
  /** Whether every server that asks it marks it unreachable after a while (qualify). */
  readonly noticed: boolean;
}

/** Five sends, one each second (facts A2). */
const WITHOUT_LIMIT_MS = 5000;
/** Over all servers and the peers that they ask; null: none asks any. */
export function deadPeerWaitOf({ servers }: Scenario['config']): DeadPeerWait | null {
  const asked = servers.flatMap(({ dundi }) =>
    dundi.peers
      .filter(
        ({ model, include }) => (model === 'outbound' || model === 'symmetric') && include.some(({ allow }) => allow),
      )
      .map(({ qualifyMs }) => ({
        noticed: qualifyMs > 0,
        ms: Math.min(qualifyMs || dundi.autokillMs || WITHOUT_LIMIT_MS, waitBudget(dundi.ttl) / MILLISECOND),
      })),
  );
  if (asked.length === 0) return null;
  return { mostMs: Math.max(...asked.map(({ ms }) => ms)), noticed: asked.every(({ noticed }) => noticed) };
}
