import { Ring } from '../../../kernel/resource/ring.ts';
import type { EventType, Simulation } from '../../../kernel/clock/simulation.ts';
import { MILLISECOND, SECOND, type Micros } from '../../../kernel/units.ts';
import type { SegmentConfig } from '../../config.ts';
import { VoiceQueue } from './voiceQueue.ts';

/** G.711 in packets of 20 ms: 160 B, RTP 12, UDP 8, IP 20, Ethernet 18 (facts F). */
export const VOICE_BYTES = 218;
const VOICE_PACKETS_PER_SECOND = 50;

/** Voice that never ends is looked at again after this: calls may have ended meanwhile. */
const LOOK_AGAIN: Micros = 100 * MILLISECOND;

/** Columns of a packet that waits. */
const BYTES = 0;
const TYPE = 1;
const A = 2;
const B = 3;

/**
 * An Ethernet segment: a link that carries one packet at a time, and the voice of the calls that run. Other packets wait
 * in their own buffer until no voice waits (a packet on the wire is not interrupted: non-preemptive priority), or in
 * one line with the voice. What finds the buffer full is lost.
 *
 * Voice is a load, not packets (`VoiceQueue`): the mean wait of other packets is that of M/G/1 with two priorities,
 * R / ((1 - ρv)(1 - ρv - ρd)), and without priority R / (1 - ρv - ρd), R being the mean residual time of the packet on
 * the wire (Cobham 1954). It does not know what the packets are, nor who sends them.
 */
export class Segment {
  private readonly sim: Simulation;
  private readonly config: SegmentConfig;
  private readonly media: { readonly total: number };
  private readonly voice: VoiceQueue;
  private readonly packets = new Ring(4);
  /** µs for a byte. */
  private readonly byteTime: number;
  private bytesWaiting = 0;

  private readonly voiceGoesOn: EventType;
  private readonly packetIsSent: EventType;

  /** `media.total`: one-way G.711 streams of the servers now; they are on the link when there is one for all. */
  constructor(sim: Simulation, config: SegmentConfig, media: { readonly total: number }) {
    this.sim = sim;
    this.config = config;
    this.media = media;
    this.byteTime = (8 * SECOND) / config.rate;
    this.voice = new VoiceQueue(
      sim.stream('segment/voice'),
      VOICE_BYTES * this.byteTime,
      config.buffer * this.byteTime,
    );
    this.voiceGoesOn = sim.on('segment.voiceGoesOn', () => this.next());
    this.packetIsSent = sim.on('segment.packetIsSent', () => this.sent());
  }

  /** Share of the link that voice asks for: 1 saturates it, more is lost. */
  get voiceLoad(): number {
    const streams = this.config.segments === 'one' ? this.media.total : 0;
    return (streams * VOICE_PACKETS_PER_SECOND * VOICE_BYTES * this.byteTime) / SECOND;
  }

  /** Time on the wire, µs. */
  timeOf(bytes: number): number {
    return bytes * this.byteTime;
  }

  /** False: the buffer is full and the packet lost. Else the event runs when its last bit is on the wire. */
  carry<X extends number, Y extends number>(
    bytes: number,
    type: EventType<X, Y>,
    a: NoInfer<X>,
    b: NoInfer<Y>,
  ): boolean {
    const { voice, sim, config } = this;
    const idle = this.packets.length === 0;
    if (idle || !config.voiceFirst) voice.settle(sim.now, this.voiceLoad);
    const waiting = config.voiceFirst ? this.bytesWaiting : voice.work / this.byteTime;
    if (waiting + bytes > config.buffer) return false;
    const row = this.packets.push();
    const { cells } = this.packets;
    cells[row + BYTES] = bytes;
    cells[row + TYPE] = type;
    cells[row + A] = a;
    cells[row + B] = b;
    this.bytesWaiting += bytes;
    if (!config.voiceFirst) {
      voice.add(this.timeOf(bytes));
      sim.after(Math.round(voice.at + voice.work) - sim.now, this.packetIsSent, 0, 0);
    } else if (idle) {
      this.next();
    }
    return true;
  }

  /** Voice first; then the packet that has waited longest. */
  private next(): void {
    const { voice, sim } = this;
    const load = this.voiceLoad;
    if (!voice.drain(sim.now + LOOK_AGAIN, load)) {
      sim.after(Math.ceil(voice.at) - sim.now, this.voiceGoesOn, 0, 0);
      return;
    }
    voice.wait(this.timeOf(this.packets.cells[this.packets.at(0) + BYTES]!), load);
    sim.after(Math.round(voice.at) - sim.now, this.packetIsSent, 0, 0);
  }

  private sent(): void {
    const row = this.packets.shift();
    const { cells } = this.packets;
    const [bytes, type, a, b] = [cells[row + BYTES]!, cells[row + TYPE]!, cells[row + A]!, cells[row + B]!];
    this.bytesWaiting -= bytes;
    if (this.config.voiceFirst && this.packets.length > 0) this.next();
    this.sim.runNow(type as EventType, a, b);
  }
}
