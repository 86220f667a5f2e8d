import type { Micros } from '../../kernel/units.ts';
import type { Cdr } from './cdr.ts';

/** CDRs of one server; empty: it is not known of which. */
export interface ServerCdrs {
  readonly server: string;
  readonly cdrs: readonly Cdr[];
}

/** A call that a phone made, as the CDRs have it. */
export interface RecordedCall {
  readonly start: Micros;
  readonly from: string;
  readonly to: string;
  readonly talked: Micros;
  /** From the start until it was answered, or (unanswered) until its end. */
  readonly waited: Micros;
  readonly disposition: string;
  /** A phone was called, as the records show somewhere. */
  readonly isInternal: boolean;
}

/** All that the CDRs of a cluster tell. */
export interface RecordedCalls {
  /** In order of time. */
  readonly calls: readonly RecordedCall[];
  /** Numbers of the phones that called, or were called by their SIP accounts; sorted. */
  readonly phones: readonly string[];
  /** Through which server most calls of a phone went; only of CDRs whose server is known. */
  readonly homes: ReadonlyMap<string, string>;
  /** Rows left out, by the technology of their caller: the second half of a call between servers, or the PSTN. */
  readonly leftOut: ReadonlyMap<string, number>;
}

/**
 * A call between servers has a CDR on both: the one whose caller is another server's IAX2 channel is left out, and so
 * are calls from trunks.
 */
export function recordedCalls(files: readonly ServerCdrs[]): RecordedCalls {
  const phones = new Set<string>();
  const begun = new Map<string, Map<string, number>>();
  const leftOut = new Map<string, number>();
  for (const { server, cdrs } of files) {
    for (const { caller, called, tech } of cdrs) {
      for (const account of [caller, called]) if (account !== '') phones.add(account);
      if (caller === '') count(leftOut, tech);
      // A phone's calls pass through the server that it is registered at, those to it too.
      for (const account of [caller, called]) if (account !== '' && server !== '') count(entry(begun, account), server);
    }
  }
  const calls = files
    .flatMap(({ cdrs }) => cdrs)
    .filter(({ caller }) => caller !== '')
    .sort((a, b) => a.start - b.start)
    .map(({ start, caller, dst, talked, duration, disposition }): RecordedCall => ({
      start,
      from: caller,
      to: dst,
      talked,
      waited: duration - talked,
      disposition,
      isInternal: phones.has(dst),
    }));
  const homes = new Map([...begun].map(([phone, servers]) => [phone, mostFrequent(servers)]));
  return { calls, phones: [...phones].sort(byLength), homes, leftOut };
}

/** `999` before `1001`. */
function byLength(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function entry(map: Map<string, Map<string, number>>, key: string): Map<string, number> {
  let found = map.get(key);
  if (found === undefined) {
    found = new Map();
    map.set(key, found);
  }
  return found;
}

function mostFrequent(counts: ReadonlyMap<string, number>): string {
  return [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))[0]![0];
}
