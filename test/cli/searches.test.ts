import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PlanAnswer } from '../../src/experiment/plan/planAnswer.ts';
import type { Found } from '../../src/experiment/hunt/worstMoment.ts';
import type { Failure } from '../../src/experiment/plan/singleFailures.ts';
import type { ResultDocument } from '../../src/measure/document.ts';
import { dundisim, dundisimWith, filesIn, folderWith, textIn } from './world.ts';

const here = folderWith({
  // Far apart, a lookup holds the dialplan lock for most of a second: few calls are enough for a collapse.
  'cluster.yaml': `
profile: asterisk-16
duration: 301s
servers:
  regpbx1..5: { context: phones-regcontext }
network: { delay: 300ms }
phones:
  office: { numbers: 1001..1100, home: round-robin, expires: 3600s }
calls:
  - { rate: 0.5/s, talk: exponential 5s }
`,
  'small.yaml': `
profile: asterisk-16
duration: 45s
servers:
  regpbx1..2: { context: phones-function }
phones:
  office: { numbers: 1001..1040, home: round-robin, expires: 3600s }
calls:
  - { rate: 1/s, talk: exponential 2s }
`,
  'burst.yaml': `
# 0100 is a number, and stays one.
duration: 2m
asterisk: ./paper
servers: { dunpbx1: {}, regpbx1..3: {} }
phones:
  office: { numbers: 1001..1010, home: regpbx1 }
  boss: { numbers: "0100..0119", home: regpbx3, expires: 300s }
calls:
  - { rate: 4/s, during: 1m..70s, from: boss, to: office, talk: constant 1s }
`,
});

/** Runs what was printed, and gives its document. */
async function typed(words: readonly string[]): Promise<ResultDocument> {
  const { code, out, err } = await dundisim(here, ...words, '--json', '--out', 'out');
  expect(code, err).toBeLessThanOrEqual(1);
  return JSON.parse(out) as ResultDocument;
}

