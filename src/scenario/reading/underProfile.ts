import { PROFILES } from '../../model/profiles.ts';
import { DEFAULTS } from '../building/defaults.ts';
import type { Reading } from './reader.ts';
import { readOverride, type Override } from './overrides.ts';
import { child, itemsOf, textOf, type MappingNode } from './tree.ts';

/** The overrides of `--set`, in order, after those that the scenario has for its profile under `under`. */
export function allOverrides(root: MappingNode, sets: readonly string[], reading: Reading): readonly Override[] {
  const given = readEach(
    sets.map((text) => ({ text, place: undefined })),
    reading,
  );
  const chosen = given.findLast(({ path }) => path.length === 1 && path[0] === 'profile');
  const profile = textOf(chosen?.value ?? child(root, 'profile')) ?? (DEFAULTS['profile'] as string);
  const under = child(root, 'under');
  const own = under?.kind === 'mapping' && PROFILES.some((one) => one === profile) ? child(under, profile) : undefined;
  const texts = itemsOf(own).flatMap((item) => {
    const text = textOf(item);
    return text === undefined ? [] : [{ text, place: item.place }]; // The schema says what else is no text.
  });
  return [...readEach(texts, reading), ...given];
}

function readEach(
  texts: readonly { readonly text: string; readonly place: Override['place'] | undefined }[],
  reading: Reading,
): readonly Override[] {
  const overrides: Override[] = [];
  for (const { text, place } of texts) {
    const read = readOverride(text, place);
    if ('severity' in read) reading.remarks.push(read);
    else overrides.push(read);
  }
  return overrides;
}
