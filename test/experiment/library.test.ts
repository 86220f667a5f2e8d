import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  boundsOf,
  compare,
  figureOf,
  highOf,
  hunt,
  lowOf,
  Observer,
  parseScenario,
  plan,
  replications,
  run,
  sweep,
  UserMistakes,
} from '../../src/index.ts';
import { loadTexts } from '../../src/cli/loadTexts.ts';

const paper = new URL('../../scenarios/paper/', import.meta.url).pathname;
const files = readdirSync(paper, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.conf'))
  .map((path) => ({ path, text: readFileSync(paper + path, 'utf8') }));
const office = {
  path: 'office.yaml',
  folders: new Map([['dundisim:paper', files]]),
  sets: ['duration=20s'],
  text: 'phones: { office: { numbers: 1001..1020, expires: 60s } }\ncalls: [{ rate: 1/s, talk: exponential 5s }]\n',
};

describe('the library', () => {
  it('takes for experiments what it takes for a scenario', () => {
    expect(parseScenario(office).config.phones.length).toBe(20);
    expect(replications(office, { replications: 2 }).replications).toBe(2);
  });

  it('gives replications the seeds that the command line gives them, and the same at every point of a sweep', () => {
    const { results } = replications(office, { replications: 3, seed: 'x' });
    expect(results.map(({ seed }) => seed)).toEqual(['x/r1', 'x/r2', 'x/r3']);
    const [same, other] = sweep(office, ['servers.*.cachetime=5s,1h'], { replications: 3, seed: 'x' });
    expect(same!.results.map(({ fingerprint }) => fingerprint)).toEqual(results.map(({ fingerprint }) => fingerprint));
    expect(other!.results.map(({ document }) => document.calls.offered)).toEqual(
      results.map(({ document }) => document.calls.offered),
    );
  });

  it('gives every figure an interval, of the level that was asked for', () => {
    const { figures } = replications(office, {
      replications: 4,
      level: 0.8,
      measures: ['calls.offered during 5s..10s'],
    });
    const { estimate } = figureOf(figures, 'calls.offered during 5s..10s', 'mean')!;
    expect(estimate).toMatchObject({ level: 0.8, n: 4 });
    expect(lowOf(estimate)).toBeLessThan(highOf(estimate));
  });

  it('stops when it is precise', () => {
    const { replications: n, figures } = replications(office, { precision: 0.12, target: 'calls.offered' });
    const { estimate } = figureOf(figures, 'calls.offered', 'mean')!;
    expect(n).toBeGreaterThanOrEqual(10);
    expect(highOf(estimate) / lowOf(estimate)).toBeLessThanOrEqual(1.12 / 0.88 + 1e-9);
  });

  it('runs once, with every record, and an observer that changes nothing', () => {
    class Faults extends Observer {
      readonly heard: string[] = [];
      override faultHappened(text: string): void {
        this.heard.push(`${this.now / 1e6} s: ${text}`);
      }
    }
    const observer = new Faults();
    const crash = { ...office, text: `${office.text}faults: [{ at: 10s, crash: regpbx2 }]\n` };
    const [alone, watched] = [run(crash), run(crash, { observer })];
    expect(observer.heard).toEqual(['10 s: regpbx2 crashes']);
    expect(watched.document).toEqual(alone.document);
    expect(alone.calls.length).toBe(alone.document.calls.offered);
    expect(alone.calls.filter(({ lost }) => lost).length).toBe(alone.document.calls.lost);
    expect(alone.lookups.length).toBe(alone.document.lookups.total);
    expect(alone.registrations.length).toBe(alone.document.registrations.attempts);
    expect(run(crash, { seed: '2' }).document.fingerprint).not.toBe(alone.document.fingerprint);
  });

  it('compares in pairs', () => {
    const [offered] = compare(office, ['calls.0.rate=2/s'], { replications: 3, measures: ['calls.offered'] });
    const { value, low, high, level, n } = boundsOf(offered!.difference);
    expect([level, n]).toEqual([0.95, 3]);
    expect(low).toBeLessThanOrEqual(value);
    expect(value).toBeLessThanOrEqual(high);
    expect(value).toBeCloseTo(boundsOf(offered!.after).value - boundsOf(offered!.before).value, 6);
  });

  it('plans and hunts as the command line does', () => {
    const { holds, fails } = plan(office, {
      maximise: 'calls.0.rate',
      between: '0.5/s..2/s',
      resolution: '90%',
      slo: ['calls.offered < 15'],
      replications: '10',
    });
    expect([holds, fails]).toEqual([expect.stringMatching(/^[01]\.?\d*\/s$/), expect.stringMatching(/\/s$/)]);
    const { ranking, runs } = hunt(office, {
      fault: 'crash: regpbx2',
      window: '0s..20s',
      moments: '2',
      replications: '2',
    });
    expect(ranking[0]!.schedule.length).toBe(1);
    expect(runs).toBeGreaterThan(4);
  });

  it('reads a scenario and its folders from the disk', () => {
    const texts = loadTexts('scenarios/example-1.yaml', { cwd: new URL('../../', import.meta.url).pathname });
    expect(parseScenario({ ...texts, folders: new Map(texts.folders), sets: [] }).config.servers.length).toBe(6);
    expect(() => loadTexts('no-such.yaml')).toThrow(UserMistakes);
  });

  it.each([
    ['a value that the scenario refuses', () => sweep(office, ['servers.*.cachetime=never'])],
    ['an unknown measure', () => replications(office, { measures: ['calls.losst'] })],
    ['no replications', () => replications(office, { replications: 0 })],
    ['two ways to end', () => replications(office, { replications: 5, precision: 0.1 })],
  ])('says %s as a mistake of the user', (_, ask) => expect(ask).toThrow(UserMistakes));
});
