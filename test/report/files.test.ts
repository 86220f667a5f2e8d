import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SECOND } from '../../src/kernel/units.ts';
import type { CallId, LookupId, ServerId } from '../../src/model/ids.ts';
import { csvText, quotedLine } from '../../src/cli/files/csv.ts';
import { withDecimals, type Cell } from '../../src/report/csvRows.ts';
import { RecordRows } from '../../src/report/run/recordRows.ts';
import { resultFiles, writeSeries } from '../../src/report/resultFiles.ts';
import { LOST_CLASSES } from '../../src/report/run/callClass.ts';
import { binned, quantileOf } from '../../src/report/run/series.ts';
import { decimalsOf, namesOf, type Column, type Decimals } from '../../src/report/column.ts';
import { seriesColumns, seriesRow } from '../../src/report/run/seriesRows.ts';
import { traceLine, Traces } from '../../src/report/run/traces.ts';
import { callRecord, configOf, lookupRecord, registrationRecord } from '../measure/synthetic.ts';
import { syntheticRun } from './syntheticRun.ts';

class Rows {
  readonly rows: (readonly Cell[])[] = [];
  private decimals: Decimals = [];

  head(columns: readonly Column[]): void {
    this.rows.push(namesOf(columns));
    this.decimals = decimalsOf(columns);
  }

  row(cells: readonly Cell[]): void {
    this.rows.push(withDecimals(cells, this.decimals));
  }
}

/** One row as it stands in a file. */
function csvLine(cells: readonly Cell[]): string {
  return csvText([cells]);
}

describe('csv', () => {
  it('quotes what would be read otherwise, and nothing else', () => {
    expect(csvLine(['a', 1, true, false, undefined, 'b,c', 'say "x"', 'two\nlines', 0.5])).toBe(
      'a,1,1,0,,"b,c","say ""x""","two\nlines",0.5\n',
    );
  });

  it('is joined to the same text that csv-stringify writes', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'ß', ',', '"', '\n', '\r', ' ', '=', '\\') });
    const cell = fc.oneof(text, fc.integer(), fc.double(), fc.boolean(), fc.constant(undefined));
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 1 })), (rows) => {
        expect(csvText(rows)).toBe(rows.map((row) => quotedLine(row)).join(''));
      }),
    );
  });

  it('is read back as it was', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r', ' ') }), { minLength: 2 }),
        (cells) => {
          expect(parse(csvLine(cells))).toEqual(cells);
        },
      ),
    );
  });
});

describe('records', () => {
  it('become rows that can be found again in a trace', () => {
    const [calls, registrations, lookups] = [new Rows(), new Rows(), new Rows()];
    const rows = new RecordRows(configOf(), { calls, registrations, lookups });
    rows.callEnded(
      callRecord({
        call: 7 as CallId,
        offeredAt: 12_345_678,
        ringingAt: 12_545_679,
        answeredAt: 13 * SECOND,
        endedAt: 14 * SECOND,
        calleeServer: 2,
        lockWait: 1500,
        lookups: 2,
        outcome: 'dundi',
      }),
    );
    rows.callEnded(callRecord({ call: 8 as CallId, outcome: 'unserved', lost: true, server: -1 }));
    rows.registrationEnded(registrationRecord({ at: 1_000_001 }));
    rows.lookupEnded(lookupRecord({ lookup: 3 as LookupId, answers: [2, 0] as ServerId[], took: 1234 }));
    expect(calls.rows.slice(1).map((cells) => csvLine(cells))).toEqual([
      '7,0,0,12.345678,1001,1002,regpbx1,regpbx2,1,12.545679,13.000000,14.000000,dundi,200.001,0,0,0,2,1.500,,0,,,,0\n',
      '8,0,0,0.000000,1001,1002,,,1,,,0.000000,unserved,,0,0,1,0,0.000,,0,,,,0\n',
    ]);
    expect(registrations.rows.slice(1).map((cells) => csvLine(cells))).toEqual([
      '1,1.000001,1001,regpbx1,refresh,granted,2,1.000,300\n',
    ]);
    expect(lookups.rows.slice(1).map((cells) => csvLine(cells))).toEqual([
      '3,0.000000,regpbx1,1002,priv,find,1.234,regpbx2 dunpbx1,0,0,0,0,0,,,,\n',
    ]);
    for (const { rows: all } of [calls, registrations, lookups])
      for (const row of all) expect(row.length).toBe(all[0]!.length);
  });
});

