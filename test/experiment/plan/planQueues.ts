import { SECOND } from '../../../src/kernel/units.ts';
import { Station } from '../../../src/kernel/resource/station.ts';
import { Simulation } from '../../../src/kernel/clock/simulation.ts';
import type { Observation } from '../../../src/experiment/plan/decide.ts';

/**
 * A few servers, Poisson arrivals, exponential service of a mean of 1 s; what finds all of them busy waits, or is gone.
 */
export interface StationShape {
  readonly servers: number;
  readonly waits: boolean;
}

/**
 * Share of arrivals that find all servers busy: Erlang C where they wait, Erlang B where they are gone. `load` in
 * erlangs.
 */
export function busyShare({ servers, waits }: StationShape, load: number): number {
  let blocking = 1;
  for (let c = 1; c <= servers; c++) blocking = (load * blocking) / (c + load * blocking);
  return waits ? blocking / (1 - (load / servers) * (1 - blocking)) : blocking;
}

/** Of `arrivals` in the mean, those which find all servers busy. It begins in the steady state: there is no warm-up. */
export function oneRun(station: StationShape, load: number, arrivals: number, seed: string): Observation {
  const sim = new Simulation({ seed });
  const server = new Station(sim, 'station', station.servers);
  const [arriving, serving, starting] = ['arrivals', 'service', 'start'].map((name) => sim.stream(name)) as [
    Stream,
    Stream,
    Stream,
  ];
  let [part, whole] = [0, 0];
  const done = sim.on('job.done', () => {});
  const bring = (): void => server.serve(Math.round(serving.exponential() * SECOND), done, 0, 0);
  const arrives = sim.on('job.arrives', () => {
    whole += 1;
    const full = server.busy === station.servers;
    if (full) part += 1;
    if (station.waits || !full) bring();
    sim.after(Math.round((arriving.exponential() / load) * SECOND), arrives, 0, 0);
  });
  for (let n = steadyNumber(station, load, starting.next()); n > 0; n--) bring();
  sim.after(Math.round((arriving.exponential() / load) * SECOND), arrives, 0, 0);
  sim.run(Math.round((arrivals / load) * SECOND));
  return { part, whole };
}

type Stream = ReturnType<Simulation['stream']>;

/** How many are in the station, by the inverse of the steady distribution. */
function steadyNumber({ servers, waits }: StationShape, load: number, u: number): number {
  const most = waits ? 1000 : servers;
  const weights = [1];
  for (let n = 1; n <= most && weights.at(-1)! > 1e-15; n++)
    weights.push((weights[n - 1]! * load) / Math.min(n, servers));
  let left = u * weights.reduce((total, weight) => total + weight, 0);
  return Math.max(
    0,
    weights.findIndex((weight) => (left -= weight) < 0),
  );
}