describe('plan', { timeout: 240_000 }, () => {
  const wanted = [
    'plan',
    'cluster.yaml',
    '--maximise',
    'calls.0.rate',
    '--between',
    '0.2/s..1.5/s',
    '--resolution',
    '99%',
    '--slo',
    'calls.collapsed < 50%',
    '--workers',
    '1',
    '--replications',
    '12',
    '--json',
  ];

  it('how much the cluster carries without a collapse, with the switch; both ends can be seen again', async () => {
    const { code, out, err } = await dundisim(here, ...wanted, '--out', 'switch');
    expect([code, err]).toEqual([0, '']);
    const answer = JSON.parse(out) as PlanAnswer;
    expect(answer).toMatchObject({
      path: 'calls.0.rate',
      holds: '0.2/s',
      confidence: 0.95,
      binding: { objective: 'calls.collapsed < 50%', failure: null },
    });
    expect(['1/s', '1.5/s']).toContain(answer.fails);
    expect((await typed(answer.reproduce.fails!)).calls.collapsed).toBe(1);
    expect((await typed(answer.reproduce.holds!)).calls.collapsed).toBe(0);
  });

  it('writes its answer and every run that it rests on, which can be run again', async () => {
    expect(filesIn(join(here, 'switch'))).toEqual([
      'cells.csv',
      'cells.journal',
      'experiment.json',
      'plan.json',
      'summary.txt',
    ]);
    const rows = textIn(here, 'switch/cells.csv').split('\n');
    expect(rows[0]).toBe(
      'row,point,replication,seed,fingerprint,scenarioHash,calls.0.rate,fault,calls.collapsed < 50%,of (calls.collapsed < 50%)',
    );
    const answer = JSON.parse(textIn(here, 'switch/plan.json')) as PlanAnswer;
    expect(rows.length - 2).toBe(answer.replications);
    const { code, out, err } = await dundisim(here, 'rerun', 'switch/cells.csv', '--row', '3', '--out', 'row');
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain(`The same fingerprint as in row 3: ${rows[3]!.split(',')[4]}`);
  });

  it('goes on where it was killed, to the same bytes', async () => {
    const asked = [
      'plan',
      'small.yaml',
      '--maximise',
      'calls.0.rate',
      '--between',
      '1/s..2/s',
      '--resolution',
      '99%',
      '--slo',
      'calls.lost < 1',
      // Without a moment of its own each run would have a scenario of its own to read.
      '--fault',
      'crash: servers.regpbx1, at: 9s',
      '--until',
      '25s',
      '--replications',
      '12',
      '--workers',
      '1',
      '--out',
      'killed',
    ];
    const whole = await dundisim(here, ...asked);
    const files = ['cells.csv', 'experiment.json', 'plan.json', 'summary.txt'];
    const texts = files.map((name) => textIn(here, `killed/${name}`));
    const journal = textIn(here, 'killed/cells.journal');
    // In the middle of a line.
    writeFileSync(join(here, 'killed/cells.journal'), journal.slice(0, journal.length * 0.6));
    const again = await dundisim(here, ...asked);
    expect(again).toMatchObject({
      code: whole.code,
      out: whole.out,
      err: expect.stringMatching(/^\d+ runs of it are there already\n$/),
    });
    expect(files.map((name) => textIn(here, `killed/${name}`))).toEqual(texts);
    // More of the same search is the same search; another question is not.
    expect((await dundisim(here, ...asked, '--replications', '14')).code).toBeLessThan(2);
    expect(await dundisim(here, ...asked, '--seed', '2')).toMatchObject({
      code: 2,
      err: expect.stringContaining('holds cells of another experiment'),
    });
  });

  it('and more with DUNDILOOKUP()', async () => {
    const { out } = await dundisim(here, ...wanted.slice(0, -1), '--set', 'servers.*.context=phones-function');
    expect(out).toMatch(/^calls\.0\.rate: every objective holds at 1\.5\/s, the greatest value/);
  });

  it.each([
    [
      ['--maximise', 'phones.office.count', '--slo', 'calls.lost < 99%'],
      /^phones\.office\.count: every objective holds at 160, the greatest/,
    ],
    [
      ['--maximise', 'calls.0.rate', '--slo', 'calls.lost < 99%', '--between', '3/s..3/s'],
      /^calls\.0\.rate: every objective holds at 3\/s, the greatest/,
    ],
    [
      ['--maximise', 'calls.0.rate', '--slo', 'calls.lost < 99%', '--set', 'calls.0.rate=2/s'],
      /^calls\.0\.rate: every objective holds at 8\/s, the greatest/,
    ],
    [['--maximise', 'phones.office.home', '--slo', 'calls.lost < 99%'], undefined],
    [['--maximise', 'calls.0.rate'], undefined],
  ])('%s looks around the scenario itself', async (words, told) => {
    const { code, out, err } = await dundisim(
      here,
      'plan',
      'small.yaml',
      ...words,
      '--workers',
      '1',
      '--replications',
      '10',
    );
    expect(code, err).toBe(told === undefined ? 2 : 0);
    expect(told === undefined ? err : out).toMatch(
      told ?? /expected --between|expected at least one --slo|required option/,
    );
  });

  it('with each server failing in turn, a caller whose server is dead is what binds', async () => {
    const { code, out } = await dundisim(
      here,
      'plan',
      'small.yaml',
      '--maximise',
      'phones.office.count',
      '--between',
      '20..40',
      '--resolution',
      '99%',
      '--slo',
      'calls.lost < 3%',
      '--fault',
      'crash: servers.*, at: 1s',
      '--replications',
      '10',
    );
    expect(code).toBe(1);
    expect(out).toMatch(
      /an objective fails at every value from 20 to 40\.\nWhat decides: calls\.lost < 3%, when the failure is crash regpbx1 at 1s\.\n/,
    );
  });

  it.each([
    [['--between', '9..1'], '--between 9..1: expected the lower end first'],
    [['--maximise', 'phones.office.kind', '--between', '1..2'], '--maximise phones.office.kind=1: '],
    [['--slo', 'calls.losst < 1%'], '--slo calls.losst < 1%: a result has no "calls.losst"'],
    [['--confidence', '95'], '--confidence 95: expected a percentage'],
    [['--confidence', '20%'], '--confidence 20%: less than a coin would give'],
    [['--fault', 'crash: regpbx2, at: 99h'], '--fault crash: regpbx2, at: 99h: the scenario has ended by then'],
    [['--maximise', 'calls.0.rat'], '--maximise calls.0.rat=0.2/s: no "rat"'],
    [['--maximise', ''], '--maximise : expected a path alone'],
    [['--maximise', 'calls.0.rate=5'], '--maximise calls.0.rate=5: expected a path alone'],
    [['--maximise', 'title'], '--maximise title: changes nothing: the scenario at 1.5/s is the one at 0.2/s'],
    [
      ['--maximise', 'phones.office.count', '--between', '1..50'],
      'calls need at least two phones: a caller never calls itself (with phones.office.count=1)',
    ],
    [['--between', `0.2/s..${'9'.repeat(400)}/s`], 'numbers of more than 15 digits'],
    [['--resolution', '0.0000001%'], '--resolution 0.0000001%: expected 0.01% or more'],
    [['--replications', '99999999999'], '--replications 99999999999: expected a whole number, 10 to 999999'],
    [['--queue', 'redis://127.0.0.1:99999'], '--queue redis://127.0.0.1:99999: expected an address'],
    [['--fault', 'crash: regpbx9'], '--fault crash: regpbx9: no server is named "regpbx9"'],
  ])('%s is a mistake', async (words, told) => {
    const { code, out, err } = await dundisim(here, ...wanted, ...words);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(told);
  });

  it('a path that is not there is told as such, without --between too', async () => {
    const { code, err } = await dundisim(
      here,
      'plan',
      'cluster.yaml',
      '--maximise',
      'phones.offce.count',
      '--slo',
      'calls.lost < 1%',
    );
    expect([code, err]).toEqual([2, '--maximise phones.offce.count: no "offce" in "phones"; did you mean "office"?\n']);
  });

  it('takes nothing away from a folder with the results of a single run', async () => {
    await dundisim(here, 'run', 'cluster.yaml', '--until', '5s', '--out', 'single');
    const before = filesIn(join(here, 'single'));
    const { code, err } = await dundisim(here, ...wanted, '--out', 'single');
    expect([code, err]).toEqual([
      2,
      'single: holds the results of a single run (run.json): name another folder with --out\n',
    ]);
    expect(filesIn(join(here, 'single'))).toEqual(before);
  });
});

