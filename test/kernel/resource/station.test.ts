import { describe, expect, it } from 'vitest';
import { Station } from '../../../src/kernel/resource/station.ts';
import { Simulation } from '../../../src/kernel/clock/simulation.ts';

function setUp(servers = 1) {
  const sim = new Simulation({ seed: 'server' });
  const server = new Station(sim, 'server', servers);
  const log: string[] = [];
  const done = sim.on('job.done', (job) =>
    log.push(`${job} at ${sim.now} waited ${server.lastWait} served ${server.lastService}`),
  );
  const again = sim.on('job.again', (job) => {
    log.push(`${job} at ${sim.now}`);
    server.serve(5, done, job + 100, 0);
  });
  return { sim, server, log, done, again };
}

describe('a server', () => {
  it('serves one after the other', () => {
    const { sim, server, log, done } = setUp();
    server.serve(10, done, 1, 0);
    server.serve(3, done, 2, 0);
    expect([server.busy, server.waiting]).toEqual([1, 1]);
    sim.run(100);
    expect(log).toEqual(['1 at 10 waited 0 served 10', '2 at 13 waited 10 served 3']);
    expect([server.busy, server.waiting]).toEqual([0, 0]);
  });

  it('serves several side by side, who may overtake', () => {
    const { sim, server, log, done } = setUp(2);
    server.serve(10, done, 1, 0);
    server.serve(3, done, 2, 0);
    server.serve(2, done, 3, 0);
    sim.run(100);
    expect(log).toEqual(['2 at 3 waited 0 served 3', '3 at 5 waited 3 served 2', '1 at 10 waited 0 served 10']);
  });

  it('prefers priority 0, but interrupts nobody', () => {
    const { sim, server, log, done } = setUp();
    server.serve(10, done, 1, 0, 1);
    server.serve(10, done, 2, 0, 1);
    server.serve(10, done, 3, 0, 0);
    sim.run(100);
    expect(log.map((line) => line[0])).toEqual(['1', '3', '2']);
  });

  it('takes a new job from the event of an old one', () => {
    const { sim, server, log, again } = setUp();
    server.serve(10, again, 1, 0);
    sim.run(100);
    expect(log).toEqual(['1 at 10', '101 at 15 waited 0 served 5']);
  });

  it('tells the wait of each of two that end at one time', () => {
    const { sim, server, log, done } = setUp(2);
    server.serve(4, done, 1, 0);
    server.serve(10, done, 2, 0);
    server.serve(6, done, 3, 0);
    sim.run(10);
    expect(log).toEqual(['1 at 4 waited 0 served 4', '2 at 10 waited 0 served 10', '3 at 10 waited 4 served 6']);
  });

  it('grows its line as needed', () => {
    const { sim, server, log, done } = setUp();
    for (let job = 0; job < 100; job++) server.serve(1, done, job, 0);
    sim.run(50);
    for (let job = 100; job < 300; job++) server.serve(1, done, job, 0);
    sim.run(1000);
    expect(log.map((line) => Number(line.split(' ')[0]))).toEqual(Array.from({ length: 300 }, (_, i) => i));
  });
});

describe('slow', () => {
  it('lengthens services that begin from now on', () => {
    const { sim, server, log, done } = setUp();
    server.serve(10, done, 1, 0);
    server.slow(2.5);
    server.serve(3, done, 2, 0);
    sim.run(10);
    server.slow(1);
    server.serve(3, done, 3, 0);
    sim.run(100);
    expect(log).toEqual(['1 at 10 waited 0 served 10', '2 at 18 waited 10 served 8', '3 at 21 waited 8 served 3']);
  });
});

describe('stop and start', () => {
  it('hold everything up, services that have begun too', () => {
    const { sim, server, log, done } = setUp();
    server.serve(10, done, 1, 0);
    sim.run(4);
    server.stop();
    server.stop();
    server.serve(5, done, 2, 0);
    sim.run(50);
    expect(log).toEqual([]);
    server.start();
    server.start();
    sim.run(100);
    expect(log.map((line) => line.split(' waited')[0])).toEqual(['1 at 56', '2 at 61']);
  });

  it('start all that came meanwhile', () => {
    const { sim, server, log, done } = setUp(3);
    server.stop();
    for (let job = 1; job <= 4; job++) server.serve(10, done, job, 0);
    expect(server.busy).toBe(0);
    server.start();
    expect([server.busy, server.waiting]).toEqual([3, 1]);
    sim.run(100);
    expect(log).toHaveLength(4);
  });
});

describe('reset', () => {
  it('forgets all jobs, and begins again with new ones', () => {
    const { sim, server, log, done } = setUp(2);
    for (let job = 1; job <= 5; job++) server.serve(10, done, job, 0);
    sim.run(5);
    server.reset();
    expect([server.busy, server.waiting]).toEqual([0, 0]);
    server.serve(10, done, 6, 0);
    sim.run(100);
    expect(log.map((line) => line.split(' waited')[0])).toEqual(['6 at 15']);
  });

  it('stays stopped', () => {
    const { sim, server, log, done } = setUp();
    server.serve(10, done, 1, 0);
    server.stop();
    server.reset();
    server.serve(10, done, 2, 0);
    sim.run(100);
    expect(log).toEqual([]);
    server.start();
    sim.run(200);
    expect(log).toHaveLength(1);
  });
});
