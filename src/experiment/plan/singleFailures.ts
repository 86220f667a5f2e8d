import { durationExpected, formatDuration, parseDuration } from '../../text/duration.ts';
import { UserMistakes } from '../../text/mistake.ts';
import { namesMeant } from '../../text/namePattern.ts';
import { didYouMean } from '../../text/nearest.ts';
import type { Scenario } from '../../scenario/index.ts';

/** One thing that happens to one victim: an element of a scenario's `faults`, and the one that ends it. */
export interface Failure {
  readonly verb: Verb;
  readonly victim: string;
  /** Micros. */
  readonly at: number;
  /** Until it is mended; undefined: it stays. */
  readonly lasts: number | undefined;
}

/** What breaks, and what mends it. */
const MENDED_BY = { crash: 'restart', hang: 'resume', partition: 'heal', stop: 'start', powerOff: 'powerOn' } as const;
export type Verb = keyof typeof MENDED_BY;

/** `--fault 'crash: servers.*, at: 5m, for: 2m'`: what, to whom, and when as far as it says so. */
export interface FaultPattern {
  readonly verb: Verb;
  readonly victims: readonly string[];
  readonly at: number | undefined;
  readonly lasts: number | undefined;
}

/** @throws UserMistakes */
export function readFaultPattern(text: string, scenario: Scenario): FaultPattern {
  const mistake = (what: string): never => {
    throw new UserMistakes([
      { severity: 'mistake', place: { file: `--fault ${text}`, line: 0, column: 0 }, text: what },
    ]);
  };
  const parts = new Map(
    text.split(',').map((part) => {
      const colon = part.indexOf(':');
      return [part.slice(0, Math.max(0, colon)).trim(), part.slice(colon + 1).trim()] as const;
    }),
  );
  const verbs = [...parts.keys()].filter((key) => key !== 'at' && key !== 'for');
  const [verb] = verbs;
  if (verbs.length !== 1 || verb === '')
    return mistake('expected such as "crash: servers.*", "hang: servers.regpbx1, at: 5m, for: 2m" or "stop: database"');
  if (!Object.hasOwn(MENDED_BY, verb!))
    return mistake(
      `"${verb}" is no fault that can be tried${didYouMean(verb!, Object.keys(MENDED_BY)) || `; there are ${Object.keys(MENDED_BY).join(', ')}`}`,
    );
  const time = (key: string): number | undefined => {
    const given = parts.get(key);
    return given === undefined
      ? undefined
      : (parseDuration(given) ?? mistake(`"${key}: ${given}": expected ${durationExpected(given)}`));
  };
  const at = time('at');
  if (at !== undefined && at >= scenario.config.duration) return mistake('the scenario has ended by then');
  const victims = victimsOf(verb as Verb, parts.get(verb!)!, scenario);
  return typeof victims === 'string' ? mistake(victims) : { verb: verb as Verb, victims, at, lasts: time('for') };
}

/** Names, or a sentence on what is wrong. */
function victimsOf(verb: Verb, text: string, { config }: Scenario): readonly string[] | string {
  if (verb === 'stop') return text === 'database' ? [text] : 'only the database can be stopped: "stop: database"';
  const kind = verb === 'powerOff' ? 'phones' : 'servers';
  const known =
    kind === 'servers' ? config.servers.map(({ name }) => name) : [...new Set(config.phones.map(({ group }) => group))];
  const wanted = text.replace(new RegExp(`^${kind}\\.`), '');
  const found = namesMeant(wanted, known);
  if ('items' in found) return found.items;
  const one = kind === 'servers' ? 'server' : 'group of phones';
  return found.problem.replace(/^no name matches/, `no ${one} matches`).replace(/^no "/, `no ${one} is named "`);
}

/** Faults that a scenario has itself. */
export function ownFaults({ expanded }: Pick<Scenario, 'expanded'>): readonly unknown[] {
  return (expanded as { readonly faults?: readonly unknown[] }).faults ?? [];
}

/** What a run without one of these is called: the scenario's own faults come in every run. */
export function unharmedText(scenario: Scenario): string {
  return ownFaults(scenario).length === 0 ? 'nothing fails' : "the scenario's own faults alone";
}

/** The scenario's own faults and these, as an override; none when there are none. */
export function faultOverrides(scenario: Scenario, failures: readonly Failure[]): readonly string[] {
  if (failures.length === 0) return [];
  const own = ownFaults(scenario);
  return [`faults=${flow([...own, ...failures.flatMap(elementsOf)])}`];
}

/** As elements of `faults:`. */
export function elementsOf({ verb, victim, at, lasts }: Failure): readonly Readonly<Record<string, string>>[] {
  const begins = { at: formatDuration(at), [verb]: victim };
  return lasts === undefined ? [begins] : [begins, { at: formatDuration(at + lasts), [MENDED_BY[verb]]: victim }];
}

/** Without its moment, which is another one in each run. */
export function victimText({ verb, victim, lasts }: Failure): string {
  return `${verb} ${victim}${lasts === undefined ? '' : ` for ${formatDuration(lasts)}`}`;
}

export function failureText({ verb, victim, at, lasts }: Failure): string {
  return `${verb} ${victim} at ${formatDuration(at)}${lasts === undefined ? '' : ` for ${formatDuration(lasts)}`}`;
}

/** YAML's brackets, with quotes only where they are needed: short on a command line. */
export function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`;
  if (typeof value === 'object' && value !== null)
    return `{${Object.entries(value)
      .map(([key, inner]) => `${key}: ${flow(inner)}`)
      .join(', ')}}`;
  const text = String(value);
  return /^[A-Za-z0-9][\w./%+-]*( [\w./%+-]+)*$/.test(text) ? text : JSON.stringify(text);
}
