import { describe, expect, it } from 'vitest';
import { SECOND } from '../../src/kernel/units.ts';
import { Measures } from '../../src/measure/measures.ts';
import { Listener } from '../../src/measure/listener.ts';
import { several } from '../../src/measure/several.ts';
import { Cluster } from '../../src/model/cluster.ts';
import type { CallRecord, LookupRecord } from '../../src/model/observations.ts';
import type { StoryEvent } from '../../src/model/story/index.ts';
import { parse } from '../scenario/world.ts';

class Heard extends Listener {
  readonly calls: CallRecord[] = [];
  readonly lookups: LookupRecord[] = [];
  readonly storyTimes: number[] = [];
  readonly faults: string[] = [];

  override callEnded(call: CallRecord, story: readonly StoryEvent[]): void {
    this.calls.push(call);
    this.storyTimes.push(...story.map(({ at }) => at));
  }

  override lookupEnded(lookup: LookupRecord): void {
    this.lookups.push(lookup);
  }

  override faultHappened(text: string): void {
    this.faults.push(`${this.now / SECOND} s: ${text}`);
  }
}

function scenario(warmUp: string) {
  return parse(
    `duration: 1m\nstart: { warmUp: ${warmUp} }\nphones: { office: { numbers: 1001..1040, expires: 60s, answerAfter: 500ms } }\n` +
      'calls:\n  - { rate: 4/s, talk: exponential 500ms }\nfaults:\n  - { at: 30s, crash: regpbx2 }\n',
    { sets: ['servers.*.cachetime=200s'] },
  );
}

function run(warmUp: string, seed = '1') {
  const { config, name } = scenario(warmUp);
  const heard = new Heard();
  const measures = new Measures({ config, seed, scenarioName: name });
  const cluster = new Cluster(config, { seed, observations: several(heard, measures) });
  for (const listener of [heard, measures]) listener.follow(cluster.clock);
  cluster.sim.runSome(cluster.origin + config.duration, Infinity);
  cluster.finish();
  const facts = { fingerprint: '', scenarioHash: '', version: '', simulatedSeconds: 60, events: 0 };
  return { heard, document: measures.document(facts) };
}

/** Lookups of the first seconds that had to ask over the network. */
function askedAtFirst({ heard }: ReturnType<typeof run>): number {
  return heard.lookups.filter(({ at, asked }) => at < 15 * SECOND && asked.length > 0).length;
}

describe('a run that begins in the middle of the day', () => {
  const cold = run('0s');
  const warm = run('3m');

  it('finds its caches filled at 0 s', () => {
    expect(askedAtFirst(warm)).toBeLessThan(askedAtFirst(cold) / 2);
  });

  it('counts nothing that began before 0 s, and speaks in the time of the scenario', () => {
    const { heard, document } = warm;
    expect(Math.min(...heard.calls.map(({ offeredAt }) => offeredAt), ...heard.storyTimes)).toBeGreaterThanOrEqual(0);
    expect(Math.min(...heard.lookups.map(({ at }) => at))).toBeGreaterThanOrEqual(0);
    expect(Math.max(...heard.calls.map(({ endedAt }) => endedAt))).toBeLessThanOrEqual(60 * SECOND);
    expect(document.calls.offered).toBe(heard.calls.length);
    expect(document.calls.offered).toBeGreaterThan(180);
    expect(document.calls.offered).toBeLessThan(300);
    expect(heard.faults).toEqual(['30 s: regpbx2 crashes']);
    expect(new Set(heard.calls.map(({ fault }) => fault))).toEqual(new Set(['', 'regpbx2 crashed at 30 s']));
  });

  it('has its phones registered at 0 s, neither more nor less', () => {
    const means = ({ document }: ReturnType<typeof run>) =>
      Object.values(document.servers).map(({ registrationsMean }) => Math.round(registrationsMean));
    expect(means(warm)).toEqual(means(cold));
  });

  it('begins at another age of the caches with each seed, at least as early as it is asked to', () => {
    const origins = ['1', '2', '3'].map(
      (seed) => new Cluster(scenario('1m').config, { seed, observations: new Listener() }).origin / SECOND,
    );
    expect(new Set(origins).size).toBe(3);
    for (const origin of origins) {
      expect(origin).toBeGreaterThanOrEqual(60);
      expect(origin).toBeLessThan(260);
    }
  });
});
