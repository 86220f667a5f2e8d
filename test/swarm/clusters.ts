import { PHONE_KINDS } from '../../src/model/phone/kinds.ts';
import { Random } from '../fuzz/random.ts';
import { folderLines, homesOf, serverLines, serversOf, SHAPES, type Shape } from './shapes.ts';
import { faultLines, mendedLines } from './swarmFaults.ts';

/** When the last call is made, in seconds. */
const CALLS_END = 240;
/** Long enough for every timer of a call, of a lookup and of a refused registration to end (facts C2, D). */
const DURATION = 2400;

/** One cluster, its people and its faults as lines of a scenario; a line may be left out of those that begin with `  - `. */
export function swarmScenario(seed: number): string {
  const random = new Random(seed);
  const shape = random.of(SHAPES);
  const servers = serversOf(random, shape);
  return [
    `title: swarm ${seed}`,
    `seed: ${1 + random.below(1000)}`,
    `profile: ${shape.profile}`,
    `duration: ${DURATION}s`,
    ...folderLines(shape),
    `start: { state: ${random.chance(20) ? 'cold' : 'steady'} }`,
    'servers:',
    ...serverLines(shape, servers, settings(random, shape)),
    ...network(random, servers),
    ...database(random, shape),
    ...standby(random, servers),
    'phones:',
    ...phones(random, homesOf(servers), shape),
    'calls:',
    ...calls(random, homesOf(servers), shape),
    'faults:',
    ...faultLines(random, servers, shape),
    ...mendedLines(servers, shape),
    '',
  ].join('\n');
}

function settings(random: Random, { profile, has }: Shape): readonly string[] {
  const dundi = [
    `cachetime: ${random.of(['0s', '5s', '30s', '3600s'])}`,
    `ttl: ${random.of([1, 2, 3, 32])}`,
    `dundi.autokill: ${random.of(['yes', 'no'])}`,
    `storehistory: ${random.of(['yes', 'no'])}`,
    `iax.autokill: ${random.of(['yes', 'no', '500'])}`,
  ];
  const keys = [
    `bootTime: ${random.of(['1s', '10s'])}`,
    ...(has === 'queue' ? [] : dundi),
    ...(profile === 'asterisk-22' ? [] : [`sip.qualify: ${random.of(['yes', 'no'])}`]),
  ];
  return keys.filter(() => random.chance(40));
}

function network(random: Random, servers: readonly string[]): readonly string[] {
  const lines = ['network:', `  delay: ${random.of(['0.1ms', '1ms', 'uniform 1ms..40ms'])}`];
  const lossy = random.chance(30) ? `, loss: ${random.of(['0.1%', '2%', '10%'])}` : '';
  if (lossy !== '' || random.chance(20)) {
    const one = random.of(servers);
    const other = random.of([...servers.filter((name) => name !== one), 'database']);
    lines.push('  links:', `    - { between: [${one}, ${other}], delay: 30ms${lossy} }`);
  }
  if (random.chance(15)) lines.push('  segments: one', `  rate: ${random.of(['1Mbit/s', '10Mbit/s'])}`);
  return lines;
}

function database(random: Random, { profile }: Shape): readonly string[] {
  // A REGISTER of 22 takes up to eleven statements, one after the other: at 100 ms each, resends keep its servers busy for ever.
  const select = random.of(['0.2ms', '10ms', `exponential ${profile === 'asterisk-22' ? 20 : 100}ms`]);
  const lines = [
    'database:',
    `  select: ${select}`,
    `  update: ${select}`,
    `  connectionLimit: ${random.of([10, 100])}`,
  ];
  if (random.chance(15))
    lines.push('  standby: 10.10.10.211', '  failover: 5s', `  replicationLag: ${random.of(['0s', '1s', '60s'])}`);
  return lines;
}

/** A monitor with hot standbys, for some clusters. */
function standby(random: Random, servers: readonly string[]): readonly string[] {
  if (!random.chance(25)) return [];
  const keys = [
    `servers: ${random.chance(50) ? '"*"' : random.of(servers)}`,
    `machines: ${random.below(3)}`,
    `silences: ${1 + random.below(3)}`,
    `operator: ${random.of(['0s', 'uniform 1s..40s'])}`,
    `astdb: ${random.of(['empty', 'copied'])}`,
    `arp: { loss: ${random.of(['0', '50%', '100%'])} }`,
  ];
  return [`standby: { ${keys.join(', ')} }`];
}

