import { expect, it } from 'vitest';
import type { ServerId } from '../../../../src/model/ids.ts';
import { Challenges } from '../../../../src/model/server/iax2/challenges.ts';
import { Readers } from '../../../../src/model/server/iax2/readers.ts';

const SERVER = 0 as ServerId;

it('an account that does not add up stops the run', () => {
  const challenges = new Challenges(1);
  expect(challenges.begin(SERVER, 'priv', 1)).toBe(true);
  expect(challenges.begin(SERVER, 'priv', 1)).toBe(false);
  expect(challenges.begin(SERVER, 'other', 1)).toBe(true);
  challenges.end(SERVER, 'priv');
  expect(() => challenges.end(SERVER, 'priv')).toThrow('a challenge of priv ends that was never sent');
  expect(() => new Readers(1, 1).release(SERVER)).toThrow('released');
});

it('no limit is 0', () => {
  const challenges = new Challenges(1);
  expect([1, 2, 3, 4].map(() => challenges.begin(SERVER, 'priv', 0))).toEqual([true, true, true, true]);
});

it('a crash forgets those of its server alone', () => {
  const challenges = new Challenges(2);
  const other = 1 as ServerId;
  for (const server of [SERVER, other]) challenges.begin(server, 'priv', 1);
  challenges.crash(SERVER);
  expect([challenges.of(SERVER, 'priv'), challenges.of(other, 'priv')]).toEqual([0, 1]);
});
