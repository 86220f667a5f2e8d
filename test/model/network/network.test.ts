import { describe, expect, it } from 'vitest';
import { MILLISECOND } from '../../../src/kernel/units.ts';
import { Simulation } from '../../../src/kernel/clock/simulation.ts';
import type { NetworkConfig } from '../../../src/model/config.ts';
import type { HostId, PhoneId, ServerId } from '../../../src/model/ids.ts';
import { Hosts } from '../../../src/model/network/hosts.ts';
import { Network } from '../../../src/model/network/network.ts';
import { ACK, BYE, OPTIONS } from '../../../src/model/protocol/sip.ts';
import { Sniffer, WIRE } from '../laboratory.ts';

const [A, B, C] = [0, 1, 2] as [ServerId, ServerId, ServerId];

class Lab {
  readonly sim = new Simulation({ seed: 'network' });
  readonly hosts = new Hosts(this.sim, 3, 1);
  readonly phone = this.hosts.ofPhone(0 as PhoneId);
  readonly wire = new Sniffer();
  readonly network: Network;
  /** Arrivals and ends of timers: when, ms; where; what. */
  readonly log: [at: number, host: number, what: string][] = [];
  private readonly timer = this.hosts.on<number>('lab.timer', (n, host) => this.note(host, `timer ${n}`));

  constructor(config: Partial<NetworkConfig> = {}, interfered = false) {
    const names = ['a', 'b', 'c', 'database'];
    const full = { ...WIRE, ...config };
    this.network = new Network(
      this.sim,
      this.hosts,
      full,
      (name) => names.indexOf(name),
      interfered ? this.wire : undefined,
    );
    for (const role of ['server', 'phone'] as const)
      this.network.receive(OPTIONS, role, ({ branch }, to, from) => this.note(to, `${branch} of ${from}`));
    this.network.receive(BYE, 'server', ({ dialog }, to) => this.note(to, `bye ${dialog}`));
  }

  private note(host: HostId, what: string): void {
    this.log.push([this.sim.now / MILLISECOND, host, what]);
  }

  send(from: HostId, to: HostId, branch: number, before = 0): void {
    this.network.send(from, to, OPTIONS, { branch }, before);
  }

  timerAt(ms: number, host: HostId, n: number): void {
    this.sim.at(ms * MILLISECOND, this.timer, n, host);
  }

  until(ms: number): this {
    this.sim.run(ms * MILLISECOND);
    return this;
  }
}

