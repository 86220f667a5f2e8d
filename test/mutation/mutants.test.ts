import { describe, expect, it } from 'vitest';
import { applied, mutantsOf } from './mutants.ts';

function changesOf(source: string): readonly string[] {
  return mutantsOf('src/x.ts', source).map(({ change }) => change);
}

describe('mutants', () => {
  it.each([
    ['const x = a < b;', ['< -> <=', '< -> >=']],
    ['const x = a + (b);', ['+ -> -']],
    ['const x = a && b;', ['&& -> ||']],
    ['const x = !a;', ['! -> (nothing)']],
    ['const x = 1;', ['1 -> 0', '1 -> 2']],
    ['const x = true;', ['true -> false']],
    ['const x = Math.min(a, b);', ['Math.min -> Math.max']],
    ['const { min } = Math; const x = min(a, b);', ['min -> Math.max']],
    ['let i = a; i++;', ['i++; -> (nothing)', '++ -> --']],
    ['if (a) f();', ['a -> true', 'a -> false', 'f(); -> (nothing)']],
    ['function f() { if (a) return; }', ['a -> true', 'a -> false', 'return; -> (nothing)']],
    ['while (a) f();', ['a -> false', 'f(); -> (nothing)']],
  ])('%s', (source, changes) => expect(changesOf(source)).toEqual(changes));

  it.each([
    ["import { a } from './a.ts';"],
    ['interface A { readonly x: 1 | 2 }'],
    ['type A = 0 | 1;'],
    ["assert(a < b, 'wrong');"],
    ["if (a < b) broken('wrong');"],
    ['const x: 1 = f as 1;'],
    ['class A extends B { constructor() { super(); } }'],
  ])('there is none of %s', (source) => expect(changesOf(source)).toEqual([]));

  it('are numbered where a line has the same change twice, and keep their names when lines move', () => {
    const ids = mutantsOf('src/x.ts', 'f(a === b, c === d);').map(({ id }) => id);
    expect(ids).toContain('src/x.ts: f(a === b, c === d); | === -> !==');
    expect(ids).toContain('src/x.ts: f(a === b, c === d); | === -> !== #2');
    expect(mutantsOf('src/x.ts', '\n\n  f(a === b, c === d);').map(({ id }) => id)).toEqual(ids);
  });

  it('change one place of the source', () => {
    const source = 'const x = a < b;';
    expect(mutantsOf('src/x.ts', source).map((mutant) => applied(source, mutant))).toEqual([
      'const x = a <= b;',
      'const x = a >= b;',
    ]);
  });
});
