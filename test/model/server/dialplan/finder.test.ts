import { describe, expect, test } from 'vitest';
import { MILLISECOND, SECOND } from '../../../../src/kernel/units.ts';
import type { ChannelId } from '../../../../src/model/ids.ts';
import { NO_CHANNEL, PENDING, type Found } from '../../../../src/model/server/dialplan/index.ts';
import { AWAKE_AFTER, bench } from './fake.ts';

const SWITCH = '[phones]\nswitch => DUNDi/priv\n[local]\nexten => 100,1,NoOp(local)\nexten => 100,2,Hangup';
const FUNCTION =
  '[phones]\nexten => _X.,1,NoOp(${DUNDILOOKUP(${EXTEN},priv)})\nexten => _X.,2,Hangup\n[local]\nexten => 100,1,NoOp(local)\nexten => 100,2,Hangup';

describe('two channels look a number up', () => {
  test('by the switch: one after the other, and a local call waits too', () => {
    const it = bench(SWITCH, 'asterisk-16');
    it.lookups.takes = 2 * SECOND;
    it.call('1002');
    it.call('1003');
    it.call('100', 'local', SECOND);
    it.run();
    expect(
      it.lookups.done
        .filter(({ number }) => number !== 'h' && number !== 'i')
        .slice(0, 2)
        .map(({ at }) => at),
    ).toEqual([0, 2 * SECOND]);
    expect(it.waits.slice(0, 2)).toEqual([
      { channel: 2 as ChannelId, waited: 2 * SECOND },
      { channel: 3 as ChannelId, waited: 3 * SECOND },
    ]);
    expect(it.releases[0]).toEqual({ held: 2 * SECOND, waiting: 2 });
  });

  test('by DUNDILOOKUP: side by side, and nobody waits', () => {
    const it = bench(FUNCTION, 'asterisk-16');
    it.lookups.takes = 2 * SECOND;
    it.lookups.knows('1002', 'priv@b/1002');
    it.call('1002');
    it.call('1003');
    it.call('100', 'local', SECOND);
    it.run();
    expect(it.lookups.done.map(({ at, purpose }) => [at, purpose])).toEqual([
      [0, 'function'],
      [0, 'function'],
    ]);
    expect(it.waits).toEqual([]);
    expect(it.said()).toEqual(['local', 'IAX2/priv@b/1002', '']);
    expect(it.releases.every(({ held }) => held === 0)).toBe(true);
  });

  test('under the rule of the paper the lock is free meanwhile', () => {
    const it = bench(SWITCH, 'whitepaper');
    it.lookups.takes = 2 * SECOND;
    it.call('1002');
    it.call('1003');
    it.run();
    expect(it.lookups.done.slice(0, 2).map(({ at }) => at)).toEqual([0, 0]);
    expect(it.waits).toEqual([]);
  });

  test('DIALPLAN_EXISTS holds the lock, and asks a switch under it', () => {
    const it = bench(
      '[phones]\nexten => _X.,1,NoOp(${DIALPLAN_EXISTS(other,${EXTEN},1)})\n[other]\nexten => 5,1,NoOp\nswitch => DUNDi/priv',
      'asterisk-16',
    );
    it.lookups.takes = SECOND;
    it.lookups.knows('1002', 'x');
    it.call('1002');
    it.call('1003');
    it.run();
    expect(it.lookups.done.slice(0, 2).map(({ at, purpose }) => [at, purpose])).toEqual([
      [0, 'find'],
      [SECOND, 'find'],
    ]);
    expect(it.said().sort()).toEqual(['0', '1']);
  });
});

describe('a switch holds the lock longer than its lookup', () => {
  const held = (takes: number, overrides = {}): number => {
    const it = bench(SWITCH, 'asterisk-16', { switchAutoservice: true, dialHintLookup: 'none', ...overrides });
    it.lookups.takes = takes;
    it.lookups.knows('1002', 'priv@b/1002');
    it.call('1002');
    it.run(50 * MILLISECOND);
    return it.releases[0]!.held;
  };

  test('by 1 ms, until the channel is taken back from the autoservice', () => {
    expect(held(2 * MILLISECOND)).toBe(3 * MILLISECOND + AWAKE_AFTER);
    expect(held(2 * MILLISECOND, { switchAutoservice: false })).toBe(2 * MILLISECOND);
  });

  test('by 10 ms when the lookup ends before the thread of the autoservice runs', () => {
    expect(held(AWAKE_AFTER)).toBe(AWAKE_AFTER + MILLISECOND + AWAKE_AFTER);
    expect(held(AWAKE_AFTER - 1)).toBe(AWAKE_AFTER - 1 + 10 * (MILLISECOND + AWAKE_AFTER));
  });

  test('not for a search without a channel', () => {
    const it = bench(SWITCH, 'asterisk-16', { switchAutoservice: true });
    it.lookups.takes = 2 * MILLISECOND;
    const done = it.sim.on('test.found', (_, search) => void it.finder.take(search));
    it.finder.find(
      {
        context: 'phones',
        exten: '5',
        priority: 1,
        label: '',
        action: 'match',
        channel: NO_CHANNEL,
        caller: undefined,
        macroNumber: '',
      },
      done,
      0,
    );
    it.run();
    expect(it.releases).toEqual([{ held: 2 * MILLISECOND, waiting: 0 }]);
  });
});

