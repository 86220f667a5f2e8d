import { describe, expect, it } from 'vitest';
import { dundisim, filesIn, folderWith, textIn } from './world.ts';

const office = `
asterisk: ./paper
duration: 2m
phones: { office: { numbers: 1001..1010 } }
calls:
  - { at: 10s, from: 1001, to: 1002, talk: 10s }
  - { at: 70s, from: 1003, to: 1004, talk: 10s }
faults:
  - { at: 60s, crash: regpbx2 }
`;

describe('run --pcap and --perfetto', () => {
  it('write their files and leave the run as it is', async () => {
    const here = folderWith({ 'office.yaml': office });
    await dundisim(here, 'run', 'office.yaml', '--out', 'plain');
    const { code } = await dundisim(
      here,
      'run',
      'office.yaml',
      '--out',
      'out',
      '--pcap',
      'a/o.pcapng',
      '--perfetto',
      'a/o.json',
    );
    expect(code).toBe(0);
    expect(filesIn(`${here}/a`)).toEqual(['o.json', 'o.pcapng']);
    const fingerprints = ['plain', 'out'].map(
      (name) => (JSON.parse(textIn(here, `${name}/run.json`)) as { fingerprint: string }).fingerprint,
    );
    expect(fingerprints[0]).toBe(fingerprints[1]);
    const { traceEvents } = JSON.parse(textIn(here, 'a/o.json')) as {
      traceEvents: { ph: string; cat?: string; pid: number; tid: number; ts: number; dur: number }[];
    };
    expect(new Set(traceEvents.filter(({ ph }) => ph === 'X').map(({ cat }) => cat))).toEqual(
      new Set(['sip', 'lock', 'lookup', 'call', 'mysql']),
    );
    expect(overlaps(traceEvents.filter(({ ph }) => ph === 'X'))).toEqual([]);
  });

  it('goes with a single run', async () => {
    const here = folderWith({ 'office.yaml': office });
    for (const option of ['--pcap', '--perfetto', '--events']) {
      const { code, err } = await dundisim(here, 'run', 'office.yaml', '--replications', '2', option, 'x');
      expect([code, err]).toEqual([
        2,
        `${option}: goes with a single run; "dundisim rerun" repeats any row of cells.csv\n`,
      ]);
    }
  });

  it('says when a file cannot be written, before anything runs, and leaves none behind', async () => {
    const here = folderWith({ 'office.yaml': office });
    const tries = [
      ['--perfetto', '', /^--perfetto: expected the name of a file to write\n$/],
      ['--perfetto', 'paper', /^--perfetto paper: cannot be written: this is a folder\n$/],
      ['--pcap', 'office.yaml/x.pcapng', /^--pcap office.yaml\/x.pcapng: cannot be written: /],
    ] as const;
    const before = filesIn(here);
    for (const [option, file, text] of tries) {
      const { code, err } = await dundisim(here, 'run', 'office.yaml', '--pcap', 'o.pcapng', option, file);
      expect([code, err]).toEqual([2, expect.stringMatching(text)]);
      expect(filesIn(here)).toEqual(before);
    }
  });
});

describe('--report', () => {
  it('lies among the results, and goes with the next run that has none; or has a name of its own', async () => {
    const here = folderWith({ 'office.yaml': office });
    const run = (...options: string[]) => dundisim(here, 'run', 'office.yaml', '--out', 'out', ...options);
    expect((await run('--report')).code).toBe(0);
    expect(filesIn(`${here}/out`)).toContain('report.html');
    expect(textIn(here, 'out/report.html')).toContain('dundisim run office.yaml');
    await run();
    expect(filesIn(`${here}/out`)).not.toContain('report.html');
    await run('--report', 'a/office.html');
    expect(filesIn(`${here}/out`)).not.toContain('report.html');
    expect(textIn(here, 'a/office.html')).toContain('</html>');
  });

  it('shows lost calls message by message', async () => {
    const here = folderWith({ 'office.yaml': office.replace('from: 1003', 'from: 1002') });
    await dundisim(here, 'run', 'office.yaml', '--report', 'o.html', '--out', 'out');
    const html = textIn(here, 'o.html');
    expect(html).toContain('<figure class="ladder"');
    expect(html).toContain('dundisim call office.yaml 2');
  });

  it('is never written over a scenario', async () => {
    const here = folderWith({ 'office.yaml': office, 'other.yaml': office });
    const { code, err } = await dundisim(here, 'run', '--report', 'office.yaml', 'other.yaml');
    expect([code, err]).toEqual([2, '--report office.yaml: expected a name that ends in .html\n']);
  });

  it('goes with experiments', async () => {
    const here = folderWith({ 'office.yaml': office });
    const sweep = [
      'sweep',
      'office.yaml',
      '--over',
      'servers.dunpbx1.cachetime=5s,1h',
      '--replications',
      '2',
      '--workers',
      '1',
    ];
    expect((await dundisim(here, ...sweep, '--out', 'sw', '--report')).code).toBe(0);
    expect(textIn(here, 'sw/report.html')).toContain('<figure class="chart"');
    await dundisim(here, ...sweep, '--out', 'sw', '--report', 's.html');
    expect(filesIn(`${here}/sw`)).not.toContain('report.html');
    expect(textIn(here, 's.html')).toContain('dundisim sweep office.yaml');
    const { code, err } = await dundisim(here, ...sweep, '--out', 'sh', '--shard', '1/2', '--report');
    expect([code, err]).toEqual([2, '--report: goes without --shard: "dundisim merge" has the whole\n']);
  });
});

/** Spans of a track that overlap without one holding the other: no viewer could draw them. */
function overlaps(
  spans: readonly { readonly pid: number; readonly tid: number; readonly ts: number; readonly dur: number }[],
): unknown[] {
  const bad: unknown[] = [];
  const open = new Map<string, number[]>();
  for (const span of [...spans].sort((a, b) => a.ts - b.ts || b.dur - a.dur)) {
    const track = `${span.pid} ${span.tid}`;
    const ends = (open.get(track) ?? []).filter((end) => end > span.ts);
    if (ends.some((end) => end < span.ts + span.dur)) bad.push(span);
    open.set(track, [...ends, span.ts + span.dur]);
  }
  return bad;
}
