import { expect, it } from 'vitest';
import { faultWords } from '../../../src/model/faults/faultWords.ts';
import { parse } from '../../scenario/world.ts';

it('the two sides of a cut or degraded link are named; all the rest is named as that', () => {
  const { config } = parse(`
duration: 5m
phones: { office: { numbers: 1001..1010, home: round-robin } }
faults:
  - { at: 1s, partition: regpbx2 }
  - { at: 2s, heal: regpbx2 }
  - { at: 3s, degrade: { between: regpbx2, delay: 200ms } }
  - { at: 4s, restore: { between: [regpbx1, regpbx2], and: dunpbx1 } }
  - { at: 5s, partition: [regpbx1, database] }
  - { at: 6s, heal: all }
`);
  expect(config.faults.map((fault) => faultWords(fault, config))).toEqual([
    'regpbx2 cut off from all others',
    'regpbx2 reaches all others again',
    'link of regpbx2 to all others degraded',
    'link of regpbx1, regpbx2 to dunpbx1 as before',
    'regpbx1 cut off from the database',
    'everything reaches everything again',
  ]);
});
