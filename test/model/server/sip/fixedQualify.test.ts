import { describe, expect, it } from 'vitest';
import type { SipFixedPeer } from '../../../../src/model/config.ts';
import type { Rules } from '../../../../src/model/rules.ts';
import { OPTIONS_RESPONSE } from '../../../../src/model/protocol/sip.ts';
import { HERE, SipLab, THERE } from '../sipLab.ts';

const PEER: SipFixedPeer = {
  name: 'there',
  kind: 'peer',
  host: 'there',
  context: 'incoming',
  secret: '',
  userName: '',
  fromUser: '',
  insecureInvite: false,
  qualifyMs: 200,
  directMedia: true,
};

/** Both servers have that section of sip.conf; the other one answers OPTIONS after that many ms, Infinity never. */
function probing(section: SipFixedPeer = PEER, rules: Partial<Rules> = {}) {
  let ms = 0;
  const lab = new SipLab({
    sip: section.host === 'dynamic' ? { fixedPeers: [], dynamicPeers: [section] } : { fixedPeers: [section] },
    rules,
    meets: ({ message, from, fields }) => {
      if (message.title !== 'OPTIONS') return [0];
      if (from === HERE && ms < Infinity)
        lab.network.send(THERE, HERE, OPTIONS_RESPONSE, fields as { branch: number; status: 404 }, ms * 1000);
      return [];
    },
  });
  return {
    lab,
    answersIn: (later: number) => void (ms = later),
    isUnreachable: () => lab.fixed.isUnreachable(HERE, section),
    probes: () => lab.wire.times('OPTIONS').map((at) => Math.round(at * 10) / 10),
  };
}

describe('qualify of a peer with a fixed host', () => {
  it('asks each minute, each 10 s while nobody answers; a late answer counts as none', () => {
    const { lab, answersIn, isUnreachable, probes } = probing();
    lab.fixed.load(HERE);
    lab.until(1);
    expect(isUnreachable()).toBe(false);
    answersIn(Infinity);
    lab.until(60.39);
    expect(isUnreachable()).toBe(false);
    lab.until(60.41);
    expect(isUnreachable()).toBe(true);
    answersIn(300);
    lab.until(75);
    expect([probes(), isUnreachable()]).toEqual([[0, 60, 70.4], true]);
    answersIn(10);
    lab.until(90);
    expect([probes().length, isUnreachable()]).toEqual([4, false]);
  });

  it.each([
    ['without qualify', { qualifyMs: 0 }],
    ['a host that is none of the scenario', { host: '192.0.2.1' }],
    ['a user, who has no host', { kind: 'user', host: '' } as const],
  ])('asks nobody: %s', (_, different) => {
    const { lab, probes } = probing({ ...PEER, ...different });
    lab.fixed.load(HERE);
    lab.until(100);
    expect(probes()).toEqual([]);
  });

  it('a crash forgets what was known, and asks no more', () => {
    const { lab, answersIn, isUnreachable, probes } = probing();
    answersIn(Infinity);
    lab.fixed.load(HERE);
    lab.until(1);
    expect(isUnreachable()).toBe(true);
    lab.fixed.crash(HERE);
    lab.until(100);
    expect([isUnreachable(), probes()]).toEqual([false, [0]]);
  });
});

describe('qualify of a section for which a server registers', () => {
  const DYNAMIC = { ...PEER, host: 'dynamic' };

  it.each([
    ['addressChanged', [5, 65, 125]],
    ['always', [5, 20, 80, 140]],
  ] as const)('begins with the registration; OPTIONS at a REGISTER: %s', (qualifyOnRegister, asked) => {
    const { lab, isUnreachable, probes } = probing(DYNAMIC, { qualifyOnRegister });
    lab.fixed.load(HERE);
    lab.until(5);
    lab.fixed.moved(HERE, 'there', THERE);
    lab.fixed.moved(HERE, 'there', THERE); // As a start says it again.
    lab.until(20);
    lab.fixed.renewed(HERE, 'there');
    lab.until(150);
    expect([probes(), isUnreachable()]).toEqual([asked, false]);
  });

  it('ends when its time is over, and one that does not answer is not reachable', () => {
    const { lab, answersIn, isUnreachable, probes } = probing(DYNAMIC);
    answersIn(Infinity);
    lab.fixed.moved(HERE, 'there', THERE);
    lab.until(1);
    expect(isUnreachable()).toBe(true);
    lab.until(5);
    lab.fixed.moved(HERE, 'there', -1);
    lab.until(100);
    expect([probes(), isUnreachable()]).toEqual([[0], false]);
  });

  it('is asked after a start where the astdb has its address', () => {
    const { lab, probes } = probing(DYNAMIC);
    lab.fixed.moved(HERE, 'there', THERE);
    lab.until(5);
    lab.fixed.crash(HERE);
    lab.until(30);
    lab.fixed.load(HERE);
    lab.until(35);
    expect(probes()).toEqual([0, 30]);
  });
});
