import { describe, expect, it } from 'vitest';
import { dundisim, folderWith } from './world.ts';

const OFFICE = `phones: { office: { numbers: 1001..1010, expires: 300s } }
duration: 3m
start: { refreshPhase: 10s }
calls:
  - { at: 50s, from: 1002, to: 1003, talk: 60s }
  - { at: 65s, from: 1007, to: 1004, patience: 20s }
  - { at: 70s, from: 1001, to: 1003, patience: 20s }
  - { at: 150s, from: 1002, to: 1004, patience: 20s }
  - { at: 170s, from: 1001, to: 1004, talk: 1s }
faults:
  - { at: 60s, crash: regpbx2 }
`;

const folder = folderWith({ 'office.yaml': OFFICE });

/** What is said before the ladder, each sentence in a line. */
async function answerOf(call: number, ...more: readonly string[]): Promise<readonly string[]> {
  const { out, code } = await dundisim(folder, 'call', 'office.yaml', String(call), ...more);
  expect(code).toBe(0);
  const [answer] = out.split('\n\nScenario ');
  return answer!.replaceAll('\n  ', ' ').split('\n');
}

describe('call says what would have saved a call only when it was tried', () => {
  it('of a talk that was cut: nothing, and why', async () => {
    expect((await answerOf(1)).slice(2)).toEqual([
      'Nothing that dundisim can try in this scenario would have kept this call: its voice went through the server that failed, and a talk does not move to another machine.',
    ]);
  });

  it('of a caller who hangs up before the phone turns to its second server: what was tried in vain', async () => {
    const lost = "lost, the caller's server never answered";
    expect((await answerOf(2)).slice(2)).toEqual([
      'Nothing that dundisim can try in this scenario would have connected this call: the caller hung up after 20 s, and a phone turns to another server after 32 s without an answer (Timer B, RFC 3261, 17.1.1.2) or when its registration fails.',
      `Tried in vain: --set phones.office.backup=next: ${lost}; --set phones.office.lastResort=next: ${lost}; --set phones.office.backup=next --set phones.office.expires=60s: ${lost}.`,
    ]);
  });

  it('of a lookup that waited: the line that shortens the wait, and what became of the call', async () => {
    expect((await answerOf(3)).slice(2)).toEqual([
      "What would have helped, tried with the same seed: --set 'servers.*.peers.*.qualify=500ms' (a dead peer keeps a lookup waiting 0.5 to 1 s; dundi.conf, section of each peer: qualify = 500): answered through DUNDi and IAX2, ringing after 508 ms.",
    ]);
  });

  it('two changes together, where each alone does not help', async () => {
    expect((await answerOf(4)).slice(2)).toEqual([
      'What would have helped, tried with the same seed: --set phones.office.backup=next --set phones.office.expires=60s (the phones of office have a second server, and register every minute): answered through DUNDi and IAX2, ringing after 7.08 ms.',
    ]);
    const changed = ['--set', 'phones.office.backup=next', '--set', 'phones.office.expires=60s'];
    expect((await answerOf(4, ...changed))[0]).toMatch(/: answered through DUNDi and IAX2, ringing after 7.08 ms/);
  });

  it('nothing of a call that needed no help', async () => {
    expect(await answerOf(5)).toHaveLength(1);
  });

  it('as numbers in --json, beside the sentences', async () => {
    const { out } = await dundisim(folder, 'call', 'office.yaml', '3', '--json');
    const { remedy, remedies, tried } = JSON.parse(out) as Record<string, unknown>;
    expect(remedy).toBe((remedies as readonly string[]).join(' '));
    expect(tried).toMatchObject([
      { overrides: ['servers.*.peers.*.qualify=500ms'], helped: true, call: 3, outcome: 'dundi', cause: '' },
      { overrides: ['rules.lookupUnderLock=no'], helped: false, cause: 'deadPeerWait' },
      { overrides: ['servers.*.cachetime=1h'], helped: false },
    ]);
  });
});
