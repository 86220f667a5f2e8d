import { expect, it } from 'vitest';
import { linesOf, replay, scenario } from './replay.ts';

/**
 * The paper's three examples on Asterisk 16, by the translated plan that asks [sipregistration] itself. Its words
 * differ from
 * 1.2's: the place of each step, `Called` with the technology, bridges that are joined and left, and no native bridge
 * at verbosity 3.
 */
const EXAMPLES = `
duration: 3m
profile: asterisk-16
start: { qualifyPhase: 17s, refreshPhase: 100s }
asterisk: ./paper-16
servers: { regpbx1..5: { context: phones-regcontext } }
phones: { office: { numbers: 1001..1006, home: round-robin, addresses: 10.10.10.62.., expires: 300s } }
faults: [{ at: 60s, crash: regpbx2 }]
calls:
  - { at: 10s, from: 1001, to: 1006, talk: 5s }
  - { at: 40s, from: 1001, to: 1002, talk: 5s }
  - { at: 130s, from: 1001, to: 1002, talk: 5s }
`;

const replayed = replay(scenario(EXAMPLES));

it('go the same ways', () => {
  expect(replayed.calls.map((call) => [call.outcome, call.saved])).toEqual([
    ['local', false],
    ['dundi', false],
    ['direct', true],
  ]);
});

it("are told in Asterisk 16's words", async () => {
  const lines = linesOf(replayed, 'regpbx1').map((line) =>
    line.replace(/priv:[\w+]{22}@/, 'priv:...@').replace(/<[0-9a-f-]{36}>/, '<bridge>'),
  );
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('./snapshots/paper-16.txt');
});
