import { expect, test } from 'vitest';
import fc from 'fast-check';
import { Context } from '../../../../src/model/server/dialplan/contexts.ts';
import {
  compareExtensions,
  match,
  parsePattern,
  type Dialect,
  type MatchMode,
} from '../../../../src/model/server/dialplan/patterns.ts';

const extension = fc.constantFrom(
  '1',
  '10',
  '100',
  '1001',
  '1002',
  '2',
  '_X',
  '_XX',
  '_1XX',
  '_X.',
  '_1!',
  '_[12]00',
  '_NXXX',
  '_XXXX',
);
const number = fc.constantFrom('', '1', '10', '100', '200', '1001', '1002', '1003', '2', '22', '9999', '12345');
const change = fc.record({ extension, priority: fc.constantFrom(1, 1, 2), removes: fc.boolean() });

/** Every extension in order, the first whose pattern and priority fit; `!` ends a search for more. */
function naive(
  there: readonly { extension: string; priority: number }[],
  wanted: string,
  priority: number,
  mode: MatchMode,
  dialect: Dialect,
): boolean {
  const patterns = [...new Set(there.map((it) => it.extension))]
    .map((text) => parsePattern(text))
    .sort((a, b) => compareExtensions(a, b, dialect));
  for (const pattern of patterns) {
    const result = match(pattern, wanted, mode, dialect);
    if (result === 2 && mode === 'matchmore') return false;
    if (result > 0 && there.some((it) => it.extension === pattern.text && it.priority === priority)) return true;
  }
  return false;
}

test('extensions that come and go are found as by looking at all of them', () => {
  fc.assert(
    fc.property(
      fc.array(change, { maxLength: 25 }),
      number,
      fc.constantFrom(1, 2),
      fc.constantFrom<MatchMode>('match', 'canmatch', 'matchmore'),
      fc.constantFrom<Dialect>('1.2', '16'),
      fc.boolean(),
      (changes, wanted, priority, mode, dialect, isAskedBefore) => {
        const context = new Context('c', 'test', dialect);
        // What answers `canmatch` is made at the first such question, and follows the changes from then on.
        if (isAskedBefore) context.find('', 1, '', 'canmatch');
        let there: { extension: string; priority: number }[] = [];
        for (const it of changes) {
          if (it.removes) {
            if (context.remove(it.extension)) there = there.filter((other) => other.extension !== it.extension);
            continue;
          }
          const isNew = context.addStep(it.extension, {
            priority: it.priority,
            label: '',
            written: 'NoOp',
            application: 'NoOp',
            args: '',
            registrar: 'test',
          });
          expect(isNew).toBe(
            !there.some((other) => other.extension === it.extension && other.priority === it.priority),
          );
          if (isNew) there.push(it);
        }
        expect(typeof context.find(wanted, priority, '', mode) !== 'string').toBe(
          naive(there, wanted, priority, mode, dialect),
        );
      },
    ),
    { numRuns: 3000 },
  );
});

test('the more specific pattern wins, and a missing priority falls to the next that fits', () => {
  const context = new Context('c', 'test', '16');
  const add = (extension: string, priority: number): boolean =>
    context.addStep(extension, {
      priority,
      label: '',
      written: 'NoOp',
      application: 'NoOp',
      args: extension,
      registrar: 'test',
    });
  add('_X.', 1);
  add('_X.', 2);
  add('_1XXX', 1);
  add('1001', 1);
  const argsOf = (number: string, priority: number): string => {
    const step = context.find(number, priority, '', 'match');
    return typeof step === 'string' ? step : step.args;
  };
  expect([
    argsOf('1001', 1),
    argsOf('1002', 1),
    argsOf('2002', 1),
    argsOf('1001', 2),
    argsOf('1001', 3),
    argsOf('x', 1),
  ]).toEqual(['1001', '_1XXX', '_X.', '_X.', 'noPriority', 'noExtension']);
});

