import { expect, it } from 'vitest';
import { SECOND } from '../../../src/kernel/units.ts';
import { Simulation } from '../../../src/kernel/clock/simulation.ts';
import type { CallSource } from '../../../src/model/config.ts';
import type { CallRecord } from '../../../src/model/observations.ts';
import type { Intention } from '../../../src/model/people/arrivals.ts';
import { Redials } from '../../../src/model/people/redials.ts';

function made(redialAttempts = 2) {
  const sim = new Simulation({ seed: 'redials' });
  const offered: [at: number, intention: Intention][] = [];
  const offers = {
    offer: (intention: Intention) => void offered.push([sim.now / SECOND, intention]),
    noCaller: () => {},
  };
  const redials = new Redials(sim, [{ redialAttempts } as CallSource], offers);
  const plan = (intention: Partial<Intention>, record: Partial<CallRecord> = {}) =>
    redials.plan(
      {
        source: 0,
        redial: 0,
        caller: 3,
        redialAfter: 10 * SECOND,
        viaServer: 1,
        viaContext: 'x',
        dialled: '1002',
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
  expect(
    offered.map(([at, { redial, dialled, viaServer, viaContext }]) => [at, redial, dialled, viaServer, viaContext]),
  ).toEqual([
    [2, 2, '1002', -1, ''], // Two seconds of tone at least.
    [10, 1, '1002', -1, ''],
  ]);
});

it.each([
  ['by a caller who does not try again', { redialAfter: -1 }, {}],
  ['after as many attempts as the source allows', { redial: 2 }, {}],
  ['from the PSTN', { caller: -1 }, {}],
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
