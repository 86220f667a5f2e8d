import { PHONE_KINDS } from '../../src/model/phone/kinds.ts';
import type { Random } from '../fuzz/random.ts';
import type { Shape } from './shapes.ts';
import { CALLS_FILE } from './written/folders.ts';

/** When the last call is made, in seconds. */
const CALLS_END = 240;

// ---------------------------------------------------------------- phones

/** Two groups that call each other; for some clusters a second device of some, and strangers with a wrong secret. */
export function phoneLines(random: Random, homes: readonly string[], shape: Shape): readonly string[] {
  const group = (name: string, from: number): string =>
    `  ${name}: { ${groupKeys(random, homes, shape, from).join(', ')} }`;
  const lines = [group('office', 1001), group('shop', 1101)];
  const another = `home: [${random.of(homes)}], expires: 120s`;
  if (random.chance(10) && shape.profile !== 'asterisk-22')
    lines.push(`  second: { numbers: 1001..1002, shared: yes, ${another}${isStatic(shape)} }`);
  const credentials = random.of(['wrongSecret', 'unknownUser']);
  if (random.chance(10) && shape.has !== 'written')
    lines.push(`  strangers: { numbers: 1201..1202, credentials: ${credentials}, ${another} }`);
  return lines;
}

function isStatic({ has, profile }: Shape): string {
  return has === 'written' && profile !== 'asterisk-22' ? ', static: yes' : '';
}

function groupKeys(random: Random, homes: readonly string[], shape: Shape, from: number): readonly string[] {
  const last = from + 1 + random.below(8);
  const optional = [
    ...(homes.length > 1 ? [random.of(SECOND), balance(random, homes)] : []),
    `callsAtOnce: ${1 + random.below(3)}`,
    `answerAfter: ${random.of(['0s', '1s', 'exponential 10s'])}`,
    'powered: no',
    `port: ${random.of([5060, 1024])}`,
    `addresses: 10.77.${from - 1000}.1..`,
    random.of([
      `count: ${2 + random.below(3)}`,
      ...(shape.has === 'written' ? [] : [`perServer: ${2 + random.below(2)}`]),
    ]),
  ];
  const several = random.chance(50) || homes.length === 1 || shape.has === 'written';
  const chosen = optional.filter(() => random.chance(20));
  const isBalanced = chosen.some((key) => key.startsWith('balance'));
  const home = isBalanced || (several && isUnnamed(shape)) ? homes.join(',') : several ? 'round-robin' : homes.at(-1)!;
  const row = random.chance(25) && shape.has !== 'written' ? [`row: { ${rowKeys(random, shape).join(', ')} }`] : [];
  return [
    `numbers: ${from}..${last}`,
    `home: [${home}]`,
    `expires: ${random.of([90, 120, 300])}s`,
    `kind: ${kindOf(random)}`,
    `answerProbability: ${random.of([1, 0.5])}`,
    ...chosen.filter((key) => !isBalanced || !key.startsWith('backup')),
    ...row,
  ].map((key, i) => (i === 0 ? key + isStatic(shape) : key));
}

/** Servers of which none has a regcontext, or which the driver of 22 gives none. */
function isUnnamed({ has }: Shape): boolean {
  return has === 'queue' || has === 'written';
}

const SECOND = ['backup: next', 'backup: spread', 'lastResort: next'];

function balance(random: Random, homes: readonly string[]): string {
  const numbers = (): string => homes.map(() => 1 + random.below(20)).join(',');
  return random.of([
    'balance: turn',
    'balance: least',
    'balance: together',
    `balance: weighted, weights: [${numbers()}]`,
    `balance: srv, weights: [${numbers()}], priorities: [${numbers()}]`,
  ]);
}

function kindOf(random: Random): string {
  const like = random.of(Object.keys(PHONE_KINDS));
  if (random.chance(70)) return like;
  const keys = [
    `refresh: ${random.of(['50%', '90%', '5s before', '50% at most 30s before'])}`,
    `transactionTimeout: ${random.of(['4s', '32s'])}`,
    `resends: ${random.below(4)}`,
    `retry: ${random.of(['10s', 'uniform 30s..60s', 'backoff 1s..60s'])}`,
    `retryAfterReject: ${random.of(['0s', '60s'])}`,
    `leastGrant: ${random.of(['0s', '65s'])}`,
    `secondServer: ${random.of(['none', 'afterFailure', 'atOnce'])}`,
    `tries: ${1 + random.below(3)}`,
    `failback: ${random.of(['0s', '60s', '1h'])}`,
    `jitter: ${random.of(['0%', '5%', '20%'])}`,
    `ringsUnregistered: ${random.of(['yes', 'no'])}`,
  ];
  return `{ ${[`like: ${like}`, ...keys.filter(() => random.chance(20))].join(', ')} }`;
}

