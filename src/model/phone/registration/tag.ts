import { assert } from '../../../kernel/assert.ts';

/** A registration agent of a phone and which of its transactions a message belongs to, in one number: 22 and 9 bits. */
export type Tag = number;

const LINES_MAX = 0x40_0000;
const GENERATIONS = 512;

export function tagOf(line: number, generation: number): Tag {
  assert(line < LINES_MAX, 'more than four million registration agents');
  return (generation % GENERATIONS) * LINES_MAX + line;
}

export function lineOf(tag: Tag): number {
  return tag % LINES_MAX;
}

/** Late messages carry another generation: they belong to a transaction that has ended. */
export function isCurrent(tag: Tag, generation: number): boolean {
  return Math.floor(tag / LINES_MAX) === generation % GENERATIONS;
}
