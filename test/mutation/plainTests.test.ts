import { describe, expect, it } from 'vitest';
import { isPlain, PlainTests } from './plainTests.ts';

/** What a test file does with its imports. */
type Used = Readonly<Record<'describe' | 'it' | 'beforeEach', (...values: unknown[]) => void>> & {
  readonly it: {
    readonly each: (rows: readonly unknown[]) => (name: string, body: (...values: never[]) => void) => void;
  };
};

function tests(file: (vitest: Used) => void): PlainTests {
  const all = new PlainTests();
  file(all.vitest as unknown as Used);
  return all;
}

const fails = (): void => expect(1).toBe(2);

describe('tests without the rest of Vitest', () => {
  it('the first that fails is named, with the groups that it is in', async () => {
    const all = tests((vitest) => {
      vitest.it('passes', () => {});
      vitest.describe('group', () => {
        vitest.describe('inner', () => vitest.it('fails', fails));
        vitest.it('too', fails);
      });
    });
    expect(await all.firstFailure()).toBe('group > inner > fails');
    expect(await all.firstFailure()).toBeUndefined(); // None is left.
  });

  it('a promise that is rejected is a failure', async () => {
    expect(
      await tests((vitest) => vitest.it('late', async () => await Promise.reject(new Error()))).firstFailure(),
    ).toBe('late');
  });

  it('each: a row that is a list is spread', async () => {
    const seen: unknown[] = [];
    await tests((vitest) => {
      vitest.it.each([[1, 'a'], 2])('row', (...values: unknown[]) => void seen.push(values));
    }).firstFailure();
    expect(seen).toEqual([[1, 'a'], [2]]);
  });

  it('what comes before each test comes before those of its group', async () => {
    const seen: string[] = [];
    await tests((vitest) => {
      vitest.describe('group', () => {
        vitest.beforeEach(() => void seen.push('before'));
        vitest.it('one', () => void seen.push('one'));
      });
      vitest.it('two', () => void seen.push('two'));
    }).firstFailure();
    expect(seen).toEqual(['before', 'one', 'two']);
  });

  it.each([
    ["import { describe, expect, it } from 'vitest';", true],
    ["import { expect, test, vi } from 'vitest';", false],
    ["import { expect, it } from 'vitest';\nit.skip('x', () => {});", false],
    ["import { expect, it } from 'vitest';\nexpect(1).toMatchSnapshot();", false],
  ])('%s can be run so: %s', (source, plain) => {
    expect(isPlain(source)).toBe(plain);
  });
});