describe('plan --over', { timeout: 240_000 }, () => {
  const asked = [
    'plan',
    'small.yaml',
    '--maximise',
    'phones.office.perServer',
    '--between',
    '10..20',
    '--resolution',
    '99%',
    '--over',
    'servers.regpbx.count=1,3',
    '--set',
    'calls=[{ perPhone: 200/h, talk: exponential 2s }]',
    '--until',
    '20s',
    '--slo',
    'calls.offered < 40',
    '--replications',
    '10',
    '--workers',
    '1',
    '--out',
    'by-servers',
  ];

  it('answers a question for each value of a second path: phones of a server by servers', async () => {
    const { code, out, err } = await dundisim(here, ...asked);
    expect([code, err]).toEqual([0, '']);
    // 200 calls an hour are 1.1 of each phone in 20 s: 30 phones make 33 calls, 60 make 67.
    expect(out).toMatch(/servers.regpbx.count {2}holds {2}fails {2}servers {2}phones {2}calls lost {2}what decides\n/);
    expect(out).toMatch(/\n {2}1 +20 +- +2 +20 +0 % +-\n {2}3 +10 +20 +4 +30 +0 % +calls.offered < 40\n/);
    expect(out).toContain('Most phones in all: 30, with servers.regpbx.count=3 and phones.office.perServer=10.');
    expect(filesIn(join(here, 'by-servers')).filter((name) => !name.includes('/'))).toEqual([
      'frontier.csv',
      'frontier.json',
      'summary.txt',
    ]);
    expect(textIn(here, 'by-servers/frontier.csv').split('\n')[0]).toBe(
      'servers.regpbx.count,holds,fails,servers,phones,lost,lost_low,lost_high,objective,failure,runs',
    );
    const row = JSON.parse(textIn(here, 'by-servers/servers.regpbx.count=3/plan.json')) as PlanAnswer;
    expect(row).toMatchObject({ path: 'phones.office.perServer', holds: '10', fails: '20' });
    expect(JSON.parse(textIn(here, 'by-servers/frontier.json'))).toMatchObject({
      over: 'servers.regpbx.count',
      rows: [
        { value: '1', size: { servers: 2, phones: 20 } },
        { value: '3', size: { servers: 4, phones: 30 } },
      ],
    });
  });

  it('that is resumed and stopped says so again, though all that it asked for was there', async () => {
    const stop = new AbortController();
    stop.abort();
    expect(await dundisimWith({ interrupted: stop.signal }, here, ...asked)).toEqual({
      code: 130,
      out: '',
      err: '10 runs of it are there already\nStopped. What is finished is kept in by-servers/servers.regpbx.count=1/: the same command continues from there.\n',
    });
  });

  it.each([
    ['phones.office.perServer=5,6', 'this path is the one that is searched; expected another'],
    ['servers.regpbx.count=1,none', 'expected a number of servers, 1 to 1000'],
    ['servers.regpx.count=1,2', 'did you mean "regpbx"?'],
  ])('refuses --over %s', async (over, told) => {
    const words = asked.map((word) => (word === 'servers.regpbx.count=1,3' ? over : word));
    const { code, err } = await dundisim(here, ...words);
    expect(code).toBe(2);
    expect(err).toContain(`--over ${over}: `);
    expect(err).toContain(told);
  });
});

