/** Where two traces first differ, with the lines before it that both have. */
export interface Difference {
  /** From 1. */
  readonly line: number;
  /** The last common lines, oldest first. */
  readonly common: readonly string[];
  /** From the first different line on; empty when that trace has ended. */
  readonly one: readonly string[];
  readonly other: readonly string[];
}

/** Compares two traces line by line; keeps `context` lines in memory. Undefined when they are equal. */
export async function firstDifference(
  one: AsyncIterable<string>,
  other: AsyncIterable<string>,
  context = 5,
): Promise<Difference | undefined> {
  const [ones, others] = [one[Symbol.asyncIterator](), other[Symbol.asyncIterator]()];
  const common: string[] = [];
  for (let line = 1; ; line++) {
    const [x, y] = [await ones.next(), await others.next()];
    if (x.done === true && y.done === true) return undefined;
    if (x.done !== y.done || x.value !== y.value)
      return { line, common, one: await rest(x, ones, context), other: await rest(y, others, context) };
    common.push(x.value as string);
    if (common.length > context) common.shift();
  }
}

async function rest(
  first: IteratorResult<string>,
  lines: AsyncIterator<string>,
  context: number,
): Promise<readonly string[]> {
  const taken: string[] = [];
  for (let next = first; next.done !== true && taken.length <= context; next = await lines.next())
    taken.push(next.value);
  return taken;
}

export function differenceText(difference: Difference | undefined, one: string, other: string): string {
  if (difference === undefined) return `${one} and ${other} are equal\n`;
  const { line, common } = difference;
  const text = [`${one} and ${other} first differ in line ${line}`, ...common.map((it) => `  ${it}`)];
  text.push(...shown('-', difference.one, one), ...shown('+', difference.other, other));
  return `${text.join('\n')}\n`;
}

function shown(sign: string, lines: readonly string[], name: string): readonly string[] {
  return lines.length === 0 ? [`${sign} (${name} ends here)`] : lines.map((it) => `${sign} ${it}`);
}
