import type { Command } from 'commander';

/** Options that take path=value, the one that a command is about first. */
const PATH_OPTIONS = ['--with', '--over', '--set'];

/** What may be meant by the words that a command has no use for, which commander counts and does not name. */
export function excessWords(program: Command, argv: readonly string[]): readonly string[] {
  const command = program.commands.find((one) => one.name() === argv.find((word) => !word.startsWith('-')));
  if (command === undefined) return [];
  const known = command.options.map(({ long }) => long);
  const option = PATH_OPTIONS.find((one) => known.includes(one));
  return command.args.slice(command.registeredArguments.length).map((word) => {
    const isPath = option !== undefined && /^[\w.*-]+=/.test(word);
    return `"${word}" is one too many: ${isPath ? `did you mean ${option} ${word}?` : 'a value with spaces needs quotes around it'}`;
  });
}
