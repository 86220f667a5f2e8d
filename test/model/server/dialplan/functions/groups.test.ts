import { expect, test } from 'vitest';
import { SECOND } from '../../../../../src/kernel/units.ts';
import { bench } from '../fake.ts';

/** Two callers in groups, then one who counts. */
function counted(expression: string, profile: 'asterisk-1.2' | 'asterisk-16', mark: string): string[] {
  const it = bench(
    `
    [phones]
    exten => 1,1,Set(GROUP()=out)
    exten => 1,2,Set(GROUP(trunk)=OUT_1)
    exten => 1,3,Wait(60)
    exten => 2,1,Set(GROUP(trunk)=OUT_2)
    exten => 2,2,Wait(60)
    exten => 3,1,Set(GROUP(trunk)=OUT_1)
    exten => 3,2,Set(GROUP()=out)
    exten => 3,3,NoOp(${expression.replaceAll(',', mark)})
    `,
    profile,
  );
  it.call('1');
  it.call('2');
  it.call('3', 'phones', SECOND);
  it.run();
  return it.said();
}

test.each([
  ['${GROUP_COUNT(out)}', '2', '2'],
  ['${GROUP_COUNT(OUT_1@trunk)}', '2', '2'],
  ['${GROUP_COUNT(out_2@TRUNK)}', '1', '1'],
  ['${GROUP_COUNT(@trunk)}', '2', '2'],
  ['${GROUP_COUNT(nobody)}', '0', '0'],
  // 16 without a category counts all categories, and an own group is the one joined first.
  ['${GROUP_COUNT(OUT_1)}', '0', '2'],
  ['${GROUP()}', 'out', 'OUT_1'],
  ['${GROUP(trunk)}', 'OUT_1', 'OUT_1'],
  ['${GROUP_MATCH_COUNT(OUT_[12]@trunk)}', '3', '3'],
  ['${GROUP_MATCH_COUNT(^out$)}', '2', '2'],
  ['${GROUP_LIST()}', 'OUT_1@trunk out', 'OUT_1@trunk out'],
])('%s: %s in 1.2, %s in 16', (expression, old, recent) => {
  expect(counted(expression, 'asterisk-1.2', '|')).toEqual([old]);
  expect(counted(expression, 'asterisk-16', ',')).toEqual([recent]);
});

test('who has left does not count, nor does one who left the group', () => {
  const it = bench(
    `
    [phones]
    exten => 1,1,Set(GROUP()=out)
    exten => 1,2,Set(GROUP()=)
    exten => 1,3,Wait(60)
    exten => 2,1,Set(GROUP()=out)
    exten => 3,1,NoOp(\${GROUP_COUNT(out)})
    `,
    'asterisk-16',
  );
  it.call('1');
  it.call('2');
  it.call('3', 'phones', SECOND);
  it.run();
  expect(it.said()).toEqual(['0']);
});

test.each([
  ['CheckGroup(1)', 'OVERMAX'],
  ['CheckGroup(2)', 'OK'],
])('1.2: %s says %s with two in the group', (application, status) => {
  const it = bench(`
    [phones]
    exten => 1,1,SetGroup(out)
    exten => 1,2,Wait(60)
    exten => 2,1,SetGroup(out)
    exten => 2,2,${application}
    exten => 2,3,GetGroupCount()
    exten => 2,4,NoOp(\${CHECKGROUPSTATUS} \${GROUPCOUNT})
  `);
  it.call('1');
  it.call('2', 'phones', SECOND);
  it.run();
  expect(it.said()).toEqual([`${status} 2`]);
});
