import { expect, it } from 'vitest';
import { SECOND } from '../../../../src/kernel/units.ts';
import { Simulation } from '../../../../src/kernel/clock/simulation.ts';
import type { ChannelId, ServerId } from '../../../../src/model/ids.ts';
import { Dialogs, ENDED } from '../../../../src/model/server/channels/dialogs.ts';

const [HERE, THERE] = [0, 1] as [ServerId, ServerId];
const CHANNEL = 5 as ChannelId;

function made(): { sim: Simulation; dialogs: Dialogs } {
  const sim = new Simulation({ seed: 'dialogs' });
  return { sim, dialogs: new Dialogs(sim, 2) };
}

it('a dialog is known while it lasts and for 32 s after its end, on its own server', () => {
  const { sim, dialogs } = made();
  dialogs.open(HERE, 7, CHANNEL);
  expect([dialogs.get(HERE, 7), dialogs.get(THERE, 7), dialogs.get(HERE, 8)]).toEqual([CHANNEL, undefined, undefined]);
  sim.run(10 * SECOND);
  dialogs.end(HERE, 7);
  sim.run(42 * SECOND - 1);
  expect(dialogs.get(HERE, 7)).toBe(ENDED);
  sim.run(42 * SECOND);
  expect(dialogs.get(HERE, 7)).toBeUndefined();
});

it('one that begins again under its number is not forgotten with the old one', () => {
  const { sim, dialogs } = made();
  dialogs.open(HERE, 7, CHANNEL);
  dialogs.end(HERE, 7);
  dialogs.open(HERE, 7, 6 as ChannelId);
  sim.run(100 * SECOND);
  expect(dialogs.get(HERE, 7)).toBe(6);
});

it('a crash forgets those of that server', () => {
  const { dialogs } = made();
  for (const server of [HERE, THERE]) dialogs.open(server, 7, CHANNEL);
  dialogs.end(HERE, 7);
  dialogs.crash(HERE);
  expect([dialogs.get(HERE, 7), dialogs.get(THERE, 7)]).toEqual([undefined, CHANNEL]);
});