function rowKeys(random: Random, { profile }: Shape): readonly string[] {
  const old = [
    `qualify: ${random.of(['"yes"', '"no"', '"500"'])}`,
    `call-limit: ${random.below(3)}`,
    `canreinvite: ${random.of(['yes', 'no'])}`,
    `directmedia: ${random.of(['yes', 'no'])}`,
    'regexten: "201&202"',
    `callerid: '"Ann" <201>'`,
    'insecure: "port,invite"',
    'context: phones',
    'fullcontact: NULL',
  ];
  const recent = [
    `direct_media: ${random.of(['yes', 'no'])}`,
    `device_state_busy_at: ${random.below(3)}`,
    'max_contacts: 1, remove_existing: yes',
    'max_contacts: 3, remove_existing: yes, remove_unavailable: yes',
    'minimum_expiration: 60s',
    'maximum_expiration: 600s',
    'default_expiration: 120s',
    `qualify_frequency: ${random.of(['0s', '10s', '60s'])}`,
    `qualify_timeout: ${random.of(['1s', '3s'])}`,
  ];
  const keys = profile === 'asterisk-22' ? recent : old;
  const chosen = keys.filter(() => random.chance(25));
  const both = chosen.filter((key) => key.startsWith('max_contacts')).slice(1);
  return chosen.length === 0 ? [keys[0]!] : chosen.filter((key) => !both.includes(key));
}

// ---------------------------------------------------------------- calls

export function callLines(random: Random, homes: readonly string[], { has, profile }: Shape): readonly string[] {
  const end = `during: 0s..${CALLS_END}s`;
  const at = (): string => `at: ${1 + random.below(CALLS_END)}s`;
  const context = profile === 'asterisk-22' && has !== 'written' ? 'default' : 'phones';
  const fromPstn =
    has === 'trunks' ? 'via: gateway1, context: frompstn' : `via: ${random.of(homes)}, context: ${context}`;
  const rates = Array.from({ length: 24 }, () => `${random.of([0, 0.1, 0.5])}/s`).join(', ');
  return [
    `  - { rate: ${random.of([0.05, 0.3, 2])}/s, talk: exponential ${random.of([5, 20, 60])}s, ${end} }`,
    `  - { name: to the shop, rate: 0.1/s, talk: 3s, patience: ${random.of(['2s', '20s', 'exponential 5s'])}, from: office, to: shop, ${end} }`,
    `  - { rate: 0.05/s, talk: 10s, redial: { probability: 80%, after: exponential 3s, attempts: 3 }, ${end} }`,
    `  - { ${at()}, from: 1001, to: ${random.of(['1101', '1001', '9999', '7'])}, talk: 5s }`,
    ...(random.chance(20) ? [`  - { perPhone: ${random.of(['10/h', '0.02/s'])}, talk: 5s, ${end} }`] : []),
    ...(random.chance(10)
      ? [`  - { byHour: [${rates}], clock: ${random.of(['0s', '23h58m'])}, talk: 5s, ${end} }`]
      : []),
    ...(random.chance(30) ? [`  - { ${at()}, from: pstn, ${fromPstn}, to: 1001, talk: 5s }`] : []),
    ...(random.chance(40)
      ? [`  - { rate: ${random.of([0.05, 0.3])}/s, talk: exponential 20s, ${transfer(random)}, ${end} }`]
      : []),
    ...(has === undefined ? [] : special(random, has, end)),
  ];
}

/** One of the two sends the other on. */
function transfer(random: Random): string {
  const to = random.of(['office', 'shop', 'all']);
  const share = random.chance(30) ? 'probability: 50%, ' : '';
  const talk = random.chance(30) ? ', consultation: exponential 2s' : '';
  const by = random.of(['', 'by: caller, ', 'by: either, ']);
  return `transfer: { ${by}${share}to: ${to}, after: exponential 3s, attended: ${random.of(['0%', '50%', '100%'])}${talk}, patience: exponential 20s }`;
}

/** What a caller in the PSTN dials: a phone's number, one with digits before it, or a number of nobody. */
const DIDS = ['to: office', 'to: office, prefix: "1"', 'outside: 1XXX', 'outside: 1XXX'];

/** Who parks, who calls the PSTN, and who waits in a queue. */
function special(random: Random, has: NonNullable<Shape['has']>, end: string): readonly string[] {
  switch (has) {
    case 'parking':
      return [parked(random, end)];
    case 'trunks':
      return [
        `  - { rate: ${random.of([0.05, 0.3])}/s, from: office, outside: 13375XXXXXX, talk: exponential 20s, ${end} }`,
        `  - { rate: 0.1/s, from: pstn, via: gateway1, context: frompstn, group: g2, ${random.of(DIDS)}, talk: exponential 20s, ${end} }`,
      ];
    case 'queue':
      return [queued(random, end)];
    case 'written': {
      const lines = [
        queued(random, end),
        parked(random, end),
        `  - { file: ${CALLS_FILE} }`,
        `  - { rate: 0.1/s, outside: "${random.of(['601', '9XX', '1XXX'])}", talk: exponential 5s, ${end} }`,
      ];
      return lines.filter(() => random.chance(50));
    }
  }
}

function parked(random: Random, end: string): string {
  const patience = random.chance(50) ? ', patience: exponential 20s' : '';
  const fetch = random.chance(30)
    ? `, fetchedBy: ${random.of(['office', 'shop', 'all'])}, fetchedAfter: exponential 5s`
    : '';
  const by = random.of(['', 'by: caller, ', 'by: either, ']);
  const park = `park: { ${by}extension: "700", probability: 70%, after: exponential 5s, fetchProbability: 80%${fetch}${patience} }`;
  return `  - { rate: ${random.of([0.05, 0.3])}/s, from: shop, to: office, talk: exponential 20s, ${park}, ${end} }`;
}

function queued(random: Random, end: string): string {
  const patience = random.chance(50) ? ', patience: exponential 30s' : '';
  return `  - { rate: ${random.of([0.05, 0.3])}/s, from: shop, outside: "600", talk: exponential 20s${patience}, ${end} }`;
}
