import { describe, expect, it } from 'vitest';
import { Simulation } from '../../../../src/kernel/clock/simulation.ts';
import { MILLISECOND, SECOND } from '../../../../src/kernel/units.ts';
import type { IaxPeer, ServerConfig } from '../../../../src/model/config.ts';
import type { HostId, ServerId } from '../../../../src/model/ids.ts';
import { Hosts } from '../../../../src/model/network/hosts.ts';
import { Network } from '../../../../src/model/network/network.ts';
import { rulesOf } from '../../../../src/model/rules.ts';
import { Sniffer, type Meets } from '../../laboratory.ts';
import { IaxQualify } from '../../../../src/model/server/iax2/iaxQualify.ts';

const [HERE, THERE] = [0, 1] as unknown as readonly [ServerId, ServerId];

/** A server with one peer, `delayMs` away each way; loads at 0 s. `meets`: what becomes of the nth datagram. */
function lab(
  profile: 'asterisk-1.2' | 'asterisk-16',
  delayMs = 1,
  different: Partial<IaxPeer> = {},
  meets: Meets = () => [0],
) {
  const sim = new Simulation({ seed: 'poke' });
  const hosts = new Hosts(sim, 2, 0);
  const delay = { kind: 'constant', value: delayMs * MILLISECOND } as const;
  const wire = new Sniffer();
  wire.disturb = meets;
  const network = new Network(sim, hosts, { delay, loss: 0, links: [], segments: undefined }, () => 0, wire);
  const peer: IaxPeer = {
    name: 'there',
    host: 'there',
    userName: '',
    secret: '',
    dbSecret: '',
    peerContext: '',
    qualifyMs: 2000,
    ...different,
  };
  const servers = [{ iax: { peers: [peer] } }, { iax: { peers: [] } }] as unknown as ServerConfig[];
  const serverAt = (name: string): ServerId | -1 => (name === 'there' ? THERE : -1);
  const qualify = new IaxQualify({ sim, hosts, network, rules: rulesOf(profile), servers, serverAt, time: () => 0 });
  qualify.load(HERE);
  /** Whether a call may be made there at that second. */
  const may = (second: number): boolean => {
    sim.run(second * SECOND);
    return !qualify.isUnreachable(HERE, peer);
  };
  return { hosts, network, qualify, may, wire };
}

/** The first of these messages is lost, `n` of them. */
function loses(title: string, n = 1): Meets {
  return ({ message }, nth) => (message.title === title && nth < n ? [] : [0]);
}

describe('a peer of iax.conf with qualify', () => {
  it.each([
    ['asterisk-1.2', 4],
    ['asterisk-16', 22],
  ] as const)(
    'that dies is noticed after the question of the next minute, under %s %d s after it',
    (profile, patience) => {
      const { hosts, may } = lab(profile);
      expect(may(30)).toBe(true);
      hosts.crash(THERE as unknown as HostId);
      expect([may(60 + patience - 1), may(60 + patience + 1)]).toEqual([true, false]);
    },
  );

  it('is asked each 10 s while it is silent, and called again when it answers', () => {
    const { hosts, may } = lab('asterisk-1.2');
    hosts.crash(THERE as unknown as HostId);
    expect(may(5)).toBe(false);
    hosts.start(THERE as unknown as HostId);
    expect([may(13.9), may(14.1)]).toEqual([false, true]); // Silent at 4 s, asked at 14 s.
  });

  it('is not called while it answers late', () => {
    expect(lab('asterisk-16', 300, { qualifyMs: 500 }).may(5)).toBe(false);
    expect(lab('asterisk-16', 200, { qualifyMs: 500 }).may(5)).toBe(true);
  });

  it('is asked as often as qualifyfreqok and qualifyfreqnotok say', () => {
    const { hosts, may } = lab('asterisk-1.2', 1, { qualifyOkMs: 10_000, qualifyNotOkMs: 2000 });
    may(9);
    hosts.crash(THERE as unknown as HostId);
    expect([may(13.9), may(14.1)]).toEqual([true, false]);
    hosts.start(THERE as unknown as HostId);
    expect(may(16.1)).toBe(true);
  });

  it('is asked again while no PONG comes, as long as it is waited for', () => {
    const silent = (profile: 'asterisk-1.2' | 'asterisk-16'): readonly number[] => {
      const { may, wire } = lab(profile, 1, {}, ({ message }) => (message.title === 'POKE' ? [] : [0]));
      may(13.9);
      return wire.times('POKE');
    };
    // Twice a quarter of the threshold and 1 ms, in 1.2; a quarter of it, then ten times that.
    expect(silent('asterisk-1.2')).toEqual([0, 1.002]);
    expect(silent('asterisk-16')).toEqual([0, 0.5, 5.5]);
  });

  it('answers a repeated question in time, and a third one too late', () => {
    const of = (n: number, second: number): boolean => lab('asterisk-16', 1, {}, loses('POKE', n)).may(second);
    expect([of(1, 4), of(2, 4), of(2, 6), of(2, 16)]).toEqual([true, true, false, true]);
  });

  it('whose PONG is lost is heard at the next question, and in 1.2 too late: it sends its own again after 2 s', () => {
    const recent = lab('asterisk-16', 1, {}, loses('PONG to POKE'));
    expect([recent.may(4), recent.wire.times('PONG to POKE')]).toEqual([true, [0.001, 0.501]]);
    const old = lab('asterisk-1.2', 1, {}, loses('PONG to POKE'));
    expect([old.may(1.9), old.may(3), old.may(11), old.may(13)]).toEqual([true, false, false, true]);
    expect(old.wire.times('PONG to POKE')).toEqual([0.001, 2.001, 12.003]);
  });

  it('in 1.2 repeats a PONG whose acknowledgement is lost, which changes nothing', () => {
    const { may, wire } = lab('asterisk-1.2', 1, {}, loses('ACK of PONG to POKE'));
    expect([may(5), wire.times('PONG to POKE')]).toEqual([true, [0.001, 2.001]]);
    expect(lab('asterisk-16', 1, {}, loses('ACK of PONG to POKE')).may(5)).toBe(true);
  });

  it('with host=dynamic is asked from the moment at which it registers, and not any more when its time is over', () => {
    const { hosts, qualify, may, wire } = lab('asterisk-16', 1, { host: 'dynamic' });
    expect([may(10), wire.times('POKE')]).toEqual([true, []]);
    qualify.moved(HERE, 'There', THERE as unknown as HostId);
    expect([may(71), wire.times('POKE')]).toEqual([true, [10, 70.002]]);
    hosts.crash(THERE as unknown as HostId);
    expect([may(152), may(153)]).toEqual([true, false]); // Asked at 130 s.
    qualify.moved(HERE, 'there', -1);
    expect([may(161), may(163), may(400)]).toEqual([false, true, true]);
    expect(wire.all('POKE').at(-1)!.at).toBeLessThan(156);
  });

  it('hears nothing where the two are cut off from each other, or when it has no host', () => {
    const { network, may } = lab('asterisk-1.2');
    network.links.setReach([HERE as never], [THERE as never], false);
    expect(may(65)).toBe(false);
    expect(lab('asterisk-1.2', 1, { host: 'elsewhere' }).may(100)).toBe(true);
  });
});