describe('Finder', () => {
  const INCLUDES = `
    [a]
    include => b
    exten => _X.,1,NoOp
    [b]
    include => a
    include => c
    switch => DUNDi/priv
    exten => 7,1,NoOp
    [c]
    exten => 8!,1,NoOp
    exten => _9!,1,NoOp
    exten => *1,1,NoOp
  `;

  function finding(text: string) {
    const it = bench(text, 'asterisk-16');
    const later: { at: number; found: Found }[] = [];
    const done = it.sim.on(
      'test.found',
      (_, search) => void later.push({ at: it.sim.now, found: it.finder.take(search) }),
    );
    const find = (context: string, exten: string, action: 'match' | 'canmatch' | 'matchmore' = 'match') =>
      it.finder.find(
        { context, exten, priority: 1, label: '', action, channel: NO_CHANNEL, caller: undefined, macroNumber: '' },
        done,
        0,
      );
    return { it, find, later };
  }

  test('at once when the lock is free and no switch is reached', () => {
    const { find } = finding(INCLUDES);
    expect(find('a', '77')).toMatchObject({ found: true, context: 'a', extension: '_X.' });
    expect(find('nowhere', '77')).toMatchObject({ found: false, status: 'noContext' });
    expect(find('c', '5')).toMatchObject({ found: false, status: 'noExtension' });
    expect(find('c', '9', 'matchmore')).toMatchObject({ found: false });
  });

  test('extensions, then the switch, then the includes, each context once', () => {
    const { it, find, later } = finding(INCLUDES);
    expect(find('a', '7')).toMatchObject({ found: true, context: 'b' });
    expect(it.lookups.done).toEqual([]);
    expect(find('a', '5')).toBe(PENDING);
    it.run();
    expect(later).toMatchObject([{ found: { found: false, status: 'noExtension' } }]);
    expect(it.lookups.done).toHaveLength(1);
  });

  test('a number of an include behind a switch costs a lookup', () => {
    const { it, find, later } = finding(INCLUDES);
    expect(find('b', '*1')).toBe(PENDING);
    it.run();
    expect(later).toMatchObject([{ at: 10 * MILLISECOND, found: { found: true, context: 'c', extension: '*1' } }]);
    expect(it.lookups.done).toHaveLength(1);
    expect(it.lock.held).toBe(false);
  });

  test('a pattern with ! ends a search for more digits: the switch is not asked', () => {
    const { it, find } = finding('[a]\nexten => _9!,1,NoOp\nswitch => DUNDi/priv');
    expect(find('a', '95', 'matchmore')).toMatchObject({ found: false, status: 'noExtension' });
    expect([it.lookups.done, it.lock.held]).toEqual([[], false]);
    expect(find('a', '8', 'matchmore')).toBe(PENDING);
  });

  test('as many answers as the priority', () => {
    const { it, later } = finding(INCLUDES);
    it.lookups.knows('1002', 'x');
    const done = it.sim.on(
      'test.more',
      (_, search) => void later.push({ at: it.sim.now, found: it.finder.take(search) }),
    );
    for (const priority of [1, 2]) {
      it.finder.find(
        {
          context: 'b',
          exten: '1002',
          priority,
          label: '',
          action: 'match',
          channel: NO_CHANNEL,
          caller: undefined,
          macroNumber: '',
        },
        done,
        0,
      );
    }
    it.run();
    expect(later.map(({ found }) => found.bySwitch)).toEqual(['priv', '']);
  });

  test('the regcontext comes and goes', () => {
    const { it, find } = finding(INCLUDES);
    expect(find('sipregistration', '1001')).toMatchObject({ found: false, status: 'noContext' });
    expect(it.plan.add('sipregistration', '1001', 'Noop', '1001')).toBe(true);
    expect(it.plan.add('sipregistration', '1001', 'Noop', '1001')).toBe(false);
    expect(find('sipregistration', '1001')).toMatchObject({ found: true, application: 'NoOp' });
    expect(find('sipregistration', '10', 'canmatch')).toMatchObject({ found: true });
    expect(find('sipregistration', '1001', 'matchmore')).toMatchObject({ found: false });
    expect(find('sipregistration', '2', 'canmatch')).toMatchObject({ found: false });
    expect(it.plan.remove('sipregistration', '1001')).toBe(true);
    expect(find('sipregistration', '1001')).toMatchObject({ found: false, status: 'noExtension' });
    expect(find('sipregistration', '10', 'canmatch')).toMatchObject({ found: false });
  });
});
