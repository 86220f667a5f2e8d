import { rmSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { dundisim, folderWith, textIn } from './world.ts';

const here = folderWith({
  'small.yaml': `
duration: 30s
phones: { office: { numbers: 1001..1020, home: round-robin } }
calls: [{ rate: 1/s, talk: 2s }]
expect:
  - calls.offered > 5
  - calls.lost < 50% during 5s..20s
  - calls.offered > 1000
`,
});
afterAll(() => rmSync(here, { recursive: true, force: true }));

interface WithExpectations {
  readonly expectations: readonly { readonly text: string; readonly verdict: string }[];
}

const VERDICTS = ['holds', 'holds', 'fails'];

describe('expectations', { timeout: 120_000 }, () => {
  it.each([
    ['run', ['run', 'small.yaml', '--out', 'one'], (out: string) => [JSON.parse(out) as WithExpectations]],
    [
      'replications',
      ['run', 'small.yaml', '--replications', '3', '--workers', '1', '--out', 'some'],
      (out: string) => (JSON.parse(out) as { points: WithExpectations[] }).points,
    ],
    [
      'sweep',
      [
        'sweep',
        'small.yaml',
        '--over',
        'calls.0.rate=1/s,2/s',
        '--replications',
        '3',
        '--workers',
        '1',
        '--out',
        'grid',
      ],
      (out: string) => (JSON.parse(out) as { points: WithExpectations[] }).points,
    ],
    [
      'rerun',
      ['rerun', 'grid/cells.csv', '--row', '2', '--out', 'row'],
      (out: string) => [JSON.parse(out) as WithExpectations],
    ],
  ])('%s judges them, ends with 1, and writes them as data and as JUnit XML', async (_, words, points) => {
    const { code, out } = await dundisim(here, ...words, '--json', '--junit', 'out/junit.xml');
    expect(code).toBe(1);
    const told = points(out);
    for (const { expectations } of told) expect(expectations.map(({ verdict }) => verdict)).toEqual(VERDICTS);
    const xml = textIn(here, 'out/junit.xml');
    expect(xml.match(/<testcase /g)).toHaveLength(3 * told.length);
    expect(xml.match(/<failure type="failed"/g)).toHaveLength(told.length);
  });

  it('are printed with their intervals', async () => {
    const { out } = await dundisim(here, 'run', 'small.yaml', '--replications', '3', '--workers', '1', '--out', 'some');
    expect(out).toMatch(/\nExpected\n {2}calls\.offered > 5 +holds +it is [\d.]+ \([\d.]+ to [\d.]+\); 3 runs\n/);
  });

  it('--junit wants a file', async () => {
    expect(await dundisim(here, 'run', 'small.yaml', '--junit', '')).toMatchObject({ code: 2, out: '' });
    expect(await dundisim(here, 'run', 'small.yaml', '--junit', 'paper')).toMatchObject({
      code: 2,
      err: expect.stringContaining('--junit paper: cannot be written'),
    });
  });
});
