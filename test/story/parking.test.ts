import { describe, expect, it } from 'vitest';
import { SECOND } from '../../src/kernel/units.ts';
import { OFFICE, parkingStory } from './parkingReplay.ts';

/** 2001 calls 1001, who parks the call after 5 s; the colleague dials the slot 10 s after hearing it. */
function parkedBy1001(fetchedBy: string, more: object = {}): object {
  const park = { after: '5s', fetchedAfter: '10s', fetchedBy, ...more };
  return { at: '10s', from: '2001', to: '1001', talk: '60s', park };
}

describe.each(['1.2', '16'] as const)('parking in the words of Asterisk %s', (dialect) => {
  it('is a blind transfer to 700: the caller is in the lowest slot of the server of the parker', () => {
    const story = parkingStory(dialect, { calls: [parkedBy1001('1003')] });
    expect(story.first('parked')).toMatchObject({ server: 1, slot: 701 });
    expect(story.wire.last('REFER').fields).toMatchObject({ to: '700' });
    expect(story.wire.last('response to REFER').fields).toMatchObject({ status: 202 });
    expect(story.wire.last('NOTIFY').fields).toMatchObject({ status: 200 });
  });

  it('says the slot to the parker, 0.87 s a digit, who then hangs up', () => {
    const { wire } = parkingStory(dialect, { calls: [parkedBy1001('1003')] });
    const refer = wire.times('REFER')[0]!;
    const bye = wire.all('BYE').find(({ at, from }) => at > refer && from === wire.all('REFER')[0]!.from)!;
    expect(bye.at - refer).toBeCloseTo(2.61, 1);
  });

  it('is fetched by a colleague of the same server, and the two talk', () => {
    const { parking, calls } = parkingStory(dialect, { calls: [parkedBy1001('1003')] });
    expect(parking).toMatchObject({ parked: 1, retrieved: 1, pickUps: 1, emptySlots: 0 });
    const [fetching, parked] = [...calls].sort((a, b) => Number(b.dialled === '701') - Number(a.dialled === '701'));
    expect(fetching).toMatchObject({ from: '1003', dialled: '701', outcome: 'local', lost: false, status: 200 });
    expect(fetching!.endedAt - fetching!.answeredAt).toBeCloseTo(60 * SECOND, -5);
    expect(parked).toMatchObject({ outcome: 'dundi', lost: false, dropped: false });
    expect(Math.abs(parked!.endedAt - fetching!.endedAt)).toBeLessThan(SECOND / 10);
  });

  it('is not found by a colleague of another server, and goes back to the parker after 45 s', () => {
    const story = parkingStory(dialect, { calls: [parkedBy1001('1002')] });
    const fetching = story.calls.find(({ dialled }) => dialled === '701');
    expect(fetching).toMatchObject({ outcome: 'invalid', lost: true, cause: 'parkedElsewhere' });
    expect(fetching!.because).toBe('nobody was in slot 701 of regpbx2: the call was parked at regpbx1');
    // 16 answers before it looks; 1.2 has no such extension, but numbers of four digits begin with it.
    expect(fetching!.status).toBe(dialect === '16' ? 200 : 484);
    expect(story.after('parkingEnds')).toBe(45);
    expect(story.parking).toMatchObject({ parked: 1, returned: 1, timedOut: 1, emptySlots: 1, elsewhere: 1 });
  });

  it('is mixed up with the call in the same slot of the other server', () => {
    const other = { ...parkedBy1001('1004'), at: '12s', from: '2002', to: '1002' };
    const story = parkingStory(dialect, { calls: [parkedBy1001('1002'), other] });
    expect(story.first('picksUp')).toMatchObject({ server: 2, slot: 701, found: 2 });
    expect(story.parking).toMatchObject({ parked: 2, retrieved: 0, mixedUp: 1, returned: 1 });
    const mixedUp = story.calls.find(({ cause }) => cause === 'mixedUp');
    expect(mixedUp).toMatchObject({ from: '2002', lost: true, dropped: false });
  });

  it('ends after 30 s when the parker does not answer the call that comes back', () => {
    const story = parkingStory(dialect, {
      calls: [parkedBy1001('1002', { fetchProbability: '0%' })],
      faults: [{ at: '30s', powerOff: '1001' }],
    });
    const parked = story.calls.find(({ from }) => from === '2001')!;
    expect(parked).toMatchObject({ lost: true, cause: 'parkingUnanswered' });
    expect((parked.endedAt - story.first('parkingEnds')!.at) / SECOND).toBeCloseTo(30, 0);
    expect(story.parking).toMatchObject({ parked: 1, lost: 1, timedOut: 1 });
  });

  it('dies with its server', () => {
    const story = parkingStory(dialect, {
      calls: [parkedBy1001('1003', { fetchProbability: '0%' })],
      faults: [{ at: '30s', crash: 'regpbx1' }],
    });
    expect(story.parking).toMatchObject({ parked: 1, lost: 1, timedOut: 0 });
    expect(story.calls[0]).toMatchObject({ dropped: true, cause: 'parkingDied', fault: 'regpbx1 crashed at 30 s' });
    expect(story.calls[0]!.because).toBe('parked in slot 701 of regpbx1 (crashed at 30 s)');
  });

  it('is left by a caller who loses patience', () => {
    const { parking } = parkingStory(dialect, {
      calls: [parkedBy1001('1003', { fetchProbability: '0%', patience: '20s' })],
    });
    expect(parking).toMatchObject({ parked: 1, abandoned: 1, timedOut: 0 });
  });

  it('finds no slot when the lot is full: the talk continues', () => {
    const calls = [1, 2].map((n) => ({
      ...parkedBy1001('1003', { fetchProbability: '0%' }),
      from: `200${n}`,
      to: n === 1 ? '1001' : '1003',
    }));
    const story = parkingStory(dialect, { calls }, ({ path, text }) => ({
      path,
      text: text.replace('701-720', '701-701'),
    }));
    expect(story.parking).toMatchObject({ parked: 1, full: 1 });
    expect(story.wire.all('NOTIFY').map(({ fields }) => fields['status'])).toEqual([200, 503]);
    const talked = story.calls.find(({ events }) => events.some(({ what }) => what === 'parkingFull'))!;
    expect((talked.endedAt - talked.answeredAt) / SECOND).toBeCloseTo(60, 0);
  });

  it('knows no slot beyond the range: the number is incomplete where longer ones begin with it', () => {
    const status = (scenario: object) =>
      parkingStory(dialect, { calls: [{ at: '10s', from: '1001', to: '799' }], ...scenario }).calls[0];
    expect(status({})).toMatchObject({ outcome: 'invalid', status: 484 });
    expect(status({ rules: { overlapDialling: 'no' } })).toMatchObject({ outcome: 'invalid', status: 404 });
  });

  it('parks the caller who dials 700 himself', () => {
    const story = parkingStory(dialect, { calls: [{ at: '10s', from: '2001', to: '700', talk: '20s' }] });
    expect(story.parking).toMatchObject({ parked: 1, abandoned: 1 });
    expect(story.first('parked')).toMatchObject({ server: 3, slot: 701, by: -1 });
  });
});

