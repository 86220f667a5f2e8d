import type { ProfileName } from '../../src/model/profiles.ts';
import { Random } from '../fuzz/random.ts';
import { withFilesBehind } from './caseText.ts';
import { callLines, phoneLines } from './people.ts';
import { folderLines, homesOf, serverLines, serversOf, SHAPES, type Shape } from './shapes.ts';
import { databaseLines, networkLines, ruleLines, standbyLines, startLine, timeLines } from './surroundings.ts';
import { faultLines, mendedLines } from './swarmFaults.ts';
import { tableLines, writtenFiles } from './written/folders.ts';

/** Long enough for every timer of a call, of a lookup and of a refused registration to end (facts C2, D). */
const DURATION = 2400;

/**
 * One cluster, its people and its faults: a scenario, with files of its own behind it where no shipped folder is its
 * configuration. Lines that begin with two blanks may be left out.
 */
export function swarmScenario(seed: number): string {
  const random = new Random(seed);
  const shape = random.of(SHAPES);
  const servers = serversOf(random, shape);
  const isWritten = shape.has === 'written';
  const scenario = [
    `title: swarm ${seed}`,
    `seed: ${1 + random.below(1000)}`,
    `profile: ${shape.profile}`,
    `duration: ${DURATION}s`,
    ...folderLines(shape),
    startLine(random),
    'servers:',
    ...serverLines(random, shape, servers, settings(random, shape)),
    ...networkLines(random, servers),
    ...databaseLines(random, shape),
    ...(isWritten ? tableLines(random, shape.profile) : []),
    ...standbyLines(random, servers),
    ...timeLines(random),
    ...ruleLines(random, shape.profile),
    'phones:',
    ...phoneLines(random, homesOf(servers), shape),
    'calls:',
    ...callLines(random, homesOf(servers), shape),
    'faults:',
    ...faultLines(random, servers, shape),
    ...mendedLines(servers, shape),
    '',
  ].join('\n');
  return isWritten ? withFilesBehind(scenario, writtenFiles(random, servers, shape.profile)) : scenario;
}

/** Keys of the .conf files that every server of the cluster has otherwise. */
function settings(random: Random, { profile, has }: Shape): readonly string[] {
  const asks = has !== 'queue' && has !== 'written';
  const keys = [
    `bootTime: ${random.of(['1s', '10s'])}`,
    ...(asks ? dundiSettings(random) : []),
    ...phoneSettings(random, profile),
  ];
  return keys.filter(() => random.chance(40));
}

function dundiSettings(random: Random): readonly string[] {
  const order = random.of(['primary', 'secondary']);
  return [
    `cachetime: ${random.of(['0s', '5s', '30s', '3600s'])}`,
    `ttl: ${random.of([1, 2, 3, 32])}`,
    `dundi.autokill: ${random.of(['yes', 'no'])}`,
    `storehistory: ${random.of(['yes', 'no'])}`,
    `iax.autokill: ${random.of(['yes', 'no', '500'])}`,
    `peers: { "*": { qualify: ${random.of(['yes', 'no', '500ms'])}, order: ${order}, model: symmetric } }`,
    `mappings: { "*": { weight: ${random.of([0, 1, 500])}, nopartial: ${random.of(['yes', 'no'])} } }`,
  ];
}

function phoneSettings(random: Random, profile: ProfileName): readonly string[] {
  if (profile === 'asterisk-22') return [];
  return [`sip.qualify: ${random.of(['yes', 'no'])}`, `call-limit: ${random.of([0, 1, 2])}`];
}
