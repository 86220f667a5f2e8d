import { expect, it } from 'vitest';
import { replay, scenario, type Replayed } from './replay.ts';

/**
 * What a reader sees on all consoles around a crash: 1001 talks to 1002 through regpbx2 and is cut off; calls again,
 * and waits
 * for the lookup that asks the dead server; 1003 calls when the hub has noticed, and does not wait; after the restart
 * and
 * 1002's next REGISTER a call goes through regpbx2 again.
 */
const STORY = `
duration: 6m
start: { qualifyPhase: 17s, refreshPhase: 100s }
asterisk: ./paper
phones: { office: { numbers: 1001..1003, home: [regpbx1, regpbx2, regpbx1], addresses: 10.10.10.62.., expires: 300s, answerAfter: 4s } }
calls:
  - { at: 10s, from: 1001, to: 1002, talk: 5m }
  - { at: 35s, from: 1001, to: 1002, talk: 10s, patience: 60s }
  - { at: 90s, from: 1003, to: 1002, talk: 10s }
  - { at: 300s, from: 1003, to: 1002, talk: 10s }
faults:
  - { at: 30s, crash: regpbx2 }
  - { at: 200s, restart: regpbx2 }
`;

const replayed = replay(scenario(STORY));

it('what happens when a server dies', async () => {
  await expect(readable(replayed)).toMatchFileSnapshot('./snapshots/a-server-dies.txt');
});

it('the talk is cut, the next calls are saved, and one who calls before the hub knows waits 2 s', () => {
  const [talk, early, late, after] = replayed.calls;
  expect([talk, early, late, after].map((call) => [call!.outcome, call!.dropped, call!.saved])).toEqual([
    ['dundi', true, false],
    ['direct', false, true],
    ['direct', false, true],
    ['dundi', false, false],
  ]);
  expect(early!.ringingAt - early!.offeredAt).toBeGreaterThan(2_000_000);
  expect(late!.ringingAt - late!.offeredAt).toBeLessThan(100_000);
});

/** Tenths of a second, channels without their ids, and of the plan only where it goes. */
function readable({ all }: Replayed): string {
  const lines = all
    .filter((line) => !line.includes(' Executing ') || / (ChanIsAvail|Dial)\(/.test(line))
    .map((line) => {
      const [, seconds, server, text] = /^\[ *([\d.]+)\] (\S+) (.*)$/.exec(line)!;
      const plain = text!
        .replace(/(SIP\/[\w.:]+|IAX2\/[\w.:]+)-[0-9a-f]+/g, '$1')
        .replace(/priv:[^@]+@/g, 'priv:...@')
        .replace(/ in new stack$/, '');
      return plain.startsWith('***')
        ? `${Number(seconds).toFixed(1).padStart(6)}           ${plain}`
        : `${Number(seconds).toFixed(1).padStart(6)} ${server!.padEnd(8)}  ${plain}`;
    });
  return `${lines.join('\n')}\n`;
}
