import type { RandomStream } from '../../../kernel/random/randomStream.ts';
import type { Micros } from '../../../kernel/units.ts';

/** Relaxation times of the queue after which the past does not matter: its influence has fallen below e^-4. */
const RELAXATIONS = 4;
/** Packets that are followed one by one at most before the stationary state is drawn instead. */
const MOST_PACKETS = 20_000;

/**
 * Voice packets on a link, without an event for any: a queue with Poisson arrivals and packets of one length (M/D/1),
 * followed only around the moments at which another packet wants to be sent.
 *
 * The streams of n calls are periodic, every 20 ms each. Packets of n independent periodic streams wait less than
 * Poisson packets of the same load; for the tens and hundreds of streams that load a link the difference is small
 * (Roberts and Virtamo 1991). Times are fractions of a microsecond: a voice packet takes 17.44 µs at 100 Mbit/s.
 */
export class VoiceQueue {
  /** Voice that waits or is on the wire at `at`, µs of link time. */
  work = 0;
  at = 0;
  private readonly random: RandomStream;
  /** A packet on the wire, and a full buffer, µs of link time. */
  private readonly packet: number;
  private readonly most: number;

  constructor(random: RandomStream, packet: number, most: number) {
    this.random = random;
    this.packet = packet;
    this.most = most;
  }

  /** Comes to the present: nothing but voice has been on the link since `at`. `load`: 0 without voice, 1 saturated. */
  settle(now: Micros, load: number): void {
    const gap = now - this.at - this.work;
    if (load > 0 && gap > this.window(load)) {
      this.work = this.stationary(load);
      this.at = now;
    } else {
      this.follow(now, load);
    }
  }

  /** Voice goes first until none is left, or until `limit`; says whether none is left. */
  drain(limit: Micros, load: number): boolean {
    while (this.work > 0) {
      const gap = this.gap(load);
      if (gap >= this.work) {
        this.at += this.work;
        this.work = 0;
      } else {
        this.at += gap;
        this.work -= gap;
        this.add(this.packet);
        if (this.at > limit) return false;
      }
    }
    return true;
  }

  /** Voice waits while another packet is on the wire for that long. */
  wait(time: number, load: number): void {
    for (let left = time - this.gap(load); left > 0; left -= this.gap(load)) this.add(this.packet);
    this.at += time;
  }

  /** Something that takes its turn as voice does. */
  add(work: number): void {
    this.work = Math.min(this.work + work, this.most);
  }

  private follow(now: Micros, load: number): void {
    let gap = this.gap(load);
    while (this.at + gap < now) {
      this.pass(gap);
      this.add(this.packet);
      gap = this.gap(load);
    }
    if (now > this.at) this.pass(now - this.at);
  }

  private pass(time: number): void {
    this.at += time;
    this.work = Math.max(0, this.work - time);
  }

  private gap(load: number): number {
    return load > 0 ? (this.random.exponential() * this.packet) / load : Infinity;
  }

  private window(load: number): number {
    const rest = 1 - Math.sqrt(Math.min(load, 1));
    return Math.min((RELAXATIONS * this.packet) / (rest * rest), (MOST_PACKETS * this.packet) / load);
  }

  /** By Pollaczek and Khinchine: a geometric number of residual packets; the buffer is the limit. */
  private stationary(load: number): number {
    let work = 0;
    while (work < this.most && this.random.next() < load) work += this.random.next() * this.packet;
    return Math.min(work, this.most);
  }
}
