import { describe, expect, it } from 'vitest';
import {
  constant,
  erlang,
  exponential,
  hyperexponential,
  lognormal,
  type Distribution,
} from '../../src/kernel/random/distributions.ts';
import { meanOf, varianceOf } from '../../src/kernel/random/distributionMoments.ts';
import { expectTheory, intervalOf } from './interval.ts';
import { observe, observeLock, SERVICE_MEAN, type Seen, type StationShape } from './station.ts';

const REPLICATIONS = 30;
const JOBS = 30_000;

function replicate(station: StationShape, name: string): Seen[] {
  return Array.from({ length: REPLICATIONS }, (_, i) => observe(station, `theory/${name}/${i}`, JOBS));
}

/** Pollaczek and Khinchine: mean wait at one server, Poisson arrivals; `load` below 1. */
function pollaczekKhinchine(load: number, service: Distribution): number {
  return residual(load, service) / (1 - load);
}

/** Mean remaining service that an arrival finds. */
function residual(load: number, service: Distribution): number {
  const mean = meanOf(service);
  return ((load / mean) * (varianceOf(service) + mean * mean)) / 2;
}

/** Share of arrivals lost at `servers` servers offered `load` erlangs, nobody waiting. */
function erlangB(servers: number, load: number): number {
  let blocked = 1;
  for (let n = 1; n <= servers; n++) blocked = (load * blocked) / (n + load * blocked);
  return blocked;
}

/** Share of arrivals that wait, at `servers` servers offered `load` < servers erlangs. */
function erlangC(servers: number, load: number): number {
  const b = erlangB(servers, load);
  return b / (1 - (load / servers) * (1 - b));
}

describe('one server, exponential service (M/M/1)', () => {
  const load = 0.7;
  const seen = replicate({ servers: 1, load: [load], service: exponential(SERVICE_MEAN) }, 'M/M/1');

  it('waits load / (1 - load) services', () =>
    expectTheory(
      seen.map((s) => s.wait[0]!),
      (SERVICE_MEAN * load) / (1 - load),
      0.1,
      'wait',
    ));
  it('is busy when a job comes with probability load', () =>
    expectTheory(
      seen.map((s) => s.waited),
      load,
      0.02,
      'waited',
    ));
  it('holds load / (1 - load) jobs', () =>
    expectTheory(
      seen.map((s) => s.inSystem),
      load / (1 - load),
      0.1,
      'in system',
    ));
});

describe.each([
  [2, 1.4],
  [4, 3.2],
  [20, 17],
])('%i servers offered %f erlangs (M/M/c)', (servers, load) => {
  const seen = replicate({ servers, load: [load], service: exponential(SERVICE_MEAN) }, `M/M/${servers}`);
  const waited = erlangC(servers, load);

  it('lets wait by Erlang C', () =>
    expectTheory(
      seen.map((s) => s.waited),
      waited,
      0.08,
      'waited',
    ));
  it('waits as long as theory says', () =>
    expectTheory(
      seen.map((s) => s.wait[0]!),
      (waited * SERVICE_MEAN) / (servers - load),
      0.2,
      'wait',
    ));
});

const SERVICES: readonly (readonly [string, Distribution])[] = [
  ['constant', constant(SERVICE_MEAN)],
  ['Erlang 3', erlang(3, SERVICE_MEAN)],
  [
    'hyperexponential',
    hyperexponential([
      { probability: 0.9, mean: SERVICE_MEAN / 2 },
      { probability: 0.1, mean: 5.5 * SERVICE_MEAN },
    ]),
  ],
  ['lognormal', lognormal(SERVICE_MEAN, 2 * SERVICE_MEAN)],
];

describe.each(SERVICES)('one server, %s service (M/G/1)', (name, service) => {
  const utilisation = 0.6;
  const load = (utilisation * SERVICE_MEAN) / meanOf(service);

  it('waits by Pollaczek and Khinchine', () => {
    const seen = replicate({ servers: 1, load: [load], service }, `M/G/1/${name}`);
    expectTheory(
      seen.map((s) => s.wait[0]!),
      pollaczekKhinchine(utilisation, service),
      0.2,
      'wait',
    );
  });
});

describe('one server, two priorities, a service is not interrupted (M/G/1)', () => {
  const service = erlang(2, SERVICE_MEAN);
  const [high, low] = [0.3, 0.4];
  const seen = replicate({ servers: 1, load: [high, low], service }, 'priorities');
  const remaining = residual(high + low, service);

  it('the first waits for the rest of the running service and its own kind (Cobham)', () =>
    expectTheory(
      seen.map((s) => s.wait[0]!),
      remaining / (1 - high),
      0.03,
      'wait',
    ));
  it('the second waits for all', () =>
    expectTheory(
      seen.map((s) => s.wait[1]!),
      remaining / ((1 - high) * (1 - high - low)),
      0.1,
      'wait',
    ));
});

describe.each([
  [1, 0.5],
  [5, 3],
  [30, 25],
])('%i servers offered %f erlangs, nobody waits (M/G/c/c)', (servers, load) => {
  it.each([
    ['exponential', exponential(SERVICE_MEAN)],
    ['constant', constant(SERVICE_MEAN)],
  ] as const)('loses by Erlang B, whatever the service: %s', (name, service) => {
    const seen = replicate({ servers, load: [load], service, room: servers }, `loss/${servers}/${name}`);
    expectTheory(
      seen.map((s) => s.lost),
      erlangB(servers, load),
      0.08,
      'lost',
    );
  });
});

describe("Little's law", () => {
  it('holds: as many are there as come in the time that each stays', () => {
    const seen = replicate(
      { servers: 3, load: [1.5, 0.9], service: lognormal(SERVICE_MEAN, 3 * SERVICE_MEAN), room: 8 },
      'Little',
    );
    // Both sides of a replication see the same jobs, but for those at its edges: they agree far better than their
    // means.
    const ratios = seen.map((s) => s.inSystem / (s.rate * s.sojourn));
    expectTheory(ratios, 1, 0.001, 'L / λW');
  });
});

describe('a lock is a server of one', () => {
  const load = 0.6;
  const service = erlang(2, SERVICE_MEAN);
  const fifo = Array.from({ length: REPLICATIONS }, (_, i) =>
    observeLock(load, service, 'fifo', `theory/lock/${i}`, JOBS),
  );
  const random = Array.from({ length: REPLICATIONS }, (_, i) =>
    observeLock(load, service, 'random', `theory/lock/${i}`, JOBS),
  );

  it('waits by Pollaczek and Khinchine', () =>
    expectTheory(
      fifo.map((s) => s.wait),
      pollaczekKhinchine(load, service),
      0.1,
      'wait',
    ));
  it('and as long on average when the next is chosen by chance', () =>
    expectTheory(
      random.map((s) => s.wait),
      pollaczekKhinchine(load, service),
      0.1,
      'wait',
    ));

  it('but then less evenly', () => {
    const { mean, half } = intervalOf(random.map((s, i) => s.square - fifo[i]!.square));
    expect(mean - half).toBeGreaterThan(0);
  });
});
