import { expect, it } from 'vitest';
import { Simulation } from '../../../src/kernel/clock/simulation.ts';
import { SECOND } from '../../../src/kernel/units.ts';
import { Listener } from '../../../src/measure/listener.ts';
import type { StandbyConfig } from '../../../src/model/config.ts';
import type { ServerId } from '../../../src/model/ids.ts';
import { Hosts } from '../../../src/model/network/hosts.ts';
import { Standbys } from '../../../src/model/standby/standbys.ts';

class Said extends Listener {
  readonly lines: string[] = [];
  override faultHappened(text: string): void {
    this.lines.push(`${Math.floor(this.now / SECOND)} s: ${text}`);
  }
}

function watched(different: Partial<StandbyConfig> = {}) {
  const sim = new Simulation({ seed: 'standbys' });
  const hosts = new Hosts(sim, 3, 0);
  const said = new Said();
  said.follow(sim);
  const config: StandbyConfig = {
    servers: [0, 1],
    machines: 1,
    interval: 5 * SECOND,
    silences: 3,
    operator: { kind: 'constant', value: 20 * SECOND },
    start: 2 * SECOND,
    astdb: 'empty',
    arp: { gratuitous: 1, loss: 0, age: { kind: 'constant', value: 0 } },
    ...different,
  };
  const replaced: [server: number, at: number][] = [];
  const replace = (server: ServerId): void => {
    replaced.push([server, sim.now]);
    hosts.start(server);
  };
  const standbys = new Standbys({ sim, hosts, config, observations: said, nameOf: (server) => `s${server}`, replace });
  standbys.begin();
  const crashAt = (server: number, at: number): void => {
    sim.run(at * SECOND);
    hosts.crash(server as ServerId);
  };
  return { sim, hosts, said, replaced, crashAt };
}

it('a server is dead at the third silence, and replaced after the operator and the start', () => {
  const { sim, replaced, crashAt } = watched();
  crashAt(0, 60);
  sim.run(600 * SECOND);
  // Two intervals and the rest of the first, 10 to 15 s; then 22 s.
  expect(replaced.map(([server]) => server)).toEqual([0]);
  expect(replaced[0]![1] / SECOND).toBeGreaterThanOrEqual(60 + 10 + 22);
  expect(replaced[0]![1] / SECOND).toBeLessThanOrEqual(60 + 15 + 22);
});

it('one standby is one server: the next that dies stays dead', () => {
  const { sim, replaced, said, crashAt } = watched();
  crashAt(0, 60);
  crashAt(1, 200);
  sim.run(600 * SECOND);
  expect(replaced.map(([server]) => server)).toEqual([0]);
  expect(said.lines.map((line) => line.replace(/^\d+ s: /, ''))).toEqual([
    'the monitor finds s0 dead',
    'the monitor finds s1 dead',
    'no standby is free for s1',
  ]);
});

it.each([
  ['is not watched', { servers: [1] }, false],
  ['is back before the operator has come', {}, true],
])('a server is not replaced that %s', (_, different, returns) => {
  const { sim, hosts, replaced, crashAt } = watched(different);
  crashAt(0, 60);
  if (returns) {
    sim.run(80 * SECOND);
    hosts.start(0 as ServerId);
  }
  sim.run(600 * SECOND);
  expect(replaced).toEqual([]);
});
