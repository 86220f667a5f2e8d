import { describe, expect, it } from 'vitest';
import { Simulation, type EventType } from '../../../../src/kernel/clock/simulation.ts';
import type { ServerConfig } from '../../../../src/model/config.ts';
import type { ServerId } from '../../../../src/model/ids.ts';
import { Hosts } from '../../../../src/model/network/hosts.ts';
import { AccountExtensions } from '../../../../src/model/server/accounts/accountExtensions.ts';
import type { Dialplan } from '../../../../src/model/server/dialplan/compile.ts';
import type { Finder } from '../../../../src/model/server/dialplan/index.ts';

const HERE = 0 as ServerId;

/** A server with two sections in iax.conf and one in sip.conf; `plan` is what was done to its regcontexts. */
function lab({ regContext = 'iaxphones', isFree = true } = {}) {
  const sim = new Simulation({ seed: 'extensions' });
  const plan: string[] = [];
  const dialplan = {
    add: (...of: readonly string[]) => void plan.push(`+ ${of.join(' ')}`),
    remove: (...of: readonly string[]) => void plan.push(`- ${of.join(' ')}`),
  };
  const waits: (() => void)[] = [];
  let holds = 0;
  const finder = {
    lockForChange(event: EventType<number, number>, a: number, b: number): boolean {
      holds++;
      if (!isFree) waits.push(() => void sim.after(0, event, a, b));
      return isFree;
    },
    unlock: () => void holds--,
  };
  const iax = { regContext, peers: [{ name: 'branch' }, { name: 'shop', regExten: ['201', '202'] }] };
  const sip = { regContext: 'sipphones', dynamicPeers: [{ name: 'site' }] };
  const extensions = new AccountExtensions({
    hosts: new Hosts(sim, 1, 0),
    servers: [{ iax, sip }] as unknown as ServerConfig[],
    plans: [dialplan as unknown as Dialplan],
    finders: [finder as unknown as Finder],
  });
  const changed = (section: string, host: number, tech: 'IAX2' | 'SIP' = 'IAX2'): void =>
    extensions.changed({ server: HERE, tech, section, host: host as ServerId });
  const free = (): void => {
    for (const wake of waits.splice(0)) wake();
    sim.run(sim.now + 1);
  };
  return { extensions, plan, changed, free, held: () => holds };
}

describe('the extension of a server that registers', () => {
  it('has the name of its section, or those of regexten, in the regcontext of its technology', () => {
    const { plan, changed, held } = lab();
    changed('Branch', 1);
    changed('shop', 1);
    changed('site', 1, 'SIP');
    changed('shop', -1);
    expect(plan).toEqual([
      '+ iaxphones branch Noop branch IAX2',
      '+ iaxphones 201 Noop shop IAX2',
      '+ iaxphones 202 Noop shop IAX2',
      '+ sipphones site Noop site SIP',
      '- iaxphones 201',
      '- iaxphones 202',
    ]);
    expect(held()).toBe(0);
  });

  it('is not made where there is no regcontext', () => {
    const { plan, changed } = lab({ regContext: '' });
    changed('branch', 1);
    expect(plan).toEqual([]);
  });

  it('waits for the dialplan lock, with those that come meanwhile', () => {
    const { plan, changed, free, held } = lab({ isFree: false });
    changed('branch', 1);
    changed('branch', -1);
    expect([plan, held()]).toEqual([[], 1]);
    free();
    expect([plan.length, held()]).toEqual([2, 0]);
  });

  it('is forgotten with the server', () => {
    const { extensions, plan, changed, free } = lab({ isFree: false });
    changed('branch', 1);
    extensions.crash(HERE);
    free();
    expect(plan).toEqual([]);
  });
});
