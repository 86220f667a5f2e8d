import { rmSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { dundisim, filesIn, folderWith, textIn } from './world.ts';

const SMALL = `
duration: 3m
phones:
  sales: { numbers: 1001..1010, home: regpbx2, backup: regpbx3, expires: 60s }
  others: { numbers: 1011..1020, home: regpbx1 }
calls: [{ rate: 0.5/s, from: others, to: sales, talk: 5s }]
faults: [{ at: 1m, crash: regpbx2 }]
`;

const here = folderWith({ 'small.yaml': SMALL, 'calm.yaml': SMALL.replace(/faults.*/, '') });
afterAll(() => rmSync(here, { recursive: true, force: true }));

/** One line: what failover costs where a server blanks the row of a phone that has moved. */
const RISK = /^.*sip\.conf:\d+:\d+: risk: rtupdate and no ignoreregexpire .*\n$/;

describe('tradeoff', () => {
  it('writes cells, summary, text and picture, and any row of it replays', async () => {
    const { code, out, err } = await dundisim(
      here,
      'tradeoff',
      'small.yaml',
      '--cachetimes',
      '5,1m',
      '--replications',
      '2',
      '--workers',
      '1',
      '--out',
      'answer',
    );
    expect({ code, err }).toEqual({ code: 0, err: expect.stringMatching(RISK) as string });
    expect(out.replace(/\s+/g, ' ')).toMatch(
      /^Cachetime 1m instead of 5s, in Asterisk 1\.2 \(where an answer lives 50 s and 1 s\): the lookup server gets/,
    );
    expect(out.replace(/\s+/g, ' ')).toContain('with the crash at another moment, evenly from 1m to 2m');
    expect(out).not.toContain('promise');
    expect(out.replace(/\s+/g, ' ')).toContain(
      'For asterisk-16 this was set as well: servers.regpbx1.context=phones-regcontext',
    );
    expect(filesIn(`${here}/answer`)).toEqual([
      'cells.csv',
      'cells.journal',
      'experiment.json',
      'questions.csv',
      'summary.csv',
      'summary.txt',
      'tradeoff.csv',
      'tradeoff.svg',
    ]);
    const svg = textIn(`${here}/answer`, 'tradeoff.svg');
    for (const said of [
      'Remembering where a phone is',
      'questions asked of the lookup server',
      "the paper's reading",
      'Asterisk 1.2',
      'Asterisk 16',
      'the paper says 5 s',
      '1 min',
    ])
      expect(svg).toContain(said);
    const again = await dundisim(here, 'rerun', 'answer/cells.csv', '--row', '12');
    expect(again.code).toBe(0);
    expect(again.out).toMatch(/The same fingerprint as in row 12/);
  });

  it('goes on where it was, and prints one JSON document', async () => {
    const { code, out, err } = await dundisim(
      here,
      'tradeoff',
      'small.yaml',
      '--cachetimes',
      '5s,1m',
      '--replications',
      '2',
      '--workers',
      '1',
      '--out',
      'answer',
      '--json',
    );
    expect({ code, err }).toEqual({ code: 0, err: expect.stringMatching(RISK) as string });
    expect((JSON.parse(out) as { points: unknown[] }).points).toHaveLength(6);
  });

  it.each([
    ['', '--cachetimes : an empty value; expected times such as 0s,5s,1h\n'],
    ['5s,5s', '--cachetimes 5s,5s: "5s" is there twice\n'],
    ['5,5s', '--cachetimes 5,5s: "5s" is there twice\n'],
    ['5s,soon', '--cachetimes 5s,soon: found "soon", expected times such as 0s,5s,1h\n'],
  ])('takes no cachetimes such as "%s", and says so under the name of the option', async (cachetimes, told) => {
    const { code, out, err } = await dundisim(here, 'tradeoff', 'small.yaml', '--cachetimes', cachetimes);
    expect([code, out]).toEqual([2, '']);
    expect(err.startsWith(told), err).toBe(true);
  });

  it('needs a crash', async () => {
    const { code, err } = await dundisim(here, 'tradeoff', 'calm.yaml');
    expect(code).toBe(2);
    expect(err).toContain('no server crashes after 0 s');
  });

  it('counts from the crash on, and so does not move it', async () => {
    const { code, err } = await dundisim(here, 'tradeoff', 'small.yaml', '--stagger', 'faults.0.at=10s..20s');
    expect([code, err]).toEqual([
      2,
      expect.stringContaining('--stagger faults.0.at=10s..20s: a tradeoff moves its crash by itself'),
    ]);
  });
});
