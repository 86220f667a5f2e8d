/**
 * Names of the scenario as keys of a document, which paths are made of: `registered at both` is `registered-at-both`.
 * Names that come to the same key are numbered. Empty names have none.
 */
export function keysOf(names: readonly string[]): ReadonlyMap<string, string> {
  const keys = new Map<string, string>();
  const taken = new Set<string>();
  for (const name of names) {
    if (name === '' || keys.has(name)) continue;
    const plain = name.replace(/[^\w-]+/g, '-');
    let key = plain;
    for (let number = 2; taken.has(key); number++) key = `${plain}-${number}`;
    taken.add(key);
    keys.set(name, key);
  }
  return keys;
}
