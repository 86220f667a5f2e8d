/** As many digits fit in 31 bits. */
const DIGITS_MAX = 9;
const ZERO = 48;
/** Numbers from here on have more digits. */
export const NO_PLAIN_NUMBER = 10 ** DIGITS_MAX;

/**
 * The number that a text of digits is, where `String` of it gives the same text: 1 to 9 digits, no 0 in front (0 itself is
 * one). Undefined for any other text. V8 keeps such a number without an object of its own, where its text takes 24 bytes.
 */
export function plainNumber(text: string): number | undefined {
  const { length } = text;
  if (length === 0 || length > DIGITS_MAX || (length > 1 && text.charCodeAt(0) === ZERO)) return undefined;
  let number = 0;
  for (let i = 0; i < length; i++) {
    const digit = text.charCodeAt(i) - ZERO;
    if (!(digit >= 0 && digit <= 9)) return undefined;
    number = 10 * number + digit;
  }
  return number;
}
