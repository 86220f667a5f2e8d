/** All printable characters but three: `<` and `&` mean something in HTML, the backslash in a JavaScript string. */
const DIGITS = Array.from({ length: 94 }, (_, i) => String.fromCharCode(33 + i)).filter(
  (digit) => !'<&\\'.includes(digit),
);

/** Two characters hold 91 × 91 = 8281 values: 13 bits, and a 14th where the first 13 are less than this. */
const SHORT = 8281 - 8192;

/**
 * 13 bits in two characters, where base64 has 12 and base 85 has 12.8 (basE91, Joachim Henke 2005, with other
 * characters).
 */
export function toBase91(bytes: Uint8Array): string {
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
    text += DIGITS[value % 91]! + DIGITS[Math.floor(value / 91)]!;
  }
  if (count > 0) text += DIGITS[bits % 91]!;
  if (count > 7 || bits > 90) text += DIGITS[Math.floor(bits / 91)]!;
  return text;
}

export function fromBase91(text: string): Uint8Array<ArrayBuffer> {
  const values = new Map(DIGITS.map((digit, value) => [digit, value]));
  const bytes = new Uint8Array(Math.ceil((text.length * 7) / 8));
  let length = 0;
  let bits = 0;
  let count = 0;
  for (let at = 0; at + 1 < text.length; at += 2) {
    const value = values.get(text[at]!)! + 91 * values.get(text[at + 1]!)!;
    bits |= value << count;
    count += (value & 0x1fff) < SHORT ? 14 : 13;
    for (; count > 7; count -= 8, bits >>= 8) bytes[length++] = bits & 255;
  }
  if (text.length % 2 === 1) bytes[length++] = (bits | (values.get(text.at(-1)!)! << count)) & 255;
  return bytes.subarray(0, length);
}
