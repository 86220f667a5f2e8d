import type { Micros } from '../../kernel/units.ts';

/** Why a server makes no call to another: that did not answer what it was asked (qualify). */
export interface Silence {
  /** What is sent. */
  readonly asks: 'OPTIONS' | 'POKE';
  /** When the first question had no answer in time. */
  readonly since: Micros;
  /** When it is asked again, or was asked last if no answer is there yet. */
  readonly next: Micros;
}
