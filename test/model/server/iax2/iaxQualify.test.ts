import { describe, expect, it } from 'vitest';
import { Simulation } from '../../../../src/kernel/clock/simulation.ts';
import { MILLISECOND, SECOND } from '../../../../src/kernel/units.ts';
import type { IaxPeer, ServerConfig } from '../../../../src/model/config.ts';
import type { HostId, ServerId } from '../../../../src/model/ids.ts';
import { Hosts } from '../../../../src/model/network/hosts.ts';
import { Network } from '../../../../src/model/network/network.ts';
import { rulesOf } from '../../../../src/model/rules.ts';
import { IaxQualify } from '../../../../src/model/server/iax2/iaxQualify.ts';

const [HERE, THERE] = [0, 1] as unknown as readonly [ServerId, ServerId];

/** A server with one peer, `delayMs` away each way; loads at 0 s. */
function lab(profile: 'asterisk-1.2' | 'asterisk-16', delayMs = 1, different: Partial<IaxPeer> = {}) {
  const sim = new Simulation({ seed: 'poke' });
  const hosts = new Hosts(sim, 2, 0);
  const delay = { kind: 'constant', value: delayMs * MILLISECOND } as const;
  const network = new Network(sim, hosts, { delay, loss: 0, links: [], segments: undefined }, () => 0);
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
  return { hosts, network, qualify, may };
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

  it('hears nothing where the two are cut off from each other, or when it has no host', () => {
    const { network, may } = lab('asterisk-1.2');
    network.links.setReach([HERE as never], [THERE as never], false);
    expect(may(65)).toBe(false);
    expect(lab('asterisk-1.2', 1, { host: 'elsewhere' }).may(100)).toBe(true);
  });
});
