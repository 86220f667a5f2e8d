/** seedrandom has no types of its own, and those of the community pull in Node's. */
declare module 'seedrandom/lib/tychei.js' {
  interface Tychei {
    /** In [0, 1), 32 bits. */
    (): number;
    /** In (0, 1), 53 bits; takes two draws. */
    double(): number;
    /** A whole 32-bit number, signed. */
    int32(): number;
  }
  export default function tychei(seed: string): Tychei;
}
