import { describe, expect, it } from 'vitest';
import { SECOND } from '../../src/kernel/units.ts';
import { OFFICE, parkingStory } from './parkingReplay.ts';
import { at, transferStory } from './transferReplay.ts';

const NOTHING = [0, 0, 0, 0];
const BLIND = 'attended: 0%';
const ATTENDED = 'attended: 100%';

/** 1001 calls, and sends the one who has answered to the colleague. */
const story: typeof transferStory = (of, ...rest) => transferStory(`by: caller, ${of}`, ...rest);

const ended = ({ endedAt }: { readonly endedAt: number }): number => Math.round(endedAt / SECOND);
const crash = (server: string, when: number, back: number): readonly string[] => [
  `faults: [{ at: ${when}s, crash: ${server} }, { at: ${back}s, restart: ${server} }]`,
];
const off = (phone: number, when: number): readonly string[] => [
  `faults: [{ at: ${when}s, powerOff: ${phone} }, { at: 200s, powerOn: ${phone} }]`,
];

describe('a blind transfer by the caller', () => {
  it('gives the called person a thread of its own at the server of the caller, whose phone hangs up at once', () => {
    const { first, consultation, end, left, figures, wire } = story(BLIND);
    expect([end, consultation, first.outcome, first.lost]).toEqual(['connected', undefined, 'dundi', false]);
    expect(first.calleeServer).toBe(2); // Where the one who was called first has answered, not the colleague.
    expect([at(first, 'sentOn'), ended(first), left]).toEqual([17, 80, NOTHING]);
    expect(figures).toMatchObject({ sentOn: 1, byCaller: 1, attended: 0, connected: 1 });
    const refer = wire.last('REFER');
    expect(refer.fields).toMatchObject({ dialog: first.call, to: '1003', replaces: 0 });
    const bye = wire.all('BYE').find(({ from }) => from === refer.from)!;
    expect(bye.at - refer.at).toBeLessThan(0.05);
  });

  it('to a phone of the same server', () => {
    const { first, end, left } = story(BLIND, [], { b: '', c: '' }, 'regpbx3');
    expect([end, ended(first), left]).toEqual(['connected', 80, NOTHING]);
  });

  it('between phones of one server ends with it', () => {
    const crashed = story(BLIND, crash('regpbx2', 50, 60), { b: '', c: '' }, 'regpbx2');
    expect([crashed.end, crashed.first.dropped, ended(crashed.first), crashed.left]).toEqual([
      'connected',
      true,
      50,
      NOTHING,
    ]);
  });

  it.each(['regpbx1', 'regpbx2', 'regpbx3'])(
    'is cut afterwards by a crash of %s, one of the three in its path',
    (server) => {
      const { first, end, left } = story(BLIND, crash(server, 50, 60));
      expect([end, first.dropped, first.cause, first.fault]).toEqual([
        'connected',
        true,
        'mediaCut',
        `${server} crashed at 50 s`,
      ]);
      expect([ended(first), left]).toEqual([50, NOTHING]);
    },
  );

  it('to a colleague who does not answer ends in the voicemail', () => {
    const { first, end, left } = story(BLIND, [], { b: '', c: ', answerProbability: 0' });
    expect([end, first.lost, first.cause, left]).toEqual(['voicemail', false, '', NOTHING]);
  });

  it('to a colleague whose server is dead is saved by the direct dial, as any call is', () => {
    const { first, end, left } = story(BLIND, crash('regpbx3', 14, 200));
    expect([end, first.lost, first.cause, left]).toEqual(['connected', false, '', NOTHING]);
  });

  it('to a colleague who cannot be found loses the called person, who is told so by the hang-up of the server', () => {
    const gone = ['faults: [{ at: 14s, crash: regpbx3 }, { at: 14s, crash: dunpbx1 }, { at: 14s, stopDatabase: yes }]'];
    const { first, end, left } = story(BLIND, gone);
    expect([end, first.lost, first.cause, left]).toEqual(['unanswered', true, 'transferUnanswered', NOTHING]);
    expect(first.because).toBe('1002 was sent to 1003, who did not answer');
  });

  it('ends when the called person loses patience, who hangs up', () => {
    const { first, end, left, wire } = story(`${BLIND}, patience: 2s`);
    expect([end, ended(first), left]).toEqual(['abandoned', 19, NOTHING]);
    expect(wire.all('BYE').at(-1)!.at).toBeGreaterThan(0);
  });

  it('sends the called person on though the caller loses the power at once afterwards', () => {
    const { first, end, left } = story(BLIND, off(1001, 25));
    expect([end, ended(first), first.dropped, left]).toEqual(['connected', 80, false, NOTHING]);
  });

  it.each([
    [1002, 'the one who was sent'],
    [1003, 'the colleague'],
  ])('is cut when the phone %s loses its power, %s', (phone) => {
    const { first, left } = story(BLIND, off(phone, 50));
    expect([first.dropped, ended(first), left]).toEqual([true, 50, NOTHING]);
  });
});

