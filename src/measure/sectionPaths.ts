import type { ClusterConfig } from '../model/config.ts';
import { templatesOf } from '../model/phoneColumns.ts';
import { keysOf } from './figureKeys.ts';
import type { ResultPath } from './resultPath.ts';
import { sectionsOf, standbyServers, type SectionName } from './documentSections.ts';
import { TRANSFER_COUNTS } from './transferMeasures.ts';

type Unit = ResultPath['unit'];

function under(
  section: SectionName,
  base: string,
  names: readonly string[],
  { unit = 'count' as Unit, shareOf = '' } = {},
): readonly ResultPath[] {
  return names.map((name) => ({
    path: `${base}.${name}`,
    unit,
    ...(shareOf === '' ? {} : { shareOf: `${base}.${shareOf}` }),
    windowed: false,
    section,
  }));
}

/** The numbers of those parts, in the order of the document. */
export const SECTION_PATHS: readonly ResultPath[] = [
  ...under('named', 'named.*', ['offered', 'answered', 'saved', 'voicemail', 'diverted', 'lost', 'slow'], {
    shareOf: 'offered',
  }),
  ...under('named', 'named.*', ['lostAnswered', 'lostVoicemail'], { shareOf: 'lost' }),
  ...under('named', 'named.*', ['parked', 'retrieved'], { shareOf: 'parked' }),
  ...under('named', 'named.*', ['rangBy.*'], { shareOf: 'offered' }),
  ...under('standbys', 'standbys.*', ['takeOvers']),
  ...under('standbys', 'standbys.*', ['failedAtSeconds', 'tookOverSeconds'], { unit: 's' }),
  ...under('standbys', 'standbys.*', ['phones']),
  ...under('standbys', 'standbys.*', ['lastLostFromSeconds', 'lastLostToSeconds'], { unit: 's' }),
  ...under('standbys', 'standbys.*', ['directCalls']),
  ...under('standbys', 'standbys.*', ['lastDirectSeconds', 'registeredSeconds'], { unit: 's' }),
  ...under('transfers', 'transfers', TRANSFER_COUNTS, { shareOf: 'sentOn' }),
  ...under('trunks', 'trunks', ['freshCalls', 'freshBlocked'], { shareOf: 'freshCalls' }),
  ...under('trunks', 'trunks', ['attempts', 'blocked'], { shareOf: 'attempts' }),
  ...under('trunks', 'trunks', ['carriedErlangs']),
  ...under('trunks', 'trunks.groups.*.*', ['channels', 'spans', 'seizures', 'overflows', 'carriedErlangs', 'busyMax']),
  ...under('segments', 'segments', ['callsTalkingMax']),
  ...under('segments', 'segments.meanPassesAtCalls', ['10ms', '100ms', '1000ms']),
  ...under('segments', 'segments.longestPassesAtCalls', ['10ms', '100ms', '1000ms']),
  ...under('storms', 'storms', ['statementsPerSecondMax']),
  ...under('storms', 'storms.groups.*', ['phones', 'registrationsPerSecondMax']),
  ...under('storms', 'storms.groups.*', ['registeredAfterSeconds'], { unit: 's' }),
  ...under('storms', 'storms.groups.*', ['exchangeMaxMs'], { unit: 'ms' }),
  ...under('balance', 'balance', [
    'fullestToMeanAtStart',
    'fullestToMeanAtEnd',
    'groupsTogetherAtStart',
    'groupsTogetherAtEnd',
  ]),
  ...under('balance', 'balance.groups.*', ['phones', 'serversAtStart', 'serversAtEnd', 'mostOnOneAtEnd']),
  ...under('balance', 'balance.groups.*', ['callsWithin', 'answered', 'local'], { shareOf: 'answered' }),
  ...under('joins', 'joins.*', ['phones', 'files']),
  ...under('joins', 'joins.*', ['callsTo', 'blindTo'], { shareOf: 'callsTo' }),
  ...under('joins', 'joins.*', ['callsFrom', 'blindFrom'], { shareOf: 'callsFrom' }),
  ...under('joins', 'joins.*', ['blindSeconds'], { unit: 's' }),
];

/** Every path that a document of this configuration has, the stars of `paths` replaced. */
export function pathsOfConfig(paths: readonly ResultPath[], config: ClusterConfig): readonly string[] {
  const sections = sectionsOf(config);
  const servers = config.servers.map(({ name }) => name);
  const groups =
    sections.has('storms') || sections.has('balance') ? [...templatesOf(config.phones)].map(({ group }) => group) : [];
  const added = (config.faults ?? []).flatMap((fault) => (fault.kind === 'reload' ? fault.adds : []));
  const stars: Partial<Record<SectionName, readonly string[]>> = {
    named: [...keysOf(config.calls.map(({ name }) => name)).values()],
    trunks: config.servers.flatMap(({ name, trunks }) =>
      [...keysOf(Object.keys(trunks)).values()].map((group) => `${name}.${group}`),
    ),
    storms: [...keysOf(groups).values()],
    balance: [...keysOf(groups).values()],
    joins: [...new Set(added)].map((row) => servers[row]!),
    standbys: standbyServers(config).map((row) => servers[row]!),
  };
  return paths.flatMap(({ path, section }) => {
    if (section !== undefined && !sections.has(section)) return [];
    const first = (section === undefined ? undefined : stars[section]) ?? servers;
    if (section === 'trunks')
      return path.includes('*.*') ? first.map((name) => path.replace('*.*', () => name)) : [path];
    return filled([path], first).flatMap((one) => filled([one], servers));
  });
}

function filled(paths: readonly string[], names: readonly string[]): readonly string[] {
  return paths.flatMap((path) => (path.includes('*') ? names.map((name) => path.replace('*', () => name)) : [path]));
}
