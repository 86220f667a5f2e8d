import { describe, expect, it } from 'vitest';
import type { EventType } from '../../../../src/kernel/clock/simulation.ts';
import { Simulation } from '../../../../src/kernel/clock/simulation.ts';
import { MILLISECOND, SECOND } from '../../../../src/kernel/units.ts';
import type { ChannelId, ServerId } from '../../../../src/model/ids.ts';
import { rulesOf } from '../../../../src/model/rules.ts';
import {
  familyOf,
  RealtimeSwitches,
  type RealtimeQuestion,
} from '../../../../src/model/server/dialplan/realtimeSwitch.ts';
import { PENDING } from '../../../../src/model/server/dialplan/services.ts';
import { NOWHERE } from '../../../../src/text/place.ts';

const HERE = 0 as ServerId;

/** A server whose SELECTs take 10 ms; rows of the context `in`, with the number as their application. */
function lab(profile: 'asterisk-1.2' | 'asterisk-16', extens: readonly string[]) {
  const sim = new Simulation({ seed: 'rows' });
  const rows = extens.map((exten) => ({ context: 'in', exten, priority: 1, app: exten, appdata: '', place: NOWHERE }));
  const database = { dead: false, selects: 0 };
  const switches = new RealtimeSwitches({
    sim,
    rules: rulesOf(profile),
    database: {
      realtime: (_server, _kind, _purpose, done, a) => {
        database.selects++;
        sim.after(10 * MILLISECOND, done as EventType<number, number>, a, database.dead ? 0 : 1);
      },
    },
    tables: [{ extensions: rows }],
    callOf: () => 0,
  });
  const found: (string | undefined)[] = [];
  const done = sim.on<number, number>('test.rowIsRead', (_, id) => found.push(switches.take(id)?.app));
  /** The row for a number, after what it takes. */
  const ask = (exten: string, more: Partial<RealtimeQuestion> = {}): string | undefined => {
    const base = { server: HERE, channel: 1 as ChannelId, family: 'extensions', context: 'in', exten, priority: 1 };
    const row = switches.ask({ ...base, mode: 'match', withPatterns: true, ...more }, done, 0);
    if (row !== PENDING) return row.app;
    sim.run(sim.now + SECOND / 2);
    return found.at(-1);
  };
  return { sim, switches, database, found, ask };
}

describe('an extension of the database', () => {
  it('is selected by its number; only where there is none are patterns looked for', () => {
    const { ask, database } = lab('asterisk-1.2', ['_5XX', '512']);
    expect([ask('512'), database.selects]).toEqual(['512', 1]);
    expect([ask('513'), database.selects]).toEqual(['_5XX', 3]);
    expect([ask('613'), database.selects]).toEqual([undefined, 5]);
    expect([ask('513', { withPatterns: false }), database.selects]).toEqual([undefined, 6]);
  });

  it('of several patterns: the first of the alphabet in 1.2, later the longest', () => {
    const patterns = ['_5.', '_5XX', '_51[1-5]'];
    expect([lab('asterisk-1.2', patterns).ask('512'), lab('asterisk-16', patterns).ask('512')]).toEqual([
      '_5.',
      '_51[1-5]',
    ]);
  });

  it('counts for a second in later releases, and is then selected again', () => {
    const { ask, database, sim } = lab('asterisk-16', ['512']);
    ask('512');
    expect([ask('512'), database.selects]).toEqual(['512', 1]);
    sim.run(2 * SECOND);
    expect([ask('512'), database.selects]).toEqual(['512', 2]);
    expect([ask('600'), ask('600'), database.selects]).toEqual([undefined, undefined, 6]); // "Not there" is not kept.
  });

  it('of which more may follow: by what the number begins with', () => {
    const { ask } = lab('asterisk-16', ['512', '_6XX']);
    expect([
      ask('51', { mode: 'canmatch' }),
      ask('512', { mode: 'canmatch' }),
      ask('512', { mode: 'matchmore' }),
    ]).toEqual(['512', '512', undefined]);
    expect([ask('6', { mode: 'matchmore' }), ask('5', { mode: 'match' })]).toEqual(['_6XX', undefined]);
  });

  it('is not there while the database is dead, after both questions', () => {
    const { ask, database } = lab('asterisk-16', ['512']);
    database.dead = true;
    expect([ask('512'), database.selects]).toEqual([undefined, 2]);
  });

  it('is not asked for any more after a crash', () => {
    const { switches, sim, found } = lab('asterisk-16', ['512']);
    const question = {
      ...familyOf({ data: '' }, 'in'),
      server: HERE,
      channel: 1 as ChannelId,
      exten: '512',
      priority: 1,
    };
    switches.ask(
      { ...question, mode: 'match' },
      sim.on('test.gone', () => found.push('answered')),
      0,
    );
    switches.crash(HERE);
    sim.run(SECOND);
    expect([found, switches.size]).toEqual([[], 0]);
  });
});

it.each([
  ['', { family: 'extensions', context: 'container', withPatterns: true }],
  ['@Plan', { family: 'plan', context: 'container', withPatterns: true }],
  ['in@plan', { family: 'plan', context: 'in', withPatterns: true }],
  ['in@plan/p', { family: 'plan', context: 'in', withPatterns: false }],
])('switch => Realtime/%s', (data, asked) => {
  expect(familyOf({ data }, 'container')).toEqual(asked);
});