describe('an attended transfer by the caller', () => {
  it('has the called person on hold, asks the colleague, and joins the two: the caller is out of both calls', () => {
    const { first, consultation, end, left, figures, wire } = story(ATTENDED);
    expect([at(first, 'held'), at(first, 'joined'), ended(first)]).toEqual([17, 30, 90]);
    expect([end, first.outcome, first.lost, left]).toEqual(['connected', 'dundi', false, NOTHING]);
    expect(consultation).toMatchObject({ from: '1001', outcome: 'dundi', lost: false });
    expect(ended(consultation!)).toBe(30);
    expect(figures).toMatchObject({ sentOn: 1, byCaller: 1, attended: 1, connected: 1 });
    expect(wire.last('REFER').fields).toMatchObject({ dialog: first.call, replaces: consultation!.call });
    expect(wire.all('INVITE in the dialog')).toHaveLength(1);
  });

  it.each(['regpbx1', 'regpbx2', 'regpbx3'])(
    'is cut afterwards by a crash of %s, one of the three in its path',
    (server) => {
      const { first, end, left } = story(ATTENDED, crash(server, 50, 60));
      expect([end, first.dropped, first.cause, first.fault]).toEqual([
        'connected',
        true,
        'mediaCut',
        `${server} crashed at 50 s`,
      ]);
      expect([ended(first), left]).toEqual([50, NOTHING]);
    },
  );

  it('loses the called person on hold with the server that plays the music, and the consultation with it', () => {
    const { first, consultation, end, left } = story(ATTENDED, crash('regpbx1', 25, 40));
    expect([end, first.dropped, consultation!.dropped, left]).toEqual(['lost', true, true, NOTHING]);
  });

  it('that loses the server of the colleague, or finds nobody there, takes the called person back', () => {
    const dead = story(ATTENDED, crash('regpbx3', 25, 40));
    const silent = story(ATTENDED, [], { b: '', c: ', answerProbability: 0' });
    for (const { first, end, left } of [dead, silent])
      expect([end, first.dropped, first.lost, left]).toEqual(['takenBack', false, false, NOTHING]);
    expect(ended(dead.first)).toBe(85);
    expect(dead.wire.all('INVITE in the dialog').map(({ fields }) => fields['media'])).toEqual([
      'sendonly',
      'sendrecv',
    ]);
  });

  it('ends when the called person on hold gives up: the caller sees it and hangs up on the colleague', () => {
    const { first, consultation, end, left } = story(`${ATTENDED}, patience: 8s`);
    expect([end, ended(first), left]).toEqual(['abandoned', 25, NOTHING]);
    expect((consultation!.endedAt - first.endedAt) / SECOND).toBeCloseTo(2, 2);
  });

  it('ends with the power of the caller: nobody is left to join the two', () => {
    const { first, consultation, end, left } = story(ATTENDED, off(1001, 25));
    expect([end, first.dropped, consultation!.dropped, left]).toEqual(['lost', true, true, NOTHING]);
  });

  it.each(['asterisk-1.2', 'asterisk-16'])(
    'is refused by a server that does not have the second call (%s)',
    (profile) => {
      const moved = [`profile: ${profile}`, 'faults: [{ at: 14s, move: { phone: 1001, to: regpbx4, clean: no } }]'];
      const { first, end, left } = story(ATTENDED, moved);
      expect([end, at(first, 'takenBack'), first.lost, left]).toEqual(['takenBack', 30, false, NOTHING]);
    },
  );
});

