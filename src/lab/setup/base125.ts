/**
 * All of ASCII but three: a parser of HTML makes other characters of NUL and CR, and `<` may end a script. Control characters stay as
 * they are (HTML standard, 13.2.3.5: errors of the author, which change nothing).
 */
const DIGITS = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code)).filter(
  (digit) => !'\0\r<'.includes(digit),
);

const BASE = DIGITS.length;

/** Two characters hold 125 × 125 = 15,625 values: 13 bits, and a 14th where the first 13 are less than this. */
const SHORT = BASE * BASE - 8192;

/** 13.9 bits in two characters, where base64 has 12 and base 91 has 13 (the method of basE91, Joachim Henke 2005). */
export function toBase125(bytes: Uint8Array): string {
  let text = '';
  let bits = 0;
  let count = 0;
  for (const byte of bytes) {
    bits |= byte << count;
    count += 8;
    if (count <= 13) continue;
    const taken = (bits & 0x1fff) < SHORT ? 14 : 13;
    const value = bits & ((1 << taken) - 1);
    bits >>= taken;
    count -= taken;
    text += DIGITS[value % BASE]! + DIGITS[Math.floor(value / BASE)]!;
  }
  if (count > 0) text += DIGITS[bits % BASE]!;
  if (count > 7 || bits >= BASE) text += DIGITS[Math.floor(bits / BASE)]!;
  return text;
}

export function fromBase125(text: string): Uint8Array<ArrayBuffer> {
  const values = new Map(DIGITS.map((digit, value) => [digit, value]));
  const bytes = new Uint8Array(Math.ceil((text.length * 7) / 8));
  let length = 0;
  let bits = 0;
  let count = 0;
  for (let at = 0; at + 1 < text.length; at += 2) {
    const value = values.get(text[at]!)! + BASE * values.get(text[at + 1]!)!;
    bits |= value << count;
    count += (value & 0x1fff) < SHORT ? 14 : 13;
    for (; count > 7; count -= 8, bits >>= 8) bytes[length++] = bits & 255;
  }
  if (text.length % 2 === 1) bytes[length++] = (bits | (values.get(text.at(-1)!)! << count)) & 255;
  return bytes.subarray(0, length);
}
