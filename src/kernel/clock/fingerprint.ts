/** FNV-1a over the UTF-16 units of a name. */
export function hashOf(name: string): number {
  let hash = 0x811c9dc5 | 0;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  return hash;
}

const { imul } = Math;

/** Brings the upper half of a time down. */
const HIGH_WORD = 1 / 0x1_0000_0000;

/**
 * 64 bits that depend on every event run, and on their order. Not cryptographic: it distinguishes two runs, no more.
 *
 * For a given event the step from one state to the next is one-to-one, so a difference, once there, does not heal by
 * itself; and events which differ in one of time, type, a and b alone lead to different states.
 */
export class Fingerprint {
  private readonly state = new Int32Array([0x243f6a88, 0x85a308d3]); // The first bits of pi.

  /** One event: its time in whole microseconds, the hash of its type's name, and its two numbers. */
  add(time: number, nameHash: number, a: number, b: number): void {
    const { state } = this;
    const x = imul(state[0]! ^ time, 0x85ebca6b) + a; // `^` takes the low 32 bits; the multipliers are MurmurHash3's.
    const y = imul(state[1]! ^ nameHash, 0xc2b2ae35) + b + ((time * HIGH_WORD) | 0);
    const sum = (x + y) | 0;
    state[0] = sum;
    state[1] = y ^ ((sum << 15) | (sum >>> 17));
  }

  /** 16 hexadecimal digits. */
  toString(): string {
    return hex(this.state[0]!) + hex(this.state[1]!);
  }
}

function hex(word: number): string {
  return (word >>> 0).toString(16).padStart(8, '0');
}
