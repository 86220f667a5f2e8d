import { expect, it } from 'vitest';
import { replay, scenario } from '../../../story/replay.ts';

/**
 * 1.2 reads IAX2 with one thread. regpbx5 is dead and not yet noticed, so 1002's own lookup at 10 s holds regpbx2's
 * dialplan
 * lock for 2 s; 1001's call, whose answer is in the cache, waits there for the lock, and its caller gives up meanwhile.
 */
const WAITING = (others: string) => `
duration: 1m
start: { qualifyPhase: 59s }
servers: { regpbx1..5: { cachetime: 1h }, dunpbx1: { cachetime: 1h } }
phones: { office: { numbers: 1001..1020, answerAfter: 1s, callsAtOnce: 5 } }
calls:
  - { at: 1s, from: 1001, to: 1002, talk: 1s }
  - { at: 10s, from: 1007, to: 1003, talk: 1s }
  - { at: 10.3s, from: 1001, to: 1002, talk: 1s, patience: 1s }
${others}
faults:
  - { at: 5s, crash: regpbx5 }
`;

it('a caller who gives up while his call waits for the lock does not keep the thread that read it', () => {
  const { calls } = replay(scenario(WAITING('  - { at: 20s, from: 1001, to: 1002, talk: 1s }')));
  expect(calls.map(({ outcome }) => outcome)).toEqual(['dundi', 'abandoned', 'dundi', 'dundi']);
});

it('every call that no thread was free to read is read in its turn', () => {
  const waiting = [
    ['10.4s', '1006'],
    ['10.5s', '1011'],
    ['10.6s', '1016'],
  ].map(([at, from]) => `  - { at: ${at}, from: ${from}, to: 1002, talk: 1s }`);
  const { calls } = replay(scenario(WAITING(waiting.join('\n'))));
  const read = calls.filter(({ from }) => ['1006', '1011', '1016'].includes(from));
  expect(read.length).toBe(3);
  for (const call of read) {
    expect(call.ringingAt, call.outcome).toBeGreaterThan(12_000_000);
    expect(call.ringingAt).toBeLessThan(12_500_000);
  }
});
