import { describe, expect, test } from 'vitest';
import { bench } from '../fake.ts';

const BOTH = ['asterisk-1.2', 'asterisk-16'] as const;

/** What NoOp said; `,` is the separator of both, as `|` is that of 1.2. */
function said(plan: string, profile: (typeof BOTH)[number]): readonly string[] {
  const it = bench(profile === 'asterisk-1.2' ? plan.replaceAll(';', '|') : plan.replaceAll(';', ','), profile);
  it.call('100');
  it.run();
  return it.said();
}

describe.each(BOTH)('Macro under %s', (profile) => {
  test('ARG1 is that of the macro inside it, and what it was before outside', () => {
    const plan = `
      [phones]
      exten => 100,1,Set(ARG1=before)
      exten => 100,2,Macro(m;one)
      exten => 100,3,NoOp(\${ARG1}.\${ARG2}.\${MACRO_EXTEN}.)
      exten => 100,4,Macro(m)
      [macro-m]
      exten => s,1,NoOp(\${ARG1})
      exten => s,2,Set(ARG2=inside)
    `;
    expect(said(plan, profile)).toEqual(['one', 'before.inside..', 'before']);
  });

  test('a macro inside a macro has its own arguments, and gives back those of the first', () => {
    const plan = `
      [phones]
      exten => 100,1,Macro(outer;a)
      exten => 100,2,NoOp(\${ARG1}.)
      [macro-outer]
      exten => s,1,Macro(inner;b)
      exten => s,2,NoOp(\${ARG1} \${MACRO_EXTEN} \${MACRO_CONTEXT})
      [macro-inner]
      exten => s,1,NoOp(\${ARG1} \${MACRO_EXTEN} \${MACRO_CONTEXT})
    `;
    expect(said(plan, profile)).toEqual(['b s macro-outer', 'a 100 phones', '.']);
  });

  test('a macro whose plan ends is left at the next priority; with MACRO_OFFSET so much further, if that is there', () => {
    const plan = `
      [phones]
      exten => 100,1,Macro(skip;1)
      exten => 100,2,NoOp(skipped)
      exten => 100,3,Macro(skip;7)
      exten => 100,4,NoOp(next)
      [macro-skip]
      exten => s,1,Set(MACRO_OFFSET=\${ARG1})
    `;
    expect(said(plan, profile)).toEqual(['next']);
  });

  test('MACRO_OFFSET counts only where the step that it leads to is there', () => {
    const plan = `
      [phones]
      exten => 100,1,Macro(skip)
      exten => 100,2,NoOp(next)
      [macro-skip]
      exten => s,1,Set(MACRO_OFFSET=1)
    `;
    expect(said(plan, profile)).toEqual(['next']);
  });

  test('a Goto out of a macro does not come back', () => {
    const plan = `
      [phones]
      exten => 100,1,Macro(away)
      exten => 100,2,NoOp(back)
      [macro-away]
      exten => s,1,Goto(other;7;1)
      [other]
      exten => 7,1,NoOp(there)
    `;
    expect(said(plan, profile)).toEqual(['there']);
  });

  test('a macro that calls itself ends seven deep', () => {
    const plan = `
      [phones]
      exten => 100,1,Macro(deep)
      [macro-deep]
      exten => s,1,NoOp(\${MACRO_DEPTH})
      exten => s,2,Macro(deep)
    `;
    expect(said(plan, profile)).toEqual(['1', '2', '3', '4', '5', '6', '7']);
  });

  test('MacroIf takes the branch of its condition', () => {
    const plan = `
      [phones]
      exten => 100,1,MacroIf(1?m;yes:m;no)
      exten => 100,2,MacroIf(0?m;yes:m;no)
      exten => 100,3,MacroIf(0?m;yes)
      exten => 100,4,NoOp(end)
      [macro-m]
      exten => s,1,NoOp(\${ARG1})
    `;
    expect(said(plan, profile)).toEqual(['yes', 'no', 'end']);
  });

  test('one that is not there is passed', () => {
    expect(said('[phones]\nexten => 100,1,Macro(none)\nexten => 100,2,NoOp(next)', profile)).toEqual(['next']);
  });
});
