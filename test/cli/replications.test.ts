import { describe, expect, it } from 'vitest';
import { rowsOf, TINY } from './experiments.ts';
import { dundisim, dundisimWith, folderWith } from './world.ts';

/** Calls wait for a server that hangs until well into the second half. */
const LATE = `
duration: 60s
phones: { office: { numbers: 1001..1200, home: round-robin, expires: 60s } }
calls: [{ rate: 2/s, talk: exponential 5s }]
faults: [{ at: 1s, hang: regpbx2 }, { at: 40s, resume: regpbx2 }]
`;
const here = folderWith({ 'tiny.yaml': TINY, 'late.yaml': LATE, 'deaf.yaml': TINY.replace(/calls:\n.*\n/, '') });
const run = ['run', 'tiny.yaml', '--workers', '1'];

interface Point {
  readonly replications: number;
  readonly warnings: readonly string[];
  readonly figures: readonly {
    readonly path: string;
    readonly kind: string;
    readonly estimate: { readonly mean: number; readonly half: number | null; readonly level: number };
  }[];
}

async function pointOf(...words: string[]): Promise<Point> {
  const { code, out, err } = await dundisim(here, ...words, '--json');
  expect(code, err).toBe(0);
  return (JSON.parse(out) as { points: readonly [Point] }).points[0];
}

function meanIn({ figures }: Point, path: string): Point['figures'][number]['estimate'] {
  return figures.find((figure) => figure.path === path && figure.kind === 'mean')!.estimate;
}

describe('run --replications', () => {
  it('prints no mean without an interval', async () => {
    const { code, out, err } = await dundisim(here, ...run, '--replications', '5', '--out', 'r');
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(
      /^Calls lost per run: [\d.]+ (?:± [\d.]+|in all 5 runs|\([^)]*\)), [^;]* of\s+those\s+offered; post-dial delay: p95[^]*; 5\s+runs\.\n\nA tiny office whose server dies\n5 replications, intervals at 95 %; per run, and share of the whole\n/,
    );
    const figures = out
      .slice(out.indexOf('A tiny office'), out.indexOf('  Warning'))
      .split('\n')
      .filter((line) => line.startsWith('  '));
    expect(figures.length).toBeGreaterThan(8);
    for (const line of figures)
      expect(line).toMatch(
        /± [\d.]+|± unknown|in (?:both|all \d+) runs|\([\d.,]+ to [\d.,]+\)|\([\d.]+ % to [\d.]+ %\)|\([\d.]+ m?s to [\d.]+ m?s\)|\([\d.]+ m?s or more\)/,
      );
    expect(rowsOf(`${here}/r`, 'cells.csv').map(({ seed }) => seed)).toEqual(['1/r1', '1/r2', '1/r3', '1/r4', '1/r5']);
  });

  it('--control says what it was worth, also when it could not be used, and belongs to several runs', async () => {
    const { out, err } = await dundisim(
      here,
      ...run,
      '--replications',
      '12',
      '--control',
      '--out',
      'control',
      '--measure',
      'load.carriedErlangs',
    );
    expect([out, err]).toEqual([
      expect.stringMatching(
        / {2}Control variate: the talking time that callers bring, whose mean is known\. The\s+interval of\s+load\.carriedErlangs is as narrow as with [\d.]+ times as many\s+runs\./,
      ),
      '',
    ]);
    const few = await dundisim(here, ...run, '--replications', '3', '--control', '--out', 'few');
    expect(few.out).toMatch(
      /Not\s+used\s+for\s+calls\.lost:\s+it\s+takes\s+10\s+replications,\s+calls\s+at\s+random\s+times\s+and\s+enough\s+events\./,
    );
    const single = await dundisim(here, 'run', 'tiny.yaml', '--control');
    expect([single.code, single.err]).toEqual([2, expect.stringContaining('goes with several runs')]);
  });

  it('replication k is the run with the seed <seed>/r<k>', async () => {
    const { out } = await dundisim(here, 'run', 'tiny.yaml', '--seed', '1/r3', '--json', '--out', 'third');
    expect(rowsOf(`${here}/r`, 'cells.csv')[2]!['fingerprint']).toBe(
      (JSON.parse(out) as { fingerprint: string }).fingerprint,
    );
  });

  it("a higher level has wider intervals, by Student's table", async () => {
    const [low, high] = [
      await pointOf(...run, '--replications', '5', '--level', '80%'),
      await pointOf(...run, '--replications', '5', '--level', '99%'),
    ];
    expect(meanIn(high, 'calls.offered').half! / meanIn(low, 'calls.offered').half!).toBeCloseTo(
      4.604095 / 1.533206,
      4,
    );
    expect(meanIn(high, 'calls.offered')).toMatchObject({ level: 0.99, mean: meanIn(low, 'calls.offered').mean });
  });

  it('warns when the runs are too short to say anything', async () => {
    const { out } = await dundisim(here, ...run, '--replications', '3', '--set', 'calls.0.talk=exponential 1h');
    expect(out).toMatch(
      /Warning: the run is too short: \d+ % of its calls are not over when it ends; a longer\s+duration\s+is\s+needed\./,
    );
    expect((await pointOf('run', 'deaf.yaml', '--workers', '1', '--replications', '2')).warnings).toContain(
      'no call was offered: there is nothing to say of calls',
    );
  });

  it('does not warn when they are long enough', async () => {
    const { warnings } = await pointOf(
      ...run,
      '--replications',
      '3',
      '--until',
      '5m',
      '--set',
      'calls.0.talk=constant 1s',
    );
    expect(warnings.filter((warning) => warning.includes('too short'))).toEqual([]);
  });
});

