import { describe, expect, it } from 'vitest';
import { readCallFile } from '../../../src/scenario/building/callFile.ts';
import { dundisim, folderWith, textIn } from '../../cli/world.ts';

describe('a file of calls', () => {
  it('has a row for each call, its columns in any order', () => {
    const { calls, mistakes } = readCallFile(
      'c.csv',
      'to,from,time,talk,answers,logged\n1002,1001,1.5,2m,3,ANSWERED\n9,pstn,90s,,no,\n',
    );
    expect(mistakes).toEqual([]);
    expect(calls).toEqual([
      {
        at: 1_500_000,
        from: '1001',
        dialled: '1002',
        talk: 120_000_000,
        patience: undefined,
        answers: 3_000_000,
        logged: 'ANSWERED',
        place: { file: 'c.csv', line: 2, column: 6 },
      },
      {
        at: 90_000_000,
        from: 'pstn',
        dialled: '9',
        talk: undefined,
        patience: undefined,
        answers: Infinity,
        place: { file: 'c.csv', line: 3, column: 3 },
      },
    ]);
  });

  it.each([
    [
      'time,form,to\n',
      'c.csv:1:6 unknown column "form"; did you mean "from"?',
      'c.csv:1:1 the column "from" is missing: the first line names the columns',
    ],
    ['time,from,to,to\n', 'c.csv:1:14 the column "to" is here twice'],
    ['time,from,to\nsoon,1001,1002\n', 'c.csv:2:1 found "soon", expected seconds or a time such as 12.5s'],
    ['time,from,to\n,1001,1002\n', 'c.csv:2:1 a call has a time'],
    ['time,from,to\n1,10 01,1002\n', 'c.csv:2:3 "10 01" is no number'],
    ['time,from,to\n1,1001,1002,9\n', 'c.csv:2:13 more cells than columns: 4 of 3'],
    [
      'time,from,to,answers\n1,1001,1002,yes\n',
      'c.csv:2:13 found "yes", expected seconds or a time such as 12.5s, or no',
    ],
    ['', 'c.csv:0:0 there is no call'],
    ['time,"from', 'c.csv:1:6 a quote that is not closed'],
  ])('says where it is wrong: %j', (text, ...expected) => {
    const { mistakes } = readCallFile('c.csv', text);
    expect(mistakes.map(({ place, text: said }) => `${place.file}:${place.line}:${place.column} ${said}`)).toEqual(
      expected,
    );
  });
});

const office = 'asterisk: ./paper\nduration: 2m\nphones: { office: { numbers: 1001..1012 } }\n';

describe('calls: { file }', () => {
  it('makes each call at its time, with its talk, picked up when the row says so or never', async () => {
    const here = folderWith({
      'sub/office.yaml': `${office.replace('./paper', '../paper')}calls: { file: calls.csv }\n`,
      'sub/calls.csv': 'time,from,to,talk,answers\n10,1001,1002,5,2.5\n12s,1003,1004,,no\n',
    });
    expect((await dundisim(here, 'run', 'sub/office.yaml', '--out', 'out')).code).toBe(0);
    const [head, ...rows] = textIn(here, 'out/calls.csv')
      .trim()
      .split('\n')
      .map((line) => line.split(','));
    const column = (name: string): string[] => rows.map((row) => row[head!.indexOf(name)]!);
    expect(column('offered_s')).toEqual(['10.000000', '12.000000']);
    const [rang, answered, ended] = ['ringing_s', 'answered_s', 'ended_s'].map((name) => Number(column(name)[0]));
    expect(answered! - rang!).toBeGreaterThanOrEqual(2.5);
    expect(answered! - rang!).toBeLessThan(2.51);
    expect(ended! - answered!).toBeCloseTo(5, 2);
    expect(column('answered_s')[1]).toBe('');
  });

  it('goes into the hash of the scenario, and along with experiments', async () => {
    const hashes = await Promise.all(
      ['10', '11'].map(async (at) => {
        const here = folderWith({
          'office.yaml': `${office}calls: { file: calls.csv }\n`,
          'calls.csv': `time,from,to\n${at},1001,1002\n`,
        });
        const { out } = await dundisim(here, 'run', 'office.yaml', '--json');
        return (JSON.parse(out) as { scenarioHash: string }).scenarioHash;
      }),
    );
    expect(hashes[0]).not.toBe(hashes[1]);
  });

  it('says what is wrong, with the places in both files', async () => {
    const cases = [
      ['calls: { file: none.csv }\n', 'office.yaml:4:16: there is no file of calls "none.csv"\n'],
      [
        'calls: { file: calls.csv, rate: 1/s }\n',
        'office.yaml:4:8: a call has exactly one of rate, perPhone, byHour, at and file; found rate and file\n',
      ],
      [
        'calls: { file: none.csv, from: office }\n',
        'office.yaml:4:16: there is no file of calls "none.csv"\noffice.yaml:4:26: "from" does not belong to a file of calls: its rows have their own\n',
      ],
      ['calls: { file: calls.csv }\n', 'calls.csv:2:3: no phone has the number 2001\n'],
      ['calls: { byHour: [1/h, 2/h] }\n', 'office.yaml:4:18: found 2 rates, expected 24, from 0 h on\n'],
      [
        'calls: { rate: 1/h, clock: 8h }\n',
        'office.yaml:4:21: "clock" belongs to calls at a rate by hour of day (byHour)\n',
      ],
    ] as const;
    for (const [calls, expected] of cases) {
      const here = folderWith({ 'office.yaml': office + calls, 'calls.csv': 'time,from,to\n1,2001,1002\n' });
      const { code, err } = await dundisim(here, 'run', 'office.yaml');
      expect([code, err]).toEqual([2, expected]);
    }
  });
});
