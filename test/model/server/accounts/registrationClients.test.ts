import { describe, expect, it } from 'vitest';
import { Simulation } from '../../../../src/kernel/clock/simulation.ts';
import { SECOND } from '../../../../src/kernel/units.ts';
import type { ServerConfig } from '../../../../src/model/config.ts';
import type { ServerId } from '../../../../src/model/ids.ts';
import { Hosts } from '../../../../src/model/network/hosts.ts';
import type { Registering } from '../../../../src/model/server/accounts/accounts.ts';
import { RegistrationClients } from '../../../../src/model/server/accounts/registrationClients.ts';
import { NOWHERE } from '../../../../src/text/place.ts';

const HERE = 0 as ServerId;

/** Requests of a server that registers once, with the times at which they are sent, s. */
function lab(tech: 'SIP' | 'IAX2', sip: object = {}, dialect: '1.2' | '16' = '16') {
  const sim = new Simulation({ seed: 'registers' });
  const config = { userName: 'u', secret: 's', host: 'there', extension: 's', place: NOWHERE };
  const registering: Registering[] = [{ server: HERE, tech, config, at: 1 as ServerId }];
  const sent: { readonly at: number; readonly branch: number; readonly nonce: number }[] = [];
  const send = (_: Registering, { branch, nonce }: { branch: number; nonce: number }): void =>
    void sent.push({ at: sim.now / SECOND, branch, nonce });
  const servers = [{ sip: { defaultExpiry: 120, ...sip } } as unknown as ServerConfig];
  const hosts = new Hosts(sim, 2, 0);
  const clients = new RegistrationClients({
    sim,
    hosts,
    servers,
    dialect,
    registering,
    send: { SIP: send, IAX2: send },
  });
  clients.load(HERE);
  const until = (seconds: number): readonly number[] => {
    sim.run(seconds * SECOND);
    return sent.map(({ at }) => at);
  };
  return { clients, sent, until };
}

describe('a server that registers', () => {
  it('over SIP: 200 ms after its start, again while nobody answers, and anew each 20 s', () => {
    expect(lab('SIP').until(22)).toEqual([0.2, 1.2, 3.2, 7.2, 11.2, 15.2, 20.2, 21.2]);
  });

  it('over IAX2: at once, after 2, 12 and 22 s, and anew when its time would have ended', () => {
    expect(lab('IAX2').until(53)).toEqual([0, 2, 12, 22, 50, 52]);
  });

  it('answers a challenge at once, in the same transaction', () => {
    const { clients, sent, until } = lab('SIP');
    until(0.5);
    clients.challenged(1, 7);
    clients.challenged(1, 8); // A late copy.
    expect(sent).toEqual([
      { at: 0.2, branch: 1, nonce: 0 },
      { at: 0.5, branch: 1, nonce: 7 },
    ]);
  });

  it.each([
    ['SIP', 120, 105],
    ['SIP', 30, 24],
    ['SIP', 2, 1.5],
    ['IAX2', 60, 50],
  ] as const)('over %s refreshes %d s after %d s', (tech, granted, after) => {
    const { clients, until } = lab(tech);
    const [first] = until(0.2);
    clients.granted(1, granted);
    expect([until(0.2 + after + 0.5).at(-1), clients.registered(HERE)]).toEqual([0.2 + after, 0]);
    expect(first).toBeLessThan(0.3);
  });

  it('gives a SIP registration up that was refused; over IAX2 it comes again', () => {
    for (const [tech, requests] of [
      ['SIP', 1],
      ['IAX2', 2],
    ] as const) {
      const { clients, until } = lab(tech);
      until(0.5);
      clients.refused(1);
      expect(until(51)).toHaveLength(requests);
    }
  });

  it('gives up after registerattempts: later releases count the first', () => {
    const attempts = (dialect: '1.2' | '16'): number => {
      const { sent, until } = lab('SIP', { registerAttempts: 2, registerTimeout: 5 }, dialect);
      until(60);
      return new Set(sent.map(({ branch }) => branch)).size;
    };
    expect([attempts('1.2'), attempts('16')]).toEqual([3, 2]);
  });

  it('begins again after a crash, and answers to what was asked before count no more', () => {
    const { clients, until } = lab('SIP');
    until(0.5);
    clients.crash(HERE);
    expect(until(30)).toHaveLength(1);
    clients.granted(1, 120);
    expect(clients.registered(HERE)).toBe(0);
    clients.load(HERE);
    expect(until(30.5)).toHaveLength(2);
  });
});
