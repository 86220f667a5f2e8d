import { addressToNumber } from '../../text/ranges.ts';
import { Octets } from './octets.ts';

/** One end of a datagram. */
export interface Endpoint {
  /** Dotted IPv4. */
  readonly address: string;
  /** UDP. */
  readonly port: number;
}

const UDP = 17;
const TIME_TO_LIVE = 64;
const DONT_FRAGMENT = 0x4000;

/**
 * An Ethernet frame with one UDP datagram in IPv4 (RFC 791, RFC 768), checksums filled in. The Ethernet addresses are
 * locally administered ones, made from the IPv4 addresses.
 * @param identification of the IPv4 header; its lower 16 bits are used
 */
export function ethernetFrame(from: Endpoint, to: Endpoint, payload: Uint8Array, identification: number): Uint8Array {
  const [source, destination] = [bytesOf(from.address), bytesOf(to.address)];
  const udp = udpOf(from.port, to.port, source, destination, payload);
  const ip = new Octets()
    .u16(0x4500)
    .u16(20 + udp.length)
    .u16(identification)
    .u16(DONT_FRAGMENT)
    .u8(TIME_TO_LIVE)
    .u8(UDP)
    .u16(0)
    .put(source)
    .put(destination)
    .all();
  setU16(ip, 10, checksum(ip, 0));
  return new Octets()
    .put([2, 0, ...destination])
    .put([2, 0, ...source])
    .u16(0x0800)
    .put(ip)
    .put(udp)
    .all();
}

function udpOf(from: number, to: number, source: Uint8Array, destination: Uint8Array, payload: Uint8Array): Uint8Array {
  const length = 8 + payload.length;
  const udp = new Octets().u16(from).u16(to).u16(length).u16(0).put(payload).all();
  const pseudo = new Octets().put(source).put(destination).u16(UDP).u16(length).all();
  // RFC 768: a sum of 0 is sent as all ones; 0 means that there is none.
  setU16(udp, 6, checksum(udp, sumOf(pseudo, 0)) || 0xffff);
  return udp;
}

/** RFC 1071: the ones' complement of the ones' complement sum of 16-bit words. */
function checksum(bytes: Uint8Array, before: number): number {
  let sum = sumOf(bytes, before);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}

function sumOf(bytes: Uint8Array, before: number): number {
  let sum = before;
  for (let at = 0; at < bytes.length; at += 2) sum += (bytes[at]! << 8) + (bytes[at + 1] ?? 0);
  return sum;
}

function setU16(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >>> 8;
  bytes[at + 1] = value;
}

function bytesOf(address: string): Uint8Array {
  const number = addressToNumber(address) ?? 0;
  return new Octets().u32(number).all();
}
