import { expect, it } from 'vitest';
import { replay, scenario } from '../story/replay.ts';

const CALL = (rest: string) => `
profile: asterisk-16
duration: 1m
phones: { office: { numbers: 1001..1010 } }
calls: [{ at: 10s, from: 1001, to: 1002, talk: 1s }]
${rest}`;

it('on 16 ChanIsAvail finds a phone of another server in the row that all share: DUNDi is not asked', () => {
  expect(replay(scenario(CALL(''))).calls.map(({ outcome, lookups }) => [outcome, lookups])).toEqual([['local', 0]]);
});

it('who asks the regcontext instead, or takes no address from the row, reaches it through DUNDi', () => {
  for (const rest of ['servers: { regpbx1..5: { context: phones-regcontext } }', 'servers: { regpbx1..5: { context: phones-function } }', 'rules: { realtimeLoadsAddress: no }']) {
    const [call] = replay(scenario(CALL(rest))).calls;
    expect(call!.outcome, rest).toBe('dundi');
    expect(call!.lookups, rest).toBeGreaterThan(0);
  }
});