describe('comebacktoorigin=no', () => {
  const noOrigin = (contexts: string) =>
    parkingStory(
      '16',
      { calls: [parkedBy1001('1002', { fetchProbability: '0%' })], phones: OFFICE },
      ({ path, text }) => ({
        path,
        text: path.endsWith('extensions.conf')
          ? `${text}\n${contexts}`
          : text.replace('comebacktoorigin = yes', 'comebacktoorigin = no'),
      }),
    );

  it('leads to the extension of the parker in [parkedcallstimeout]', () => {
    const { parking, calls } = noOrigin(
      '[parkedcallstimeout]\nexten => SIP_1001,1,Dial(SIP/1003,20)\nexten => s,1,Hangup()',
    );
    expect(parking).toMatchObject({ returned: 1 });
    expect(calls[0]!.events.filter(({ what }) => what === 'pickedUp')).toMatchObject([{ phone: 0 }, { phone: 2 }]);
  });

  it('leads to s there when the parker has none', () => {
    const { calls } = noOrigin('[parkedcallstimeout]\nexten => s,1,Dial(SIP/1003,20)');
    expect(calls[0]!.events.filter(({ what }) => what === 'pickedUp')).toMatchObject([{ phone: 0 }, { phone: 2 }]);
  });

  it('leads to s of [default] without that context', () => {
    const { calls } = noOrigin('[default]\nexten => s,1,Dial(SIP/1003,20)');
    expect(calls[0]!.events.filter(({ what }) => what === 'pickedUp')).toMatchObject([{ phone: 0 }, { phone: 2 }]);
  });
});
