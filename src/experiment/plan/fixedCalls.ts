import type { Scenario } from '../../scenario/index.ts';

/** Calls whose number stays what it is while phones are varied. */
export interface FixedCalls {
  /** `calls.0.rate` */
  readonly path: string;
  /** The same calls as a rate of each caller, as `--set` has them. */
  readonly instead: readonly string[];
}

/** Paths that vary how many phones there are; a number of servers does, where a group has "perServer". */
const OF_PHONES = /^phones\.[^.]+\.(?:count|perServer)$/;
const OF_SERVERS = /^servers\.[^.]+\.count$/;

/** Elements of "calls" with a rate of all callers together; those from the PSTN are nobody's phones. */
export function fixedCallsOf(
  { expanded, config }: Pick<Scenario, 'expanded' | 'config'>,
  path: string,
): readonly FixedCalls[] {
  const { calls, phones } = expanded as {
    readonly calls: readonly Readonly<Record<string, unknown>>[];
    readonly phones: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  };
  const grows = Object.values(phones).some(({ perServer }) => perServer !== undefined);
  if (!OF_PHONES.test(path) && !(OF_SERVERS.test(path) && grows)) return [];
  // A file of calls is many sources: then their numbers are not those of the elements.
  const sources = config.calls.length === calls.length ? config.calls : [];
  return calls.flatMap(({ rate }, i) => {
    const source = sources[i];
    if (rate === undefined || source?.kind !== 'poisson' || source.callers.length === 0) return [];
    const perHour = Number(((3600 * source.ratePerSecond) / source.callers.length).toPrecision(3));
    return [{ path: `calls.${i}.rate`, instead: [`calls.${i}.rate=`, `calls.${i}.perPhone=${perHour}/h`] }];
  });
}
