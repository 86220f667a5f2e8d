import type { Command } from 'commander';
import { didYouMean } from '../../text/nearest.ts';
import { mistakeIn } from '../files/textFiles.ts';
import { EXIT, type ExitCode, type Io } from '../io.ts';

/** What may be typed behind a command: its options, and words for its argument where there are any. */
interface Completed {
  readonly name: string;
  readonly says: string;
  readonly options: readonly { readonly long: string; readonly says: string; readonly values: boolean }[];
  readonly words: readonly string[];
}

const SHELLS = ['bash', 'zsh', 'fish'] as const;

/**
 * `dundisim completion SHELL`: a script that completes commands, options and names.
 * @param words for the argument of a command, by its name
 */
export function completion(
  shell: string,
  program: Command,
  words: Readonly<Record<string, readonly string[]>>,
  io: Io,
): ExitCode {
  const known = SHELLS.find((name) => name === shell);
  if (known === undefined)
    throw mistakeIn(
      '',
      `completion: expected one of ${SHELLS.join(', ')}; found "${shell}"${didYouMean(shell, SHELLS)}`,
    );
  const shown = program.createHelp().visibleCommands(program);
  const commands = shown.map((command): Completed => ({
    name: command.name(),
    says: command.description(),
    options: command.options.map((option) => ({
      long: option.long!,
      says: option.description,
      values: option.required || option.optional,
    })),
    words: words[command.name()] ?? [],
  }));
  io.out(MAKE[known](commands));
  return EXIT.fine;
}

const MAKE: Readonly<Record<(typeof SHELLS)[number], (commands: readonly Completed[]) => string>> = { bash, zsh, fish };

function bash(commands: readonly Completed[]): string {
  const cases = commands.map(
    ({ name, options, words }) =>
      `    ${name}) options='${options.map(({ long }) => long).join(' ')}'; words='${words.join(' ')}' ;;`,
  );
  return `# bash completion of dundisim
_dundisim() {
  local current="\${COMP_WORDS[COMP_CWORD]}" options='' words=''
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W '${commands.map(({ name }) => name).join(' ')} --help --version' -- "$current"))
    return
  fi
  case "\${COMP_WORDS[1]}" in
${cases.join('\n')}
  esac
  if [ "\${current#-}" != "$current" ]; then
    COMPREPLY=($(compgen -W "$options --help" -- "$current"))
  elif [ -n "$words" ]; then
    COMPREPLY=($(compgen -W "$words" -- "$current"))
  else
    COMPREPLY=($(compgen -f -- "$current"))
  fi
}
complete -o filenames -F _dundisim dundisim
`;
}

function zsh(commands: readonly Completed[]): string {
  const quoted = (text: string): string => text.replaceAll("'", "'\\''").replaceAll(/[[\]:]/g, '\\$&');
  const cases = commands.map(({ name, options, words }) => {
    const specs = options.map(
      ({ long, says, values }) => `'*${long}[${quoted(says)}]${values ? ':value:_files' : ''}'`,
    );
    const argument = words.length > 0 ? `'*:name:(${words.join(' ')})'` : `'*:file:_files'`;
    return `    ${name}) _arguments ${[...specs, argument].join(' \\\n      ')} ;;`;
  });
  return `#compdef dundisim
_dundisim() {
  local -a commands
  commands=(
${commands.map(({ name, says }) => `    '${name}:${quoted(says)}'`).join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  shift words
  (( CURRENT-- ))
  case "$words[1]" in
${cases.join('\n')}
  esac
}
_dundisim "$@"
`;
}

function fish(commands: readonly Completed[]): string {
  const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
  const lines = commands.flatMap(({ name, says, options, words }) => [
    `complete -c dundisim -n __fish_use_subcommand -f -a ${name} -d ${quoted(says)}`,
    ...options.map(
      (option) =>
        `complete -c dundisim -n '__fish_seen_subcommand_from ${name}' -l ${option.long.slice(2)}${option.values ? ' -r' : ''} -d ${quoted(option.says)}`,
    ),
    ...(words.length > 0
      ? [`complete -c dundisim -n '__fish_seen_subcommand_from ${name}' -f -a ${quoted(words.join(' '))}`]
      : []),
  ]);
  return `# fish completion of dundisim\n${lines.join('\n')}\n`;
}
