import { describe, expect, it } from 'vitest';
import type { QueueConfig } from '../../../../src/model/config.ts';
import { QUEUE, queuesAt } from './queueWorld.ts';

const CONFIG: QueueConfig = {
  ...QUEUE,
  ringInUse: false,
  members: [{ tech: 'SIP', resource: '1', penalty: 0, ringInUse: true }],
};
const TWO = { tech: 'SIP', resource: '2', penalty: 3 };

function desk(more: Partial<QueueConfig> = {}) {
  const queues = queuesAt(
    () => 0,
    [
      { ...CONFIG, ...more },
      { ...CONFIG, name: 'other' },
    ],
  );
  /** Members, those that are paused with a P. */
  const members = (name = 'help'): readonly string[] =>
    queues.named(name)!.members.map(({ config, isPaused }) => config.resource + (isPaused ? 'P' : ''));
  return { queues, members };
}

describe('members that are added while the server runs', () => {
  it('come behind those of the file, and in 1.2 before them', () => {
    for (const [first, order] of [
      [false, ['1', '2']],
      [true, ['2', '1']],
    ] as const) {
      const { queues, members } = desk();
      expect([queues.add('HELP', TWO, first), members()]).toEqual(['ADDED', order]);
      expect(queues.named('help')!.memberOf('sip/2')!.config).toEqual({ ...TWO, ringInUse: false });
    }
  });

  it('are there once, of queues that there are', () => {
    const { queues } = desk();
    expect([queues.add('help', TWO, false), queues.add('help', TWO, false), queues.add('hlep', TWO, false)]).toEqual([
      'ADDED',
      'MEMBERALREADY',
      'NOSUCHQUEUE',
    ]);
  });

  it('can be removed; those of the file only in 1.2', () => {
    const { queues, members } = desk();
    queues.add('help', TWO, false);
    expect([
      queues.remove('help', 'SIP/2', false),
      queues.remove('help', 'SIP/2', false),
      queues.remove('help', 'SIP/1', false),
      queues.remove('hlep', 'SIP/1', false),
      queues.remove('help', 'SIP/1', true),
    ]).toEqual(['REMOVED', 'NOTINQUEUE', 'NOTDYNAMIC', 'NOSUCHQUEUE', 'REMOVED']);
    expect(members()).toEqual([]);
  });

  it('are paused in one queue, or in all', () => {
    const { queues, members } = desk();
    expect([queues.pause('help', 'SIP/1', true), members(), members('other')]).toEqual([true, ['1P'], ['1']]);
    expect([queues.pause('', 'SIP/1', true), members('other')]).toEqual([true, ['1P']]);
    expect([queues.pause('', 'SIP/9', true), queues.pause('hlep', 'SIP/1', false), members()]).toEqual([
      false,
      false,
      ['1P'],
    ]);
  });

  it('are gone with a crash, unless persistentmembers keeps them on the disk', () => {
    for (const [persistentMembers, after] of [
      [false, ['1']],
      [true, ['1', '2P']],
    ] as const) {
      const { queues, members } = desk({ persistentMembers });
      queues.add('help', TWO, true);
      queues.pause('', 'SIP/2', true);
      queues.crash();
      expect(members()).toEqual(after);
      queues.loseDisk();
      expect(members()).toEqual(['1']);
    }
  });
});
