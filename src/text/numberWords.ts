/** Words for the numbers that people write out before a unit. */
const WORDS: Readonly<Record<string, number>> = {
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  twelve: 12,
  fifteen: 15,
  twenty: 20,
  thirty: 30,
  forty: 40,
  fifty: 50,
  sixty: 60,
  ninety: 90,
  hundred: 100,
};

/** `three per hour` is `3 per hour`; other words stay as they are. */
export function inDigits(text: string): string {
  return text.toLowerCase().replaceAll(/[a-z]+/g, (word) => (Object.hasOwn(WORDS, word) ? String(WORDS[word]) : word));
}
