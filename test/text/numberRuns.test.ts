import fc from 'fast-check';
import { expect, it } from 'vitest';
import { NumberRuns } from '../../src/text/numberRuns.ts';
import { plainNumber } from '../../src/text/plainNumber.ts';
import { numberRuns } from '../../src/text/ranges.ts';

/** Ranges, with zeros in front or not, and single texts. */
const parts = fc.array(
  fc.oneof(
    fc.record({ first: fc.nat({ max: 120 }), length: fc.integer({ min: 1, max: 30 }), digits: fc.constantFrom(0, 3) }),
    fc.record({ first: fc.constant(999_999_990), length: fc.constant(20), digits: fc.constant(0) }),
    fc.constantFrom('7', '0100', 'alice', '12345678901', '*8'),
  ),
  { maxLength: 8 },
);

function runsOf(of: typeof parts extends fc.Arbitrary<infer T> ? T : never): { runs: NumberRuns; texts: string[] } {
  const runs = new NumberRuns();
  const texts: string[] = [];
  for (const part of of)
    if (typeof part === 'string') {
      runs.push(part);
      texts.push(part);
    } else {
      runs.pushRange(part.first, part.length, part.digits);
      for (let n = 0; n < part.length; n++) texts.push(String(part.first + n).padStart(part.digits, '0'));
    }
  return { runs, texts };
}

// The plain version: an array of texts.
it('are what an array of their texts is', () => {
  fc.assert(
    fc.property(parts, parts, fc.nat({ max: 60 }), (some, more, length) => {
      const { runs, texts } = runsOf(some);
      expect([[...runs], runs.length, runs.last()]).toEqual([texts, texts.length, texts.at(-1)]);
      const seen: (string | number)[] = [];
      runs.forEach((number, index) => (seen[index] = number));
      expect(seen).toEqual(texts.map((text) => plainNumber(text) ?? text));
      const again = new NumberRuns();
      for (const number of seen) again.push(number);
      expect([...again]).toEqual(texts);
      expect([...runs.slice(length)]).toEqual(texts.slice(0, length));
      const others = runsOf(more);
      runs.pushAll(others.runs);
      expect([...runs]).toEqual([...texts, ...others.texts]);
    }),
  );
});

it('are a range where they are plain numbers that follow one another', () => {
  const rangeOf = (text: string): unknown => {
    const read = numberRuns(text);
    return 'problem' in read ? read : read.items.range;
  };
  expect(rangeOf('1001..1100')).toMatchObject({ first: 1001, length: 100 });
  expect(rangeOf('7, 8..9')).toMatchObject({ first: 7, length: 3 });
  for (const text of ['0100..0199', '1..3, 5', '999999990..1000000010', 'alice']) expect(rangeOf(text)).toBeUndefined();
});
