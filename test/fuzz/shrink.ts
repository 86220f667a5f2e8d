import type { Input } from './inputs.ts';

/** Trials until what there is counts as small enough. */
const MOST_TRIALS = 300;

/**
 * A smaller input that still fails: whole files, halves, quarters and so on of the lines of each, then of the characters
 * of each line, are left out as long as it does.
 */
export async function shrunk(input: Input, fails: (input: Input) => Promise<boolean>): Promise<Input> {
  let best = input;
  let trials = 0;
  const attempt = async (name: string, text: string | undefined): Promise<boolean> => {
    if (++trials > MOST_TRIALS) return false;
    const files = new Map(best.files);
    if (text === undefined) files.delete(name);
    else files.set(name, text);
    if (!(await fails({ ...best, files }))) return false;
    best = { ...best, files };
    return true;
  };
  for (const name of input.files.keys()) await attempt(name, undefined);
  for (const separator of ['\n', '']) {
    for (const name of best.files.keys()) await withoutParts(name, separator, () => best.files.get(name)!, attempt);
  }
  return best;
}

async function withoutParts(
  name: string,
  separator: string,
  text: () => string,
  attempt: (name: string, text: string) => Promise<boolean>,
): Promise<void> {
  for (let size = Math.ceil(text().split(separator).length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let at = 0; at < text().split(separator).length;) {
      const parts = text().split(separator);
      const left = [...parts.slice(0, at), ...parts.slice(at + size)].join(separator);
      if (!(await attempt(name, left))) at += size;
    }
  }
}
