import { describe, expect, it } from 'vitest';
import { Signal } from '../../../../src/kernel/signal.ts';
import { Simulation } from '../../../../src/kernel/clock/simulation.ts';
import { SECOND } from '../../../../src/kernel/units.ts';
import type { CallId, ChannelId, LegId, ServerId } from '../../../../src/model/ids.ts';
import { Hosts } from '../../../../src/model/network/hosts.ts';
import { rulesOf } from '../../../../src/model/rules.ts';
import { Bridges, type BridgesParts } from '../../../../src/model/server/channels/bridges.ts';
import { CAUSE, type ChannelRow, type Leg, type LegState } from '../../../../src/model/server/channels/channelRows.ts';
import { Dialer } from '../../../../src/model/server/channels/dialer.ts';
import type { DialerParts } from '../../../../src/model/server/channels/dialerParts.ts';
import type { DialRequest, DialResult } from '../../../../src/model/server/dialplan/services.ts';
import type { Happening } from '../../../../src/model/story/happenings.ts';

/** A Dial alone: its legs are rows that the test changes, and what it tells others is written down. */
class Alone {
  readonly sim = new Simulation({ seed: 'dial' });
  readonly told: string[] = [];
  readonly results: DialResult[] = [];
  readonly noted: Happening[] = [];
  readonly legs = new Map<LegId, Leg>();
  readonly dropped: number[] = [];
  /** Which target of the Dial has answered, from 0. */
  readonly answeredBy: number[] = [];
  /** Micros from the answer of a member of a queue to the talk. */
  greeting = 0;
  /** By resource: why no leg can be made. */
  readonly refused = new Map<string, number>();
  readonly row = {
    id: 1 as ChannelId,
    server: 0 as ServerId,
    call: 1 as CallId,
    side: 'sip',
    name: 'SIP/1-1',
  } as ChannelRow;
  readonly dialer: Dialer;
  private readonly legChanged = new Signal<[leg: Leg]>('legs');

  constructor(dialect: '1.2' | '16' = '16') {
    const { sim, row } = this;
    const legs = {
      make: (_: ChannelRow, { resource }: { resource: string }) => this.refused.get(resource) ?? this.made(resource),
      call: () => {},
      get: (id: LegId) => this.legs.get(id),
      drop: (id: LegId) => void this.dropped.push(id),
      settle: () => {},
    };
    const devices = { tech: 'SIP', selects: () => [], parse: () => ({}), stateChanges() {}, directMedia: () => true };
    const stories = { note: (_: CallId, what: Happening) => void this.noted.push(what) };
    const side = { ring: () => void this.told.push('rings'), answer: () => void this.told.push('answered') };
    const console = { say: () => {} };
    const audio = new Signal('audio');
    audio.receive(() => {});
    const bridges = new Bridges({ devices, stories, audio, side, console } as unknown as BridgesParts);
    const parts = {
      sim,
      hosts: new Hosts(sim, 1, 0),
      rules: rulesOf('asterisk-16', { dialect, dialHintLookup: 'none' }),
      devices,
      legs,
      channels: { get: () => row },
      stories,
      legChanged: this.legChanged,
      finders: [],
      machines: [{ resume: (_: ChannelId, result: DialResult) => void this.results.push(result) }],
      side,
      bridges,
      console,
      memberAnswers: (_: ChannelRow, target: number) => {
        this.answeredBy.push(target);
        return this.greeting;
      },
      memberTalks: () => void this.told.push('talks'),
    } as unknown as DialerParts;
    this.dialer = new Dialer(parts);
  }

  /** Dial(SIP/a&SIP/b,seconds); its legs are made at once. */
  dial(resources: readonly string[], more: Partial<DialRequest> = {}): this {
    const targets = resources.map((resource) => ({ tech: 'SIP', resource }));
    this.dialer.dial(this.row, { targets, seconds: 0, options: '', url: '', ...more });
    return this.pass(0);
  }

  /** The n-th leg says so, from 1. */
  leg(n: number, state: LegState, cause = 0): this {
    const leg = this.legs.get(n as LegId)!;
    Object.assign(leg, { state, cause, rang: leg.rang || state === 'ringing' });
    this.legChanged.send(leg);
    return this.pass(0);
  }

  pass(seconds: number): this {
    this.sim.run(this.sim.now + seconds * SECOND);
    return this;
  }

  private made(resource: string): Leg {
    const id = (this.legs.size + 1) as LegId;
    const leg = {
      id,
      channel: 1,
      server: 0,
      call: 1,
      kind: 'sip',
      name: resource,
      state: 'calling',
      rang: false,
      cause: 0,
    };
    this.legs.set(id, leg as unknown as Leg);
    return leg as unknown as Leg;
  }
}

