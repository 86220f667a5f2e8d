/**
 * Closed forms of a full-availability group with Poisson arrivals; independent of how the holding time is distributed
 * (Erlang 1917; ITU-T E.501 for repeated attempts).
 */

/** Probability that all channels are taken: Erlang B, by its recursion. `erlangs`: offered, at least 0. */
export function erlangB(channels: number, erlangs: number): number {
  let blocking = 1;
  for (let n = 1; n <= channels; n++) blocking = (erlangs * blocking) / (n + erlangs * blocking);
  return erlangs === 0 && channels > 0 ? 0 : blocking;
}

/** Load with its repeated attempts, and the blocking of an attempt. */
export interface Extended {
  readonly erlangs: number;
  readonly blocking: number;
}

/** Steps after which a fixed point that is not found yet is taken for one that does not exist. */
const STEPS = 10_000;

/**
 * Extended Erlang B: the share `again` (0..1) of the blocked attempts comes once more, so the offered load is the fixed
 * point of A = fresh + again × A × B(channels, A). Fresh and repeated attempts together are taken for Poisson.
 */
export function extendedErlangB(channels: number, fresh: number, again: number): Extended {
  let erlangs = fresh;
  for (let i = 0; i < STEPS; i++) {
    const next = fresh + again * erlangs * erlangB(channels, erlangs);
    if (Math.abs(next - erlangs) < 1e-9 * (1 + fresh)) break;
    erlangs = next;
  }
  return { erlangs, blocking: erlangB(channels, erlangs) };
}

/** The fewest channels with which at most that share of the attempts is blocked. `most`: where the search ends. */
export function channelsFor(blocking: number, fresh: number, again = 0, most = 100_000): number {
  let channels = 0;
  while (channels < most && extendedErlangB(channels, fresh, again).blocking > blocking) channels++;
  return channels;
}
