import { describe, expect, it } from 'vitest';
import { replay, scenario } from './replay.ts';

/** 1001 of regpbx1 calls 1002 of regpbx2, which regpbx1 has not in its memory; `more`: further lines. */
function called(profile: string, ...more: readonly string[]) {
  const { calls } = replay(
    scenario(
      [
        `profile: ${profile}`,
        'duration: 2m',
        'phones: { a: { numbers: 1001, home: regpbx1, expires: 3600s }, b: { numbers: 1002, home: regpbx2, expires: 3600s } }',
        'calls: [{ at: 60s, from: 1001, to: 1002, talk: 5s }]',
        ...more,
      ].join('\n'),
    ),
  );
  return calls[0]!;
}

const DATABASE = 'faults: [{ at: 50s, stopDatabase: yes }]';
const HUB_TOO = 'faults: [{ at: 5s, crash: dunpbx1 }, { at: 50s, stopDatabase: yes }]';

describe('a dead database has no row of a phone that is not in memory', () => {
  it('1.2: ChanIsAvail finds nobody, and DUNDi is asked', () => {
    expect(called('asterisk-1.2', DATABASE)).toMatchObject({ outcome: 'dundi', lost: false });
  });

  it('16: the phone that looked local by its row is looked for over DUNDi, and lost with the lookup server', () => {
    expect(called('asterisk-16')).toMatchObject({ outcome: 'local', lookups: 0 });
    expect(called('asterisk-16', DATABASE)).toMatchObject({ outcome: 'dundi', lost: false });
    const { lost, cause, because } = called('asterisk-16', HUB_TOO);
    expect([lost, cause, because]).toEqual([true, 'databaseFailed', 'the database failed the connect of regpbx1']);
  });
});
