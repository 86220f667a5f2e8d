import type { Micros } from '../../kernel/units.ts';
import type { Measures, PeerMark } from '../../measure/measures.ts';

/** The stretch in which losses were densest. */
export interface WorstStretch {
  readonly from: Micros;
  readonly until: Micros;
  readonly offered: number;
  /** Lost, other than by a cut while talking. */
  readonly notConnected: number;
  /** What happened as it ended, if anything did. */
  readonly endedBy: string | undefined;
}

/**
 * Least losses of a stretch worth telling, and how many times as dense as elsewhere: less is how chance scatters them.
 */
const FEWEST = 3;
const DENSER = 3;
/** Something that happened so close to the end of the stretch is shown with it. */
const BEFORE: Micros = 2_000_000;
const AFTER: Micros = 10_000_000;

/**
 * The stretch of calls, in order of offering, that stands out most by its losses: a lost call counts for it, any other
 * against it, at the price of the run's mean (the maximum sum of a subarray): so a time of losses between two without
 * any is
 * found from its first loss to its last. Calls that were cut after they were answered are left out: they say when the
 * fault came, not how long it hurt.
 */
export function worstStretch(measures: Measures): WorstStretch | undefined {
  const calls = [...measures.calls.log].filter((call) => !call.dropped);
  const allLost = calls.filter((call) => call.lost).length;
  if (allLost === 0) return undefined;
  calls.sort((a, b) => a.offeredAt - b.offeredAt);
  const price = Math.max(0.02, allLost / calls.length);
  let [best, bestFrom, bestTo, sum, from] = [0, -1, -1, 0, 0];
  calls.forEach((call, i) => {
    if (sum <= 0) [sum, from] = [0, i];
    sum += call.lost ? 1 - price : -price;
    if (sum > best) [best, bestFrom, bestTo] = [sum, from, i];
  });
  if (bestFrom < 0) return undefined;
  const stretch = calls.slice(bestFrom, bestTo + 1);
  const lost = stretch.filter((call) => call.lost).length;
  const elsewhere = { lost: allLost - lost, offered: calls.length - stretch.length };
  if (lost < FEWEST || elsewhere.offered === 0 || lost * elsewhere.offered < DENSER * elsewhere.lost * stretch.length)
    return undefined;
  const span = { from: stretch[0]!.offeredAt, until: stretch.at(-1)!.offeredAt };
  return { ...span, offered: stretch.length, notConnected: lost, endedBy: happenedNear(measures, span.until) };
}

function happenedNear(measures: Measures, at: Micros): string | undefined {
  const events = [
    ...measures.faults,
    ...measures.peerMarks
      .filter((mark) => mark.status !== 'LAGGED')
      .map((mark) => ({ at: mark.at, text: peerMarkText(measures, mark) })),
  ].filter((event) => event.at >= at - BEFORE && event.at <= at + AFTER);
  const distance = (event: { at: Micros }): Micros => Math.abs(event.at - at);
  return events.sort((a, b) => distance(a) - distance(b))[0]?.text;
}

/** `dunpbx1 marks regpbx2 unreachable`; the short form `dunpbx1: regpbx2 unreachable`. */
export function peerMarkText(measures: Measures, mark: PeerMark, form: 'sentence' | 'short' = 'sentence'): string {
  const name = (server: number): string => measures.config.servers[server]?.name ?? `server ${server}`;
  const said = mark.status === 'OK' ? 'reachable' : mark.status.toLowerCase();
  return `${name(mark.server)}${form === 'short' ? ':' : ' marks'} ${name(mark.peer)} ${said}`;
}
