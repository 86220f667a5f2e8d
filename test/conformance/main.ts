import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { calls } from './calls.ts';
import { caches } from './caches.ts';
import { convoy } from './convoy.ts';
import { dead } from './dead.ts';
import { lookups } from './lookups.ts';
import { pjsipLock } from './pjsipLock.ts';
import { pjsip } from './pjsipRows.ts';
import { registrations } from './registrations.ts';
import { wire } from './wireRows.ts';
import type { Row } from './row.ts';
import { countOf, LIMITS, tableOf } from './table.ts';

const PARTS: Readonly<Record<string, () => readonly Row[]>> = {
  lookups,
  caches,
  dead,
  calls,
  registrations,
  convoy,
  wire,
  pjsip,
  pjsipLock,
};

/** `npm run conformance [PART]…`: everything writes the committed table; a part only prints. */
const wanted = process.argv.slice(2);
const names = wanted.length > 0 ? wanted : Object.keys(PARTS);
const rows = names.flatMap((name) => PARTS[name]!());
const text = `# Asterisk 16.28 and 22.10, measured and simulated\n\n${countOf(rows)} ${LIMITS}\n\n${tableOf(rows)}`;
console.log(text);
if (wanted.length === 0) {
  const folder = fileURLToPath(new URL('../../results/conformance/', import.meta.url));
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}table.md`, text);
  writeFileSync(`${folder}table.json`, `${JSON.stringify(rows, null, 1)}\n`);
}
if (rows.some(({ verdict }) => verdict === 'disagrees')) process.exitCode = 1;