const [BUSY, CONGESTED, GONE] = [CAUSE.busy, CAUSE.congestion, CAUSE.noUserResponse];

describe('when every target has failed', () => {
  it.each([
    ['one is busy', [BUSY], 'BUSY', BUSY],
    ['one is congested', [CONGESTED], 'CONGESTION', CONGESTED],
    ['one is silent', [GONE], 'CHANUNAVAIL', GONE],
    ['one of them is busy', [CONGESTED, BUSY, GONE], 'BUSY', GONE],
    ['one of them is congested', [GONE, CONGESTED], 'CONGESTION', CONGESTED],
  ])('%s', (_, causes, status, cause) => {
    const alone = new Alone().dial(causes.map(String));
    causes.forEach((each, i) => {
      expect(alone.results).toEqual([]);
      alone.leg(i + 1, 'ended', each);
    });
    expect(alone.results).toMatchObject([{ kind: 'dial', status, answered: false, cause, talkSeconds: 0 }]);
    expect(alone.noted.at(-1)).toEqual({ what: 'dialEnded', server: 0, status, silent: false });
    expect(alone.row.dial).toBeUndefined();
  });

  it.each([
    ['sip', 'CHANUNAVAIL'],
    ['iax', 'NOANSWER'],
    ['local', 'NOANSWER'],
  ] as const)('a hang-up without a reason is no failure in 16, but for SIP, which says one: %s', (kind, status) => {
    const alone = new Alone().dial(['a', 'b']);
    Object.assign(alone.legs.get(2 as LegId)!, { kind });
    const { results } = alone.leg(1, 'ended', CAUSE.noUserResponse).leg(2, 'ended', CAUSE.normal);
    expect(results).toMatchObject([{ status, answered: false, cause: CAUSE.normal }]);
  });

  it('there was nobody to call: no leg is made, and the cause of the last is told', () => {
    for (const [dialect, cause] of [
      ['16', CAUSE.unregistered],
      ['1.2', CAUSE.noRoute],
    ] as const) {
      const alone = new Alone(dialect);
      alone.refused.set('a', CAUSE.unallocated).set('b', CAUSE.unregistered);
      expect(alone.dial(['a', 'b']).results).toMatchObject([{ status: 'CHANUNAVAIL', cause }]);
    }
  });

  it('that cause is not told where it was not the last', () => {
    const alone = new Alone();
    alone.refused.set('a', CAUSE.unregistered);
    expect(alone.dial(['a', 'b']).leg(1, 'ended', BUSY).results).toMatchObject([{ status: 'BUSY', cause: BUSY }]);
  });
});

describe('the first that answers', () => {
  it('is bridged, and the others are dropped; the caller hears it ring once', () => {
    const alone = new Alone().dial(['a', 'b'], { seconds: 20 }).leg(1, 'ringing').leg(2, 'ringing').leg(1, 'ringing');
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
    const greeted = (): Alone => {
      const alone = new Alone();
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
    const alone = new Alone().dial(['a'], { seconds: 20 }).leg(1, 'answered').pass(100);
    expect(alone.results).toEqual([]);
  });
});

describe('the limit of time', () => {
  it.each([
    ['nothing was heard', 'calling', true],
    ['it rang', 'ringing', false],
  ] as const)('ends the Dial: %s', (_, state, silent) => {
    const alone = new Alone().dial(['a'], { seconds: 20 }).leg(1, state).pass(19.9);
    expect(alone.results).toEqual([]);
    alone.pass(0.1);
    expect(alone.results).toMatchObject([{ status: 'NOANSWER', answered: false, cause: 0, dialSeconds: 20 }]);
    expect([alone.dropped, alone.noted.at(-1)]).toEqual([
      [1],
      { what: 'dialEnded', server: 0, status: 'NOANSWER', silent },
    ]);
  });

  it('is none where the Dial names none', () => {
    expect(new Alone().dial(['a']).pass(1000).results).toEqual([]);
  });
});

it('with r the caller hears it ring at once', () => {
  expect(new Alone().dial(['a'], { options: 'r' }).told).toEqual(['rings']);
});

it.each([
  ['before an answer', 'ringing', 'CANCEL', false],
  ['after it', 'answered', 'ANSWER', true],
] as const)('the caller hangs up %s: %s', (_, state, status, answered) => {
  const alone = new Alone().dial(['a', 'b']).leg(1, state);
  alone.dropped.length = 0;
  expect(alone.pass(3).dialer.stop(alone.row)).toMatchObject({ status, answered, cause: 0 });
  expect([alone.dropped, alone.row.dial, alone.pass(100).results]).toEqual([[1, 2], undefined, []]);
});
