import { expect, it } from 'vitest';
import { saysItsCell } from '../../../src/experiment/grid/brokenCell.ts';
import { sourceOf, WANTS_NOTHING, type Cell } from '../../../src/experiment/grid/cell.ts';
import { broken } from '../../../src/kernel/assert.ts';
import { Simulation } from '../../../src/kernel/clock/simulation.ts';

const cell: Cell = {
  key: '2/r3',
  source: sourceOf({ path: 'my office.yaml', text: '', sets: ['servers.*.cachetime=5s'], until: '5m', folders: [] }),
  overrides: ['phones.office.expires=60s'],
  seed: '7/r3',
  point: 2,
  replication: 3,
  wants: WANTS_NOTHING,
};

it('a broken assertion names seed, moment, event, cell and the command that shows it again', () => {
  const sim = new Simulation({ seed: '7/r3' });
  const breaks = sim.on('test.breaks', () => broken('1 call too many'));
  sim.after(250, breaks, 3, 17);
  expect(() => saysItsCell(cell, () => sim.run(1000))).toThrow(
    "1 call too many (seed 7/r3, at 250 µs, event test.breaks(3, 17)); cell 2/r3; again with: dundisim run 'my office.yaml' " +
      "--seed 7/r3 --until 5m --set 'servers.*.cachetime=5s' --set phones.office.expires=60s",
  );
});

it('a mistake of the user goes through as it is', () => {
  const mistake = new TypeError('x');
  expect(() =>
    saysItsCell(cell, () => {
      throw mistake;
    }),
  ).toThrow(mistake);
});
