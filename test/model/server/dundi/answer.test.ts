import { describe, expect, it } from 'vitest';
import type { Answer } from '../../../../src/model/protocol/dundi.ts';
import {
  freshHint,
  MAX_RESULTS,
  MAX_WEIGHT,
  merge,
  sortByWeight,
  swapped,
} from '../../../../src/model/server/dundi/answer.ts';

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

  it('weighs it as this server reads it', () => {
    const answers = [answer('x', 5)];
    merge(answers, answer('x', 9), 7, 4);
    expect(weights(answers)).toEqual(['x 4']);
  });

  it('the same destination by another technology is another answer', () => {
    const answers = [answer('x', 5)];
    expect(merge(answers, answer('x', 2, { tech: 'SIP' }), 7)).toBe(true);
  });

  it('takes no more than MAX_RESULTS', () => {
    expect(MAX_RESULTS).toBe(64);
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

it('the bytes of a weight change places (rule weightSwap)', () => {
  expect([0, 1, 0x0102, 0xff00, 0xbeef].map(swapped)).toEqual([0, 0x0100, 0x0201, 0x00ff, 0xefbe]);
  expect(MAX_WEIGHT).toBe(59_999);
});

it('a lookup begins with "do not ask for anything", good for everybody', () => {
  expect(freshHint()).toEqual({ dontAsk: true, unaffected: true, ttlExpired: false, prefix: '' });
});
