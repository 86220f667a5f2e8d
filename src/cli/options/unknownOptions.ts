import type { Command } from 'commander';
import { didYouMean } from '../../text/nearest.ts';

/** Commander names the first option that it does not know, and stops: the others, as lines. */
export function otherUnknownOptions(program: Command, argv: readonly string[]): readonly string[] {
  const command = program.commands.find((one) => one.name() === argv.find((word) => !word.startsWith('-')));
  if (command === undefined) return [];
  const known = ['--help', ...command.options.flatMap(({ long, short }) => [long ?? '', short ?? ''])];
  const end = argv.indexOf('--');
  const words = end < 0 ? argv : argv.slice(0, end);
  const names: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const name = /^--[a-z][\w-]*/.exec(words[i]!)?.[0];
    if (name !== undefined && !known.includes(name)) names.push(name);
    if (takesValue(command, words[i]!)) i += 1;
  }
  const [, ...others] = new Set(names);
  return others.map((name) => `error: unknown option '${name}'${didYouMean(name, known)}`);
}

/** Whether what follows this word is its value. */
function takesValue(command: Command, word: string): boolean {
  return command.options.some(({ long, short, required }) => required && (long === word || short === word));
}
