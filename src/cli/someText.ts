import { InvalidArgumentError } from 'commander';

/** For options whose text may be any but none: an unset variable of a shell is a slip. */
export function someText(text: string): string {
  if (text === '') throw new InvalidArgumentError('It is empty.');
  return text;
}
