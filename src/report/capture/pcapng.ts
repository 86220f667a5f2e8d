import type { Micros } from '../../kernel/units.ts';
import { Octets, utf8 } from './octets.ts';

/** Block types, option codes and the link type of the pcapng format (draft-ietf-opsawg-pcapng, sections 4 and 11). */
const BLOCK = { section: 0x0a0d0d0a, interface: 1, packet: 6 } as const;
const OPTION = { end: 0, comment: 1, name: 2, description: 3, application: 4 } as const;
const ETHERNET = 1;
const BYTE_ORDER_MAGIC = 0x1a2b3c4d;

/** How a file begins. @param comment shown by Wireshark under Statistics, Capture File Properties */
export function sectionBlock(comment: string, application: string): Uint8Array {
  const body = new Octets()
    .u32(BYTE_ORDER_MAGIC)
    .u16(1)
    .u16(0)
    .u32(0xffffffff) // Length of the section: not said.
    .u32(0xffffffff);
  return block(BLOCK.section, body, [
    [OPTION.comment, comment],
    [OPTION.application, application],
  ]);
}

/** Interfaces are numbered from 0, in order of their blocks. Times are in µs, the format's default. */
export function interfaceBlock(name: string, description: string): Uint8Array {
  const body = new Octets().u16(ETHERNET).u16(0).u32(0);
  return block(BLOCK.interface, body, [
    [OPTION.name, name],
    [OPTION.description, description],
  ]);
}

/** @param at µs since 1970: virtual time 0 is 1970-01-01 00:00:00 */
export function packetBlock(number: number, at: Micros, frame: Uint8Array, comment: string): Uint8Array {
  const body = new Octets()
    .u32(number)
    .u32(Math.floor(at / 0x1_0000_0000))
    .u32(at % 0x1_0000_0000)
    .u32(frame.length)
    .u32(frame.length)
    .put(frame);
  pad(body);
  return block(BLOCK.packet, body, [[OPTION.comment, comment]]);
}

function block(type: number, body: Octets, options: readonly (readonly [number, string])[]): Uint8Array {
  for (const [code, text] of options) {
    if (text === '') continue;
    const bytes = utf8(text);
    body.u16(code).u16(bytes.length).put(bytes);
    pad(body);
  }
  body.u16(OPTION.end).u16(0);
  const length = body.length + 12;
  return new Octets().u32(type).u32(length).put(body.all()).u32(length).all();
}

/** To a multiple of four bytes. */
function pad(body: Octets): void {
  while (body.length % 4 !== 0) body.u8(0);
}
