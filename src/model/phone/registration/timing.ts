import { MILLISECOND, SECOND, type Micros } from '../../../kernel/units.ts';
import type { PhoneKind } from '../kinds.ts';

/** RFC 3261 17.1.2.2: a request is sent again after T1, then after twice as long each time, up to T2. */
export const T1: Micros = 500 * MILLISECOND;
const T2: Micros = 4 * SECOND;

/** Pause before send number `sends` + 1 of a non-INVITE request (Timer E). */
export function timerE(sends: number): Micros {
  let pause = T1;
  for (let i = 1; i < sends; i++) pause = Math.min(2 * pause, T2);
  return pause;
}

/** When send number `sends` of a non-INVITE request leaves, after the first. */
export function timeOfSend(sends: number): Micros {
  let time = 0;
  for (let i = 1; i < sends; i++) time += timerE(i);
  return time;
}

/** How long a REGISTER waits for any answer, at a server with others behind it in the list or at the last. */
export function transactionTime(kind: PhoneKind, isLast: boolean): Micros {
  if (isLast || kind.resends === 0) return kind.transactionTimeout;
  return Math.min(timeOfSend(kind.resends + 2), kind.transactionTimeout);
}

/** When a registration of that many seconds is refreshed, before jitter (facts C2). */
export function refreshAfter(kind: PhoneKind, grantedSeconds: number): Micros {
  const granted = grantedSeconds * SECOND;
  if (kind.refresh.kind === 'before') {
    // A grant shorter than the margin allows is refreshed at its half (Polycom; a sane reading for the others).
    return granted > 2 * kind.refresh.before ? granted - kind.refresh.before : granted / 2;
  }
  const point = granted * kind.refresh.ratio;
  const bound = granted - kind.refresh.atMostBefore;
  return kind.refresh.atMostBefore > 0 ? Math.max(point, bound) : point;
}

/** Pause after the failure number `failures` in a row, with the phone's own chance in [0, 1). */
export function retryAfter(kind: PhoneKind, failures: number, chance: number): Micros {
  switch (kind.retry.kind) {
    case 'fixed':
      return jittered(kind, kind.retry.after, chance);
    case 'uniform':
      return Math.round(kind.retry.from + chance * (kind.retry.to - kind.retry.from));
    case 'rfc5626': {
      let wait = kind.retry.base;
      for (let i = 0; i < failures && wait < kind.retry.max; i++) wait *= 2;
      wait = Math.min(wait, kind.retry.max);
      return Math.round(wait * (0.5 + chance / 2));
    }
  }
}

/** Spreads a pause within ± the kind's jitter, with the phone's own chance in [0, 1). */
export function jittered(kind: PhoneKind, after: Micros, chance: number): Micros {
  return Math.round(after * (1 + kind.jitterRatio * (2 * chance - 1)));
}

/**
 * Spreads a refresh within ± the kind's jitter of its margin, the time that is left of the grant: a phone that refreshes
 * 5 s before the end does so 4.75 to 5.25 s before it. A refresh in the first half of the grant is spread within ± its own
 * time, which is the shorter then. Never beyond the grant, never negative.
 */
export function jitteredRefresh(kind: PhoneKind, after: Micros, granted: Micros, chance: number): Micros {
  const margin = Math.min(granted - after, after);
  return Math.round(after + margin * kind.jitterRatio * (2 * chance - 1));
}
