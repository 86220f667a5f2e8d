import { describe, expect, it } from 'vitest';
import { MILLISECOND } from '../../src/kernel/units.ts';
import { between, measured, type Measured } from './measuredReplay.ts';
import { parkingStory } from './parkingReplay.ts';

/** 1001 of regpbx1 calls the PSTN by the routes in the hub: gateway1, then gateway2. `edits`: of a file, what by what. */
function outwards(
  edits: Readonly<Record<string, readonly [string, string]>>,
  faults: readonly object[] = [],
): Measured {
  const spans = { trunks: { g1: { line: 't1-pri' } } };
  return measured(
    'paper-gateways-16',
    {
      servers: { gateway1: { address: '10.10.10.131', ...spans }, gateway2: { address: '10.10.10.132', ...spans } },
      phones: { office: { numbers: '1001..1002', home: 'regpbx1' } },
      calls: [{ at: '60s', from: '1001', to: '13375551234', talk: '5s', patience: '100s' }],
      faults,
    },
    ({ path, text }) => ({ path, text: text.replace(...(edits[path] ?? ['', ''])) }),
  );
}

describe('a route in the hub to a dead gateway', () => {
  it.each([
    ['32 s', 'autokill=yes', '', 32, 'CHANUNAVAIL'],
    ['4 s with autokill=yes in iax.conf', '', '', 4, 'CONGESTION'],
  ])('is offered still: %s of silence, then the next gateway', (_, from, to, seconds, status) => {
    const { calls } = outwards({ 'regpbx1/iax.conf': [from, to] }, [{ at: '30s', crash: 'gateway1' }]);
    expect(between(calls[0]!, 'dials', 'dialEnded')).toBe(seconds);
    expect(calls[0]!.events).toContainEqual(expect.objectContaining({ what: 'dialEnded', status }));
    const gateways = calls[0]!.events.flatMap((event) => (event.what === 'dials' ? [event.resource] : []));
    expect(gateways.map((resource) => resource.split('@')[1])).toEqual([
      '10.10.10.131/13375551234',
      '10.10.10.132/13375551234',
    ]);
    expect(calls[0]).toMatchObject({ outcome: 'dundi', status: 200, lost: false });
  });
});

describe('the next gateway', () => {
  it.each([
    ['CONGESTION', 'Congestion()', 503],
    ['BUSY', 'Busy()', 486],
    ['CHANUNAVAIL', 'Hangup(1)', 503],
    ['CHANUNAVAIL', 'Hangup(50)', 503],
    ['NOANSWER', 'Hangup(19)', 480],
    ['NOANSWER', 'Hangup()', 603],
  ])(
    'is tried within 1 ms after %s of the first (%s); when the second ends alike, the caller gets %i',
    (status, step, last) => {
      const edit = ['Dial(DAHDI/g1/${EXTEN})', step] as const;
      const { calls } = outwards({ 'gateway1/extensions.conf': edit, 'gateway2/extensions.conf': edit });
      const { events } = calls[0]!;
      const [first, second] = events.filter(({ what }) => what === 'dialEnded');
      expect([first, second]).toMatchObject([{ status }, { status }]);
      const asked = events.flatMap((event) => (event.what === 'lookedUp' ? [event.lookup] : []));
      const next = asked.find(({ purpose, at }) => purpose === 'exec' && at > first!.at)!;
      expect(next.at - first!.at).toBeLessThanOrEqual(MILLISECOND);
      expect(calls[0]!.status).toBe(last);
    },
  );
});

