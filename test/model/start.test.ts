import { describe, expect, it } from 'vitest';
import { SECOND } from '../../src/kernel/units.ts';
import { Listener } from '../../src/measure/listener.ts';
import { Cluster } from '../../src/model/cluster.ts';
import type { RegistrationRecord } from '../../src/model/observations.ts';
import { parse } from '../scenario/world.ts';

/** Attempts of 200 phones at a steady start, by the second in which each begins. */
function attempts(phones: string, more = ''): readonly number[] {
  const { config, seed } = parse(
    `profile: asterisk-1.2\nduration: 10m\n${more}\nphones: { bad: { numbers: 6001..6200, home: round-robin, ${phones} } }\n`,
  );
  const begun: number[] = [];
  class Ears extends Listener {
    override registrationEnded({ at }: RegistrationRecord): void {
      begun.push(Math.floor(at / SECOND));
    }
  }
  const cluster = new Cluster(config, { seed, observations: new Ears() });
  cluster.sim.run(config.duration);
  return begun;
}

/** The most in one second. */
function most(seconds: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const second of seconds) counts.set(second, (counts.get(second) ?? 0) + 1);
  return Math.max(...counts.values());
}

describe('phones that are refused, in the middle of a day', () => {
  it('try in the rhythm of their kind, each at a time of its own', () => {
    const begun = attempts('kind: yealink, expires: 300s, credentials: wrongSecret'); // Every 30 s.
    expect(begun.length).toBeGreaterThan(200 * 19);
    expect(begun.length).toBeLessThan(200 * 21);
    expect(most(begun)).toBeLessThan(30); // 6.7 on average; all 200 at 0 s if they began there.
  });

  it('have reached the longest pause of a kind whose pauses grow', () => {
    const { length } = attempts('kind: polycom-uc, expires: 300s, credentials: wrongSecret');
    const fresh = attempts(
      'kind: polycom-uc, expires: 300s, credentials: wrongSecret',
      'start: { state: cold }',
    ).length;
    expect(length).toBeLessThan(fresh);
  });

  it('and those that are granted less than they take are spread too', () => {
    const begun = attempts('kind: cisco-79xx, expires: 60s');
    expect(begun.length).toBeGreaterThan(1000);
    expect(most(begun)).toBeLessThan(40);
  });

  it('begin together where the scenario says so', () => {
    const begun = attempts('kind: yealink, expires: 300s, credentials: wrongSecret', 'start: { refreshPhase: 5s }');
    expect(begun.filter((second) => second === 5).length).toBe(200);
  });
});
