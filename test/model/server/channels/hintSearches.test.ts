import { describe, expect, it } from 'vitest';
import { Simulation } from '../../../../src/kernel/clock/simulation.ts';
import type { ChannelId } from '../../../../src/model/ids.ts';
import type { ChannelRow } from '../../../../src/model/server/channels/channelRows.ts';
import type { ChannelTable } from '../../../../src/model/server/channels/channelTable.ts';
import { DialHints } from '../../../../src/model/server/channels/hintSearches.ts';
import type { FindRequest } from '../../../../src/model/server/dialplan/extensionSearch.ts';
import type { Finder } from '../../../../src/model/server/dialplan/finder.ts';
import type { Machine } from '../../../../src/model/server/dialplan/machine.ts';
import { PENDING } from '../../../../src/model/server/dialplan/services.ts';

const ROW = { id: 3 as ChannelId, server: 0, dial: {} } as ChannelRow;
const PLAIN = { context: 'phones', exten: '1002', macroContext: '', macroExten: '' };

function hints(channel: object | undefined, row: ChannelRow | undefined = ROW) {
  const asked: FindRequest[] = [];
  const taken: number[] = [];
  let pending = true;
  const finder = {
    find: (request: FindRequest) => (asked.push(request), pending ? PENDING : {}),
    has: (search: number) => search === 5,
    take: (search: number) => void taken.push(search),
  } as unknown as Finder;
  const machine = { get: () => channel } as unknown as Machine;
  const channels = { get: () => row } as unknown as ChannelTable;
  const done = new Simulation({ seed: 'hints' }).on<ChannelId, number>('done', () => {});
  const all = new DialHints([finder], [machine], channels);
  return { asked, taken, ask: (waits = true) => ((pending = waits), all.ask(ROW, done)), all };
}

describe('the hint of a Dial', () => {
  it('is looked for as a step that no extension has', () => {
    const it = hints(PLAIN);
    expect([it.ask(), it.ask(false)]).toEqual([false, true]);
    expect(it.asked[0]).toMatchObject({ context: 'phones', exten: '1002', priority: -1, action: 'match', channel: 3 });
  });

  it('in a macro is that of the number that the macro was called for', () => {
    const it = hints({ context: 'macro-dial', exten: 's', macroContext: 'phones', macroExten: '1003' });
    it.ask();
    expect(it.asked[0]).toMatchObject({ context: 'phones', exten: '1003', macroNumber: '1003' });
  });

  it('of a channel that is gone is not looked for', () => {
    const it = hints(undefined);
    expect([it.ask(), it.asked]).toEqual([true, []]);
  });

  it('that was found is waited for only by a Dial that is still there', () => {
    const it = hints(PLAIN);
    expect([it.all.hasEnded(ROW.id, 5), it.taken]).toEqual([true, [5]]);
    expect([it.all.hasEnded(ROW.id, 6), it.taken]).toEqual([false, [5]]); // Its server has crashed.
    expect(hints(PLAIN, { ...ROW, dial: undefined } as ChannelRow).all.hasEnded(ROW.id, 5)).toBe(false);
  });
});
