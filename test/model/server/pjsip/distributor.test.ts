import { describe, expect, it } from 'vitest';
import { Simulation } from '../../../../src/kernel/clock/simulation.ts';
import { MILLISECOND } from '../../../../src/kernel/units.ts';
import type { ServerConfig } from '../../../../src/model/config.ts';
import type { PhoneId, ServerId } from '../../../../src/model/ids.ts';
import { Hosts } from '../../../../src/model/network/hosts.ts';
import { Network } from '../../../../src/model/network/network.ts';
import { OPTIONS } from '../../../../src/model/protocol/sip.ts';
import { rulesOf, type Rules } from '../../../../src/model/rules.ts';
import { Distributor, type TaskId } from '../../../../src/model/server/pjsip/distributor.ts';
import { rounded, WIRE } from '../../laboratory.ts';

const HERE = 0 as ServerId;

/** A distributor whose tasks wait until the test ends them; Call-ID and copies are told by the branch. */
class Alone {
  readonly sim = new Simulation({ seed: 'distributor' });
  /** Branches, in the order in which their tasks began. */
  readonly begun: number[] = [];
  readonly distributor: Distributor;
  /** Servers whose full socket lost a message. */
  readonly overflowed: number[] = [];
  /** Tasks that are under way, by branch. */
  private readonly tasks = new Map<number, TaskId[]>();
  readonly network: Network;
  private readonly hosts: Hosts;

  constructor(rules: Partial<Rules> = {}, threads = 4, processingMs = 0) {
    const { sim } = this;
    this.hosts = new Hosts(sim, 2, 1);
    this.network = new Network(sim, this.hosts, WIRE, () => 0);
    const server = { pjsip: { threads: { atStart: threads, most: 50, growBy: 1 } } };
    const servers = [server, server] as unknown as ServerConfig[];
    const ruled = rulesOf('asterisk-22', rules);
    this.distributor = new Distributor(
      sim,
      this.hosts,
      this.network,
      servers,
      ruled,
      () => processingMs * MILLISECOND,
      undefined,
      (server) => this.overflowed.push(server),
    );
    const sorting = {
      callId: ({ branch }: { branch: number }) => Math.floor(branch),
      copies: ({ branch }: { branch: number }) => String(branch),
    };
    this.distributor.receive(OPTIONS, sorting, (_, { branch }, __, task) => {
      this.begun.push(branch);
      this.tasks.set(branch, [...(this.tasks.get(branch) ?? []), task]);
      return this.distributor.waitFor(task, 'lock');
    });
  }

  /** Messages of these branches arrive, 2 ms pass. Of one Call-ID are those with the same whole number. */
  send(...branches: readonly number[]): this {
    for (const branch of branches) this.network.send(this.hosts.ofPhone(0 as PhoneId), HERE, OPTIONS, { branch });
    return this.pass(2);
  }

  /** The first task of that branch ends. */
  end(branch: number): this {
    this.distributor.finish(this.tasks.get(branch)!.shift()!);
    return this.pass(0);
  }

  /** When the message of its first task came, ms. */
  arrivedAt(branch: number): number {
    return rounded(this.distributor.arrivedAt(this.tasks.get(branch)![0]!) / MILLISECOND);
  }

  pass(ms: number): this {
    this.sim.run(this.sim.now + ms * MILLISECOND);
    return this;
  }
}

describe('messages', () => {
  it('of different Call-IDs are dealt with side by side, as far as there are threads', () => {
    // The numbers are of serializers of their own. What comes first after a task that waits is put behind it.
    const { begun } = new Alone({}, 8).send(1, 2, 3, 5, 8);
    expect(begun.length).toBeGreaterThan(2);
    expect(new Alone({}, 1).send(1, 2, 3, 5, 8).begun).toEqual([1]);
  });

  it('of one Call-ID keep their order', () => {
    const alone = new Alone({}, 8).send(1.1, 1.2, 1.3);
    expect(alone.begun).toEqual([1.1]);
    expect(alone.end(1.1).begun).toEqual([1.1, 1.2]);
    expect(alone.end(1.2).begun).toEqual([1.1, 1.2, 1.3]);
  });

  it('take their time in a thread, and are as old as their arrival', () => {
    const alone = new Alone({}, 1, 10).send(1).pass(8.9);
    expect(alone.begun).toEqual([]);
    expect(alone.pass(0.2).begun).toEqual([1]);
    expect(alone.arrivedAt(1)).toBe(1);
  });
});

