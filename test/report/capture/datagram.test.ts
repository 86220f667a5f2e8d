import { describe, expect, it } from 'vitest';
import { ethernetFrame } from '../../../src/report/capture/datagram.ts';
import { Octets, utf8 } from '../../../src/report/capture/octets.ts';
import { hex } from './bench.ts';

describe('a datagram', () => {
  it('has lengths, addresses and checksums in their places', () => {
    const frame = ethernetFrame(
      { address: '10.10.10.121', port: 5060 },
      { address: '10.20.0.1', port: 5062 },
      utf8('odd'),
      0x1_0007,
    );
    const bytes = hex(frame);
    expect(bytes.slice(0, 28)).toBe('02000a14000102000a0a0a790800');
    expect(bytes.slice(28, 68)).toMatch(/^4500001f00074000401[1]....0a0a0a790a140001$/);
    expect(bytes.slice(68)).toMatch(/^13c413c6000b....6f6464$/);
    expect(sums(frame)).toEqual([0xffff, 0xffff]);
  });

  it('sends a checksum of 0 as all ones (RFC 768)', () => {
    const frames = Array.from({ length: 0x1_0000 }, (_, word) =>
      ethernetFrame(
        { address: '10.0.0.1', port: 1 },
        { address: '10.0.0.2', port: 1 },
        new Octets().u16(word).all(),
        0,
      ).subarray(40, 42),
    );
    expect(frames.filter(([high, low]) => high === 0 && low === 0)).toEqual([]);
    expect(frames.filter(([high, low]) => high === 0xff && low === 0xff)).toHaveLength(1);
  });
});

describe('octets', () => {
  it('are in network order, cut to their width, and grow', () => {
    const octets = new Octets().u8(0x1ff).u16(0x1_2345).u32(0xdeadbeef).put(new Uint8Array(1000).fill(7));
    expect(hex(octets.all().subarray(0, 8))).toBe('ff2345deadbeef07');
    expect(octets.length).toBe(1007);
  });

  it('hold texts as Buffer has them', () => {
    for (const text of ['1002', 'Zürich', '電話', '📞', '\ud800']) expect(hex(utf8(text))).toBe(hex(Buffer.from(text)));
  });
});

/** The ones' complement sums of the header and of the UDP datagram with its pseudo header: all ones when right. */
function sums(frame: Uint8Array): number[] {
  const ip = frame.subarray(14, 34);
  const udp = frame.subarray(34);
  const pseudo = [...frame.subarray(26, 34), 0, 17, udp.length >> 8, udp.length & 0xff];
  return [[...ip], [...pseudo, ...udp]].map((bytes) => {
    let sum = 0;
    for (let at = 0; at < bytes.length; at += 2) {
      sum += bytes[at]! * 256 + (bytes[at + 1] ?? 0);
      sum = (sum % 0x10000) + Math.floor(sum / 0x10000);
    }
    return sum;
  });
}
