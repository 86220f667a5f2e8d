import { describe, expect, it } from 'vitest';
import { exponential } from '../../src/kernel/random/distributions.ts';
import { drawMicros } from '../../src/kernel/random/draw.ts';
import { Simulation } from '../../src/kernel/clock/simulation.ts';
import { SECOND } from '../../src/kernel/units.ts';
import type { SegmentConfig } from '../../src/model/config.ts';
import { Segment, VOICE_BYTES } from '../../src/model/network/segment/segment.ts';
import { expectTheory } from './interval.ts';

const RATE = 10e6;
/** µs on the wire. */
const VOICE = (VOICE_BYTES * 8 * SECOND) / RATE;
const PACKET_BYTES = 600;
const PACKET = (PACKET_BYTES * 8 * SECOND) / RATE;

/** Mean wait of database packets that come at random, µs, and the share of them that is lost. */
function measure(config: Partial<SegmentConfig>, streams: number, load: number, seed: string) {
  const sim = new Simulation({ seed });
  const full = { segments: 'one', rate: RATE, buffer: 1e9, voiceFirst: true, ...config } as const;
  const segment = new Segment(sim, full, { total: streams });
  const gaps = sim.stream('gaps');
  const handedAt: number[] = [];
  let [sum, count, lost] = [0, 0, 0];
  const sent = sim.on('test.packetIsSent', (n: number) => {
    sum += sim.now - handedAt[n]! - segment.timeOf(PACKET_BYTES);
    count++;
  });
  const arrives = sim.on('test.packetArrives', (n: number) => {
    handedAt[n] = sim.now;
    if (!segment.carry(PACKET_BYTES, sent, n, 0)) lost++;
    sim.after(drawMicros(exponential(PACKET / load), gaps), arrives, n + 1, 0);
  });
  sim.after(0, arrives, 0, 0);
  sim.run((4 * SECOND) / load);
  return { wait: sum / count, lost: lost / handedAt.length };
}

function waits(config: Partial<SegmentConfig>, streams: number, load: number, name: string): readonly number[] {
  return Array.from({ length: 20 }, (_, i) => measure(config, streams, load, `${name}/${i}`).wait);
}

/** Packets of one length: each finds half of one on the wire, in that share of the time. */
function residual(voice: number, packets: number): number {
  return (voice * VOICE + packets * PACKET) / 2;
}

// 114.7 streams saturate 10 Mbit/s: 57 are 0.497, 103 are 0.898.
describe.each([
  [57, 0.3],
  [57, 0.05],
  [103, 0.05],
])('database packets beside %i voice streams, at %f of the link', (streams, load) => {
  const voice = (streams * 50 * VOICE) / SECOND;

  it('voice first: they wait R / ((1 - ρv)(1 - ρv - ρd))', () => {
    const theory = residual(voice, load) / ((1 - voice) * (1 - voice - load));
    expectTheory(waits({}, streams, load, `first/${streams}/${load}`), theory, 0.1, 'wait');
  });

  it('in order of arrival: R / (1 - ρv - ρd)', () => {
    const theory = residual(voice, load) / (1 - voice - load);
    expectTheory(waits({ voiceFirst: false }, streams, load, `fifo/${streams}/${load}`), theory, 0.1, 'wait');
  });

  it('on a segment of their own: R / (1 - ρd), whatever the calls do', () => {
    const theory = residual(0, load) / (1 - load);
    expectTheory(waits({ segments: 'two' }, streams, load, `two/${streams}/${load}`), theory, 0.1, 'wait');
  });
});

it('10 Mbit/s carry at most 114 one-way streams of G.711', () => {
  expect(Math.floor(SECOND / (50 * VOICE))).toBe(114);
});

describe('more voice than the link carries', () => {
  it('leaves nothing to database packets: the buffer fills and the others are lost', () => {
    expect(measure({ buffer: 64_000 }, 130, 0.01, 'starved').lost).toBeGreaterThan(0.5);
  });

  it('when calls end, what has waited goes out', () => {
    const sim = new Simulation({ seed: 'relieved' });
    const media = { total: 130 };
    const segment = new Segment(sim, { segments: 'one', rate: RATE, buffer: 64_000, voiceFirst: true }, media);
    const sentAt: number[] = [];
    const sent = sim.on('test.packetIsSent', () => sentAt.push(sim.now));
    const ends = sim.on('test.callsEnd', () => (media.total = 50));
    sim.after(5 * SECOND, ends, 0, 0);
    sim.run(SECOND); // The link has filled with voice.
    segment.carry(PACKET_BYTES, sent, 0, 0);
    sim.run(5 * SECOND - 1);
    expect(sentAt).toEqual([]);
    sim.run(6 * SECOND);
    expect(sentAt).toHaveLength(1);
  });
});
