import { expect, it } from 'vitest';
import { chanceOf, hashText } from '../../../../src/model/phone/registration/jitter.ts';
import { isCurrent, lineOf, tagOf } from '../../../../src/model/phone/registration/tag.ts';

it('a tag is a line and a transaction of it', () => {
  const tags = [
    [0, 0],
    [5, 1],
    [4_194_303, 511],
  ].map(([line, generation]) => tagOf(line!, generation!));
  expect(tags.map(lineOf)).toEqual([0, 5, 4_194_303]);
  expect([isCurrent(tags[1]!, 1), isCurrent(tags[1]!, 2), isCurrent(tags[1]!, 513), isCurrent(tags[2]!, 511)]).toEqual([
    true,
    false,
    true,
    true,
  ]);
  expect(new Set(tags).size).toBe(3);
  expect(() => tagOf(4_194_304, 0)).toThrow('four million');
});

it('chance is in [0, 1), even, and another one for each seed, phone and count', () => {
  const draws = [0, 1, 2, 3].flatMap((phone) =>
    Array.from({ length: 250 }, (_, count) => chanceOf(hashText('seed'), phone, count)),
  );
  expect(new Set(draws).size).toBe(1000);
  expect(Math.min(...draws)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...draws)).toBeLessThan(1);
  const mean = draws.reduce((sum, draw) => sum + draw, 0) / 1000;
  expect(Math.abs(mean - 0.5)).toBeLessThan(0.05); // Five standard errors.
  expect(chanceOf(hashText('seed'), 0, 0)).not.toBe(chanceOf(hashText('other'), 0, 0));
});

it('hashes are those of FNV-1a and MurmurHash3', () => {
  expect([hashText(''), hashText('a'), hashText('foobar')].map((hash) => hash >>> 0)).toEqual([
    0x811c9dc5, 0xe40c292c, 0xbf9cf968,
  ]);
});
