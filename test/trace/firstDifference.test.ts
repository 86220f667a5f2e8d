import { describe, expect, it } from 'vitest';
import { differenceText, firstDifference } from './firstDifference.ts';

async function* lines(text: string): AsyncGenerator<string> {
  yield* text.split(' ');
}

describe('the first difference of two traces', () => {
  it('is none between equal ones', async () => {
    expect(await firstDifference(lines('a b c'), lines('a b c'))).toBeUndefined();
  });

  it('comes with the lines before and behind it', async () => {
    const difference = await firstDifference(lines('a b c d e f'), lines('a b c x e f'), 2);
    expect(difference).toEqual({ line: 4, common: ['b', 'c'], one: ['d', 'e', 'f'], other: ['x', 'e', 'f'] });
    expect(differenceText(difference, 'old', 'new')).toBe(
      'old and new first differ in line 4\n  b\n  c\n- d\n- e\n- f\n+ x\n+ e\n+ f\n',
    );
  });

  it('is the end of the shorter one', async () => {
    const difference = await firstDifference(lines('a b'), lines('a'));
    expect(difference).toMatchObject({ line: 2, one: ['b'], other: [] });
    expect(differenceText(difference, 'old', 'new')).toContain('+ (new ends here)');
  });
});
