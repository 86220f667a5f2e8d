/**
 * Hex digits that depend on `of` alone: tags, branches, nonces and digests, which the model does not compute, with the
 * length that the real ones have. FNV-1a with another start for each eight digits.
 */
export function shapedHex(of: string, digits: number): string {
  let text = '';
  for (let word = 0; text.length < digits; word++) {
    let hash = Math.imul(0x811c9dc5 + word, 0x01000193);
    for (let at = 0; at < of.length; at++) hash = Math.imul(hash ^ of.charCodeAt(at), 0x01000193);
    hash ^= hash >>> 15;
    hash = Math.imul(hash, 0x2c1b3c6d);
    text += ((hash ^ (hash >>> 12)) >>> 0).toString(16).padStart(8, '0');
  }
  return text.slice(0, digits);
}
