import { PROFILES } from '../../src/model/profiles.ts';
import { PHONE_KINDS } from '../../src/model/phone/kinds.ts';
import { Random } from '../fuzz/random.ts';

/** When the last call is made, and when the last thing is mended, in seconds. */
const CALLS_END = 240;
const MENDED = 300;
/** Long enough for every timer of a call, of a lookup and of a refused registration to end (facts C2, D). */
const DURATION = 1900;

const FOLDERS: Readonly<Record<string, readonly string[]>> = {
  'whitepaper': ['paper'],
  'asterisk-1.2': ['paper', 'paper'],
  'asterisk-16': ['paper-16', 'paper-16', 'lab-16'],
};

/** One cluster, its people and its faults as lines of a scenario; a line may be left out of those that begin with `  - `. */
export function swarmScenario(seed: number): string {
  const random = new Random(seed);
  const profile = random.of(PROFILES.filter((name) => Object.hasOwn(FOLDERS, name)));
  const servers = ['dunpbx1', ...Array.from({ length: 1 + random.below(5) }, (_, i) => `regpbx${i + 1}`)];
  return [
    `title: swarm ${seed}`,
    `seed: ${1 + random.below(1000)}`,
    `profile: ${profile}`,
    `duration: ${DURATION}s`,
    `asterisk: dundisim:${random.of(FOLDERS[profile]!)}`,
    `start: { state: ${random.chance(20) ? 'cold' : 'steady'} }`,
    'servers:',
    ...serversOf(random, servers),
    ...network(random, servers),
    ...database(random),
    'phones:',
    ...phones(random, servers),
    'calls:',
    ...calls(random, servers),
    'faults:',
    ...faults(random, servers),
    ...mended(servers),
    '',
  ].join('\n');
}

function serversOf(random: Random, servers: readonly string[]): readonly string[] {
  const lines = [1, 2, 3, 4, 5]
    .map((n) => `regpbx${n}`)
    .filter((name) => !servers.includes(name))
    .map((name) => `  ${name}: { absent: yes }`);
  const keys = [
    `cachetime: ${random.of(['0s', '5s', '30s', '3600s'])}`,
    `ttl: ${random.of([1, 2, 3, 32])}`,
    `iax.autokill: ${random.of(['yes', 'no', '500'])}`,
    `dundi.autokill: ${random.of(['yes', 'no'])}`,
    `bootTime: ${random.of(['1s', '10s'])}`,
    `storehistory: ${random.of(['yes', 'no'])}`,
    `sip.qualify: ${random.of(['yes', 'no'])}`,
  ].filter(() => random.chance(40));
  const own = servers.map((name) => `  ${name}: { ${keys.join(', ')} }`);
  return [...lines, ...own];
}

function network(random: Random, servers: readonly string[]): readonly string[] {
  const lossy = random.chance(30) ? `, loss: ${random.of(['0.1%', '2%', '10%'])}` : '';
  const lines = ['network:', `  delay: ${random.of(['0.1ms', '1ms', 'uniform 1ms..40ms'])}`];
  if (lossy !== '' || random.chance(20))
    lines.push(
      '  links:',
      `    - { between: [${random.of(servers)}, ${random.chance(30) ? 'database' : servers.at(-1)!}], delay: 30ms${lossy} }`,
    );
  if (random.chance(15)) lines.push('  segments: one', '  rate: 10Mbit/s');
  const pair = /between: \[(\w+), \1\]/;
  return lines.some((line) => pair.test(line)) ? lines.slice(0, 2) : lines;
}

function database(random: Random): readonly string[] {
  const select = random.of(['0.2ms', '10ms', 'exponential 100ms']);
  const lines = [
    'database:',
    `  select: ${select}`,
    `  update: ${select}`,
    `  connectionLimit: ${random.of([10, 100])}`,
  ];
  if (random.chance(15)) lines.push('  standby: 10.10.10.211', '  failover: 5s');
  return lines;
}