test.each(['1.2', '16'] as const)(
  'an extension with a caller is for that caller alone, before the others (%s)',
  (dialect) => {
    const context = new Context('phones', 'pbx_config', dialect);
    const add = (name: string, application: string) =>
      context.addStep(name, { priority: 1, label: '', application, written: application, args: '', registrar: 'x' });
    add('_2XXX', 'All');
    add('_2XXX/1001', 'One');
    add('_2XXX/_11XX', 'Some');
    add('2000/1002', 'Two');
    add('2000', 'Literal');
    const found = (number: string, caller?: string, mode: MatchMode = 'match') => {
      const step = context.find(number, 1, '', mode, caller);
      return typeof step === 'string' ? step : step.application;
    };
    expect(['1001', '1002', '1177', '', undefined].map((caller) => found('2001', caller))).toEqual([
      'One',
      'All',
      'Some',
      'All',
      'All',
    ]);
    expect(['1001', '1002', undefined].map((caller) => found('2000', caller))).toEqual(['Literal', 'Two', 'Literal']);
    expect(add('_2XXX/1001', 'Again')).toBe(false);
    expect([context.has('_2XXX/1001'), context.has('_2XXX/1009')]).toEqual([true, false]);
  },
);

test('an extension for one caller is nobody else’s, not even that of a lookup', () => {
  const context = new Context('phones', 'pbx_config', '16');
  for (const name of ['_2XXX/1001', '3000/1001'])
    context.addStep(name, { priority: 1, label: '', application: 'X', written: 'X', args: '', registrar: 'x' });
  for (const [number, caller] of [
    ['2001', '1002'],
    ['2001', ''],
    ['3000', '1002'],
  ] as const)
    expect(context.find(number, 1, '', 'match', caller)).toBe('noExtension');
  expect(context.find('2', 1, '', 'canmatch')).toBe('noExtension');
});

test('a context that is like another one is changed alone', () => {
  fc.assert(
    fc.property(
      fc.array(change, { maxLength: 12 }),
      fc.array(change, { maxLength: 12 }),
      number,
      (before, after, asked) => {
        const step = (priority: number) => ({
          priority,
          label: '',
          written: 'NoOp',
          application: 'NoOp',
          args: '',
          registrar: 'test',
        });
        const place = { file: 'extensions.conf', line: 1, column: 1 };
        const [model, plain] = [new Context('c', 'test', '16'), new Context('c', 'test', '16')];
        for (const { extension: name, priority } of before)
          for (const context of [model, plain]) context.addStep(name, step(priority), place);
        const shown = (context: Context): unknown =>
          [...context.extensions()].map(({ pattern, steps }) => [pattern.text, [...steps.keys()]]);
        const asItWas = shown(model);
        const copy = new Context('c', 'test', '16', model);
        for (const { extension: name, priority, removes } of after)
          for (const context of [copy, plain])
            if (removes) context.remove(name);
            else context.addStep(name, step(priority));
        expect(shown(copy)).toEqual(shown(plain));
        expect(shown(model)).toEqual(asItWas);
        for (const mode of ['match', 'canmatch', 'matchmore'] as const)
          expect(typeof copy.find(asked, 1, '', mode)).toBe(typeof plain.find(asked, 1, '', mode));
      },
    ),
  );
});

test('a plain number is added as its text is', () => {
  const numbers = fc.array(fc.record({ number: fc.nat({ max: 12 }), does: fc.constantFrom('add', 'find', 'remove') }));
  fc.assert(
    fc.property(numbers, fc.boolean(), (all, isAsked) => {
      const [context, plain] = [new Context('c', 'SIP', '1.2'), new Context('c', 'SIP', '1.2')];
      if (isAsked) for (const one of [context, plain]) one.find('', 1, '', 'canmatch');
      context.expectOwnNumbers(3);
      const noop = { application: 'NoOp', written: 'Noop', registrar: 'SIP' };
      for (const { number: of, does } of all) {
        const text = String(of);
        if (does === 'add')
          expect(context.addOwnNumber(of, noop)).toBe(
            plain.addStep(text, { priority: 1, label: '', args: text, ...noop }),
          );
        else if (does === 'remove') expect(context.remove(text)).toBe(plain.remove(text));
        else expect(context.find(text, 1, '', 'match')).toEqual(plain.find(text, 1, '', 'match'));
        expect(context.find('1', 1, '', 'matchmore')).toEqual(plain.find('1', 1, '', 'matchmore'));
      }
    }),
  );
});
