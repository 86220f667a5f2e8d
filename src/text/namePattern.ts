import { nearest } from './nearest.ts';
import { expandName } from './ranges.ts';

/** `regpbx*`, `*`, `regpbx1..3` or a name: those of `known` that it means, in their order; or why it means none. */
export function namesMeant(
  pattern: string,
  known: readonly string[],
): { readonly items: readonly string[] } | { readonly problem: string } {
  if (pattern.includes('*')) {
    const items = known.filter((name) => matches(pattern, name));
    return items.length > 0 ? { items } : { problem: `no name matches "${pattern}"${guess(pattern, known)}` };
  }
  const range = expandName(pattern);
  if ('problem' in range) return range;
  const missing = range.items.filter((name) => !known.includes(name));
  if (missing.length === 0) return range;
  const more =
    range.items.length === 1
      ? ''
      : missing.length === 1
        ? ` of "${pattern}"`
        : ` and ${missing.length - 1} more of "${pattern}"`;
  return { problem: `no "${missing[0]}"${more}${guess(missing[0]!, known)}` };
}

/** By its pieces from left to right: in linear time, whatever the pattern. */
function matches(pattern: string, name: string): boolean {
  const [first, ...rest] = pattern.split('*') as [string, ...string[]];
  const last = rest.pop()!;
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length) return false;
  const middle = name.slice(first.length, name.length - last.length);
  let at = 0;
  for (const piece of rest) {
    const found = middle.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return true;
}

/** The nearest name, or pattern of names that differ in their number alone; else what there is. */
function guess(pattern: string, known: readonly string[]): string {
  const families = pattern.includes('*') ? known.map((name) => name.replace(/\d*$/, '*')) : [];
  const near = nearest(pattern, [...families, ...known]);
  if (near !== undefined) return `; did you mean "${near}"?`;
  return known.length > 0 && known.length <= 24 ? `; known here: ${known.join(', ')}` : '';
}
