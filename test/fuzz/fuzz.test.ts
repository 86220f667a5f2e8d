import { describe, expect, it } from 'vitest';
import { inputOf, type Input } from './inputs.ts';
import { faultOf, judgeApart, judgeHere } from './judge.ts';
import { shrunk } from './shrink.ts';

/** `npm run fuzz` does as many as one likes. */
const SEEDS = 240;

describe('whatever it is given, the program ends with 0, 1 or 2 and a place', () => {
  for (let first = 1; first <= SEEDS; first += 40) {
    it(`seeds ${first} to ${first + 39}`, async () => {
      const faults: string[] = [];
      for (let seed = first; seed < first + 40; seed++) {
        const fault = faultOf(await judgeHere(inputOf(seed)));
        if (fault !== undefined) faults.push(`seed ${seed}: ${fault}`);
      }
      expect(faults).toEqual([]);
    }, 600_000);
  }

  it('in a process of its own as well', async () => {
    for (const seed of [1, 2, 3]) expect(faultOf(await judgeApart(inputOf(seed), 120))).toBeUndefined();
  }, 600_000);
});

describe('the judge', () => {
  const ended = (code: number | null, said: string) => faultOf({ code, said, seconds: 1 }, 5);

  it('wants a place, no bug, no trace, no hang', () => {
    expect(ended(0, '')).toBeUndefined();
    expect(ended(2, 's.yaml:1:2: no\n')).toBeUndefined();
    expect(ended(2, 'paper: no folder\n')).toBeUndefined();
    expect(ended(2, 'something is wrong\n')).toMatch(/^gives no place/);
    expect(ended(3, 'a bug\n')).toBe('ended with 3: a bug / ');
    expect(ended(null, '')).toMatch(/^ended with null/);
    expect(ended(1, 'x:1:1: \u001b[31m\n')).toBe('printed control characters');
    expect(faultOf({ code: 0, said: '', seconds: 6 }, 5)).toBe('took more than 5 s');
  });

  it('makes a failing input smaller', async () => {
    const input: Input = {
      kind: 'conf',
      argv: [],
      files: new Map([
        ['a', 'x\ny\nbad line\nz'],
        ['b', 'more'],
      ]),
    };
    const { files } = await shrunk(input, async ({ files: left }) => left.get('a')?.includes('bad') === true);
    expect([...files]).toEqual([['a', 'bad']]);
  });
});
