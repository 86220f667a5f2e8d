import { CAUSE_NAMES } from './causeCounts.ts';
import { PARKING_COUNTS } from './parkingMeasures.ts';
import { OUTCOMES } from './outcomes.ts';
import type { ClusterConfig } from '../model/config.ts';
import type { ResultDocument, WindowDocument } from './document.ts';
import type { ResultPath } from './resultPath.ts';
import { pathsOfConfig, SECTION_PATHS } from './sectionPaths.ts';
import { SECTION_NEEDS } from './documentSections.ts';

export type { ResultPath } from './resultPath.ts';

/** Every number of a ResultDocument, in its order. */
export const RESULT_PATHS: readonly ResultPath[] = [
  { path: 'simulatedSeconds', unit: 's', windowed: false },
  { path: 'events', unit: 'count', windowed: false },
  ...of(
    'calls',
    'offered',
    [
      'offered',
      ...OUTCOMES.map((outcome) => `outcomes.${outcome}`),
      'dropped',
      'saved',
      'lost',
      'toDeadServer',
      'notPlaced',
      ...CAUSE_NAMES.map((name) => `causes.${name}`),
    ],
    ['postDialDelayMs'],
  ),
  { path: 'calls.collapsed', unit: 'ratio', windowed: true },
  ...['offeredErlangs', 'carriedErlangs', 'busyHourCallAttempts'].map((name): ResultPath => ({
    path: `load.${name}`,
    unit: 'count',
    windowed: false,
  })),
  ...['answerSeizureRatio', 'sessionEstablishmentRatio', 'blockingRatio'].map((name): ResultPath => ({
    path: `load.${name}`,
    unit: 'ratio',
    windowed: false,
  })),
  ...of(
    'registrations',
    'attempts',
    ['attempts', 'granted', 'timeouts', 'rejected', 'cancelled', 'sends', 'outages'],
    ['exchangeMs', 'outageMs'],
  ),
  ...of('registrations', 'phones', ['phones', 'phonesRegisteredAtEnd', 'phonesWithOutage'], []),
  { path: 'registrations.longestOutageMs', unit: 'ms', windowed: false },
  ...of(
    'lookups',
    'total',
    [
      'total',
      'asked',
      'network',
      'cached',
      'unasked',
      'found',
      'notFound',
      'budgetEnded',
      'byPurpose.find',
      'byPurpose.exec',
      'byPurpose.function',
      'byPurpose.relay',
      'byPurpose.cli',
      'datagrams',
    ],
    ['ms', 'networkMs'],
  ),
  ...of(
    'database',
    'statements',
    [
      'statements',
      'failed',
      'byKind.select',
      'byKind.update',
      'byKind.connect',
      'byKind.other',
      ...[
        'register',
        'refresh',
        'expire',
        'unregister',
        'wrongSecret',
        'unknownUser',
        'invite',
        'chanIsAvail',
        'dial',
        'deviceState',
        'boot',
        'dialplan',
      ].map((purpose) => `byPurpose.${purpose}`),
    ],
    ['waitMs', 'serviceMs'],
  ),
  ...of('parking', 'parked', PARKING_COUNTS, []),
  ...of(
    'servers.*',
    'callsOffered',
    ['callsOffered', 'callsLost'],
    ['lookupMs', 'lockHeldMs', 'lockWaitMs', 'statementWaitMs'],
  ),
  ...[
    'carriedErlangs',
    'registrationsAtEnd',
    'registrationsMean',
    'registrationsMax',
    'lookups',
    'sipMessagesLost',
    'statements',
    'peersMarkedUnreachable',
    'peersMarkedLagged',
    'peersMarkedOk',
  ].map((name): ResultPath => ({ path: `servers.*.${name}`, unit: 'count', windowed: name === 'lookups' })),
  { path: 'servers.*.lockHeldRatio', unit: 'ratio', windowed: false },
  ...SECTION_PATHS,
];

const TEMPLATES = RESULT_PATHS.filter(({ path }) => path.includes('*')).map((entry) => ({
  entry,
  pattern: new RegExp(`^${entry.path.replaceAll('.', '\\.').replaceAll('*', '(.+)')}$`),
}));

/** The entry for a path as a user writes it, or undefined. */
export function resultPath(path: string): ResultPath | undefined {
  const plain = RESULT_PATHS.find((entry) => entry.path === path);
  if (plain !== undefined) return plain;
  for (const { entry, pattern } of TEMPLATES) {
    const [, ...names] = pattern.exec(path) ?? [];
    if (names.length === 0) continue;
    const { shareOf } = entry;
    return shareOf === undefined ? entry : { ...entry, shareOf: shareOf.replace('*', () => names[0]!) };
  }
  return undefined;
}

/** What expressions may speak of, in results of a configuration. */
export function resultPathsOf(config: ClusterConfig): {
  readonly all: readonly string[];
  find(path: string): ResultPath | undefined;
  /** What the scenario lacks for a path that others have. */
  lacks(path: string): string | undefined;
} {
  const all = pathsOfConfig(RESULT_PATHS, config);
  return {
    all,
    find: (path) => (all.includes(path) ? resultPath(path) : undefined),
    lacks: (path) => {
      const section = SECTION_PATHS.find((entry) => entry.path.split('.')[0] === path.split('.')[0])?.section;
      const isThere = all.some((known) => known.startsWith(`${path.split('.')[0]!}.`));
      return section === undefined || isThere ? undefined : SECTION_NEEDS[section];
    },
  };
}

/** The number at a path: null when there was nothing to measure, undefined when the document has no such path. */
export function valueAt(document: ResultDocument | WindowDocument, path: string): number | null | undefined {
  let value: unknown = document;
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return typeof value === 'number' || value === null ? value : undefined;
}

function of(
  section: string,
  whole: string,
  counts: readonly string[],
  quantiles: readonly string[],
): readonly ResultPath[] {
  const [windowed, windowedQuantiles] = [section === 'calls' || section === 'lookups', section === 'calls'];
  return [
    ...counts.map((name): ResultPath => ({
      path: `${section}.${name}`,
      unit: 'count',
      shareOf: `${section}.${whole}`,
      windowed,
    })),
    ...quantiles.flatMap((name) =>
      ['p50', 'p90', 'p95', 'p99', 'max'].map((key): ResultPath => ({
        path: `${section}.${name}.${key}`,
        unit: 'ms',
        windowed: windowedQuantiles,
      })),
    ),
  ];
}
