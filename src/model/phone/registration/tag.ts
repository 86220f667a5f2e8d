import { assert } from '../../../kernel/assert.ts';

/** A registration agent of a phone and which of its transactions a message belongs to, in one number: 22 and 9 bits. */
export type Tag = number;

const LINE_BITS = 22;
const LINES_MAX = 1 << LINE_BITS;
const GENERATIONS = 512;

export function tagOf(line: number, generation: number): Tag {
  assert(line < LINES_MAX, 'more than four million registration agents');
  return ((generation & (GENERATIONS - 1)) << LINE_BITS) | line;
}

export function lineOf(tag: Tag): number {
  return tag & (LINES_MAX - 1);
}

/** Late messages carry another generation: they belong to a transaction that has ended. */
export function isCurrent(tag: Tag, generation: number): boolean {
  return tag >> LINE_BITS === (generation & (GENERATIONS - 1));
}
