/**
 * The configuration as the model gets it: its records frozen, and each made anew, so that those with the same keys have one hidden
 * class. A copy `{ ...record, more }` gets a class of its own: the `sip` of 101 servers had 93, and V8 searched for every key of them.
 * Arrays are not frozen: V8 reads an item of a frozen one by a call. What has a class of its own stays as it is.
 */
export function settled<T>(value: T, known = new Map<unknown, unknown>()): T {
  const isRecord = isPlain(value);
  if (!isRecord && !Array.isArray(value)) return value;
  const before = known.get(value);
  if (before !== undefined) return before as T;
  const made: unknown = isRecord
    ? Object.freeze(Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, settled(inner, known)])))
    : value.map((inner) => settled<unknown>(inner, known));
  known.set(value, made);
  return made as T;
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