describe('hunt', { timeout: 240_000 }, () => {
  const wanted = [
    'hunt',
    'burst.yaml',
    '--window',
    '0s..2m',
    '--measure',
    'calls.lost',
    '--moments',
    '2',
    '--workers',
    '1',
    '--replications',
    '2',
  ];
  const everyServer = [...wanted, '--fault', 'crash: servers.regpbx*'];
  const culprit = [...wanted, '--fault', 'crash: servers.regpbx3'];

  it('finds the planted worst case, and writes a scenario that replays it', async () => {
    const { code, out, err } = await dundisim(here, ...everyServer, '--slo', 'calls.lost < 30%', '--json');
    expect([code, err], out).toEqual([1, '']);
    const { shrunk, fingerprint, seed } = JSON.parse(out) as Found;
    const [{ victim, at }] = shrunk!.schedule as readonly [Failure];
    expect(victim).toBe('regpbx3');
    expect(at).toBeGreaterThan(40e6);
    expect(at).toBeLessThan(70e6);
    expect(textIn(here, 'burst-worst.yaml')).toMatch(/numbers: "0100\.\.0119"/);
    expect(textIn(here, 'burst-worst.yaml')).toMatch(/- calls\.lost < 30%|\[ ?calls\.lost < 30% ?\]/);
    expect(await typed(['run', 'burst-worst.yaml'])).toMatchObject({ fingerprint, seed });
  });

  it('with overrides, writes everything out', async () => {
    const half = [...wanted, '--window', '40s..70s', '--fault', 'crash: servers.regpbx3, for: 30s'];
    const { out } = await dundisim(here, ...half, '--set', 'servers.*.bootTime=1s', '--out', 'other.yaml', '--json');
    const { fingerprint } = JSON.parse(out) as Found;
    expect(await typed(['run', 'other.yaml'])).toMatchObject({ fingerprint });
  });

  it('writes nothing when nothing breaks', async () => {
    const { code, out } = await dundisim(here, ...culprit, '--slo', 'calls.lost < 5000', '--out', 'none.yaml');
    expect([code, existsSync(join(here, 'none.yaml'))]).toEqual([0, false]);
    expect(out).toMatch(/Nothing that was tried breaks calls\.lost < 5000/);
  });

  it.each([
    [['--window', '3m..1m'], '--window 3m..1m: expected two times'],
    [['--window', '1h..2h'], '--window 1h..2h: the scenario has ended by then'],
    [['--measure', 'calls.losst'], '--measure calls.losst: a result has no'],
    [['--out', 'burst.yaml'], '--out burst.yaml: this is the scenario itself'],
    [['--out', 'paper'], '--out paper: this is a folder; expected the name of a scenario file'],
    [['--out', ''], '--out: expected the name of a scenario file to write'],
    [
      ['--out', 'cluster.yaml'],
      '--out cluster.yaml: this file is there already, and no hunt wrote it: name another one',
    ],
    [['--faults', '0'], '--faults 0: expected a whole number, 1 to 5'],
  ])('%s is a mistake', async (words, told) => {
    const { code, err } = await dundisim(here, ...culprit, ...words);
    expect(code).toBe(2);
    expect(err).toContain(told);
  });
});

it('Ctrl-C ends a search with 130', async () => {
  const stop = new AbortController();
  stop.abort();
  const { code, out } = await dundisimWith(
    { interrupted: stop.signal },
    here,
    'plan',
    'cluster.yaml',
    '--maximise',
    'calls.0.rate',
    '--between',
    '1/s..8/s',
    '--slo',
    'calls.lost < 1%',
  );
  expect([code, out]).toEqual([130, '']);
});