describe('run --precision', () => {
  it('stops at the first look at which the interval is as narrow as wanted, and not before ten', async () => {
    const wide = await pointOf(...run, '--precision', '90%', '--measure', 'calls.offered');
    expect(wide.replications).toBe(10);
    const narrow = await pointOf(...run, '--precision', '7%', '--measure', 'calls.offered');
    expect([13, 17, 22, 28, 35, 44, 55, 69]).toContain(narrow.replications); // A quarter more each time.
    const { mean, half } = meanIn(narrow, 'calls.offered');
    expect(half! / mean).toBeLessThanOrEqual(0.07);
    const before = await pointOf(
      ...run,
      '--replications',
      String(Math.round(narrow.replications / 1.26)),
      '--measure',
      'calls.offered',
    );
    expect(meanIn(before, 'calls.offered').half! / meanIn(before, 'calls.offered').mean).toBeGreaterThan(0.07);
  });

  it('gives the same on two workers', async () => {
    const words = ['--precision', '12%', '--measure', 'calls.offered'];
    expect(await pointOf(...run, ...words, '--out', 'two', '--workers', '2')).toEqual(
      await pointOf(...run, ...words, '--out', 'one'),
    );
  });
});

describe('run --warm-up and --stagger', () => {
  it('leaves out what began before', async () => {
    const all = await pointOf(...run, '--replications', '4');
    const later = await pointOf(...run, '--replications', '4', '--warm-up', '10s');
    expect(meanIn(later, 'calls.offered').mean).toBeGreaterThan(0);
    expect(meanIn(later, 'calls.offered').mean).toBeLessThan(meanIn(all, 'calls.offered').mean);
  });

  it('auto says what it found, and uses it', async () => {
    const words = ['--replications', '4', '--until', '3m', '--set', 'faults=[]'];
    const { code, out, err } = await dundisim(here, ...run, ...words, '--warm-up', 'auto');
    expect(code).toBe(0);
    const found = /^MSER-5 finds a warm-up of ([\d.]+) s\n$/.exec(err)?.[1];
    expect(found, err).toBeDefined();
    const told = await dundisim(here, ...run, ...words, '--warm-up', `${found}s`);
    expect(out.replace(/\nFiles in .*/, '')).toBe(told.out.replace(/\nFiles in .*/, ''));
  });

  it('auto looks at the first point, not at the scenario without its values', async () => {
    const words = ['tiny.yaml', '--workers', '1', '--replications', '2', '--set', 'faults=[]', '--warm-up', 'auto'];
    const alone = await dundisim(here, 'run', ...words, '--set', 'duration=3m', '--out', 'alone');
    const swept = await dundisim(here, 'sweep', ...words, '--over', 'duration=3m', '--out', 'swept');
    expect(swept.err).toMatch(/^MSER-5 finds a warm-up/);
    expect(swept.err).toBe(alone.err);
  });

  it('auto warns when there is no steady state to find', async () => {
    const { code, err } = await dundisim(
      here,
      'run',
      'late.yaml',
      '--workers',
      '1',
      '--replications',
      '4',
      '--warm-up',
      'auto',
    );
    expect(code).toBe(0);
    expect(err).toMatch(
      /^Warning: MSER-5 finds no steady state: .* too short to say anything of one\. Nothing is left out\.\n$/,
    );
  });

  it('staggers a time evenly over a window, and puts it into the rows', async () => {
    await dundisim(here, ...run, '--replications', '4', '--stagger', 'faults.0.at=5s..15s', '--out', 's');
    expect(rowsOf(`${here}/s`, 'cells.csv').map((row) => row['faults.0.at'])).toEqual([
      '11s200ms',
      '7s400ms',
      '13s500ms',
      '9s700ms',
    ]);
  });
});

