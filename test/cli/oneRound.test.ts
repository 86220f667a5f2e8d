import { rmSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { TINY } from './experiments.ts';
import { dundisim, folderWith } from './world.ts';

const here = folderWith({
  'tiny.yaml': TINY,
  'my-cluster/pbx1/dundi.conf': '',
  'lost.yaml': `asterisk: ./my-clster\nservers: { pbx9: { conf: ./my-cluster/pbx2 } }\n`,
});
afterAll(() => rmSync(here, { recursive: true, force: true }));

/** What is said of wrong words: the exit code is 2. */
async function wrong(...words: readonly string[]): Promise<readonly string[]> {
  const { code, err } = await dundisim(here, ...words);
  expect(code, err).toBe(2);
  return err.trimEnd().split('\n');
}

describe('a mistake on the command line does not hide the next', () => {
  it('of unknown options', async () => {
    expect(await wrong('run', 'tiny.yaml', '--sed', '5', '--unti', '3s', '--set', '--workers', '--jsn')).toEqual([
      "error: unknown option '--sed'",
      '(Did you mean one of --seed, --set?)',
      '(dundisim run --help lists its options)',
      `error: unknown option '--unti'; did you mean "--until"?`,
      `error: unknown option '--jsn'; did you mean "--json"?`,
    ]);
  });

  it('of the values of plan', async () => {
    const lines = await wrong(
      ...[
        'plan',
        'tiny.yaml',
        '--maximise',
        'calls.0.rate=3/s',
        '--slo',
        'calls.lst < 1%',
        '--fault',
        'crush: servers.*',
      ],
      ...['--resolution', 'x', '--confidence', '10%', '--replications', '3'],
    );
    expect(lines.map((line) => line.split(':')[0])).toEqual([
      '--maximise calls.0.rate=3/s',
      '--resolution x',
      '--confidence 10%',
      '--replications 3',
      '--slo calls.lst < 1%',
      '--fault crush',
    ]);
  });

  it('of plan: a path that is not there, and an objective', async () => {
    const lines = await wrong('plan', 'tiny.yaml', '--maximise', 'calls.0.rat', '--slo', 'calls.lst < 1%');
    expect(lines).toEqual([
      expect.stringMatching(/^--maximise calls\.0\.rat: no "rat"/),
      expect.stringMatching(/^--slo calls\.lst < 1%: .*did you mean "calls.lost"\?$/),
    ]);
  });

  it('of the values of sweep, those of the scenario among them', async () => {
    const lines = await wrong(
      ...['sweep', 'tiny.yaml', '--over', 'phones.office.expires=10 minutes', '--replications', '1', '--level', 'x'],
      ...['--stagger', 'foo', '--workers', '0'],
    );
    expect(lines).toHaveLength(5);
    expect(lines.at(-1)).toContain('did you mean "10m"?');
    const later = ['--warm-up', '2 mins', '--measure', 'calls.lst', '--measure', 'calls.ofered'];
    expect(await wrong('sweep', 'tiny.yaml', '--over', 'phones.office.expires=60s,90s', ...later)).toEqual([
      expect.stringMatching(/^--warm-up 2 mins: .* did you mean "2m"\?$/),
      expect.stringContaining('did you mean "calls.lost"?'),
      expect.stringContaining('did you mean "calls.offered"?'),
    ]);
  });

  it('of console: words without quotes are commands of their own', async () => {
    expect(await wrong('console', 'tiny.yaml', 'regpbx1', '--at', '10 minutes', 'dundi', 'show', 'peers')).toEqual([
      "dundi show peers: each argument is a command of its own; in quotes it is one: 'dundi show peers'",
      expect.stringContaining('did you mean "10m"?'),
    ]);
  });
});

it('a folder that is not there has the nearest name', async () => {
  expect(await wrong('run', 'lost.yaml')).toEqual([
    'lost.yaml:1:11: there is no folder "./my-clster"; did you mean "my-cluster"?',
    'lost.yaml:2:26: there is no folder "./my-cluster/pbx2"; did you mean "pbx1"?',
  ]);
});

it('run names the files that options name beside its folder', async () => {
  const { out } = await dundisim(here, 'run', 'tiny.yaml', '--report', 'own.html', '--events', 'all.txt', '--out', 'o');
  expect(out.trimEnd().split('\n').at(-1)).toBe('Files in o/; also own.html, all.txt');
});
