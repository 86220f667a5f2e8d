import { describe, expect, it } from 'vitest';
import type { Answer } from '../../../../src/model/protocol/dundi.ts';
import { MAX_RESULTS, merge, sortByWeight } from '../../../../src/model/server/dundi/answer.ts';

function answer(destination: string, weight: number, different: Partial<Answer> = {}): Answer {
  const plain = { tech: 'IAX2', exists: true, canMatch: false, matchMore: false, eid: 1, expiration: 60 };
  return { ...plain, destination, weight, ...different };
}

function weights(answers: readonly Answer[]): readonly string[] {
  return answers.map(({ destination, weight }) => `${destination} ${weight}`);
}

describe('merge', () => {
  it('adds what is new, good for as long as its reply says', () => {
    const answers: Answer[] = [];
    expect(merge(answers, answer('x', 5), 7)).toBe(true);
    expect(answers).toMatchObject([{ destination: 'x', expiration: 7 }]);
  });

  it('of one destination keeps the lower weight, and the first answer otherwise', () => {
    const answers = [answer('x', 5)];
    expect(merge(answers, answer('x', 2, { eid: 9 }), 7)).toBe(false);
    expect(merge(answers, answer('x', 8), 7)).toBe(false);
    expect(answers).toEqual([answer('x', 2)]);
  });

  it('the same destination by another technology is another answer', () => {
    const answers = [answer('x', 5)];
    expect(merge(answers, answer('x', 2, { tech: 'SIP' }), 7)).toBe(true);
  });

  it('takes no more than MAX_RESULTS', () => {
    const answers = Array.from({ length: MAX_RESULTS }, (_, i) => answer(`x${i}`, 1));
    expect(merge(answers, answer('y', 0), 7)).toBe(false);
    expect(answers).toHaveLength(MAX_RESULTS);
  });
});

it('the lower weight is tried first, equal ones in the order of arrival', () => {
  expect(weights(sortByWeight([answer('a', 5), answer('b', 1), answer('c', 5), answer('d', 1)]))).toEqual([
    'b 1',
    'd 1',
    'a 5',
    'c 5',
  ]);
});
