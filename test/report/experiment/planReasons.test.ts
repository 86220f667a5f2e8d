import { expect, it } from 'vitest';
import type { PlanAnswer } from '../../../src/experiment/plan/planAnswer.ts';
import { reasonLines } from '../../../src/report/experiment/planReasons.ts';

const objective = 'calls.postDialDelayMs.p99 < 2s';
const independent = {
  objective,
  part: 'none',
  least: 2000,
  most: 2010,
  unit: 'ms',
  values: 2,
  fails: true,
  holds: false,
} as const;
const cause = { objective, cause: 'deadPeerWait', calls: 'late', isShare: true, alone: true } as const;
const answer = {
  path: 'phones.*.count',
  probes: [{ value: '200' }, { value: '50' }],
  deadPeer: { mostMs: 2000, noticed: true },
  helps: [
    {
      says: 'a dead peer keeps a lookup waiting 0.5 to 1 s',
      line: 'dundi.conf, section of each peer: qualify = 500',
      overrides: ['servers.*.peers.*.qualify=500ms'],
      causes: ['deadPeerWait'],
    },
    { says: 'second hub', line: '', overrides: ['servers.hub.count=2'], causes: ['peerDown'] },
  ],
  changes: null,
  independent: [
    { ...independent, failure: 'crash bonn', beyond: { least: 0.012, most: 0.013 } },
    { ...independent, failure: 'crash kiel', beyond: { least: 0.011, most: 0.012 } },
  ],
  causes: [
    { ...cause, failure: 'crash bonn', part: 0.98, least: 0.0118, most: 0.013 },
    { ...cause, failure: 'crash kiel', part: 1, least: 0.0106, most: 0.012 },
  ],
} as unknown as PlanAnswer;

const said = (change: Partial<PlanAnswer> = {}): string =>
  reasonLines({ ...answer, ...change })
    .join(' ')
    .replaceAll(/ +/g, ' ');

it('says in one paragraph for all failures what decides, its cause with figures, and the line that changes it', () => {
  const text = said();
  expect(text).toContain(
    `${objective} under crash bonn or crash kiel does not depend on phones.*.count, as far as these runs tell: 1.1 % to 1.3 % of the values are beyond 2s at every value tried (200, 50).`,
  );
  expect(text).toContain(
    'The cause of 98 % to 100 % of the calls that rang after more than 2 s: a lookup waited for a dead server (deadPeerWait), 1.06 % to 1.3 % of all calls.',
  );
  expect(text).toContain('waits up to 2 s for it, until qualify marks it unreachable, up to 65 s after its death');
  expect(text).toContain('no value of phones.*.count mends it');
  expect(text).toContain(
    "What changes it: dundi.conf, section of each peer: qualify = 500 (--set 'servers.*.peers.*.qualify=500ms').",
  );
  expect(text).not.toContain('servers.hub');
});

it('names the objective of a cause also where it depends on what is varied', () => {
  const text = said({ independent: [], causes: [{ ...answer.causes[0]!, alone: false }] });
  expect(text).toContain(`that rang after more than 2 s (${objective} under crash bonn): a lookup waited`);
  expect(text).not.toContain('mends');
});

it('says of an objective that holds at every value that it holds, before that it does not depend on it', () => {
  const kept = { ...answer.independent[0]!, fails: false, holds: true };
  expect(said({ independent: [kept], causes: [] })).toBe(
    `${objective} under crash bonn holds at every value of phones.*.count that was tried (200, 50), and does not depend on it, as far as these runs tell: 1.2 % to 1.3 % of the values are beyond 2s.`,
  );
});

it('says that it depends little', () => {
  const little = { ...answer.independent[0]!, part: 'little' as const };
  expect(said({ independent: [little] })).toContain('under crash bonn depends little on phones.*.count');
});

it('says that a peer without qualify stays one that is asked', () => {
  expect(said({ deadPeer: { mostMs: 500, noticed: false } })).toContain(
    'waits up to 500 ms for it, until qualify marks it unreachable, which never happens to a peer without "qualify"',
  );
});
