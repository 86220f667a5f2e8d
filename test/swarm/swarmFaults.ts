import type { Random } from '../fuzz/random.ts';
import { homesOf, type Shape } from './shapes.ts';

/** When the last thing is mended, in seconds. */
const MENDED = 300;

type Make = (random: Random, cluster: { readonly servers: readonly string[]; readonly shape: Shape }) => string;

/** Each fault of the catalogue (`scenario/reading/schema/faultKeys.ts`), with what it may hit. */
const FAULTS: Readonly<Record<string, Make>> = {
  crash: (random, { servers }) => random.of(servers),
  restart: (random, { servers }) => random.of(servers),
  hang: (random, { servers }) => random.of(servers),
  resume: (random, { servers }) => random.of(servers),
  takeOver: (random, { servers }) => random.of(servers),
  reload: (random, { servers }) => {
    const module = random.of(['dundi', 'dundi', 'sip', 'dialplan', 'parking', 'core']);
    const isOfDundi = module === 'dundi' || module === 'core';
    const adds = isOfDundi && random.chance(50) ? `, adds: ${random.of(servers)}` : '';
    return `{ server: ${random.chance(20) ? '"*"' : random.of(servers)}, module: ${module}${adds} }`;
  },
  partition: (random, { servers }) => {
    const server = random.of(servers);
    const other = random.of([...servers.filter((name) => name !== server), 'database']);
    const oneWay = random.chance(50) ? ', oneWay: yes' : '';
    return random.of([server, `{ between: ${server}, and: ${other}${oneWay} }`, `{ between: ${server}${oneWay} }`]);
  },
  heal: () => 'all',
  degrade: (random, { servers }) => `{ ${linkOf(random, servers)}, ${qualityOf(random)} }`,
  restore: (random, { servers }) => `{ ${linkOf(random, servers)} }`,
  slowDatabase: (random) => String(random.of([10, 1000])),
  stopDatabase: () => 'yes',
  startDatabase: () => 'yes',
  stop: () => 'database',
  start: () => 'database',
  spanDown: (random) => random.of(SPANS),
  spanUp: (random) => random.of(SPANS),
  powerOff: (random) => `${random.of(PHONES)}${spreadOf(random)}`,
  powerOn: (random) => `${random.of(PHONES)}${spreadOf(random)}`,
  unregister: (random) => random.of(UNREGISTER),
  move: (random, { servers }) =>
    `{ phone: 1001, to: ${random.of(homesOf(servers))}, clean: ${random.of(['yes', 'no'])} }`,
  register: (random, { servers }) => `{ phone: 1002, to: ${random.of(homesOf(servers))} }`,
};

const PHONES = ['office', 'shop', '1001', '1102'];
/** They register again when they get power. */
const UNREGISTER = ['1001', '1102'];
const SPANS = ['g1, spans: 1', 'g1, spans: 2', 'g2, spans: 1'].map((group) => `{ server: gateway1, group: ${group} }`);

/** Servers die more often than anything else does. */
const OFTEN = ['crash', 'crash', 'restart', 'hang'];

/** Any of the faults, at any microsecond, in the order of their times. */
export function faultLines(random: Random, servers: readonly string[], shape: Shape): readonly string[] {
  const possible = [...OFTEN, ...Object.keys(FAULTS)].filter(
    (verb) => shape.has === 'trunks' || !verb.startsWith('span'),
  );
  const lines = Array.from({ length: random.below(10) }, () => {
    const at = `${random.below(MENDED)}.${String(random.below(1_000_000)).padStart(6, '0')}`;
    const verb = random.of(possible);
    return { at: Number(at), line: `  - { at: ${at}s, ${verb}: ${FAULTS[verb]!(random, { servers, shape })} }` };
  });
  return lines.sort((a, b) => a.at - b.at).map(({ line }) => line);
}

/** Everything works again, whatever happened; none of these lines may be left out. */
export function mendedLines(servers: readonly string[], shape: Shape): readonly string[] {
  const at = (second: number, what: string): string => `  - { at: ${MENDED + second}s, ${what} }`;
  return [
    ...servers.map((server) => at(0, `resume: ${server}`)),
    ...servers.map((server) => at(1, `restart: ${server}`)),
    at(2, 'heal: all'),
    ...servers.map((server) => at(2, `restore: { between: ${server} }`)),
    at(2, 'restore: { phones: "*" }'),
    at(2, 'start: database'),
    at(2, 'slowDatabase: 1'),
    ...(shape.has === 'trunks' ? SPANS.slice(1).map((span) => at(2, `spanUp: ${span}`)) : []),
    at(3, `powerOff: [${UNREGISTER.join(', ')}]`),
    // After the last of those that lose power with a spread.
    at(12, 'powerOn: all'),
  ];
}

/** What `mendedLines` writes, at whole seconds. */
export const MENDS = /^ {2}- \{ at: 3[01]\ds, /;

function linkOf(random: Random, servers: readonly string[]): string {
  if (random.chance(30)) return `phones: ${random.of(PHONES)}`;
  const server = random.of(servers);
  const other = random.of([...servers.filter((name) => name !== server), 'database']);
  return random.chance(30) ? `between: ${server}` : `between: ${server}, and: ${other}`;
}

function qualityOf(random: Random): string {
  const kinds = [
    'delay: uniform 150ms..250ms',
    'delay: 30ms',
    'loss: 5%',
    'loss: 40%',
    'duplicates: 10%',
    'duplicates: 100%',
  ];
  const first = random.of(kinds);
  const second = random.of(kinds);
  return first.split(':')[0] === second.split(':')[0] ? first : `${first}, ${second}`;
}

function spreadOf(random: Random): string {
  return random.chance(50) ? ', spread: uniform 0s..10s' : '';
}
