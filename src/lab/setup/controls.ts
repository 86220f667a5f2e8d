import { formatDuration } from '../../text/duration.ts';
import { SECOND } from '../../kernel/units.ts';
import { PROFILES } from '../../model/profiles.ts';
import type { ClusterFacts } from '../engine/clusterFacts.ts';
import { withSet, type Setup } from './labSetup.ts';

/** A control of the page. Its value is a text, as the command line would be given it. */
export interface Lever {
  readonly id: string;
  readonly label: string;
  /** One sentence on what it changes. */
  readonly help: string;
  /** `stops`: ordered values, shown as a slider. `choice`: a list. */
  readonly kind: 'stops' | 'choice';
  /** Values that it can take, with their shown texts. */
  readonly values: readonly { readonly value: string; readonly text: string }[];
  /** What the run that is shown has. */
  readonly present: string;
  /** Paths of the scenario that it sets. */
  readonly paths: readonly string[];
}

/** What can be set in this cluster; a control without a path is left out. */
export function leversOf(facts: ClusterFacts): readonly Lever[] {
  const askers = facts.servers.filter(({ isHub }) => !isHub);
  const hub = facts.servers[facts.hub];
  const asker = askers[0];
  const group = facts.groups[0];
  const qualifyMs = (hub ?? asker)?.qualifyMs ?? 0;
  return [
    choice('profile', 'Profile', 'Which release of Asterisk, or the reading of the paper.', PROFILES, facts.profile, [
      'profile',
    ]),
    stops(
      'cachetime',
      'Cachetime',
      'Seconds for which a server says that its answers may be kept.',
      [1, 5, 15, 30, 60, 120, 300, 600, 1800, 3600].map(seconds),
      seconds(hub?.cacheTime ?? asker?.cacheTime ?? 3600),
      ['servers.*.cachetime'],
    ),
    ...(asker === undefined
      ? []
      : [ttlLever('ttl', hub === undefined ? 'ttl' : 'ttl of the askers', asker.ttl, askers)]),
    ...(hub === undefined ? [] : [ttlLever('hubTtl', 'ttl of the hub', hub.ttl, [hub])]),
    ...(group === undefined
      ? []
      : [
          stops(
            'expires',
            'Registration interval',
            'Seconds that the phones ask for: how long a dead server keeps its phones.',
            [60, 120, 300, 600, 1800, 3600].map(seconds),
            seconds(group.expires),
            ['phones.*.expires'],
          ),
        ]),
    choice(
      'qualify',
      'DUNDi qualify',
      'Round-trip limit of the probes by which a server learns that a peer is dead.',
      ['no', '100ms', '500ms', '2s'],
      qualifyMs === 0 ? 'no' : formatDuration(qualifyMs * 1000),
      ['servers.*.peers.*.qualify'],
    ),
    ...(facts.rate === undefined ? [] : [rateLever(facts.rate)]),
    ...(facts.family === ''
      ? []
      : [
          stops(
            'servers',
            'Registration servers',
            'How many there are.',
            ['2', '3', '4', '5', '8', '10', '20'],
            String(facts.familySize),
            [`servers.${facts.family}.count`],
          ),
        ]),
    ...(group === undefined
      ? []
      : [
          stops(
            'phones',
            `Phones of ${group.name}`,
            'How many there are.',
            ['10', '50', '100', '200', '500', '1000', '2000'],
            String(group.phones),
            [`phones.${group.name}.count`],
          ),
        ]),
    ...methodLever(askers),
    ...(facts.usesDatabase
      ? [
          stops(
            'database',
            'Database latency',
            'Time of each statement.',
            ['200us', '1ms', '5ms', '10ms', '50ms', '100ms', '300ms'],
            formatDuration(Math.round(facts.selectTime / 10) * 10),
            ['database.select', 'database.update'],
          ),
        ]
      : []),
  ];
}

/** The setup with the control at that value. */
export function withLever(setup: Setup, lever: Lever, value: string | undefined): Setup {
  return lever.paths.reduce((changed, path) => withSet(changed, path, value), setup);
}

function ttlLever(id: string, label: string, ttl: number, servers: ClusterFacts['servers']): Lever {
  const help = 'How many servers deep a lookup goes.';
  return choice(
    id,
    label,
    help,
    ['1', '2', '3', '4'],
    String(ttl),
    servers.map(({ name }) => `servers.${name}.ttl`),
  );
}

function rateLever({ source, perSecond }: NonNullable<ClusterFacts['rate']>): Lever {
  const values = ['0.1/s', '0.5/s', '1/s', '2/s', '3/s', '4/s', '6/s', '8/s'];
  const present = `${Math.round(perSecond * 1000) / 1000}/s`;
  return stops('rate', 'Call rate', 'Calls per second of all callers together.', values, present, [
    `calls.${source}.rate`,
  ]);
}

/** Contexts of the shipped files that differ in nothing but how they ask DUNDi. */
const METHODS = [
  ['phones', 'switch, the paper’s own test'],
  ['phones-regcontext', 'switch'],
  ['phones-function', 'DUNDILOOKUP()'],
] as const;

function methodLever(askers: ClusterFacts['servers']): readonly Lever[] {
  const known = METHODS.filter(([name]) => askers.every(({ contexts }) => contexts.includes(name)));
  if (askers.length === 0 || !known.some(([name]) => name === 'phones-function')) return [];
  return [
    {
      id: 'method',
      label: 'How DUNDi is asked',
      help: 'A switch asks with the dialplan lock held; the function asks without it. Only the files for Asterisk 16 have both.',
      kind: 'choice',
      values: known.map(([value, text]) => ({ value, text })),
      present: askers[0]!.context,
      paths: askers.map(({ name }) => `servers.${name}.context`),
    },
  ];
}

function choice(
  id: string,
  label: string,
  help: string,
  values: readonly string[],
  present: string,
  paths: readonly string[],
): Lever {
  const all = values.includes(present) ? values : [present, ...values];
  return { id, label, help, kind: 'choice', values: all.map((value) => ({ value, text: value })), present, paths };
}

/** The present value takes its place among the stops. */
function stops(
  id: string,
  label: string,
  help: string,
  values: readonly string[],
  present: string,
  paths: readonly string[],
): Lever {
  const all = values.some((value) => sizeOf(value) === sizeOf(present)) ? values : [...values, present];
  const sorted = [...all].sort((a, b) => sizeOf(a) - sizeOf(b));
  return { id, label, help, kind: 'stops', values: sorted.map((value) => ({ value, text: value })), present, paths };
}

const SIZES: ReadonlyMap<string, number> = new Map([
  ['us', 1],
  ['ms', 1000],
  ['s', SECOND],
  ['m', 60 * SECOND],
  ['h', 3600 * SECOND],
  ['/s', 1],
  ['', 1],
]);

/** To compare the values of one control. */
function sizeOf(value: string): number {
  return [...value.matchAll(/([\d.]+)(us|ms|s|m|h|\/s|)/g)].reduce(
    (sum, [, digits, unit]) => sum + Number(digits) * SIZES.get(unit!)!,
    0,
  );
}

function seconds(value: number): string {
  return formatDuration(value * SECOND);
}
