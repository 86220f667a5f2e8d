/**
 * Control characters: C0 but tab and line feed, DEL, C1, line and paragraph separators, and those that turn the
 * direction of writing. On a terminal they move the cursor, change colours or show another text than there is.
 */
// oxlint-disable-next-line no-control-regex -- they are what it looks for
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/** The text with a dot for every control character but tab and line feed: all that is printed or written goes through it. */
export function printable(text: string): string {
  return text.replace(CONTROL, '·');
}
