/** 85 characters that mean nothing in HTML, nor in a JavaScript string. */
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#%()*+,-./:;=?@[]^_{|}';

/** Four bytes in five characters, where base64 takes five and a third; the last group is filled with zeros. */
export function toBase85(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 4) {
    let value = 0;
    for (let i = 0; i < 4; i++) value = value * 256 + (bytes[at + i] ?? 0);
    let group = '';
    for (let i = 0; i < 5; i++) {
      group = DIGITS[value % 85]! + group;
      value = Math.floor(value / 85);
    }
    text += group;
  }
  return text;
}

/** `length`: of the bytes that `toBase85` was given. */
export function fromBase85(text: string, length: number): Uint8Array<ArrayBuffer> {
  const values = new Map([...DIGITS].map((digit, value) => [digit, value]));
  const bytes = new Uint8Array(4 * Math.ceil(length / 4));
  const view = new DataView(bytes.buffer);
  for (let group = 0; group < text.length / 5; group++) {
    let value = 0;
    for (let i = 0; i < 5; i++) value = value * 85 + values.get(text[5 * group + i]!)!;
    view.setUint32(4 * group, value);
  }
  return bytes.subarray(0, length);
}
