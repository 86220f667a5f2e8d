import { describe, expect, it } from 'vitest';
import { SECOND } from '../../../../src/kernel/units.ts';
import { CAUSE } from '../../../../src/model/server/channels/channelRows.ts';
import { DialAlone } from './dialAlone.ts';

const [BUSY, CONGESTED, GONE] = [CAUSE.busy, CAUSE.congestion, CAUSE.noUserResponse];

describe('when every target has failed', () => {
  it.each([
    ['one is busy', [BUSY], 'BUSY', BUSY],
    ['one is congested', [CONGESTED], 'CONGESTION', CONGESTED],
    ['one is silent', [GONE], 'CHANUNAVAIL', GONE],
    ['one of them is busy', [CONGESTED, BUSY, GONE], 'BUSY', GONE],
    ['one of them is congested', [GONE, CONGESTED], 'CONGESTION', CONGESTED],
  ])('%s', (_, causes, status, cause) => {
    const alone = new DialAlone().dial(causes.map(String));
    causes.forEach((each, i) => {
      expect(alone.results).toEqual([]);
      alone.leg(i + 1, 'ended', each);
    });
    expect(alone.results).toMatchObject([{ kind: 'dial', status, answered: false, cause, talkSeconds: 0 }]);
    expect(alone.noted.at(-1)).toEqual({ what: 'dialEnded', server: 0, status, silent: false });
    expect(alone.row.dial).toBeUndefined();
  });

  it.each([
    ['asterisk-1.2', 'CHANUNAVAIL'],
    ['asterisk-16', 'NOANSWER'],
  ] as const)('a hang-up without a reason is no failure since 16: %s', (profile, status) => {
    const alone = new DialAlone(profile).dial(['a', 'b']);
    const { results } = alone.leg(1, 'ended', CAUSE.noUserResponse).leg(2, 'ended', CAUSE.normal);
    expect(results).toMatchObject([{ status, answered: false, cause: CAUSE.normal }]);
  });

  it('there was nobody to call: no leg is made, and the cause of the last is told', () => {
    for (const [profile, cause] of [
      ['asterisk-16', CAUSE.unregistered],
      ['asterisk-1.2', CAUSE.noRoute],
    ] as const) {
      const alone = new DialAlone(profile);
      alone.refused.set('a', CAUSE.unallocated).set('b', CAUSE.unregistered);
      expect(alone.dial(['a', 'b']).results).toMatchObject([{ status: 'CHANUNAVAIL', cause }]);
    }
  });

  it('that cause is not told where it was not the last', () => {
    const alone = new DialAlone();
    alone.refused.set('a', CAUSE.unregistered);
    expect(alone.dial(['a', 'b']).leg(1, 'ended', BUSY).results).toMatchObject([{ status: 'BUSY', cause: BUSY }]);
  });
});

describe('the first that answers', () => {
  it('is bridged, and the others are dropped; the caller hears it ring once', () => {
    const alone = new DialAlone()
      .dial(['a', 'b'], { seconds: 20 })
      .leg(1, 'ringing')
      .leg(2, 'ringing')
      .leg(1, 'ringing');
    expect(alone.told).toEqual(['rings', 'rings']); // Once for each.
    alone.pass(5).leg(2, 'answered');
    expect([alone.told.slice(2), alone.dropped, alone.results]).toEqual([['talks', 'answered'], [1], []]);
    expect(alone.answeredBy).toEqual([1]);
    expect(alone.noted.at(-1)).toMatchObject({ what: 'connected', server: 0 });
    alone.pass(60).leg(2, 'ended', CAUSE.normal);
    expect(alone.results).toMatchObject([
      { status: 'ANSWER', answered: true, cause: CAUSE.normal, dialSeconds: 5, talkSeconds: 60 },
    ]);
  });

  it('is bridged only after what is said first; meanwhile either side may go', () => {
    const greeted = (): DialAlone => {
      const alone = new DialAlone();
      alone.greeting = 4 * SECOND;
      return alone.dial(['a', 'b'], { seconds: 20 }).leg(1, 'answered').pass(3.9);
    };
    const talks = greeted();
    expect([talks.told, talks.dropped]).toEqual([[], [2]]);
    talks.pass(0.1);
    expect(talks.told).toEqual(['talks', 'answered']);
    expect(talks.pass(60).leg(1, 'ended').results).toMatchObject([
      { status: 'ANSWER', dialSeconds: 4, talkSeconds: 60 },
    ]);
    const memberGoes = greeted().leg(1, 'ended');
    expect(memberGoes.results).toMatchObject([{ status: 'NOANSWER', answered: false }]);
    expect(memberGoes.pass(100).told).toEqual([]);
    const callerGoes = greeted();
    expect(callerGoes.dialer.stop(callerGoes.row)).toMatchObject({ status: 'CANCEL', answered: false });
    expect(callerGoes.pass(100).told).toEqual([]);
  });

  it('ends the limit of time', () => {
    const alone = new DialAlone().dial(['a'], { seconds: 20 }).leg(1, 'answered').pass(100);
    expect(alone.results).toEqual([]);
  });
});

describe('the limit of time', () => {
  it.each([
    ['nothing was heard', 'calling', true],
    ['it rang', 'ringing', false],
  ] as const)('ends the Dial: %s', (_, state, silent) => {
    const alone = new DialAlone().dial(['a'], { seconds: 20 }).leg(1, state).pass(19.9);
    expect(alone.results).toEqual([]);
    alone.pass(0.1);
    expect(alone.results).toMatchObject([{ status: 'NOANSWER', answered: false, cause: 0, dialSeconds: 20 }]);
    expect([alone.dropped, alone.noted.at(-1)]).toEqual([
      [1],
      { what: 'dialEnded', server: 0, status: 'NOANSWER', silent },
    ]);
  });

  it('is none where the Dial names none', () => {
    expect(new DialAlone().dial(['a']).pass(1000).results).toEqual([]);
  });
});

it('with r the caller hears it ring at once', () => {
  expect(new DialAlone().dial(['a'], { options: 'r' }).told).toEqual(['rings']);
});

it.each([
  ['before an answer', 'ringing', 'CANCEL', false],
  ['after it', 'answered', 'ANSWER', true],
] as const)('the caller hangs up %s: %s', (_, state, status, answered) => {
  const alone = new DialAlone().dial(['a', 'b']).leg(1, state);
  alone.dropped.length = 0;
  expect(alone.pass(3).dialer.stop(alone.row)).toMatchObject({ status, answered, cause: 0 });
  expect([alone.dropped, alone.row.dial, alone.pass(100).results]).toEqual([[1, 2], undefined, []]);
});
