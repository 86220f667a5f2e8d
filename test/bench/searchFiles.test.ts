import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { isUnknownTo, runsIn } from './searchFiles.ts';

const CSV = 'row,seed,fingerprint,rate\n1,1/r1,aa,2/s\n2,1/r2,bb,2/s\n';

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

it('the runs of a search are those of its journal; of an older build, which has none, the rows of cells.csv', () => {
  const line = '0 {"key":"2/s/r1","point":0,"replication":1}\n';
  const journal = `0 {"experiment":"it"}\n${line.repeat(5)}`;
  expect(runsIn(folderWith({ 'cells.csv': CSV, 'cells.journal': journal })).runs).toBe(5);
  expect(runsIn(folderWith({ 'cells.csv': CSV })).runs).toBe(2);
});

it('two searches are the same when every row has the same fingerprint', () => {
  const of = (csv: string): string => runsIn(folderWith({ 'cells.csv': csv })).fingerprint;
  expect(of(CSV.replaceAll('2/s', '3/s'))).toBe(of(CSV));
  expect(of(CSV.replace('bb', 'bc'))).not.toBe(of(CSV));
});

it('an older build says what it lacks; another mistake is one', () => {
  expect(isUnknownTo("error: unknown option '--workers'\n(dundisim plan --help lists its options)\n")).toBe(true);
  expect(isUnknownTo("error: unknown command 'plan'\n")).toBe(true);
  expect(isUnknownTo('error: missing required argument FILE\n')).toBe(false);
});
