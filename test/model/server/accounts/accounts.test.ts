import { describe, expect, it } from 'vitest';
import { Simulation } from '../../../../src/kernel/clock/simulation.ts';
import { SECOND } from '../../../../src/kernel/units.ts';
import type { ServerConfig } from '../../../../src/model/config.ts';
import type { HostId, ServerId } from '../../../../src/model/ids.ts';
import { Hosts } from '../../../../src/model/network/hosts.ts';
import { Accounts } from '../../../../src/model/server/accounts/accounts.ts';
import { NOWHERE } from '../../../../src/text/place.ts';

const [MAIN, SITE] = [0, 1] as unknown as readonly [ServerId, ServerId];

/** Server `site` registers at `main` for [branch], over IAX2. `moves`: what is said of it, by the second. */
function lab() {
  const sim = new Simulation({ seed: 'accounts' });
  const hosts = new Hosts(sim, 2, 0);
  const config = { userName: 'branch', secret: 's', host: 'main', extension: 's', place: NOWHERE };
  const servers = [
    { sip: { fixedPeers: [] }, iax: {} },
    { sip: { fixedPeers: [] }, iax: { registers: [config] } },
  ] as unknown as ServerConfig[];
  const accounts = new Accounts(sim, hosts, servers, (name) => (name === 'main' ? MAIN : -1));
  const moves: (readonly [second: number, host: number])[] = [];
  let renewals = 0;
  accounts.renewed.receive(() => void renewals++);
  accounts.moved.receive(({ host }) => void moves.push([sim.now / SECOND, host]));
  const register = (): void =>
    accounts.register({ server: MAIN, tech: 'IAX2', section: 'Branch' }, SITE, '77', 70 * SECOND);
  const at = (second: number): ServerId | -1 => {
    sim.run(second * SECOND);
    return accounts.hostOf(MAIN, 'IAX2', 'branch');
  };
  return { sim, hosts, accounts, moves, register, at, renewals: () => renewals };
}

describe('the address of a server that registers', () => {
  it('is known from its registration on, and for its time after the last one', () => {
    const { accounts, moves, register, at, renewals } = lab();
    expect([accounts.isAccount(MAIN, 'IAX2', 'BRANCH'), at(1)]).toEqual([true, -1]);
    register();
    expect([at(50), accounts.extensionOf(MAIN, 'IAX2', 'branch')]).toEqual([SITE, '77']);
    register();
    expect(renewals()).toBe(1);
    expect([at(119), at(121)]).toEqual([SITE, -1]);
    expect(moves).toEqual([[1, SITE], [120, -1]]); // prettier-ignore
  });

  it('lies in the astdb: a server that starts again has it for the whole of its time', () => {
    const { hosts, accounts, moves, register, at } = lab();
    register();
    at(60);
    accounts.crash(MAIN);
    hosts.crash(MAIN as unknown as HostId);
    at(100);
    hosts.start(MAIN as unknown as HostId);
    accounts.load(MAIN);
    expect([at(169), at(171)]).toEqual([SITE, -1]);
    expect(moves).toEqual([[0, SITE], [100, SITE], [170, -1]]); // prettier-ignore
  });

  it('is not on the disk of a standby', () => {
    const { accounts, moves, register, at } = lab();
    register();
    accounts.crash(MAIN);
    accounts.loseDisk(MAIN);
    accounts.load(MAIN);
    expect([at(1), moves]).toEqual([-1, [[0, SITE], [0, -1]]]); // prettier-ignore
  });

  it('of a section for which no server registers is not kept', () => {
    const { accounts, at } = lab();
    accounts.register({ server: MAIN, tech: 'SIP', section: 'branch' }, SITE, 's', SECOND);
    expect([at(0), accounts.hostOf(MAIN, 'SIP', 'branch')]).toEqual([-1, -1]);
  });
});
