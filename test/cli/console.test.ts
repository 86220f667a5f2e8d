import { describe, expect, it } from 'vitest';
import { main } from '../../src/cli/program.ts';

const root = new URL('../../', import.meta.url).pathname;

interface Answer {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

const ask = (file: string, server: string, at: string, command: string): Promise<Answer> =>
  type(file, server, '--at', at, command);

async function type(...words: readonly string[]): Promise<Answer> {
  let out = '';
  let err = '';
  const io = {
    out: (text: string) => {
      out += text;
    },
    err: (text: string) => {
      err += text;
    },
    cwd: root,
    watched: false,
    now: () => 0,
    interrupted: new AbortController().signal,
  };
  const code = await main(['console', ...words], io);
  return { code, out, err };
}

const example = 'scenarios/example-2.yaml';

describe('dundi show peers', () => {
  // The paper's screen, but for two slips: its EIDs stand in the order of the file, where Asterisk prints the last
  // section
  // first, and its prompt changes from dunpbx1 to ast1.
  it("is the paper's screen", async () => {
    const { code, out } = await ask(example, 'dunpbx1', '1s', 'dundi show peers');
    expect(code).toBe(0);
    expect(out.split('\n').map((line) => line.replace(/ +/g, ' '))).toEqual([
      'EID Host Model AvgTime Status',
      '02:7a:ae:43:52:0c 10.10.10.125 (S) Symmetric Unavail OK (1 ms)',
      '01:19:4a:52:b3:1d 10.10.10.124 (S) Symmetric Unavail OK (1 ms)',
      '05:31:ad:18:53:0b 10.10.10.123 (S) Symmetric Unavail OK (1 ms)',
      '03:11:aa:02:b3:1d 10.10.10.122 (S) Symmetric Unavail OK (1 ms)',
      '01:31:af:e7:ff:37 10.10.10.121 (S) Symmetric Unavail OK (1 ms)',
      '5 dundi peers [5 online, 0 offline, 0 unmonitored]',
      '; 02:7a:ae:43:52:0c is regpbx5',
      '; 01:19:4a:52:b3:1d is regpbx4',
      '; 05:31:ad:18:53:0b is regpbx3',
      '; 03:11:aa:02:b3:1d is regpbx2',
      '; 01:31:af:e7:ff:37 is regpbx1',
      '',
    ]);
  });

  it('tells who is gone', async () => {
    const { out } = await ask('scenarios/failover.yaml', 'dunpbx1', '4m', 'dundi show peers');
    expect(out).toMatch(/03:11:aa:02:b3:1d +10\.10\.10\.122 +\(S\) Symmetric +Unavail +UNREACHABLE/);
    expect(out).toContain('[4 online, 1 offline, 0 unmonitored]');
  });
});

describe('dundi lookup', () => {
  it('finds a phone of another server, and takes its time', async () => {
    const { out } = await ask(example, 'regpbx1', '1s', 'dundi lookup 1002@priv');
    expect(out).toMatch(
      /^ {2}1\. {5}0 IAX2\/priv:[\w+/]{22}@10\.10\.10\.122\/1002 \(EXISTS\)\n {5}from 03:11:aa:02:b3:1d, expires in \d s\nDUNDi lookup completed in [1-9]\d? ms\n; 03:11:aa:02:b3:1d is regpbx2\n$/,
    );
  });

  it('never finds a phone of its own server (facts A3)', async () => {
    expect((await ask(example, 'regpbx1', '1s', 'dundi lookup 1001@priv')).out).toContain(
      'DUNDi lookup returned no results.',
    );
  });

  it('waits two seconds while a dead server has not been noticed (facts A2)', async () => {
    const { out } = await ask('scenarios/failover.yaml', 'regpbx1', '62s', 'dundi lookup 1003@priv bypass');
    expect(Number(/completed in (\d+) ms/.exec(out)![1])).toBeGreaterThanOrEqual(2000);
  });
});

describe('several commands', () => {
  const lookup = 'dundi lookup 1002@priv';
  const lives = ({ out }: Answer): string[] => [...out.matchAll(/expires in (\d) s/g)].map(([, seconds]) => seconds!);
  const typed = ({ out }: Answer): string[] => [...out.matchAll(/^\[(.*)\] regpbx1\*CLI>/gm)].map(([, at]) => at!);

  it('each with its moment; without --keep each finds the cluster undisturbed', async () => {
    const two = ['--at', '2s', lookup, '--at', '4.5s', lookup];
    const apart = await type(example, 'regpbx1', ...two);
    expect([typed(apart), lives(apart)]).toEqual([
      ['2 s', '4.5 s'],
      ['5', '5'],
    ]);
    expect(lives(await type(example, 'regpbx1', '--keep', ...two))).toEqual(['5', '2']);
  });

  it('again and again: the answer lives for its cachetime, and is asked for anew', async () => {
    const kept = await type(example, 'regpbx1', '--keep', '--at', '10s', '--every', '2s', '--until', '16s', lookup);
    expect(typed(kept)).toEqual(['10 s', '12 s', '14 s', '16 s']);
    expect(lives(kept)).toEqual(['5', '3', '1', '5']);
  });

  it('in order of time, several at one moment', async () => {
    const { out } = await type(example, 'regpbx1', '--at', '1s', 'dundi show entityid', 'core show channels');
    expect(out).toMatch(/entityid\n[^[]*\[1 s\] regpbx1\*CLI> core show channels\n/);
  });

  it.each([
    [['--at', '1s', '--at', '2s', lookup], '--at: 2 times for 1 command: give one time for all, or one before each\n'],
    [['--at', '1s', '--until', '2s', lookup], '--until 2s: goes with --every\n'],
    [['--at', '1s', '--every', '0s', lookup], '--every 0s: expected a time with its unit, such as'],
    [['--at', '1s', '--every', '1us', lookup], 'answers; at most 10000\n'],
  ])('%j is refused', async (words, message) => {
    const { code, err } = await type(example, 'regpbx1', ...words);
    expect([code, err]).toEqual([2, expect.stringContaining(message)]);
  });
});

describe('other screens', () => {
  it.each([
    [
      'show dialplan sipregistration',
      /\[ Context 'sipregistration' created by 'SIP' \]\n {2}'1001' => +1\. Noop\(1001\) +\[SIP\]\n/,
    ],
    ['dialplan show lookupdundi', /Alt\. Switch => +'DUNDi\/priv' +\[pbx_config\]/],
    ['show dialplan nowhere', /^There is no existence of 'nowhere' context\n$/],
    ['sip show peers', /^1001\/1001 +10\.10\.10\.62 +D +5060 +Unmonitored$/m],
    ['sip show peer 1001', /\* Name {7}: 1001\n/],
    ['core show channels', /^0 active channels\n0 active calls\n$/m],
    ['database show dundi', /^\/dundi\/secret +: \S{22};\S{22}$/m],
    ['dundi show mappings', /^priv +0 +sipregistrat NONE +IAX2 +priv:\$\{SECRET\}@10\.10\.10\.1$/m],
    ['dundi show entityid', /01:31:af:e7:ff:37/],
    ['help', /^ {13}dundi lookup {2}Lookup a number in DUNDi$/m],
    ['help dundi lookup', /^Usage: dundi lookup NUMBER \[bypass\]$/m],
  ])('%s', async (command, screen) => {
    const { code, out, err } = await ask(example, 'regpbx1', '1s', command);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(screen);
  });

  it('an unknown command gives the nearest one, and 2', async () => {
    expect(await ask(example, 'regpbx1', '1s', 'dundi shw peers')).toEqual({
      code: 2,
      out: '',
      err: "No such command 'dundi shw peers' (type 'help' for help); did you mean \"dundi show peers\"?\n",
    });
  });

  it('a command without its argument is told how it goes', async () => {
    expect(await ask(example, 'regpbx1', '1s', 'dundi lookup')).toEqual({
      code: 2,
      out: '',
      err: 'Usage: dundi lookup NUMBER [bypass]\n',
    });
  });

  it('a dead server has no console', async () => {
    expect((await ask('scenarios/failover.yaml', 'regpbx2', '2m', 'sip show peers')).out).toMatch(
      /^Unable to connect to remote asterisk/,
    );
  });
});
