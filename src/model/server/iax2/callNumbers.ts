import type { IaxCalledId, IaxCallId } from '../../ids.ts';

/**
 * Call numbers are unique on a server, whichever end of a call it is (chan_iax2.c: one array iaxs[] for both): even at
 * the calling end, odd at the called end. 0 on the wire: not known yet.
 */
export function callingNumber(id: IaxCallId): number {
  return 2 * id;
}

export function calledNumber(id: IaxCalledId): number {
  return 2 * id + 1;
}

/** The calling end's row of that number; 0 when it is a number of the called end, or none. */
export function callingIdOf(number: number): IaxCallId | 0 {
  return (number % 2 === 0 ? number / 2 : 0) as IaxCallId | 0;
}

/** The called end's row of that number; 0 when it is a number of the calling end, or none. */
export function calledIdOf(number: number): IaxCalledId | 0 {
  return (number % 2 === 1 ? (number - 1) / 2 : 0) as IaxCalledId | 0;
}
