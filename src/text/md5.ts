/** floor(2^32 abs(sin(i + 1))), i in radians (RFC 1321 3.4). */
// prettier-ignore
const K = Int32Array.of(
  0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501,
  0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821,
  0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8,
  0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed, 0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a,
  0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c, 0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70,
  0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665,
  0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92, 0xffeff47d, 0x85845dd1,
  0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1, 0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391,
);

/** Left rotations of the four rounds (RFC 1321 3.4). */
const ROTATIONS = [
  [7, 12, 17, 22],
  [5, 9, 14, 20],
  [4, 11, 16, 23],
  [6, 10, 15, 21],
] as const;

/** MD5 of a text of ASCII characters, as 32 hexadecimal digits (RFC 1321). */
export function md5(text: string): string {
  const words = padded(text);
  const state = [0x67452301, 0xefcdab89 | 0, 0x98badcfe | 0, 0x10325476] as const;
  let sum: readonly number[] = state;
  for (let at = 0; at < words.length; at += 16) sum = block(sum, words.subarray(at, at + 16));
  return sum.map(littleEndian).join('');
}

/** The text, one bit, zeros, and its length in bits (RFC 1321 3.1, 3.2). */
function padded(text: string): Int32Array {
  const words = new Int32Array(((text.length + 8) >> 6) * 16 + 16);
  for (let i = 0; i < text.length; i++) words[i >> 2]! |= (text.charCodeAt(i) & 0xff) << ((i & 3) * 8);
  words[text.length >> 2]! |= 0x80 << ((text.length & 3) * 8);
  words[words.length - 2] = text.length * 8;
  return words;
}

function block(sum: readonly number[], words: Int32Array): readonly number[] {
  let [a, b, c, d] = sum as [number, number, number, number];
  for (let i = 0; i < 64; i++) {
    const round = i >> 4;
    const mixed = (a + mix(round, b, c, d) + K[i]! + words[wordOf(round, i)]!) | 0;
    const by = ROTATIONS[round]![i & 3]!;
    [a, d, c, b] = [d, c, b, (b + ((mixed << by) | (mixed >>> (32 - by)))) | 0];
  }
  return [a, b, c, d].map((value, i) => (value + sum[i]!) | 0);
}

function mix(round: number, b: number, c: number, d: number): number {
  if (round === 0) return (b & c) | (~b & d);
  if (round === 1) return (b & d) | (c & ~d);
  return round === 2 ? b ^ c ^ d : c ^ (b | ~d);
}

function wordOf(round: number, i: number): number {
  if (round === 0) return i;
  if (round === 1) return (5 * i + 1) & 15;
  return round === 2 ? (3 * i + 5) & 15 : (7 * i) & 15;
}

function littleEndian(word: number): string {
  return [0, 8, 16, 24].map((by) => ((word >>> by) & 0xff).toString(16).padStart(2, '0')).join('');
}