describe('a terminal', () => {
  it('shows how many runs are done, and the time left, and tidies up', async () => {
    let err = '';
    await dundisimWith(
      {
        watched: true,
        err: (text) => {
          err += text;
        },
      },
      here,
      ...run,
      '--replications',
      '6',
      '--seed',
      'seen',
    );
    expect(err.startsWith('\r\u001B[K0 of 6 runs\r')).toBe(true);
    expect(err).toContain('\u001B[K6 of 6 runs, about 0 s left');
    expect(err.endsWith('\r\u001B[K')).toBe(true);
  });
});

describe('where there is no terminal', () => {
  /** What is printed to stderr when a minute passes between two looks at the clock. */
  const slowly = async (...words: string[]): Promise<string> => {
    let ms = 0;
    const { code, err } = await dundisimWith({ now: () => (ms += 60_000) }, here, ...words);
    expect(code, err).toBeLessThanOrEqual(1);
    return err.replaceAll(/^tiny\.yaml:.*\n/gm, ''); // Risks.
  };

  it.each([
    [['run', 'tiny.yaml', '--set', 'duration=20m'], /^.* s of .*, [\d,]+ events\/s, \d+ s left$/],
    [[...run, '--replications', '6'], /^\d of 6 runs(, about \d+ (s|min) left)?$/],
    [['sweep', 'tiny.yaml', '--over', 'phones.office.expires=30s,60s', '--replications', '3'], /^\d of 6 runs/],
    [
      ['compare', 'tiny.yaml', '--with', 'phones.office.expires=30s', '--replications', '4'],
      /^\d of (at least )?8 runs/,
    ],
    [['tradeoff', 'tiny.yaml', '--cachetimes', '5s,10s', '--replications', '2'], /^\d+ of \d+ runs/],
    [
      [
        'plan',
        'tiny.yaml',
        '--maximise',
        'calls.0.rate',
        '--between',
        '1/s..2/s',
        '--slo',
        'calls.lost < 99%',
        '--replications',
        '10',
        '--until',
        '5s',
      ],
      /^calls\.0\.rate=[12]\/s: \d+ runs?, at most \d+ more(, at most \d+(\.\d+)? (s|min|h))?$/,
    ],
    [
      'hunt tiny.yaml --fault crash:regpbx1 --window 5s..20s --measure calls.lost --moments 1 --replications 2'.split(
        ' ',
      ),
      /^\d+ runs?, now .*$/,
    ],
  ])('%s: a line a minute, and none with --quiet', { timeout: 60_000 }, async (words, line) => {
    const own = [...words, '--seed', 'unseen', ...(words.includes('--replications') ? ['--workers', '1'] : [])];
    const lines = (await slowly(...own, '--out', `minute-${words[0]}-${words.length}.yaml`)).trimEnd().split('\n');
    expect(lines.length).toBeGreaterThan(0);
    for (const one of lines) expect(one).toMatch(line);
    const other = [
      ...own.with(own.indexOf('unseen'), 'unheard'),
      '--quiet',
      '--out',
      `quiet-${words[0]}-${words.length}.yaml`,
    ];
    expect(await slowly(...other)).toBe('');
  });
});

it.each([
  [
    [...run, '--replications', '1'],
    '--replications 1: one run says nothing of its spread, so its figures would have no intervals',
  ],
  [[...run, '--replications', '3', '--precision', '5%'], '--precision: says how many replications there are'],
  [[...run, '--precision', '0%'], '--precision 0%: expected a percentage above 0'],
  [[...run, '--replications', '3', '--trace'], '--trace: goes with a single run'],
  [['run', 'tiny.yaml', '--warm-up', '5s'], '--warm-up: goes with several runs'],
  [['run', 'tiny.yaml', '--stagger', 'faults.0.at=5s..15s'], '--stagger: goes with several runs'],
  [['run', 'tiny.yaml', '--measure', 'calls.lost'], '--measure: goes with several runs'],
  [
    [...run, '--replications', '3', '--stagger', 'faults.7.at=5s..15s'],
    '--stagger faults.7.at=5s..15s: "faults" has the elements 0 to 0',
  ],
])('%s is a mistake', async (words, told) => {
  const { code, out, err } = await dundisim(here, ...words);
  expect([code, out]).toEqual([2, '']);
  expect(err).toContain(told);
});
