import { describe, expect, it } from 'vitest';
import { Simulation } from '../../../../src/kernel/clock/simulation.ts';
import type { CallId, ChannelId, LookupId, ServerId } from '../../../../src/model/ids.ts';
import { NO_EIDS } from '../../../../src/model/protocol/eidList.ts';
import type { LookupRequest } from '../../../../src/model/server/dundi/lookup.ts';
import type { Lookups } from '../../../../src/model/server/dundi/lookups.ts';
import type { Node } from '../../../../src/model/server/dundi/node.ts';
import { Spellings } from '../../../../src/model/server/dundi/spellings.ts';
import { Switches } from '../../../../src/model/server/dundi/switches.ts';

const SERVER = 0 as ServerId;
const CHANNEL = 7 as ChannelId;
type Purpose = Parameters<Switches['lookup']>[3];

/** Lookups that are written down and never end by themselves. */
class Alone {
  readonly asked: LookupRequest[] = [];
  readonly ended: LookupId[] = [];
  readonly heard: unknown[] = [];
  readonly hungUp = new Set<ChannelId>();
  results: unknown = undefined;
  readonly switches: Switches;
  private readonly done = new Simulation({ seed: 'switches' }).on('done', () => {});

  constructor() {
    const lookups = {
      begin: (request: LookupRequest) => (10 + this.asked.push(request)) as LookupId,
      result: () => this.results,
      channelHungUp: (id: LookupId) => void this.ended.push(id),
      waitsFor: (id: LookupId) => [id],
    } as unknown as Lookups;
    const nodes = [{ config: { ttl: 9 }, spellings: new Spellings() }] as unknown as readonly Node[];
    this.switches = new Switches(lookups, nodes, (_, channel) => this.hungUp.has(channel), {
      callOf: (channel) => (100 + channel) as CallId,
      began: (...what) => void this.heard.push(['began', ...what]),
      ended: (...what) => void this.heard.push(['ended', ...what]),
    });
  }

  lookup(purpose: Purpose, channel: ChannelId | 0 = CHANNEL): LookupId {
    return this.switches.lookup(SERVER, '1002', 'priv', purpose, false, channel as ChannelId, this.done, 0);
  }
}

describe('a server that crashes', () => {
  it('forgets its lookups: no hang-up ends them any more', () => {
    const alone = new Alone();
    alone.lookup('find');
    alone.lookup('find', 8 as ChannelId);
    alone.switches.crash(1 as ServerId);
    expect(alone.switches.size).toBe(2);
    alone.switches.crash(SERVER);
    expect(alone.switches.size).toBe(0);
    alone.switches.hungUp(CHANNEL);
    expect(alone.ended).toEqual([]);
  });
});

describe('a lookup of the dialplan', () => {
  it('has the ttl of the server, no avoid list, and the call of its channel', () => {
    const alone = new Alone();
    expect(alone.lookup('find')).toBe(11);
    expect(alone.asked).toMatchObject([
      {
        server: SERVER,
        number: '1002',
        context: 'priv',
        ttl: 9,
        bypass: false,
        purpose: 'find',
        avoid: NO_EIDS,
        hungUp: false,
      },
    ]);
    expect(alone.asked[0]).toMatchObject({ channel: CHANNEL, call: 107, hint: { dontAsk: true, unaffected: true } });
    expect(alone.heard).toEqual([['began', CHANNEL, 11, '1002', 'find']]);
  });

  it('without a channel is of no call, and nobody hears of it', () => {
    const alone = new Alone();
    alone.lookup('find', 0);
    expect(alone.asked).toMatchObject([{ channel: 0, call: 0 }]);
    alone.results = { request: { channel: 0 }, answers: [], record: {} };
    alone.switches.result(11 as LookupId);
    expect(alone.heard).toEqual([]);
  });

  it('ends when its channel hangs up, and no more when it is over', () => {
    const alone = new Alone();
    const id = alone.lookup('exec');
    alone.switches.hungUp(8 as ChannelId);
    expect(alone.ended).toEqual([]);
    alone.switches.hungUp(CHANNEL);
    expect(alone.ended).toEqual([id]);
    alone.results = { request: { channel: CHANNEL }, answers: [], record: undefined };
    alone.switches.result(id);
    alone.switches.hungUp(CHANNEL);
    expect(alone.ended).toEqual([id]);
  });

  it('an older one that is read does not take the present one from its channel', () => {
    const alone = new Alone();
    const [old, present] = [alone.lookup('find'), alone.lookup('exec')];
    alone.results = { request: { channel: CHANNEL }, answers: [], record: undefined };
    alone.switches.result(old);
    alone.switches.hungUp(CHANNEL);
    expect(alone.ended).toEqual([present]);
  });

  it('of DUNDILOOKUP() is not ended by a hang-up', () => {
    const alone = new Alone();
    alone.hungUp.add(CHANNEL);
    alone.lookup('function');
    alone.switches.hungUp(CHANNEL);
    expect([alone.asked[0]!.hungUp, alone.ended]).toEqual([false, []]);
  });

  it('of a channel that is hung up already does nothing', () => {
    const alone = new Alone();
    alone.hungUp.add(CHANNEL);
    alone.lookup('find');
    expect(alone.asked[0]!.hungUp).toBe(true);
  });

  it('gives its answers by weight, and its record to the listener; nothing after a crash', () => {
    const alone = new Alone();
    const id = alone.lookup('find');
    expect(alone.switches.result(id)).toEqual([]);
    const [heavy, light] = [{ weight: 5 }, { weight: 1 }];
    const record = { lookup: id };
    alone.results = { request: { channel: CHANNEL }, answers: [heavy, light], record };
    expect(alone.switches.result(id)).toEqual([light, heavy]);
    expect(alone.heard.at(-1)).toEqual(['ended', CHANNEL, record]);
    expect(alone.switches.waitsFor(id)).toEqual([id]);
  });
});
