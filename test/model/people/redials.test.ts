import { expect, it } from 'vitest';
import { SECOND } from '../../../src/kernel/units.ts';
import { Simulation } from '../../../src/kernel/clock/simulation.ts';
import type { CallRecord } from '../../../src/model/observations.ts';
import type { Intention } from '../../../src/model/people/intention.ts';
import { Redials } from '../../../src/model/people/redials.ts';

const PSTN = { server: 1, context: 'x', group: 'g1' };

function made(redialAttempts = 2) {
  const sim = new Simulation({ seed: 'redials' });
  const offered: [at: number, intention: Intention][] = [];
  const offers = {
    offer: (intention: Intention) => void offered.push([sim.now / SECOND, intention]),
    noCaller: () => {},
  };
  const redials = new Redials(sim, offers);
  const plan = (intention: Partial<Intention>, record: Partial<CallRecord> = {}) =>
    redials.plan(
      {
        source: 0,
        redial: 0,
        caller: 3,
        redialAfter: 10 * SECOND,
        pstn: PSTN,
        dialled: '1002',
        redials: redialAttempts,
        ...intention,
      } as Intention,
      { outcome: 'invalid', answeredAt: -1, ...record } as CallRecord,
    );
  return { sim, offered, redials, plan };
}

it('a failed attempt is made again after its time, marked, with what was drawn for it', () => {
  const { sim, offered, plan } = made();
  plan({});
  plan({ redial: 1, redialAfter: 1 });
  sim.run(60 * SECOND);
  expect(offered.map(([at, { redial, dialled, pstn }]) => [at, redial, dialled, pstn])).toEqual([
    [2, 2, '1002', PSTN], // Two seconds of tone at least.
    [10, 1, '1002', PSTN],
  ]);
});

it.each([
  ['by a caller who does not try again', { redialAfter: -1 }, {}],
  ['after as many attempts as this caller makes', { redial: 2 }, {}],
  ['when it was answered', {}, { answeredAt: 0 }],
  ['when the voicemail answered', {}, { outcome: 'voicemail' }],
  ['when the run ended', {}, { outcome: 'inProgress' }],
] as [string, Partial<Intention>, Partial<CallRecord>][])('none is made again %s', (_, intention, record) => {
  const { sim, offered, plan } = made();
  plan(intention, record);
  sim.run(60 * SECOND);
  expect(offered).toEqual([]);
});

it('at the end of the run none is left', () => {
  const { sim, offered, redials, plan } = made();
  plan({});
  redials.forget();
  sim.run(60 * SECOND);
  expect(offered).toEqual([]);
});
