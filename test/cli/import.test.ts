import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { dundisim, filesIn, folderWith, SHIPPED, textIn } from './world.ts';

const incident = `${SHIPPED}incident/`;
const cdrs = readdirSync(incident)
  .filter((name) => name.endsWith('-Master.csv'))
  .sort();
const logs = readdirSync(incident)
  .filter((name) => name.endsWith('-messages'))
  .sort();
const given = (option: string, names: readonly string[]): string[] =>
  names.flatMap((name) => [option, `${name.split('-')[0]}=${incident}${name}`]);

describe('import', () => {
  it('gives the calls of the shipped incident, byte for byte', async () => {
    const here = folderWith({});
    const { code, out } = await dundisim(
      here,
      'import',
      ...given('--cdr', cdrs),
      ...given('--log', logs),
      '--out',
      'again',
    );
    expect([code, out.split('\n')[3]]).toEqual([
      0,
      'Failures found in the logs: crash regpbx2 at 341 s, restart regpbx2 at 720 s.',
    ]);
    expect(textIn(here, 'again/calls.csv')).toBe(textIn(incident, 'calls.csv'));
  });

  it('writes a scenario that runs, and lays what comes of it beside the log', async () => {
    const here = folderWith({});
    await dundisim(here, 'import', ...given('--cdr', cdrs.slice(0, 1)), '--asterisk', 'paper', '--out', 'one');
    expect(textIn(here, 'one/scenario.yaml')).toContain('asterisk: ../paper\n');
    const { code, out } = await dundisim(here, 'run', 'one/scenario.yaml', '--until', '3m', '--out', 'out');
    expect(code).toBe(0);
    const logged = textIn(here, 'out/logged.csv').trim().split('\n').slice(1);
    expect(out).toContain(`Beside the log\n  ${logged.length} calls with an outcome in the log`);
    expect(filesIn(`${here}/out`)).toContain('logged.csv');
    const hourly = textIn(here, 'one/scenario.yaml')
      .replace('calls: { file: calls.csv }', '')
      .replace(/^# (calls:| {2})/gm, '$1');
    const byHour = folderWith({ 'scenario.yaml': hourly.replace('../paper', './paper') });
    expect((await dundisim(byHour, 'check', 'scenario.yaml')).code).toBe(0);
  });

  it('says what is wrong, with its place, and writes nothing', async () => {
    const here = folderWith({
      'Master.csv': 'a,b\n',
      'messages': '',
      'full': '07/03/06 10:00:05 NOTICE[2]: cdr.c: x\n',
    });
    const tries = [
      [
        [],
        'import: expected at least one --cdr, such as --cdr Master.csv; --sip-table adds the phones that made no call\n',
      ],
      [['--cdr', 'Master.csv'], 'Master.csv:1:1: found 2 columns; a row of Master.csv has at least 16\n'],
      [['--cdr', 'Mastr.csv'], 'Mastr.csv: there is no such file; did you mean "Master.csv"?\n'],
      [
        ['--cdr', incident + cdrs[0]!, '--log', 'messages'],
        '--log messages: expected the server too, such as --log regpbx2=messages\n',
      ],
      [
        ['--cdr', incident + cdrs[0]!, '--log', 'regpbx2=full'],
        'full: no line begins with a time such as [2026-03-02 10:00:59], 2026-03-02T10:00:59.123+0100 or Mar  2 10:00:59 (logger.conf: dateformat)\n',
      ],
      [
        ['--cdr', incident + cdrs[0]!, '--asterisk', 'papr'],
        '--asterisk papr: there is no such folder; did you mean "paper"?\n',
      ],
    ] as const;
    const before = filesIn(here);
    for (const [options, expected] of tries) {
      const { code, err } = await dundisim(here, 'import', ...options);
      expect([code, err]).toEqual([2, expected]);
      expect(filesIn(here)).toEqual(before);
    }
  });
});
