import { familyOf, type Scenario } from '../../scenario/index.ts';
import { UserMistakes } from '../../text/mistake.ts';

/** A value that the search may try, as a number and as a scenario says it. */
export interface PlanValue {
  readonly number: number;
  readonly text: string;
}

const NUMBER = /^(\d+(?:\.\d+)?)(.*)$/;

/**
 * `100..2000` or `0.5/s..8/s` to round values a step apart; the step is a round number near `resolution` of the upper
 * end,
 * and whole where both ends are whole numbers without a unit. Both ends alike are the one value: does it hold there?
 * @throws UserMistakes
 */
export function readValues(text: string, resolution: number): readonly PlanValue[] {
  const mistake = (what: string): never => {
    throw new UserMistakes([
      { severity: 'mistake', place: { file: `--between ${text}`, line: 0, column: 0 }, text: what },
    ]);
  };
  const ends = text.split('..').map((end) => NUMBER.exec(end.trim()));
  const [low, high] = ends;
  if (ends.length !== 2 || low === null || high === null)
    return mistake('expected two values, such as 100..2000 or 0.5/s..8/s');
  const unit = high![2]!;
  if (low![2] !== unit && low![2] !== '') mistake(`expected both ends in one unit; found "${low![2]}" and "${unit}"`);
  const [from, to] = [Number(low![1]), Number(high![1])];
  if (!(from <= to)) mistake('expected the lower end first');
  if (from === to) return [{ number: to, text: `${high![1]}${unit}` }];
  const whole = unit === '' && Number.isInteger(from) && Number.isInteger(to);
  return between(from, to, stepNear(to * resolution, whole)).map(({ number, shown }) => ({
    number,
    text: `${shown}${unit}`,
  }));
}

/** How far from the scenario's own value the search looks, to both sides, when nobody says where. */
const AROUND = 4;

/**
 * A quarter to four times of what the scenario has at a path, as a text for `readValues`; undefined: there is no
 * number.
 */
export function rangeAround({ expanded, config }: Scenario, path: string): string | undefined {
  const [top, group, last] = path.split('.');
  // How many there are is mostly said by numbers and names.
  const phones = config.phones.filter((phone) => phone.group === group);
  const homes = new Set(phones.map(({ home }) => home)).size;
  const counts: Readonly<Record<string, number>> = {
    'phones.count': phones.length,
    'phones.perServer': Math.round(phones.length / Math.max(1, homes)),
    'servers.count': config.servers.filter(({ name }) => familyOf(name) === group).length,
  };
  const counted = `${top}.${last}`;
  const own = Object.hasOwn(counts, counted) ? String(counts[counted]) : valueAt(expanded, path.split('.'));
  const found = NUMBER.exec(own ?? '');
  if (found === null || Number(found[1]) === 0) return undefined;
  const [value, unit] = [Number(found[1]), found[2]!];
  const low = unit === '' && Number.isInteger(value) ? Math.max(1, Math.floor(value / AROUND)) : value / AROUND;
  return `${low}${unit}..${value * AROUND}${unit}`;
}

/** Half of `2/s` is `1/s`; undefined: it is no rate. */
export function halfOf(text: unknown): string | undefined {
  const found = typeof text === 'string' ? NUMBER.exec(text) : null;
  return found === null ? undefined : `${Number((Number(found[1]) / 2).toPrecision(6))}${found[2]}`;
}

/** `*` is the first of all. */
function valueAt(tree: unknown, [step, ...rest]: readonly string[]): string | undefined {
  if (step === undefined) return typeof tree === 'string' ? tree : undefined;
  if (typeof tree !== 'object' || tree === null) return undefined;
  const below = tree as Readonly<Record<string, unknown>>;
  return valueAt(step === '*' ? Object.values(below)[0] : below[step], rest);
}

/** A step of mantissa / divisor or mantissa × 10^k, kept apart so that 3 × 0.1 is 0.3. */
interface Step {
  readonly times: number;
  readonly divisor: number;
}

/** 1, 2 or 5 times a power of ten, at most `size` unless it must be whole. */
function stepNear(size: number, whole: boolean): Step {
  if (whole && size < 1) return { times: 1, divisor: 1 };
  let [scale, divisor] = [1, 1];
  while (scale * 10 <= size) scale *= 10;
  while (scale / divisor > size) divisor *= 10;
  const mantissa = [5, 2, 1].find((one) => (one * scale) / divisor <= size) ?? 1;
  return { times: mantissa * scale, divisor };
}

/** Both ends as they are, and every multiple of the step between them. */
function between(
  from: number,
  to: number,
  { times, divisor }: Step,
): readonly { readonly number: number; readonly shown: string }[] {
  const numbers = [from];
  for (let i = Math.floor((from * divisor) / times) + 1; (i * times) / divisor < to; i++)
    if ((i * times) / divisor > from) numbers.push((i * times) / divisor);
  return [...numbers, to].map((number) => ({ number, shown: String(number) }));
}
