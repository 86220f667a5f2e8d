import type { Micros } from '../kernel/units.ts';
import type { LookupRecord } from '../model/observations.ts';
import type { LookupCountFigures } from './document.ts';

const PURPOSES = ['find', 'exec', 'function', 'relay', 'cli'] as const satisfies readonly LookupRecord['purpose'][];
const PURPOSE = 7;
const NETWORK = 8;
const CACHED = 16;
const FOUND = 32;
const BUDGET_ENDED = 64;

/**
 * Every ended lookup in 15 bytes: enough to count any window of the run exactly afterwards. Durations are not kept; a
 * window has no quantiles of them.
 */
export class LookupLog {
  length = 0;
  private began = new Float64Array(256);
  private server = new Uint16Array(256);
  private flags = new Uint8Array(256);
  private datagrams = new Uint32Array(256);

  add(lookup: LookupRecord): void {
    if (this.length === this.began.length) this.grow();
    const row = this.length++;
    const cached = lookup.asked.length === 0 && lookup.cacheHits + lookup.hintHits > 0;
    this.began[row] = lookup.at;
    this.server[row] = lookup.server;
    this.flags[row] =
      PURPOSES.indexOf(lookup.purpose) |
      (lookup.asked.length > 0 ? NETWORK : 0) |
      (cached ? CACHED : 0) |
      (lookup.answers.length > 0 ? FOUND : 0) |
      (lookup.budgetEnded ? BUDGET_ENDED : 0);
    this.datagrams[row] = lookup.datagrams;
  }

  /** Of the lookups that began in [from, until). `byServer`: their number, by the server's number. */
  counts(
    from: Micros,
    until: Micros,
    servers: number,
  ): { readonly figures: LookupCountFigures; readonly byServer: readonly number[] } {
    const byServer = Array.from({ length: servers }, () => 0);
    const byPurpose = { find: 0, exec: 0, function: 0, relay: 0, cli: 0 };
    let [total, network, cached, found, budgetEnded, datagrams] = [0, 0, 0, 0, 0, 0];
    for (let row = 0; row < this.length; row++) {
      if (this.began[row]! < from || this.began[row]! >= until) continue;
      const flags = this.flags[row]!;
      total += 1;
      if ((flags & NETWORK) !== 0) network += 1;
      if ((flags & CACHED) !== 0) cached += 1;
      if ((flags & FOUND) !== 0) found += 1;
      if ((flags & BUDGET_ENDED) !== 0) budgetEnded += 1;
      byPurpose[PURPOSES[flags & PURPOSE]!] += 1;
      datagrams += this.datagrams[row]!;
      byServer[this.server[row]!]! += 1;
    }
    return {
      figures: {
        total,
        asked: total - byPurpose.relay,
        network,
        cached,
        unasked: total - network - cached,
        found,
        notFound: total - found,
        budgetEnded,
        byPurpose,
        datagrams,
      },
      byServer,
    };
  }

  /** Lookups of a server that began in [0, step), [step, 2 step) and so on up to `until`. */
  series(server: number, step: Micros, until: Micros): number[] {
    const counts = Array.from({ length: Math.ceil(until / step) }, () => 0);
    for (let row = 0; row < this.length; row++)
      if (this.server[row] === server && this.began[row]! < until) counts[Math.floor(this.began[row]! / step)]! += 1;
    return counts;
  }

  private grow(): void {
    const size = 2 * this.began.length;
    this.began = grown(this.began, new Float64Array(size));
    this.server = grown(this.server, new Uint16Array(size));
    this.flags = grown(this.flags, new Uint8Array(size));
    this.datagrams = grown(this.datagrams, new Uint32Array(size));
  }
}

function grown<A extends Float64Array | Uint32Array | Uint16Array | Uint8Array>(from: A, into: A): A {
  into.set(from);
  return into;
}