function phones(random: Random, homes: readonly string[], { has }: Shape): readonly string[] {
  const kinds = Object.keys(PHONE_KINDS);
  const group = (name: string, from: number): string => {
    const last = from + 1 + random.below(8);
    const home = random.chance(50) ? (has === 'queue' ? homes.join(',') : 'round-robin') : homes.at(-1)!;
    const second = homes.length > 1 && random.chance(50) ? random.of(SECOND) : '';
    const limit = random.chance(20) ? `, callsAtOnce: ${1 + random.below(3)}` : '';
    return `  ${name}: { numbers: ${from}..${last}, home: [${home}], expires: ${random.of([90, 120, 300])}s, kind: ${random.of(kinds)}${second}${limit}, answerProbability: ${random.of([1, 0.5])} }`;
  };
  return [group('office', 1001), group('shop', 1101)];
}

const SECOND = [', backup: next', ', backup: spread', ', lastResort: next'];

function calls(random: Random, homes: readonly string[], { has, profile }: Shape): readonly string[] {
  const end = `during: 0s..${CALLS_END}s`;
  const at = (): string => `at: ${1 + random.below(CALLS_END)}s`;
  const fromPstn =
    has === 'trunks'
      ? 'via: gateway1, context: frompstn'
      : `via: ${random.of(homes)}, context: ${profile === 'asterisk-22' ? 'default' : 'phones'}`;
  return [
    `  - { rate: ${random.of([0.05, 0.3, 2])}/s, talk: exponential ${random.of([5, 20, 60])}s, ${end} }`,
    `  - { rate: 0.1/s, talk: 3s, patience: ${random.of(['2s', '20s', 'exponential 5s'])}, from: office, to: shop, ${end} }`,
    `  - { rate: 0.05/s, talk: 10s, redial: { probability: 80%, after: exponential 3s, attempts: 3 }, ${end} }`,
    `  - { ${at()}, from: 1001, to: ${random.of(['1101', '1001', '9999', '7'])}, talk: 5s }`,
    ...(random.chance(30) ? [`  - { ${at()}, from: pstn, ${fromPstn}, to: 1001, talk: 5s }`] : []),
    ...(random.chance(40)
      ? [`  - { rate: ${random.of([0.05, 0.3])}/s, talk: exponential 20s, ${transfer(random)}, ${end} }`]
      : []),
    ...(has === undefined ? [] : special(random, has, end)),
  ];
}

/** The called person sends the caller on. */
function transfer(random: Random): string {
  const to = random.of(['office', 'shop', 'all']);
  return `transfer: { to: ${to}, after: exponential 3s, attended: ${random.of(['0%', '50%', '100%'])}, patience: exponential 20s }`;
}

/** Who parks, who calls the PSTN, and who waits in a queue. */
function special(random: Random, has: NonNullable<Shape['has']>, end: string): readonly string[] {
  switch (has) {
    case 'parking': {
      const patience = random.chance(50) ? ', patience: exponential 20s' : '';
      const park = `park: { probability: 70%, after: exponential 5s, fetchProbability: 80%${patience} }`;
      return [
        `  - { rate: ${random.of([0.05, 0.3])}/s, from: shop, to: office, talk: exponential 20s, ${park}, ${end} }`,
      ];
    }
    case 'trunks':
      return [
        `  - { rate: ${random.of([0.05, 0.3])}/s, from: office, outside: 13375XXXXXX, talk: exponential 20s, ${end} }`,
        `  - { rate: 0.1/s, from: pstn, via: gateway1, context: frompstn, group: g2, to: office, talk: exponential 20s, ${end} }`,
      ];
    case 'queue': {
      const patience = random.chance(50) ? ', patience: exponential 30s' : '';
      return [
        `  - { rate: ${random.of([0.05, 0.3])}/s, from: shop, outside: "600", talk: exponential 20s${patience}, ${end} }`,
      ];
    }
  }
}
