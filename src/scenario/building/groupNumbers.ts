import type { NumberRuns } from '../../text/numberRuns.ts';
import { LONGEST_RANGE } from '../../text/ranges.ts';
import type { Reading } from '../reading/reader.ts';
import type { GroupData } from '../reading/schema.ts';
import type { Path } from '../reading/tree.ts';

/** Of 15 digits: what is counted on from is no larger. */
const LARGEST = 999_999_999_999_999;

/**
 * Numbers of a group: as written, or as many as "count" or "perServer" says, counted on from the first. Undefined, and
 * a mistake is reported, where they are more than `most` or cannot be counted.
 * @param homes servers at which the group registers; 0 where none is known, which is a mistake of its own
 */
export function groupNumbers(
  group: GroupData,
  { homes, most }: { readonly homes: number; readonly most: number },
  reading: Reading,
  path: Path,
): NumberRuns | undefined {
  const { numbers, count, perServer } = group;
  if (count !== undefined && perServer !== undefined)
    reading.mistakeAtKey(
      [...path, 'perServer'],
      `"count" has the number of phones already; write one of the two ("--set ${path.join('.')}.count=" removes it)`,
    );
  const key = count === undefined && perServer !== undefined ? 'perServer' : 'count';
  const wanted = count ?? (perServer === undefined ? numbers.length : perServer * Math.max(1, homes));
  if (wanted > most) {
    reading.mistake([...path, wanted === numbers.length ? 'numbers' : key], `more than ${LONGEST_RANGE} phones in all`);
    return undefined;
  }
  const all = counted(numbers, wanted);
  if (all === undefined)
    reading.mistake([...path, key], `${wanted} numbers cannot be counted on from "${numbers.last()!}"`);
  return all;
}

/** A range shorter or longer than it is written: 1001..1100 with 50 ends at 1050. Undefined: it has no digits alone. */
function counted(numbers: NumberRuns, count: number): NumberRuns | undefined {
  const longer = numbers.slice(count);
  const last = numbers.last()!;
  const more = count - longer.length;
  if (more === 0) return longer;
  if (!/^\d{1,15}$/.test(last) || Number(last) + more > LARGEST + 1) return undefined;
  longer.pushRange(Number(last) + 1, more, last.length);
  return longer;
}