/** 1001 of regpbx1 calls 2001 of regpbx3, and parks the customer at the own server after 5 s. */
describe.each(['1.2', '16'] as const)('parking by the caller, in the words of Asterisk %s', (dialect) => {
  const parkedBy1001 = (more: object) =>
    parkingStory(dialect, {
      calls: [
        {
          at: '10s',
          from: '1001',
          to: '2001',
          talk: '60s',
          park: { by: 'caller', after: '5s', fetchedAfter: '10s', ...more },
        },
      ],
    });

  it('has the called person in a slot of the server of the caller, who hears its number and hangs up', () => {
    const { first, wire, calls, parking } = parkedBy1001({ fetchedBy: '1003' });
    expect(first('parked')).toMatchObject({ server: 1, slot: 701, by: 0 });
    const refer = wire.last('REFER');
    const bye = wire.all('BYE').find(({ at: when, from }) => when > refer.at && from === refer.from)!;
    expect(bye.at - refer.at).toBeCloseTo(2.61, 1);
    const [fetching, parked] = [...calls].sort((a, b) => Number(b.dialled === '701') - Number(a.dialled === '701'));
    expect(fetching).toMatchObject({ from: '1003', lost: false });
    expect(parked).toMatchObject({ from: '1001', dialled: '2001', lost: false });
    expect(parking).toMatchObject({ parked: 1, retrieved: 1 });
  });

  it('brings the call back to the caller, who has parked it, when nobody fetches it', () => {
    const { first, wire, calls, after } = parkedBy1001({ fetchProbability: '0%' });
    expect([first('parkingEnds')!.to, Math.round(after('parkingEnds'))]).toEqual([0, 45]);
    const invite = wire.all('INVITE').find(({ at: when, fields }) => when > 50 && fields['to'] === '1001')!;
    expect(invite.from).toBe(1);
    expect(calls).toMatchObject([{ dialled: '2001', lost: false }]);
    expect(
      calls[0]!.events.filter(({ what }) => what === 'pickedUp').map((event) => 'phone' in event && event.phone),
    ).toEqual([4, 0]);
  });

  it('is lost where the caller does not answer then', () => {
    const phones = { ...OFFICE, office: { ...OFFICE.office, answerProbability: 0 } };
    const park = { by: 'caller', after: '5s', fetchProbability: '0%' };
    const { calls } = parkingStory(dialect, {
      phones,
      calls: [{ at: '10s', from: '1001', to: '2001', talk: '60s', park }],
    });
    expect(calls).toMatchObject([{ lost: true, cause: 'parkingUnanswered' }]);
  });

  it('ends when the parked person hangs up', () => {
    const { calls, parking, wire } = parkedBy1001({ fetchProbability: '0%', patience: '20s' });
    const parkedAt = at(calls[0]!, 'parked');
    expect([calls.length, Math.round(calls[0]!.endedAt / SECOND) - parkedAt]).toEqual([1, 20]);
    expect(parking).toMatchObject({ parked: 1, retrieved: 0, abandoned: 1 });
    expect(wire.all('BYE').some(({ at: when }) => Math.round(when) === parkedAt + 20)).toBe(true);
  });
});