describe('a message', () => {
  it('arrives with its fields and its sender, after the time that it takes to make and the wire', () => {
    const lab = new Lab();
    lab.send(A, B, 7);
    lab.send(B, lab.phone, 8, 5 * MILLISECOND);
    expect(lab.until(100).log).toEqual([
      [1, B, '7 of 0'],
      [6, lab.phone, '8 of 1'],
    ]);
    expect([lab.network.sent, lab.network.lost]).toEqual([2, 0]);
  });

  it('takes the link of its two ends, both ways', () => {
    const delay = { kind: 'constant', value: 20 * MILLISECOND } as const;
    const lab = new Lab({ links: [{ between: ['a', 'c'], delay, loss: 0 }] });
    for (const [from, to] of [
      [A, C],
      [C, A],
      [A, B],
      [lab.phone, C],
    ] as const)
      lab.send(from, to, 1);
    expect(lab.until(100).log.map(([at, host]) => [at, host])).toEqual([
      [1, B],
      [1, C],
      [20, C],
      [20, A],
    ]);
    expect([lab.network.links.roundTrip(A, C), lab.network.links.roundTrip(A, B)]).toEqual([40_000, 2000]);
  });

  it('is lost as often as the path says; one that is repeated by its sender is not', () => {
    const lab = new Lab({ loss: 0.25 });
    for (let n = 0; n < 4000; n++) lab.send(A, B, n);
    lab.until(10);
    expect(Math.abs(lab.log.length - 3000)).toBeLessThan(140); // Five standard deviations.
    expect(lab.network.lost).toBe(4000 - lab.log.length);
    const arrived = lab.log.length;
    for (let n = 0; n < 100; n++) lab.network.sendReliably(A, B, BYE, { dialog: n, call: 1 as never });
    expect(lab.until(20).log.length).toBe(arrived + 100);
  });

  it('is lost where the socket that it comes to is full', () => {
    const lab = new Lab();
    const read: number[] = [];
    const overflowed: number[] = [];
    lab.network.receive(ACK, 'server', ({ dialog }) => read.push(dialog), {
      isFull: (server) => server === B && read.length === 2,
      overflows: (server) => overflowed.push(server),
    });
    for (const dialog of [1, 2, 3]) lab.network.send(A, B, ACK, { dialog, call: 1 as never });
    lab.network.send(A, C, ACK, { dialog: 4, call: 1 as never });
    lab.until(10);
    expect([read, lab.network.lost, overflowed]).toEqual([[1, 2, 4], 1, [B]]);
  });

  it('that no part receives is a bug, as is a second receiver', () => {
    const lab = new Lab();
    lab.network.send(A, lab.phone, BYE, { dialog: 1, call: 1 as never });
    expect(() => lab.until(1)).toThrow('no part of a phone receives BYE');
    expect(() => lab.network.receive(OPTIONS, 'server', () => {})).toThrow('two parts of a server receive OPTIONS');
  });

  it('is dropped, doubled, delayed and written down by a test', () => {
    const lab = new Lab({}, true);
    lab.wire.disturb = (_, nth) => [[], [0, 5000], [7000]][nth]!;
    for (const n of [1, 2, 3]) lab.send(A, B, n);
    expect(lab.until(100).log.map(([at, , what]) => [at, what])).toEqual([
      [1, '2 of 0'],
      [6, '2 of 0'],
      [8, '3 of 0'],
    ]);
    expect([lab.network.sent, lab.network.lost, lab.wire.times('OPTIONS')]).toEqual([3, 1, [0, 0, 0]]);
  });
});

describe('a partition', () => {
  it('loses what is sent across it, both ways, until it is healed; what was on its way arrives', () => {
    const lab = new Lab();
    lab.send(A, B, 1);
    lab.network.links.setReach([A], [B, C], false);
    for (const [from, to, n] of [
      [A, B, 2],
      [B, A, 3],
      [C, A, 4],
      [B, C, 5],
      [lab.phone, A, 6],
    ] as const)
      lab.send(from, to, n);
    expect([
      lab.network.links.reaches(A, B),
      lab.network.links.reaches(B, C),
      lab.network.links.reaches(lab.phone, A),
    ]).toEqual([false, true, true]);
    lab.until(10);
    lab.network.links.setReach([A], [B], true);
    lab.send(B, A, 7);
    lab.send(C, A, 8);
    expect(lab.until(20).log.map(([, , what]) => what[0])).toEqual(['1', '5', '6', '7']);
    expect(lab.network.lost).toBe(4);
  });
});

