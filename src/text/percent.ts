import { mistakeIn } from './mistake.ts';

/** `95%` to 0.95. @throws UserMistakes unless above 0 and below 100 */
export function percentIn(option: string, text: string): number {
  const found = /^(\d+(?:\.\d+)?)\s*%$/.exec(text.trim());
  const share = found === null ? NaN : Number(found[1]) / 100;
  if (!(share > 0 && share < 1))
    throw mistakeIn(
      `${option} ${text}`,
      'expected a percentage above 0 and below 100 with its sign, such as 5% or 95%',
    );
  return share;
}