describe('a copy of a request whose first copy waits', () => {
  it('stops the reader, and all that comes after it, until that is done', () => {
    const alone = new Alone({ resendStopsReader: true }, 8).send(1, 1, 2, 3);
    expect([alone.begun, alone.distributor.waiting(HERE)]).toEqual([[1], 3]);
    alone.end(1);
    expect(alone.begun).toEqual([1, 1, 3]); // 2 is behind the copy.
  });

  it('fills the socket meanwhile, and what finds it full is lost', () => {
    const alone = new Alone({ resendStopsReader: true, sipSocketHolds: 1 }, 8).send(1, 1, 2, 3);
    expect([alone.distributor.waiting(HERE), alone.network.lost, alone.overflowed]).toEqual([2, 1, [HERE]]);
  });

  it('does not where the rule does not say so', () => {
    const alone = new Alone({ resendStopsReader: false }, 8).send(1, 1, 2, 3);
    expect(alone.begun).toEqual([1, 3]); // 2 is behind the first.
  });

  it('does not after the first is done', () => {
    const alone = new Alone({ resendStopsReader: true }, 8).send(1).end(1).send(1, 3);
    expect(alone.begun.slice(0, 2)).toEqual([1, 1]);
    expect(alone.end(1).begun).toContain(3);
  });
});

describe('what keeps messages waiting', () => {
  it('is nothing, a wait, or the load', () => {
    const alone = new Alone({}, 1);
    expect(alone.distributor.blockOf(HERE)).toBeUndefined();
    alone.send(1, 2);
    expect(alone.distributor.blockOf(HERE)).toEqual({ by: 'lock', waiting: 1 });
    const loaded = new Alone({}, 1, 10).send(1, 2);
    expect(loaded.distributor.blockOf(HERE)).toEqual({ by: 'load', waiting: 1 });
  });

  it('is over with a crash: tasks are gone, and new ones begin', () => {
    const alone = new Alone({ resendStopsReader: true }, 1).send(1, 1, 2);
    alone.distributor.crash(HERE);
    expect([alone.distributor.waiting(HERE), alone.distributor.blockOf(HERE)]).toEqual([0, undefined]);
    expect(alone.send(3).begun).toEqual([1, 3]);
  });

  it('while it boots nothing is taken', () => {
    const alone = new Alone();
    alone.distributor.boots(HERE, true);
    expect(alone.send(1).begun).toEqual([]);
    alone.distributor.boots(HERE, false);
    expect(alone.pass(10).send(2).begun).toEqual([2]);
  });
});

it('another server has threads of its own: nothing keeps its messages waiting', () => {
  const alone = new Alone({}, 1).send(1, 2);
  expect([alone.distributor.blockOf(1 as ServerId), alone.distributor.waiting(1 as ServerId)]).toEqual([undefined, 0]);
});

it('a copy of the copy stops the reader again', () => {
  const alone = new Alone({ resendStopsReader: true }, 8).send(1, 1, 1, 3, 5);
  expect(alone.end(1).begun).toEqual([1, 1]);
  expect(alone.end(1).begun).toEqual([1, 1, 1, 5]); // 3 is behind the copy.
  expect(alone.end(1).begun).toEqual([1, 1, 1, 5, 3]);
});

it('the socket holds as many messages as the rule says while the reader is stopped', () => {
  const alone = new Alone({ resendStopsReader: true, sipSocketHolds: 1 }, 8).send(1, 1).send(3, 5);
  expect(alone.distributor.waiting(HERE)).toBe(2); // The copy in the hands of the reader, and 3.
  expect(alone.end(1).end(1).begun).toEqual([1, 1, 3]);
});

it('a message of a dialog of the server does not overtake the one that is dealt with', () => {
  const alone = new Alone({}, 8).send(-1.9, -1.8).end(-1.9).send(3, -1.7); // 3 is behind it, so -1.7 would begin.
  expect(alone.begun).toEqual([-1.9, -1.8]);
  expect(alone.end(-1.8).begun.toSorted()).toEqual([-1.7, -1.8, -1.9, 3].toSorted());
});

it('a crash ends what a thread is reading', () => {
  const alone = new Alone({}, 1, 10).send(1);
  alone.distributor.crash(HERE);
  expect(alone.pass(20).begun).toEqual([]);
});

it('there are 31 serializers for the messages of phones: the Call-IDs 1 and 55 share one', () => {
  expect(new Alone({}, 8).send(1, 3, 55, 5).begun).toEqual([1, 5]); // 3 is behind 1.
});
