import { describe, expect, it } from 'vitest';
import { SECOND } from '../../src/kernel/units.ts';
import { Listener } from '../../src/measure/listener.ts';
import { Cluster } from '../../src/model/cluster.ts';
import type { ServerId } from '../../src/model/ids.ts';
import type { CallRecord, RegistrationRecord } from '../../src/model/observations.ts';
import { quiet } from '../model/quiet.ts';
import { expectTheory } from './interval.ts';

const REPLICATIONS = 20;
const WARM_UP = 200 * SECOND;

class Calls extends Listener {
  offered = 0;
  blocked = 0;
  answered = 0;
  talking = 0;
  /** Talk of all, over time. */
  area = 0;
  private changedAt = 0;

  override callAnswered(): void {
    this.account();
    this.talking++;
  }
  override callEnded({ outcome, answeredAt, offeredAt }: CallRecord): void {
    this.account();
    if (answeredAt >= 0) this.talking--;
    if (offeredAt < WARM_UP) return;
    this.offered++;
    if (answeredAt >= 0) this.answered++;
    if (outcome === 'blocked') this.blocked++;
  }
  account(): void {
    if (this.now > WARM_UP) this.area += this.talking * (this.now - Math.max(this.changedAt, WARM_UP));
    this.changedAt = this.now;
  }
}

describe("calls in progress (Little's law)", () => {
  // Nobody is busy: everybody takes any number of calls. Local calls and calls over DUNDi.
  it.each([
    ['local', 'regpbx1'],
    ['between servers', 'round-robin'],
  ])('%s: as many as come in the mean time of a talk', (name, home) => {
    const [rate, talk] = [0.5, 20];
    const config = quiet({
      phones: { office: { numbers: '1001..1200', home, expires: '1h', callsAtOnce: 100, answerAfter: '0s' } },
      calls: [{ rate: `${rate}/s`, talk: `exponential ${talk}s` }],
    });
    const means = Array.from({ length: REPLICATIONS }, (_, i) => {
      const calls = new Calls();
      const { sim } = new Cluster(config, { seed: `calls/${name}/${i}`, observations: calls });
      calls.follow(sim);
      sim.run(600 * SECOND);
      calls.account();
      expect(calls.answered).toBe(calls.offered);
      return calls.area / (600 * SECOND - WARM_UP);
    });
    expectTheory(means, rate * talk, 0.25, 'talks in progress');
  });
});

describe('a trunk group of a gateway, Poisson calls', () => {
  // Nobody is at the extensions that begin with 9: they are numbers of the PSTN, and Dial(Zap/g1/…) takes a channel for
  // each.
  const gateway = (file: { path: string; text: string }): typeof file =>
    file.path !== 'regpbx1/extensions.conf'
      ? file
      : {
          ...file,
          text: file.text.replace(
            '[phones]\n',
            '[phones]\nexten => _9XXX,1,Dial(Zap/g1/${EXTEN})\nexten => _9XXX,2,Hangup\n',
          ),
        };

  it.each([
    [1, 1, 'exponential 20s'],
    [5, 3, 'exponential 20s'],
    [5, 3, 'constant 20s'],
    [10, 10, 'uniform 0s..40s'],
  ])('of %i channels offered %f erlangs is blocked by Erlang B, whatever the talk: %s', (channels, load, talk) => {
    const config = quiet(
      {
        servers: { regpbx1: { trunks: { g1: { channels, setup: '0s' } } } },
        phones: {
          office: { numbers: '1001..1040', home: 'regpbx1', expires: '1h', callsAtOnce: 100 },
          outside: { numbers: '9001..9010', home: 'regpbx1', powered: 'no', answerAfter: '0s' },
        },
        calls: [{ rate: `${load / 20}/s`, from: 'office', to: 'outside', talk }],
      },
      gateway,
    );
    const blocked = Array.from({ length: REPLICATIONS }, (_, i) => {
      const calls = new Calls();
      const cluster = new Cluster(config, { seed: `trunks/${channels}/${talk}/${i}`, observations: calls });
      calls.follow(cluster.sim);
      cluster.sim.run(WARM_UP + Math.round((1000 / load) * 20 * SECOND));
      cluster.finish();
      expect(calls.answered + calls.blocked).toBe(calls.offered);
      return calls.blocked / calls.offered;
    });
    expectTheory(blocked, erlangB(channels, load), 0.3, 'blocked');
  });
});

/** Share of arrivals that find all `channels` taken. */
function erlangB(channels: number, load: number): number {
  let blocked = 1;
  for (let n = 1; n <= channels; n++) blocked = (load * blocked) / (n + load * blocked);
  return blocked;
}

class Registered extends Listener {
  area = 0;
  /** By phone and server: first grant, and the end of the last one with its grace. */
  readonly stays = new Map<string, { from: number; until: number }>();
  private count = 0;
  private changedAt = 0;

  override registrationsChanged(_server: ServerId, change: 1 | -1): void {
    this.area += this.count * (this.now - this.changedAt);
    this.changedAt = this.now;
    this.count += change;
  }
  override registrationEnded({ phone, server, result, kind, granted }: RegistrationRecord): void {
    if (result !== 'granted' || kind === 'unregister') return;
    const key = `${phone}/${server}/${granted}`;
    const until = this.now + (granted + 10) * SECOND;
    const stay = this.stays.get(key);
    if (stay === undefined) this.stays.set(key, { from: this.now, until });
    else stay.until = until;
  }
}

describe("registrations (Little's law)", () => {
  it('as many are there as come in the time that each stays: everybody comes, and leaves without a word', () => {
    const config = quiet({
      start: { state: 'cold' },
      phones: { office: { numbers: '1001..1300', home: 'round-robin', expires: '120s', kind: 'generic' } },
      faults: [{ at: '10m', powerOff: 'office', spread: 'exponential 10m' }],
    });
    const registered = new Registered();
    const { sim } = new Cluster(config, { seed: 'registered', observations: registered });
    registered.follow(sim);
    sim.run(10 * 3600 * SECOND);
    const stays = [...registered.stays.values()].reduce((sum, { from, until }) => sum + until - from, 0);
    expect(registered.stays.size).toBe(300);
    // Nobody is there at the beginning and at the end, so this is exact.
    expect(registered.area).toBe(stays);
  });
});