describe('the series', () => {
  const { measures, document, end } = syntheticRun();

  it.each([1000, 100, 7])('in at most %d intervals adds up to the run', (mostBins) => {
    const bins = binned(measures, end, mostBins);
    const sum = (of: (bin: (typeof bins)[number]) => number): number => bins.reduce((total, bin) => total + of(bin), 0);
    expect(bins.length).toBeLessThanOrEqual(mostBins);
    expect([bins[0]!.from, bins.at(-1)!.until]).toEqual([0, end]);
    expect(sum((bin) => bin.offered)).toBe(document.calls.offered);
    expect(sum((bin) => bin.lost)).toBe(document.calls.lost);
    expect(sum((bin) => bin.dropped)).toBe(document.calls.dropped);
    expect(sum((bin) => LOST_CLASSES.reduce((lost, name) => lost + bin.classes[name], 0))).toBe(document.calls.lost);
    expect(sum((bin) => Object.values(bin.classes).reduce((a, b) => a + b, 0))).toBe(document.calls.offered);
    expect(sum((bin) => bin.lookupsNetwork)).toBe(document.lookups.network);
    expect(sum((bin) => bin.lookupsCached)).toBe(document.lookups.cached);
    expect(sum((bin) => bin.statements)).toBe(document.database.statements);
    expect(sum((bin) => bin.registersGranted + bin.registersFailed)).toBe(document.registrations.attempts);
    const last = bins.at(-1)!;
    expect(Array.from({ length: last.servers }, (_, server) => last.registeredAt(server))).toEqual(
      Object.values(document.servers).map((server) => server.registrationsAtEnd),
    );
  });

  it('written as series.csv adds up to the document, column by column', () => {
    const columns = namesOf(seriesColumns(measures.config.servers.map(({ name }) => name)));
    const rows = binned(measures, end, 1000).map(seriesRow);
    const sumOf = (column: string): number => rows.reduce((sum, row) => sum + Number(row[columns.indexOf(column)]), 0);
    const { offered, saved, lost, dropped, outcomes } = document.calls;
    expect(dropped).toBeGreaterThan(0);
    expect(
      Object.fromEntries(
        ['offered', 'saved', 'lost', 'dropped', ...Object.keys(outcomes)].map((column) => [column, sumOf(column)]),
      ),
    ).toEqual({ offered, saved, lost, dropped, ...outcomes });
  });

  it('shows the registrations that a crash took', () => {
    const bins = binned(measures, end, 1000);
    expect([59, 60, 299].map((second) => bins[second]!.registeredAt(2))).toEqual([200, 0, 0]);
  });

  it('has a cell for every column, with few servers or many', () => {
    const [bin] = binned(measures, end, 1000);
    const names = measures.config.servers.map(({ name }) => name);
    expect(seriesRow(bin!).length).toBe(seriesColumns(names).length);
    const many = Array.from({ length: 50 }, (_, i) => `regpbx${i}`);
    const wide = {
      ...bin!,
      servers: many.length,
      registeredAt: (server: number) => server,
      lockHeldRatioOf: () => 0.5,
    };
    expect(seriesRow(wide).length).toBe(seriesColumns(many).length);
    expect(seriesRow(wide).slice(-5)).toEqual([1225, 0, 49, 0.5, 0.5]);
  });

  it('takes quantiles by nearest rank', () => {
    const hundred = Array.from({ length: 100 }, (_, i) => i + 1);
    expect([1, 500, 990, 1000].map((perMille) => quantileOf(hundred, perMille))).toEqual([1, 50, 99, 100]);
    expect(quantileOf([], 500)).toBeUndefined();
  });
});

it('the small files of a run have their names, and no more than 1,000 rows', () => {
  const run = syntheticRun();
  const files = resultFiles(run.measures, run.document);
  expect(files.map(({ name }) => name)).toEqual(['summary.txt', 'calls.svg', 'delay.svg', 'phones.svg', 'load.svg']);
  const series = new Rows();
  writeSeries(run.measures, run.document, series);
  const rows = csvText(series.rows).trimEnd().split('\n');
  expect(rows.length).toBe(1 + 900);
  expect(new Set(rows.map((row) => row.split(',').length)).size).toBe(1);
  expect(files.every(({ text }) => text.endsWith('\n'))).toBe(true);
});

describe('traces', () => {
  it('stamp every line with virtual time and server', () => {
    expect(traceLine(60_000_123, 'regpbx1', '    -- Executing NoOp("x")\nsecond')).toBe(
      '[   60.000123] regpbx1 -- Executing NoOp("x")\n[   60.000123] regpbx1 second\n',
    );
  });

  it('go to the server that spoke, and a fault to all', () => {
    const files = new Map<string, string>();
    const traces = new Traces(['a', 'b'], (server, text) => files.set(server, (files.get(server) ?? '') + text));
    traces.follow({ now: SECOND });
    traces.console(1 as ServerId, '-- hello');
    traces.faultHappened('a crashes');
    expect(traces.wantsConsole).toBe(true);
    expect([...files].sort()).toEqual([
      ['a', '[    1.000000] a *** a crashes\n'],
      ['b', '[    1.000000] b -- hello\n[    1.000000] b *** a crashes\n'],
    ]);
  });
});

/** A strict reader of one line of CSV. */
function parse(line: string): string[] {
  const cells: string[] = [];
  let i = 0;
  while (i < line.length) {
    let cell = '';
    if (line[i] === '"') {
      for (i += 1; ; i++) {
        if (line[i] !== '"') cell += line[i];
        else if (line[i + 1] === '"') {
          cell += '"';
          i += 1;
        } else break;
      }
      i += 1;
    } else while (!',\n'.includes(line[i]!)) cell += line[i++];
    cells.push(cell);
    i += 1;
  }
  return cells;
}
