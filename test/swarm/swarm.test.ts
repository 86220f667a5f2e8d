import { describe, expect, it } from 'vitest';
import { MINUTE } from '../../src/kernel/units.ts';
import { jsonSchema } from '../../src/scenario/index.ts';
import { Measures } from '../../src/measure/measures.ts';
import { Cluster } from '../../src/model/cluster.ts';
import { PROFILES } from '../../src/model/profiles.ts';
import { shipped } from '../story/replay.ts';
import { swarmScenario } from './clusters.ts';
import { faultOfText } from './judge.ts';
import { FAULT_VERBS } from '../../src/scenario/reading/schema/faultKeys.ts';
import { faultOfKills } from './kills.ts';
import { leftAfter } from './leftovers.ts';
import { SHAPES } from './shapes.ts';
import { shrunkText } from './shrink.ts';

/** `npm run swarm` does as many as one likes. */
const SEEDS = 60;
const AT_ONCE = 20;

describe('whatever the cluster is and whatever breaks, calls add up and nothing is left', () => {
  for (let first = 1; first <= SEEDS; first += AT_ONCE)
    it(`seeds ${first} to ${first + AT_ONCE - 1}`, () => {
      const faults: string[] = [];
      for (let seed = first; seed < first + AT_ONCE; seed++) {
        const fault = faultOfText(swarmScenario(seed));
        if (fault !== undefined) faults.push(`seed ${seed}: ${fault}`);
      }
      expect(faults).toEqual([]);
    }, 120_000);
});

describe('what the swarm draws', () => {
  const texts = Array.from({ length: 1000 }, (_, i) => swarmScenario(i + 1));

  it.each(FAULT_VERBS)('hits a cluster with %s', (verb) => {
    expect(texts.some((text) => new RegExp(`at: \\d+\\.\\d{6}s, ${verb}: `).test(text))).toBe(true);
  });

  it.each([
    'oneWay: yes',
    'duplicates: ',
    'loss: 40%',
    'phones: office',
    'machines: ',
    'replicationLag: ',
    'park: ',
    'attended: 50%',
    'park: { by: caller',
    'transfer: { by: either',
    'outside: "600"',
    'outside: 1XXX',
    'segments: one',
    'lastResort: next',
    'profile: asterisk-22',
    'register => ',
    'type=registration',
    'switch => Realtime',
    'switch => DUNDi',
    'regexten=',
    'host=dynamic',
    'member => Local',
    'strategy=ringall',
    'inkey=dundi',
    'qualify=500',
    'balance: srv',
    'credentials: wrongSecret',
    'warmUp: ',
    'peers: { "*"',
    'file: calls.csv',
  ])('has clusters with "%s"', (what) => {
    expect(texts.filter((text) => text.includes(what)).length).toBeGreaterThan(10);
  });

  it('has every shape', () => {
    for (const { folder } of SHAPES)
      expect(texts.some((text) => new RegExp(`: (?:dundisim:)?${folder}\\b`).test(text))).toBe(true);
  });

  /** They say nothing to a cluster, or what its files are written in. */
  const SAY_NOTHING = [
    ...['$schema', 'question', 'describe', 'alsoUnder', 'expect', 'under', 'whatIf', 'set', ...PROFILES],
    ...['channelDriver', 'dialect'],
  ];

  it('uses every key of the language', () => {
    const all = texts.join('\n');
    const missing = keysOf(jsonSchema()).filter((name) => !new RegExp(`(?<![\\w.])${name}:`).test(all));
    expect(missing.filter((name) => !SAY_NOTHING.includes(name))).toEqual([]);
  });
});

/** Names of the properties of a JSON Schema, however deep. */
function keysOf(schema: unknown): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([key, inner]) => [
    ...(key === 'properties' ? Object.keys(inner as object) : []),
    ...keysOf(inner),
  ]);
}

describe('a server is killed at the moment of an event', () => {
  it.each([
    ['example-1', 4],
    ['example-2', 8],
    ['example-3', 10],
  ])(
    '%s',
    (name, every) => {
      const { runs, faults } = faultOfKills(name, every);
      expect(runs).toBeGreaterThan(80);
      expect(faults).toEqual([]);
    },
    120_000,
  );
});

describe('the judge', () => {
  it('sees what a running call holds', () => {
    const { config, seed } = shipped('example-1');
    const cluster = new Cluster(config, { seed, observations: new Measures({ config, seed, scenarioName: 'x' }) });
    cluster.sim.run(config.duration / 5); // The call began two seconds ago, and its phone rings.
    expect(leftAfter(cluster, 1)).toMatchObject({ 'channels': 1, 'attempts': 1, 'stories': 1, 'outgoing calls': 1 });
    expect(
      leftAfter(
        new Cluster(config, { seed, observations: new Measures({ config, seed, scenarioName: 'x' }) }),
        2 * MINUTE,
      ),
    ).toHaveProperty('event call.isMade');
  });

  it('keeps of a failing scenario what it fails by, and what mends it', () => {
    const text = swarmScenario(3);
    const smaller = shrunkText(text, 'left over', (tried) =>
      /crash: dunpbx1|rate: 0.1/.test(tried) ? 'left over' : undefined,
    );
    expect(smaller.split('\n').filter((line) => /^ {2}- /.test(line) && !/at: 3[01]\d/.test(line))).toHaveLength(1);
    expect(smaller).toContain('heal: all');
  });
});
