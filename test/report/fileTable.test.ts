import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FILES } from '../../src/report/fileTable.ts';

const results = new URL('../../results/', import.meta.url).pathname;
const read = (path: string): string => readFileSync(join(results, path), 'utf8');
const columnsOf = (name: string): readonly string[] =>
  FILES.find((file) => file.name === name)!.columns!.map((column) => column.name);
const headOf = (path: string): readonly string[] => read(path).split('\n')[0]!.split(',');
const keysOf = (path: string): readonly string[] => Object.keys(JSON.parse(read(path)) as object);

describe('the table of files', () => {
  it('names every committed file', () => {
    const names = new Set(FILES.map(({ name }) => name));
    const folders = readdirSync(results, { withFileTypes: true }).filter(
      (entry) => entry.isDirectory() && !entry.name.includes('@') && entry.name !== 'conformance',
    );
    const unnamed = folders.flatMap(({ name }) =>
      readdirSync(join(results, name)).filter((file) => !names.has(file) && !file.endsWith('.tmp')),
    );
    expect(unnamed).toEqual([]);
  });

  it('has the keys of run.json and experiment.json', () => {
    expect(keysOf('failover/run.json')).toEqual(columnsOf('run.json'));
    expect([...keysOf('tradeoff/experiment.json')].sort()).toEqual([...columnsOf('experiment.json')].sort());
  });

  it('has the columns of the committed tables, which end with those of what was asked', () => {
    expect(headOf('tradeoff/cells.csv').slice(0, 6)).toEqual(columnsOf('cells.csv'));
    expect(headOf('plan-busy-hour-plan/cells.csv').slice(0, 6)).toEqual(columnsOf('cells.csv'));
    const series = columnsOf('series.csv');
    expect(headOf('failover/series.csv').slice(0, series.length)).toEqual(series);
    const [point, ...others] = columnsOf('summary.csv');
    const head = headOf('tradeoff/summary.csv');
    expect(head[0]).toBe(point);
    expect(head.slice(-others.length)).toEqual(others);
  });
});
