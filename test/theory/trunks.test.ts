import { describe, expect, it } from 'vitest';
import { SECOND } from '../../src/kernel/units.ts';
import * as program from '../../src/kernel/resource/erlang.ts';
import { Measures } from '../../src/measure/measures.ts';
import { Cluster } from '../../src/model/cluster.ts';
import { quiet } from '../model/quiet.ts';
import { expectTheory } from './interval.ts';

const REPLICATIONS = 12;
const TALK = 20;

/** (A^N / N!) / (1 + A + A^2 / 2! + … + A^N / N!), as Erlang wrote it. */
function erlangB(channels: number, load: number): number {
  let [term, sum] = [1, 1];
  for (let n = 1; n <= channels; n++) sum += term *= load / n;
  return term / sum;
}

/** With `again` of the blocked attempts repeated: where the load is the fresh one and its repetitions, by halving. */
function extendedErlangB(channels: number, fresh: number, again: number): number {
  let [low, high] = [fresh, fresh / (1 - again)];
  for (let i = 0; i < 100; i++) {
    const load = (low + high) / 2;
    if (load > fresh + again * load * erlangB(channels, load)) high = load;
    else low = load;
  }
  return erlangB(channels, low);
}

/** Calls from the PSTN through a group of one gateway to phones that take any number of calls at once. */
function pools(
  load: number,
  seconds: number,
  redial: object | undefined,
  seed: string,
  more: object = {},
  group: object = { channels: 10 },
) {
  const config = quiet({
    ...more,
    servers: { regpbx1: { trunks: { g1: group } } },
    phones: { office: { numbers: '1001..1010', home: 'regpbx1', expires: '1h', callsAtOnce: 100, answerAfter: '0s' } },
    calls: [
      {
        rate: `${load / TALK}/s`,
        from: 'pstn',
        via: 'regpbx1',
        context: 'incoming',
        group: 'g1',
        talk: `exponential ${TALK}s`,
        ...(redial === undefined ? {} : { redial }),
      },
    ],
    duration: `${seconds}s`,
  });
  return Array.from({ length: REPLICATIONS }, (_, i) => {
    const measures = new Measures({ config, seed: '', scenarioName: '' });
    const cluster = new Cluster(config, { seed: `${seed}/${i}`, observations: measures });
    measures.follow(cluster.sim);
    cluster.sim.run(seconds * SECOND);
    cluster.finish();
    return measures.trunks!.figures(seconds * SECOND).pools[0]!;
  });
}

describe('calls from the PSTN through 10 channels', () => {
  it('are blocked by Erlang B when nobody tries again', () => {
    const found = pools(8, 2500, undefined, 'trunks/once');
    const theory = erlangB(10, 8);
    expectTheory(
      found.map(({ periods: [period] }) => period!.blocked / period!.attempts),
      theory,
      0.45,
      'blocked',
    );
    expectTheory(
      found.map(({ periods: [period] }) => period!.carriedErlangs),
      8 * (1 - theory),
      0.15,
      'carried',
    );
  });

  it('are blocked by the extended Erlang B when blocked callers try again much later', () => {
    // Ten to twenty holding times later: the channels have forgotten that they were all taken.
    const redial = { probability: '60%', after: 'uniform 200s..400s', attempts: 50 };
    const found = pools(9, 2500, redial, 'trunks/again');
    const theory = extendedErlangB(10, 9, 0.6);
    const settled = found.map(({ periods: [period] }) => period!.blocked / period!.attempts);
    expectTheory(settled, theory, 0.45, 'blocked');
    // Those whose next attempt comes after the end of the run are missing: at most 400 s of 2500 s.
    const again = found.reduce((sum, { againRatio }) => sum + againRatio, 0) / REPLICATIONS;
    expect(again).toBeGreaterThan(0.6 * (1 - 400 / 2500) - 0.03);
    expect(again).toBeLessThan(0.63);
  });

  it('are blocked by Erlang B of what is left when a span is down', () => {
    const fault = { at: '1250s', spanDown: { server: 'regpbx1', group: 'g1', spans: 1 } };
    const found = pools(8, 2500, undefined, 'trunks/span', { faults: [fault] }, { channels: 8, spans: 2 });
    [8, 4].forEach((channels, i) => {
      expect(found.map(({ periods }) => periods[i]!.channels)).toEqual(Array.from(found, () => channels));
      const blocked = found.map(({ periods }) => periods[i]!.blocked / periods[i]!.attempts);
      expectTheory(blocked, erlangB(channels, 8), 0.35, `blocked with ${channels} channels`);
    });
  });
});

it('the answers of the program are those of the same closed forms, written otherwise', () => {
  for (const channels of [1, 10, 23, 46, 69])
    for (const load of [0.5, 8, 48, 80]) {
      expect(program.erlangB(channels, load)).toBeCloseTo(erlangB(channels, load), 9);
      for (const again of [0.3, 0.7])
        expect(program.extendedErlangB(channels, load, again).blocking).toBeCloseTo(
          extendedErlangB(channels, load, again),
          6,
        );
    }
});
