import { describe, expect, it } from 'vitest';
import { Simulation } from '../../../../src/kernel/clock/simulation.ts';
import { SECOND } from '../../../../src/kernel/units.ts';
import type { ServerConfig } from '../../../../src/model/config.ts';
import type { HostId, ServerId } from '../../../../src/model/ids.ts';
import { Hosts } from '../../../../src/model/network/hosts.ts';
import { Network } from '../../../../src/model/network/network.ts';
import {
  ACCOUNT_REGISTER,
  type AccountRegister,
  type AccountRegisterResponse,
} from '../../../../src/model/protocol/sip.ts';
import type { Distributor } from '../../../../src/model/server/pjsip/distributor.ts';
import { ServerRegistrations } from '../../../../src/model/server/pjsip/serverRegistrations.ts';
import { Sniffer, WIRE } from '../../laboratory.ts';

const [HERE, THERE] = [0, 1] as unknown as readonly [ServerId, ServerId];

/** A server that registers at another one, which `answers`: the statuses of its responses, in order, the last for ever. */
function lab(statuses: readonly AccountRegisterResponse['status'][] = []) {
  const sim = new Simulation({ seed: 'registers' });
  const hosts = new Hosts(sim, 2, 0);
  const wire = new Sniffer();
  const network = new Network(sim, hosts, WIRE, () => 0, wire);
  const is = {
    name: 'reg',
    host: 'there',
    user: 'site',
    contactUser: 's',
    digest: { userName: 'u', secret: 'p' },
    expiration: 60,
    retryInterval: 20 * SECOND,
    maxRetries: 10,
  };
  let answer: ((server: ServerId, response: AccountRegisterResponse) => true) | undefined;
  const distributor = { receive: (_: unknown, __: unknown, handler: typeof answer) => void (answer = handler) };
  const servers = [{ pjsip: { registrations: [is] } }, { pjsip: { registrations: [] } }] as unknown as ServerConfig[];
  const registrations = new ServerRegistrations(
    sim,
    hosts,
    network,
    distributor as unknown as Distributor,
    servers,
    (name) => (name === 'there' ? THERE : -1),
  );
  let heard = 0;
  network.receive(ACCOUNT_REGISTER, 'server', ({ branch }: AccountRegister) => {
    const status = statuses[Math.min(heard++, statuses.length - 1)];
    if (status !== undefined) answer!(HERE, { branch, status, nonce: status === 401 ? 7 : 0, expires: 60 });
  });
  registrations.load(HERE);
  /** Times of its requests, from the first on. */
  const until = (second: number): readonly number[] => {
    sim.run(second * SECOND);
    const times = wire.times(ACCOUNT_REGISTER.title);
    return times.map((time) => Math.round((time - times[0]!) * 100) / 100);
  };
  return { network, registrations, until, wire };
}

describe('a server that registers at another one over chan_pjsip', () => {
  it('asks, answers the challenge, and asks again 10 s before its time is over', () => {
    const { until, wire } = lab([401, 200, 401, 200]);
    expect(until(65)).toEqual([0, 0, 50, 50]);
    expect(wire.all(ACCOUNT_REGISTER.title).map(({ fields }) => fields['nonce'])).toEqual([0, 7, 0, 7]);
  });

  it('repeats a request that nobody answers (Timer E), gives it up after 32 s, and begins anew', () => {
    const times = lab().until(80);
    expect(times.slice(0, 12)).toEqual([0, 0.5, 1.5, 3.5, 7.5, 11.5, 15.5, 19.5, 23.5, 27.5, 31.5, 52]);
  });

  it('is registered once one of its requests arrives, on a link that loses the first two', () => {
    const { until, wire } = lab([200]);
    wire.disturb = (_, nth) => (nth < 2 ? [] : [0]);
    expect(until(45)).toEqual([0, 0.5, 1.5]);
  });

  it('does not reach a server from which it is cut off', () => {
    const { network, until } = lab([200]);
    const cut = (reaches: boolean): void =>
      network.links.setReach([HERE as unknown as HostId], [THERE as unknown as HostId], reaches);
    cut(false);
    expect(until(15)).toEqual([]);
    cut(true);
    expect(until(20)).toHaveLength(1);
  });
});
