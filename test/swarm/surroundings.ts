import { PROFILES, type ProfileName } from '../../src/model/profiles.ts';
import type { Rule, RuleValue } from '../../src/model/rules/ruleRow.ts';
import { RULES } from '../../src/model/rules.ts';
import type { Random } from '../fuzz/random.ts';
import type { Shape } from './shapes.ts';

/** Where a run begins, and what is drawn there unless it is set. */
export function startLine(random: Random): string {
  const chosen = [
    `warmUp: ${random.of(['10s', '60s'])}`,
    `wallSecond: ${random.of(['0s', '999ms'])}`,
    `qualifyPhase: ${random.of(['0s', '60s'])}`,
    `expiryPhase: ${random.of(['0s', '29s'])}`,
    `refreshPhase: ${random.of(['0s', '45s'])}`,
  ].filter(() => random.chance(10));
  return `start: { ${[`state: ${random.chance(20) ? 'cold' : 'steady'}`, ...chosen].join(', ')} }`;
}

export function networkLines(random: Random, servers: readonly string[]): readonly string[] {
  const lines = ['network:', `  delay: ${random.of(['0.1ms', '1ms', 'uniform 1ms..40ms'])}`];
  if (random.chance(10)) lines.push(`  loss: ${random.of(['0.1%', '1%'])}`);
  const lossy = random.chance(30) ? `, loss: ${random.of(['0.1%', '2%', '10%'])}` : '';
  if (lossy !== '' || random.chance(20)) {
    const one = random.of(servers);
    const other = random.of([...servers.filter((name) => name !== one), 'database']);
    lines.push('  links:', `    - { between: [${one}, ${other}], delay: 30ms${lossy} }`);
  }
  if (random.chance(20)) {
    lines.push(`  segments: ${random.of(['one', 'two'])}`, `  rate: ${random.of(['1Mbit/s', '10Mbit/s'])}`);
    if (random.chance(30)) lines.push(`  buffer: ${random.of(['4kB', '64kB'])}`);
    if (random.chance(30)) lines.push('  voiceFirst: no');
  }
  return lines;
}

export function databaseLines(random: Random, { profile }: Shape): readonly string[] {
  // A REGISTER of 22 takes up to eleven statements, one after the other: at 100 ms each, resends keep its servers busy for ever.
  const select = random.of(['0.2ms', '10ms', `exponential ${profile === 'asterisk-22' ? 20 : 100}ms`]);
  const lines = [
    'database:',
    `  select: ${select}`,
    `  update: ${select}`,
    `  connectionLimit: ${random.of([10, 100])}`,
  ];
  const others = [
    `  connect: ${random.of(['1ms', 'exponential 50ms'])}`,
    `  other: ${random.of(['1ms', 'exponential 50ms'])}`,
    `  connectTimeout: ${random.of(['1s', '30s'])}`,
  ];
  lines.push(...others.filter(() => random.chance(20)));
  // One statement at a time is enough for those that are quick.
  if (select.endsWith('2ms') && random.chance(30)) lines.push('  threads: 1');
  if (random.chance(15))
    lines.push('  standby: 10.10.10.211', '  failover: 5s', `  replicationLag: ${random.of(['0s', '1s', '60s'])}`);
  return lines;
}

/** A monitor with hot standbys, for some clusters. */
export function standbyLines(random: Random, servers: readonly string[]): readonly string[] {
  if (!random.chance(25)) return [];
  const keys = [
    `servers: ${random.chance(50) ? '"*"' : random.of(servers)}`,
    `machines: ${random.below(3)}`,
    `interval: ${random.of(['1s', '5s'])}`,
    `silences: ${1 + random.below(3)}`,
    `operator: ${random.of(['0s', 'uniform 1s..40s'])}`,
    `start: ${random.of(['0s', '5s'])}`,
    `astdb: ${random.of(['empty', 'copied'])}`,
    `arp: { gratuitous: ${random.below(3)}, loss: ${random.of(['0', '50%', '100%'])}, age: ${random.of(['15s', 'uniform 15s..45s'])} }`,
  ];
  return [`standby: { ${keys.join(', ')} }`];
}

/** How long things take: those that the model knows, and an application that it does not. */
export function timeLines(random: Random): readonly string[] {
  const slow = [
    'sipMessage', 'channelStart', 'channelThread', 'dialplanStep', 'dundiAck', 'dundiAnswer', 'dundiAsk', 'dundiQuestion',
    'dundiReply', 'sipLeg', 'iaxMessage', 'astdbRead', 'astdbWrite', 'lockWake', 'threadWake', 'phone',
  ]; // prettier-ignore
  const lines = random.chance(15)
    ? [`processing: { ${random.of(slow)}: ${random.of(['0s', '5ms', 'exponential 10ms'])} }`]
    : [];
  if (random.chance(30))
    lines.push(
      `applications: { ${random.of(['AGI', 'Playback', 'Echo'])}: { takes: ${random.of(['120ms', '20s'])}, sets: { RESULT: "1" } } }`,
    );
  return lines;
}

/** Which files are read, and in what words, hangs on these. */
const OF_FILES = new Set(['dialect', 'channelDriver']);

/** Now and then a rule of another release. */
export function ruleLines(random: Random, profile: ProfileName): readonly string[] {
  if (!random.chance(25)) return [];
  const rules = Object.entries(RULES as Readonly<Record<string, Rule<RuleValue>>>);
  const others = rules.flatMap(([name, rule]) =>
    othersOf(rule, profile)
      .filter(() => !OF_FILES.has(name))
      .map((value) => `${name}: ${written(rule, value)}`),
  );
  const first = random.of(others);
  const second = random.of(others);
  const both = first.split(':')[0] === second.split(':')[0] ? [first] : [first, second];
  return [`rules: { ${both.join(', ')} }`];
}

/** What other releases have; of a yes or no that all have, the other one. */
function othersOf(rule: Rule<RuleValue>, profile: ProfileName): readonly RuleValue[] {
  const own = rule[profile];
  const others = PROFILES.map((name) => rule[name]).filter((value) => value !== own);
  return others.length === 0 && typeof own === 'boolean' ? [!own] : others;
}

function written({ unit }: Rule<RuleValue>, value: RuleValue): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return unit === 's' || unit === 'ms' ? `${value}${unit}` : String(value);
}
