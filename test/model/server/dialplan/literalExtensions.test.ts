import { describe, expect, it } from 'vitest';
import { LiteralExtensions } from '../../../../src/model/server/dialplan/literalExtensions.ts';

const noop = (args: string, more = {}) => ({
  priority: 1,
  label: '',
  application: 'NoOp',
  written: 'Noop',
  args,
  registrar: 'SIP',
  ...more,
});

describe('an extension that a registration adds', () => {
  it.each([
    ['1001', '1001'],
    ['1001', 'anna'],
    ['0044207', '0044207'],
    ['reception', 'reception'],
  ])('%s with Noop(%s) is there as any other', (extension, args) => {
    const literals = new LiteralExtensions('sipregistrations');
    expect(literals.keepAsArguments(extension, noop(args))).toBe(true);
    expect([literals.has(extension), literals.keys()]).toEqual([true, [extension]]);
    const { pattern, steps } = literals.at(extension)!;
    expect([pattern.text, steps.get(1)!.args, steps.get(1)!.found.context]).toEqual([
      extension,
      args,
      'sipregistrations',
    ]);
    expect(literals.at(extension)).toBe(literals.at(extension));
    expect([literals.delete(extension), literals.has(extension), literals.at(extension)]).toEqual([
      true,
      false,
      undefined,
    ]);
  });

  it('goes before any search came to it', () => {
    const literals = new LiteralExtensions('sipregistrations');
    literals.keepAsArguments('1001', noop('1001'));
    expect([literals.delete('1001'), literals.delete('1001'), literals.keys()]).toEqual([true, false, []]);
  });

  it('is not kept as its arguments when it is there, is a pattern, or another application has it', () => {
    const literals = new LiteralExtensions('sipregistrations');
    literals.keepAsArguments('1001', noop('1001'));
    expect(literals.keepAsArguments('1001', noop('1001'))).toBe(false);
    expect(literals.keepAsArguments('_1XXX', noop('1'))).toBe(false);
    expect(literals.keepAsArguments('1002', noop('1002', { registrar: 'pbx_config' }))).toBe(false);
    expect(literals.keepAsArguments('1002', noop('1002', { priority: 2 }))).toBe(false);
    expect(literals.has('1002')).toBe(false);
  });

  it('is no other number that looks like it', () => {
    const literals = new LiteralExtensions('sipregistrations');
    literals.keepAsArguments('1001', noop('1001'));
    expect(['01001', '1001.0', '100', ''].map((key) => literals.has(key))).toEqual([false, false, false, false]);
  });
});
