/** A guess at most this share of the answer away from it counts as right: one rule for all lessons. */
export const CLOSE = 0.1;

/** A rounding error of a guess that is exactly as far away as it may be. */
const ROUNDING = 1e-9;

export interface Judged {
  readonly isRight: boolean;
  /** `You said 80 calls: too high by 17 calls, 27 %.` */
  readonly text: string;
}

/** @param unit of both numbers: `calls`, `s`, or `%` */
export function judged(guess: number, answer: number, unit: string): Judged {
  const off = Math.abs(guess - answer);
  if (off < ROUNDING) return { isRight: true, text: 'You had it.' };
  const said = unit === '%' ? `${guess} %` : amount(guess, unit);
  const isRight = off <= CLOSE * Math.abs(answer) + ROUNDING;
  if (isRight) return { isRight, text: `You said ${said}: within ${100 * CLOSE} %, you had it.` };
  const side = guess > answer ? 'high' : 'low';
  const share = answer === 0 || unit === '%' ? '' : `, ${Math.round((100 * off) / Math.abs(answer))} %`;
  return { isRight, text: `You said ${said}: too ${side} by ${amount(off, unit)}${share}.` };
}

function amount(off: number, unit: string): string {
  const number = Number(off.toFixed(2));
  if (unit === '%') return `${number} percentage ${number === 1 ? 'point' : 'points'}`;
  return `${number} ${unit === 'calls' && number === 1 ? 'call' : unit}`;
}
