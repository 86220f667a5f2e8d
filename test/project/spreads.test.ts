import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const MODEL = join(import.meta.dirname, '../../src/model');

/** What runs once for a cluster, and never for an event; and rarities, each with its reason. */
const ONCE = [
  'composition',
  'middleOfDay.ts', // Only in runs with a warm-up.
  'phone/kinds.ts',
  'server/pjsip/chanPjsip.ts',
  'server/sip/chanSip.ts',
  'server/dialplan/applications/',
  'server/dialplan/check/',
  'server/dialplan/expressions/',
  'config/',
  'risks/', // Said while a scenario is read.
  'rules',
  'onlooker.ts', // When somebody looks.
  'database/tcp.ts', // With an Ethernet segment, and it adds nothing: `held` and `wait` are there already.
  'server/dundi/requests.ts', // As in the next.
  'server/dundi/transactions.ts', // Registrations of DUNDi peers: one an hour.
  'server/sip/invites.ts', // Where the database fails, and it adds nothing: the credentials are there already.
  'server/parking/',
  'story/parkingFate.ts',
  'people/redials.ts', // Adds nothing: `redial` is there already.
  'people/callers.ts', // Adds nothing: the cause is there already, empty.
  'server/dundi/answer.ts', // Adds nothing: `weight` and `expiration` are there already.
  'server/channels/', // Adds nothing, or is a Local channel.
];

/** `{ ...row, more }`, also over several lines. */
const SPREAD = /\{\s*\.\.\.[a-zA-Z]/g;

it('no row or message is a copy that is added to: V8 makes a hidden class for each, 5 µs a property', () => {
  const found = readdirSync(MODEL, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !ONCE.some((prefix) => file.startsWith(prefix)))
    .flatMap((file) => {
      const text = readFileSync(join(MODEL, file), 'utf8');
      return [...text.matchAll(SPREAD)].map(({ index }) => `${file}:${text.slice(0, index).split('\n').length}`);
    });
  expect(found).toEqual([]);
});
