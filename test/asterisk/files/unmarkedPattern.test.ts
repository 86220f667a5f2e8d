import { describe, expect, it } from 'vitest';
import { isPatternWithoutMark } from '../../../src/asterisk/files/unmarkedPattern.ts';
import { lines, read } from '../help.ts';

describe('an extension that is written as a pattern is', () => {
  it.each(['212555[23]0XX', '212555ZXXX', '9.', '00!', '1N', '212555xxxx', 'XXXX', 'X.', '*[0-9]', 'NXXXXXX', '+49Z!'])(
    '%s',
    (extension) => expect(isPatternWithoutMark(extension)).toBe(true),
  );

  it.each(['_1XXX', '_X.', '1001', '*98', 's', 'n', 'x', 'X', 'T', 'i', 'zx', 'sales', '555-1212', 'box1', 'e164.x'])(
    'not %s',
    (extension) => expect(isPatternWithoutMark(extension)).toBe(false),
  );
});

describe('check', () => {
  const said = (dialect: '1.2' | '16', ...plan: readonly string[]): readonly string[] =>
    lines(read({ 'extensions.conf': `[a]\n${plan.join('\n')}\n` }, dialect).remarks, 'risk').filter((line) =>
      line.includes('"_"'),
    );
  const [FIRST, SECOND] = ['exten => 212555[23]0XX,1,Dial(SIP/a)', 'exten => 212555[23]0XX,2,Hangup'];

  it.each(['1.2', '16'] as const)('says it once of an extension, with the line to write (%s)', (dialect) => {
    expect(
      said(dialect, 'exten => 1,1,Answer', FIRST, SECOND, 'exten => _9.,1,Answer', FIRST.replace('212', '213')),
    ).toEqual([
      'extensions.conf:3:10: risk: "212555[23]0XX" without "_" before it is no pattern: only who dials these very characters comes here; write exten => _212555[23]0XX,1,Dial(SIP/a)',
      'extensions.conf:6:10: risk: "213555[23]0XX" without "_" before it is no pattern: only who dials these very characters comes here; write exten => _213555[23]0XX,1,Dial(SIP/a)',
    ]);
  });

  it('cuts a long line', () => {
    const [line] = said('16', `exten => 9.,1,NoOp(${'x'.repeat(100)})`);
    expect(line).toMatch(/write exten => _9\.,1,NoOp\(x+…$/);
    expect(line!.length).toBeLessThan(220);
  });
});