it('both registrations of a phone fail: the number exists, so the fallback by i is not reached, and the caller gets 603', () => {
  const { calls } = measured(
    'paper-16',
    {
      servers: { 'regpbx1..5': { context: 'phones-regcontext' } },
      phones: {
        a: { numbers: '1001', home: 'regpbx1', expires: '3600s' },
        b: { numbers: '1002', home: 'regpbx2', expires: '3600s' },
      },
      calls: [{ at: '60s', from: '1001', to: '1002', talk: '5s' }],
      faults: [{ at: '20s', register: { phone: '1002', to: 'regpbx3' } }],
    },
    ({ path, text }) => ({ path, text: text.replace('_XXXX,1,Goto(incoming,${EXTEN},2)', '_XXXX,1,Hangup()') }),
  );
  const dialled = calls[0]!.events.flatMap((event) => (event.what === 'dials' ? [event.to] : []));
  expect(dialled.sort()).toEqual([2, 3]);
  expect(calls[0]).toMatchObject({ status: 603, lost: true });
});

describe('a call over IAX2 whose other end is dead', () => {
  it.each([
    [25, 62],
    [33, 72],
  ])('%i s old: the server ends it when it is %i s old', (age, ends) => {
    const { wire } = measured('paper-16', {
      servers: { 'regpbx1..5': { context: 'phones-regcontext' } },
      phones: {
        a: { numbers: '1001', home: 'regpbx1', expires: '3600s' },
        b: { numbers: '1002', home: 'regpbx2', expires: '3600s', answerProbability: '0%' },
      },
      calls: [{ at: '60s', from: '1001', to: '1002', talk: '100s', patience: '100s' }],
      faults: [
        // 1001 talks to the voicemail of regpbx2, and would hang up when that is silent.
        { at: `${59 + age}s`, powerOff: ['1001', '1002'] },
        { at: `${60 + age}s`, crash: 'regpbx2' },
      ],
    });
    const [begins] = wire.all('NEW');
    const byes = wire.all('BYE').filter(({ from }) => from === begins!.from);
    expect(byes.map(({ at }) => Math.round((at - begins!.at) * 100) / 100)).toEqual([ends]);
  });
});

/** 2001 calls 1001, who parks the call after 5 s; nobody fetches it. */
const PARKED = {
  at: '10s',
  from: '2001',
  to: '1001',
  talk: '60s',
  park: { after: '5s', fetchedAfter: '10s', fetchedBy: '1003', fetchProbability: '0%' },
};

describe('a parked call', () => {
  it('that comes back to a parker without contact ends after a tone of 10 s, with cause 20', () => {
    const { calls, wire, after } = parkingStory('16', {
      calls: [PARKED],
      faults: [{ at: '30s', unregister: '1001' }],
    });
    const [ends, tone] = [after('parkingEnds'), after('tone')];
    expect(tone).toBe(ends);
    expect(calls[0]!.events).toContainEqual(expect.objectContaining({ what: 'dialEnded', status: 'CHANUNAVAIL' }));
    expect(calls[0]).toMatchObject({ cause: 'parkingUnanswered' });
    expect(calls[0]!.because).toContain('1001, who had parked it, was not registered at regpbx1 when it came back');
    expect(wire.last('HANGUP').fields).toMatchObject({ cause: 20 });
    expect(wire.last('HANGUP').at - wire.times('REFER')[0]!).toBeCloseTo(ends + 10, 2);
  });

  it('leaves the leg of its parker, who is told BYE 35 s after his REFER when he does not hang up', () => {
    const { wire } = parkingStory('16', { calls: [PARKED], faults: [{ at: '17s', powerOff: '1001' }] });
    const refer = wire.all('REFER')[0]!;
    const bye = wire.all('BYE').find(({ to }) => to === refer.from)!;
    expect(bye.at - refer.at).toBeCloseTo(35, 2);
  });
});

describe('a slot that there is not', () => {
  const dialled = (to: string) =>
    parkingStory('16', { calls: [{ at: '10s', from: '1001', to }] }, ({ path, text }) => ({
      path,
      text: text.replace('_XXXX,1,Goto(lookuplocal-regcontext', '_1XXX,1,Goto(lookuplocal-regcontext'),
    })).calls[0];

  it('is no extension: 404, where a slot that nobody is in is answered', () => {
    expect(dialled('721')).toMatchObject({ outcome: 'invalid', status: 404 });
    expect(dialled('720')).toMatchObject({ outcome: 'invalid', status: 200 });
  });
});
