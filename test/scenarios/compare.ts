import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { PROJECT, runShipped, TABLES } from './shipped.ts';

/** Runs a shipped scenario again: every expectation holds, and every byte is as committed in results/NAME. */
export async function expectAsCommitted(name: string): Promise<void> {
  const fresh = mkdtempSync(join(tmpdir(), `dundisim-${name}-`));
  try {
    const { code, out, err } = await runShipped(name, fresh);
    expect({ code, risks: err }, out).toEqual({ code: 0, risks: '' });
    const committed = join(PROJECT, 'results', name);
    const kept = (folder: string): string[] => readdirSync(folder).filter((file) => !TABLES.includes(file)).sort();
    expect(kept(fresh)).toEqual(kept(committed));
    for (const file of kept(committed)) expect(readFileSync(join(fresh, file), 'utf8'), `${name}/${file}: "npm run results" writes it anew`).toBe(readFileSync(join(committed, file), 'utf8'));
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}
