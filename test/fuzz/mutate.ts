import type { Random } from './random.ts';

/** Pieces that mean something to one reader or another, or to JavaScript. */
const PIECES = [
  ...'[](){}<>"\'`\\|&,;:=!?*+-/.$#@%~^_',
  '${', '$[', '${EXTEN}', '${ARG1}', '${x:1:2}', '${${x}}', '$[1 + 1]', '$["a b" : toString]', '$["a" =~ "(a+)+$"]',
  '=>', '+=', ';--', '--;', '\\;', '(!)', '(+)', '#include "x.conf"', '#include "*.conf"', '#tryinclude y', '#exec ls',
  '__proto__', 'constructor', 'toString', 'hasOwnProperty', 'NaN', 'Infinity', '-0', '1e999', '0x10', '1_000',
  '0', '-1', '1', '101', '50000', '99999999999999999999', '2147483648', '0.1', '1..1', '9..1', '1..99999999',
  's', 'i', 'h', 't', '_X.', '_X!', '_[1-9]XXX', '_[', '_NXX/1001', 'n', 'n+101', 'n(l)', 'hint', 'same',
  'yes', 'no', '~', 'null', '[]', '{}', '- ', '? ', '&a ', '*a', '!x ', '---', '...', '|-', '>', '<<: *a',
  '5s', '1h30m', '10%', '0.05/s', 'exponential 1s', 'uniform 2s..1s', 'quantiles p50=1ms', 'all', 'next', 'none',
  '\u0000', '\u001b[31m', '\r', '\t', '\uFEFF', '\u202e', '\ud800', 'é', '📞', '\n', '\n\n', ' ', '  ',
]; // prettier-ignore

/** The text with a few of its places changed: characters, words, lines; seldom something long. */
export function mutated(text: string, random: Random, pieces: readonly string[] = []): string {
  let result = text;
  for (let left = 1 + random.below(6); left > 0; left--) result = mutatedOnce(result, random, [...PIECES, ...pieces]);
  return result;
}

function mutatedOnce(text: string, random: Random, pieces: readonly string[]): string {
  const at = random.below(text.length + 1);
  switch (random.below(9)) {
    case 0:
      return text.slice(0, at) + random.of(pieces) + text.slice(at);
    case 1:
      return text.slice(0, at) + text.slice(at + 1 + random.below(random.chance(20) ? 200 : 5));
    case 2:
      return (
        text.slice(0, at) + random.of(pieces).repeat(1 + random.below(random.chance(10) ? 3000 : 8)) + text.slice(at)
      );
    case 3:
      return onWords(text, random, () => random.of(pieces));
    case 4:
      return onWords(text, random, (words) => random.of(words));
    case 5:
      return onLines(text, random, (lines, i) => [...lines.slice(0, i), ...lines.slice(i + 1)]);
    case 6: {
      const times = random.chance(5) ? 1000 : 2;
      return onLines(text, random, (lines, i) => [
        ...lines.slice(0, i),
        ...Array.from({ length: times }, () => lines[i]!),
        ...lines.slice(i + 1),
      ]);
    }
    case 7:
      return onLines(text, random, (lines, i) => [...lines.slice(0, i), random.of(lines), ...lines.slice(i)]);
    default:
      return onLines(text, random, (lines, i) => lines.with(i, lines[i]! + random.of(pieces)));
  }
}

function onWords(text: string, random: Random, other: (words: readonly string[]) => string): string {
  const words = [...text.matchAll(/[\w.%-]+/g)];
  if (words.length === 0) return text;
  const word = random.of(words);
  return text.slice(0, word.index) + other(words.map(([found]) => found)) + text.slice(word.index + word[0].length);
}

function onLines(text: string, random: Random, change: (lines: string[], i: number) => string[]): string {
  const lines = text.split('\n');
  return change(lines, random.below(lines.length)).join('\n');
}
