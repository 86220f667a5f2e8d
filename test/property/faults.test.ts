import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Measures } from '../../src/measure/measures.ts';
import { Cluster } from '../../src/model/cluster.ts';
import { scenario } from '../story/replay.ts';

const SERVERS = ['dunpbx1', 'regpbx1', 'regpbx2', 'regpbx3', 'regpbx4', 'regpbx5'];

/** Any fault, at any second of the first four minutes; what is broken is mended at the fifth. */
const fault = fc
  .tuple(
    fc.integer({ min: 1, max: 240 }),
    fc.oneof(
      fc.constantFrom(...SERVERS).map((server) => `crash: ${server}`),
      fc.constantFrom(...SERVERS).map((server) => `restart: ${server}`),
      fc.constantFrom(...SERVERS).map((server) => `hang: ${server}`),
      fc.constantFrom(...SERVERS).map((server) => `resume: ${server}`),
      fc
        .tuple(fc.constantFrom(...SERVERS), fc.constantFrom(...SERVERS))
        .filter(([a, b]) => a !== b)
        .map(([a, b]) => `partition: [${a}, ${b}]`),
      fc.constant('heal: all'),
      fc.constant('slowDatabase: 50'),
      fc.constant('stop: database'),
      fc.constant('start: database'),
      fc.constant('powerOff: office'),
      fc.constant('powerOn: office'),
      fc.constantFrom(...SERVERS.slice(1)).map((server) => `move: { phone: 1001, to: ${server} }`),
    ),
  )
  .map(([at, what]) => `  - { at: ${at}s, ${what} }`);

const MENDED = [
  ...SERVERS.map((server) => `  - { at: 300s, resume: ${server} }`),
  ...SERVERS.map((server) => `  - { at: 301s, restart: ${server} }`),
  '  - { at: 302s, heal: all }',
  '  - { at: 302s, start: database }',
  '  - { at: 302s, slowDatabase: 1 }',
  '  - { at: 303s, powerOn: office }',
];

function text(profile: string, rate: number, faults: readonly string[]): string {
  return [
    `profile: ${profile}`,
    'duration: 20m',
    'phones: { office: { numbers: 1001..1030, home: round-robin, backup: next, expires: 120s } }',
    `calls: [{ rate: ${rate}/s, talk: exponential 20s, during: 0s..5m }]`,
    'faults:',
    ...faults,
    ...MENDED,
  ].join('\n');
}

describe('whatever breaks', () => {
  // Fixed: a failure names the scenario, and a green run is green everywhere.
  const options = { seed: 20060329, numRuns: 40 };

  it('every call ends once, and minutes after all is mended nothing is left of it', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('whitepaper', 'asterisk-1.2', 'asterisk-16'),
        fc.constantFrom(0.3, 2),
        fc.array(fault, { maxLength: 8 }),
        fc.integer({ min: 1, max: 1000 }),
        (profile, rate, faults, seed) => {
          const { config } = scenario(text(profile, rate, faults));
          const measures = new Measures({ config, seed: String(seed), scenarioName: 'property' });
          const cluster = new Cluster(config, { seed: String(seed), observations: measures });
          measures.follow(cluster.sim);
          cluster.sim.run(config.duration);
          const { parts } = cluster;
          const phones = config.phones.map((_, phone) => parts.handsets.isIdle(phone as never));
          const left = {
            channels: parts.channelTable.rows.size,
            legs: parts.legs.size,
            iax: parts.iaxRows.calling.size + parts.iaxRows.called.size,
            attempts: parts.callers.size,
            stories: parts.stories.size,
            outgoing: parts.outgoing.size,
            incoming: parts.calledPhones.size,
            busyPhones: phones.filter((idle) => !idle).length,
            registered: config.phones.filter((_, phone) => parts.lines.isPhoneRegistered(phone as never)).length,
          };
          cluster.finish();
          expect(left).toEqual({
            channels: 0,
            legs: 0,
            iax: 0,
            attempts: 0,
            stories: 0,
            outgoing: 0,
            incoming: 0,
            busyPhones: 0,
            registered: config.phones.length,
          });
          const document = measures.document({
            fingerprint: '',
            scenarioHash: '',
            version: '',
            simulatedSeconds: 1200,
            events: 0,
          });
          expect(document.calls.outcomes.inProgress).toBe(0);
          const sum = Object.values(document.calls.outcomes).reduce((total, count) => total + count, 0);
          expect(sum).toBe(document.calls.offered);
        },
      ),
      options,
    );
  });
});