describe('a machine', () => {
  it('that is off gets nothing, and its timers do not end', () => {
    const lab = new Lab();
    lab.timerAt(5, B, 1);
    lab.timerAt(15, B, 2);
    lab.send(A, B, 1);
    lab.hosts.crash(B);
    expect([lab.hosts.state(B), lab.hosts.isDown(B), lab.hosts.isUp(B)]).toEqual(['down', true, false]);
    lab.until(10);
    lab.hosts.start(B);
    lab.send(A, B, 2);
    expect(lab.until(20).log).toEqual([
      [11, B, '2 of 0'],
      [15, B, 'timer 2'],
    ]);
    expect([lab.hosts.incarnation(B), lab.hosts.incarnation(A)]).toEqual([1, 0]);
    expect(() => lab.hosts.start(B)).toThrow('only a machine that is off');
  });

  it('that is hung reads its sockets and ends its timers when it resumes, in the order in which they came', () => {
    const lab = new Lab();
    lab.hosts.hang(B);
    lab.timerAt(2, B, 1);
    lab.send(A, B, 1);
    lab.send(C, B, 2, 3 * MILLISECOND);
    lab.timerAt(5, B, 2);
    lab.until(10);
    expect([lab.log, lab.hosts.state(B), lab.hosts.isHung(B)]).toEqual([[], 'hung', true]);
    lab.network.resume(B);
    lab.send(A, B, 3);
    expect(lab.until(20).log).toEqual([
      [10, B, '1 of 0'],
      [10, B, 'timer 1'],
      [10, B, '2 of 2'],
      [10, B, 'timer 2'],
      [11, B, '3 of 0'],
    ]);
    lab.network.resume(B); // It runs: nothing.
    expect(lab.until(30).log).toHaveLength(5);
  });

  it('that is hung and then dies forgets all; one that is off cannot hang', () => {
    const lab = new Lab();
    lab.hosts.hang(B);
    lab.send(A, B, 1);
    lab.until(5);
    lab.hosts.crash(B);
    lab.hosts.hang(B);
    expect(lab.hosts.state(B)).toBe('down');
    lab.hosts.start(B);
    lab.network.resume(B);
    expect(lab.until(10).log).toEqual([]);
  });

  it('has a role by its place: servers, the database, phones', () => {
    const { hosts } = new Lab();
    expect([0, 2, 3, 4].map((host) => hosts.roleOf(host as HostId))).toEqual(['server', 'server', 'database', 'phone']);
    expect([
      hosts.count,
      hosts.database,
      hosts.phoneOf(4 as HostId),
      hosts.isServer(2 as HostId),
      hosts.isServer(3 as HostId),
    ]).toEqual([5, 3, 0, true, false]);
  });
});

describe('a link that is degraded', () => {
  const constant = (ms: number) => ({ kind: 'constant', value: ms * MILLISECOND }) as const;
  const AS_BEFORE = { delay: undefined, loss: undefined, duplicates: 0 };

  it('takes its time both ways, and the configured one again when it is restored', () => {
    const lab = new Lab({ links: [{ between: ['a', 'b'], delay: constant(10), loss: 0 }] });
    lab.network.links.degrade(A, B, { ...AS_BEFORE, delay: constant(100) });
    lab.send(A, B, 1);
    lab.send(B, A, 2);
    lab.send(A, C, 3);
    lab.until(200);
    lab.network.links.degrade(A, B, undefined);
    lab.send(A, B, 4);
    lab.until(300);
    expect(lab.log.map(([at, , what]) => `${at} ${what}`)).toEqual([
      '1 3 of 0',
      '100 1 of 0',
      '100 2 of 1',
      '210 4 of 0',
    ]);
  });

  it('loses or doubles what it is said to', () => {
    const lab = new Lab();
    lab.network.links.degrade(A, B, { ...AS_BEFORE, loss: 1 });
    lab.send(A, B, 1);
    lab.network.links.degrade(A, B, { ...AS_BEFORE, duplicates: 1 });
    lab.send(A, B, 2);
    lab.until(10);
    expect(lab.log.map(([, , what]) => what)).toEqual(['2 of 0', '2 of 0']);
  });

  it('may be that of a phone, to all servers', () => {
    const lab = new Lab();
    lab.network.links.degradePhone(lab.phone, { ...AS_BEFORE, delay: constant(50) });
    lab.send(A, lab.phone, 1);
    lab.send(lab.phone, B, 2);
    lab.until(100);
    lab.network.links.degradePhone(lab.phone, undefined);
    lab.send(A, lab.phone, 3);
    lab.until(200);
    expect(lab.log.map(([at]) => at)).toEqual([50, 50, 101]);
  });

  it('may be cut one way only', () => {
    const lab = new Lab();
    lab.network.links.setReach([A], [B], false, true);
    lab.send(A, B, 1);
    lab.send(B, A, 2);
    lab.until(10);
    expect(lab.log.map(([, , what]) => what)).toEqual(['2 of 1']);
  });
});
