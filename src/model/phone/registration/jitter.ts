/**
 * A phone's own chance: the same for the same seed, phone and count, whatever else happens in the run, so that another
 * cachetime does not change when a phone refreshes. In [0, 1), a multiple of 2^-32.
 *
 * The mixing is the finaliser of MurmurHash3 (Appleby 2011), once for each number.
 */
export function chanceOf(seedHash: number, phone: number, count: number): number {
  let h = mix(seedHash ^ 0x9e3779b9);
  h = mix(h ^ phone);
  h = mix(h ^ Math.imul(count + 1, 0x85ebca6b));
  return (h >>> 0) / 0x1_0000_0000;
}

function mix(value: number): number {
  let h = value | 0;
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** FNV-1a of a text, 32 bits. */
export function hashText(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h | 0;
}
