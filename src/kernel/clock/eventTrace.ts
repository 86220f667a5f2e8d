import { SECOND, type Micros } from '../units.ts';

const DIGITS = 6;

/**
 * One line of a debug trace of events, without the line end: `60.000250 dundi.responseArrives 3 17`, that is the virtual
 * time in seconds, the name of the event type, and the event's two numbers, separated by blanks.
 */
export function eventLine(time: Micros, name: string, a: number, b: number): string {
  const whole = Math.floor(time / SECOND);
  return `${whole}.${String(time - whole * SECOND).padStart(DIGITS, '0')} ${name} ${a} ${b}`;
}