function phones(random: Random, servers: readonly string[]): readonly string[] {
  const kinds = Object.keys(PHONE_KINDS);
  const group = (name: string, from: number): string => {
    const last = from + 1 + random.below(8);
    const home = random.chance(50) ? 'round-robin' : servers.at(-1)!;
    const backup = servers.length > 2 && random.chance(40) ? ', backup: next' : '';
    const limit = random.chance(20) ? `, callsAtOnce: ${1 + random.below(3)}` : '';
    return `  ${name}: { numbers: ${from}..${last}, home: ${home}, expires: ${random.of([90, 120, 300])}s, kind: ${random.of(kinds)}${backup}${limit}, answerProbability: ${random.of([1, 0.5])} }`;
  };
  return [group('office', 1001), group('shop', 1101)];
}

function calls(random: Random, servers: readonly string[]): readonly string[] {
  const end = `during: 0s..${CALLS_END}s`;
  return [
    `  - { rate: ${random.of([0.05, 0.3, 2])}/s, talk: exponential ${random.of([5, 20, 60])}s, ${end} }`,
    `  - { rate: 0.1/s, talk: 3s, patience: ${random.of(['2s', '20s', 'exponential 5s'])}, from: office, to: shop, ${end} }`,
    `  - { at: ${1 + random.below(CALLS_END)}s, from: 1001, to: ${random.of(['1101', '1001', '9999', '7'])}, talk: 5s }`,
    ...(random.chance(30)
      ? [
          `  - { at: ${1 + random.below(CALLS_END)}s, from: pstn, via: ${random.of(servers.slice(1))}, context: phones, to: 1001, talk: 5s }`,
        ]
      : []),
  ];
}

/** Any of the faults, at any microsecond. */
function faults(random: Random, servers: readonly string[]): readonly string[] {
  const number = random.below(9);
  const lines = Array.from({ length: number }, () => {
    const at = `${random.below(MENDED)}.${String(random.below(1_000_000)).padStart(6, '0')}`;
    return { at: Number(at), line: `  - { at: ${at}s, ${fault(random, servers)} }` };
  });
  return lines.sort((a, b) => a.at - b.at).map(({ line }) => line);
}

function fault(random: Random, servers: readonly string[]): string {
  const server = random.of(servers);
  const other = random.of(servers.filter((name) => name !== server));
  switch (random.below(14)) {
    case 0:
    case 1:
    case 2:
      return `crash: ${server}`;
    case 3:
      return `restart: ${server}`;
    case 4:
      return `hang: ${server}`;
    case 5:
      return `resume: ${server}`;
    case 6:
      return `partition: ${random.of([server, `[${server}, ${other}]`, `{ between: ${server}, and: database }`])}`;
    case 7:
      return 'heal: all';
    case 8:
      return `slowDatabase: ${random.of([10, 1000])}`;
    case 9:
      return 'stop: database';
    case 10:
      return 'start: database';
    case 11:
      return `${random.of(['powerOff', 'powerOn'])}: ${random.of(['office', 'shop', '1001'])}`;
    case 12:
      return `move: { phone: 1001, to: ${server}, clean: ${random.of(['yes', 'no'])} }`;
    default:
      return `register: { phone: 1002, to: ${server} }`;
  }
}

/** Everything works again, whatever happened; it may be left out of no scenario. */
function mended(servers: readonly string[]): readonly string[] {
  return [
    ...servers.map((server) => `  - { at: ${MENDED}s, resume: ${server} }`),
    ...servers.map((server) => `  - { at: ${MENDED + 1}s, restart: ${server} }`),
    `  - { at: ${MENDED + 2}s, heal: all }`,
    `  - { at: ${MENDED + 2}s, start: database }`,
    `  - { at: ${MENDED + 2}s, slowDatabase: 1 }`,
    `  - { at: ${MENDED + 3}s, powerOn: office }`,
    `  - { at: ${MENDED + 3}s, powerOn: shop }`,
  ];
}
