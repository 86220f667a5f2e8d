import { expect, it } from 'vitest';
import { fixedCallsOf } from '../../../src/experiment/plan/fixedCalls.ts';
import { parse } from '../../scenario/world.ts';

const scenario = parse(`
phones: { office: { numbers: 1001..1100 }, branch: { numbers: 2001, perServer: 4 } }
calls:
  - { rate: 0.2/s, from: office }
  - { perPhone: 1/h }
  - { at: 5s, from: 1001, to: 1002 }
`);

it.each([
  ['phones.office.count', ['calls.0.rate=', 'calls.0.perPhone=7.2/h']],
  ['phones.branch.perServer', ['calls.0.rate=', 'calls.0.perPhone=7.2/h']],
  ['servers.regpbx.count', ['calls.0.rate=', 'calls.0.perPhone=7.2/h']],
  ['calls.0.rate', []],
  ['phones.office.expires', []],
])('where %s is varied', (path, instead) =>
  expect(fixedCallsOf(scenario, path).flatMap((one) => one.instead)).toEqual(instead),
);

it('a number of servers leaves the phones what they are, where none are counted by servers', () => {
  const plain = parse('phones: { office: { numbers: 1001..1100 } }\ncalls: [{ rate: 0.2/s }]\n');
  expect(fixedCallsOf(plain, 'servers.regpbx.count')).toEqual([]);
});
