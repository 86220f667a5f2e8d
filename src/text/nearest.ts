/**
 * The candidate nearest to `name` by edits, or the one that begins alike; undefined when none is near enough to be meant. Who wrote a known name
 * has not
 * misspelt it, so nothing is proposed then; nor is a name that shares no letter.
 */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  const limit = Math.max(1, Math.floor(name.length / 3));
  let best: string | undefined;
  let bestDistance = limit + 1;
  const all = [...candidates];
  for (const candidate of all) {
    if (candidate === name) return undefined;
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase());
    if (distance < Math.min(bestDistance, Math.max(name.length, candidate.length))) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best ?? beginning(name.toLowerCase(), all);
}

/** Shorter beginnings are those of too many words. */
const FEWEST_LETTERS = 3;

/** The one candidate that begins with the name, or that the name begins with: `cache` for `cachetime`, `talking` for `talk`. */
function beginning(name: string, candidates: readonly string[]): string | undefined {
  const found = candidates.filter((one) => {
    const [short, long] = one.length < name.length ? [one.toLowerCase(), name] : [name, one.toLowerCase()];
    return short.length >= FEWEST_LETTERS && long.startsWith(short);
  });
  return found.length === 1 ? found[0] : undefined;
}

/** `; did you mean "x"?`, or nothing. */
export function didYouMean(name: string, candidates: Iterable<string>): string {
  const found = nearest(name, candidates);
  return found === undefined ? '' : `; did you mean "${found}"?`;
}

/** Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours cost 1 each. */
export function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1));
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) cost = Math.min(cost, beforeLast[j - 2]! + 1);
      row.push(cost);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length]!;
}
