import { Signal } from '../../../../src/kernel/signal.ts';
import { Simulation } from '../../../../src/kernel/clock/simulation.ts';
import { SECOND } from '../../../../src/kernel/units.ts';
import type { CallId, ChannelId, LegId, ServerId } from '../../../../src/model/ids.ts';
import { Hosts } from '../../../../src/model/network/hosts.ts';
import type { ProfileName } from '../../../../src/model/profiles.ts';
import { rulesOf } from '../../../../src/model/rules.ts';
import { Bridges, type BridgesParts } from '../../../../src/model/server/channels/bridges.ts';
import type { ChannelRow, Leg, LegState } from '../../../../src/model/server/channels/channelRows.ts';
import { Dialer } from '../../../../src/model/server/channels/dialer.ts';
import type { DialerParts } from '../../../../src/model/server/channels/dialerParts.ts';
import type { DialRequest, DialResult } from '../../../../src/model/server/dialplan/services.ts';
import type { Happening } from '../../../../src/model/story/happenings.ts';

/** A Dial alone: its legs are rows that the test changes, and what it tells others is written down. */
export class DialAlone {
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

  constructor(profile: ProfileName = 'asterisk-16') {
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
      rules: rulesOf(profile, { dialHintLookup: 'none' }),
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
  leg(n: number, state: LegState, cause = 0, endsBy: Leg['endsBy'] = 'hangUp'): this {
    const leg = this.legs.get(n as LegId)!;
    Object.assign(leg, { state, cause, endsBy, rang: leg.rang || state === 'ringing' });
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
      endsBy: 'hangUp',
    };
    this.legs.set(id, leg as unknown as Leg);
    return leg as unknown as Leg;
  }
}
