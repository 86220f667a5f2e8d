import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { PROJECT, runShipped, TABLES } from './shipped.ts';

/** Scenarios that show what becomes of a risk, and the risk. */
const TAUGHT: ReadonlyMap<string, RegExp> = new Map([
  ['backup-server', /parking slots/],
  ['parking', /parking slots/],
  ['ttl-1', /ttl = 1 ends before every server is asked/],
  ['mysql-leak', /Disconnect/],
  ['direct-dial', /ChanIsAvail before the direct dial/],
  ['collapse-failover', /no ignoreregexpire/],
  ['queue', /no ignoreregexpire/],
  ['phones-per-server', /no ignoreregexpire/],
  ['failover-22', /stay at their backup server/],
  ['failover-22-rt', /stay at their backup server|contacts are in a shared table/],
]);

function unlike(err: string, taught: RegExp | undefined): readonly string[] {
  return err.split('\n').filter((line) => line !== '' && taught?.test(line) !== true);
}

/** Runs a shipped scenario again: every expectation holds, and every byte is as committed in results/NAME. */
export async function expectAsCommitted(name: string): Promise<void> {
  const fresh = mkdtempSync(join(tmpdir(), `dundisim-${name}-`));
  try {
    const { code, out, err } = await runShipped(name, fresh);
    expect({ code, risks: unlike(err, TAUGHT.get(name)) }, out).toEqual({ code: 0, risks: [] });
    const committed = join(PROJECT, 'results', name);
    const kept = (folder: string): string[] => readdirSync(folder).filter((file) => !TABLES.includes(file)).sort();
    expect(kept(fresh)).toEqual(kept(committed));
    for (const file of kept(committed)) expect(readFileSync(join(fresh, file), 'utf8'), `${name}/${file}: "npm run results" writes it anew`).toBe(readFileSync(join(committed, file), 'utf8'));
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}
