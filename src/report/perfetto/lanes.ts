import type { Micros } from '../../kernel/units.ts';

/**
 * Puts spans on as few lanes as needed so that no two of a lane overlap. Spans come in order of their ends; those of
 * one moment do not overlap.
 */
export class Lanes {
  /** End of the last span of each lane. */
  private readonly ends: Micros[] = [];

  get count(): number {
    return this.ends.length;
  }

  /** The lane of a span, from 0. */
  place(from: Micros, until: Micros): number {
    const free = this.ends.findIndex((end) => end <= from);
    const lane = free < 0 ? this.ends.length : free;
    this.ends[lane] = until;
    return lane;
  }
}
