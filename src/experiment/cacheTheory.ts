import { exp } from '../kernel/math.ts';
import { SECOND } from '../kernel/units.ts';
import type { ClusterConfig, PoissonCalls } from '../model/config.ts';
import type { TradeoffView } from './tradeoff.ts';

const { min } = Math;

/** What theory says of a cachetime. */
export interface ClosedForm {
  /** Questions to the hub, per second. */
  readonly questions: number;
  /** Calls sent to the dead server, per crash; undefined where it is not derived. */
  readonly stale: number | undefined;
}

/**
 * The closed form of a cache whose answers live exactly as long as they say, as the paper has it. Undefined where it is
 * not derived: under rules that shorten lives or remember more than answers, and for calls that do not come all the
 * time.
 *
 * A number is asked for by the servers s at Poisson rates λ(s), together Λ; its own server does not ask. The first
 * question finds the hub's cache empty; hub and asker store the answer for T seconds. A server that asks the hub later is
 * told
 * what remains of the T, so all caches forget the number at the same moment: a cycle of T + 1/Λ on average. In a cycle
 * server s asks the hub once, if at all: it was the first, with probability p = λ(s)/Λ, or calls within T,
 * with probability 1 − exp(−λ(s)·T). So the hub is asked
 *
 *   Σ over s of [p + (1 − p)·(1 − exp(−λ(s)·T))] / (T + 1/Λ)
 *
 * times a second for each number; with one asker 1/(T + 1/L), the share 1/(1 + L·T) of its calls. That is after many
 * cycles;
 * the caches are empty at 0, so with one asker the k-th question comes at (k − 1)·T and k exponential times of 1/L, and
 * those
 * that `view.calm` is to expect are counted exactly (`questionsUntil`).
 *
 * A crash at c meets an answer with more than h of its life left if a question was asked between c + h − T and c; there
 * is
 * at most one such. In all of that life every call goes to the dead server. With m(t) questions expected in [0, t), and
 * H from the crash to the end of the run, these are for each number of that server
 *
 *   L · ∫ from 0 to min(T, H) of [m(c) − m(c + h − T)] dh
 *
 * which long after the start is L·T/(1 + L·T) · L·T/2, had the run no end: how likely an answer is there, times the
 * calls
 * in half a life. With several askers a second registration may rescue such a call, which is not derived.
 *
 * @param cachetime seconds
 */
export function closedForm(config: ClusterConfig, view: TradeoffView, cachetime: number): ClosedForm | undefined {
  const { rules, calls, duration } = config;
  const left = (view.end - view.crash) / SECOND;
  const exact = rules.cacheClock === 'exact' && rules.cacheMargin === 0 && !rules.negativeCache && !rules.hints;
  const steady = calls.every((source) => source.kind === 'poisson' && source.from === 0 && source.until >= duration);
  if (!exact || !steady || view.isMesh) return undefined; // One cache, the hub's, that all servers share.
  const rates = ratesOf(config, calls as readonly PoissonCalls[]);
  let questions = 0;
  let stale: number | undefined = 0;
  const [asked, sent] = [new Map<number, number>(), new Map<number, number>()]; // Most numbers are called as often.
  for (const [phone, byServer] of rates) {
    const all = [...byServer.values()].reduce((sum, rate) => sum + rate, 0);
    const asking = [...byServer.values()].map((rate) => rate / all + (1 - rate / all) * (1 - exp(-rate * cachetime)));
    questions +=
      byServer.size === 1
        ? once(asked, all, () => askedInWindow(all, cachetime, view))
        : asking.reduce((sum, share) => sum + share, 0) / (cachetime + 1 / all);
    if (config.phones.at(phone)!.home !== view.dead) continue;
    stale =
      byServer.size > 1 || stale === undefined
        ? undefined
        : stale + once(sent, all, () => staleCalls(all, cachetime, view.crash / SECOND, left));
  }
  return { questions, stale };
}

function once(known: Map<number, number>, rate: number, compute: () => number): number {
  const found = known.get(rate) ?? compute();
  known.set(rate, found);
  return found;
}

/** Beyond this number of calls, the start from empty caches is long forgotten. */
const FORGOTTEN = 200;

/** Of the integral over the life that is left. */
const SLICES = 64;

/** Questions a second for one number with one asker, in the window of ordinary days. */
function askedInWindow(rate: number, cachetime: number, { calm }: TradeoffView): number {
  const [from, until] = [calm.from / SECOND, calm.until / SECOND];
  if (rate * until > FORGOTTEN) return 1 / (cachetime + 1 / rate);
  return (questionsUntil(until, rate, cachetime) - questionsUntil(from, rate, cachetime)) / (until - from);
}

/**
 * Calls that an old answer sends to the dead server, for one number with one asker: crash at `at`, and `left` seconds
 * more.
 */
function staleCalls(rate: number, cachetime: number, at: number, left: number): number {
  const until = min(cachetime, left);
  if (rate * at > FORGOTTEN) return (rate / (cachetime + 1 / rate)) * until * (cachetime - until / 2);
  const asked = questionsUntil(at, rate, cachetime);
  let known = 0; // Midpoints: the integrand has bends, so no finer rule pays.
  for (let i = 0; i < SLICES; i++)
    known += asked - questionsUntil(at + ((i + 0.5) / SLICES) * until - cachetime, rate, cachetime);
  return (rate * known * until) / SLICES;
}

/** Expected questions in [0, t) from an empty cache: the sum over k of P(Erlang(k, rate) < t − (k − 1)·T). */
function questionsUntil(t: number, rate: number, cachetime: number): number {
  let sum = 0;
  for (let k = 1; ; k++) {
    const x = rate * (t - (k - 1) * cachetime);
    if (x <= 0) return sum;
    const share = erlangBelow(k, x);
    sum += share;
    if (k > x && share < 1e-12) return sum;
  }
}

/** P(Erlang(k, 1) < x): k arrivals or more in a time of x. */
function erlangBelow(k: number, x: number): number {
  let [term, fewer] = [exp(-x), 0];
  for (let j = 0; j < k; j++) {
    fewer += term;
    term *= x / (j + 1);
  }
  return Math.max(0, 1 - fewer);
}

/** Calls a second by called phone and by the server that asks for it. */
function ratesOf(
  { phones }: ClusterConfig,
  sources: readonly PoissonCalls[],
): ReadonlyMap<number, ReadonlyMap<number, number>> {
  const rates = new Map<number, Map<number, number>>();
  for (const { callers, callees, ratePerSecond } of sources) {
    const callersAt = new Map<number, number>();
    for (const caller of callers)
      callersAt.set(phones.at(caller)!.home, (callersAt.get(phones.at(caller)!.home) ?? 0) + 1);
    for (const callee of callees) {
      const byServer = rates.get(callee) ?? new Map<number, number>();
      for (const [server, n] of callersAt) {
        if (server === phones.at(callee)!.home) continue;
        byServer.set(server, (byServer.get(server) ?? 0) + (ratePerSecond / callees.length) * (n / callers.length));
      }
      if (byServer.size > 0) rates.set(callee, byServer);
    }
  }
  return rates;
}
