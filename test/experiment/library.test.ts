import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { figureOf, highOf, lowOf, parseScenario, replications, sweep, UserMistakes } from '../../src/index.ts';

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

  it.each([
    ['a value that the scenario refuses', () => sweep(office, ['servers.*.cachetime=never'])],
    ['an unknown measure', () => replications(office, { measures: ['calls.losst'] })],
    ['no replications', () => replications(office, { replications: 0 })],
    ['two ways to end', () => replications(office, { replications: 5, precision: 0.1 })],
  ])('says %s as a mistake of the user', (_, ask) => expect(ask).toThrow(UserMistakes));
});
