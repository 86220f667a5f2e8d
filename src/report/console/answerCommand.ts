import type { ServerId } from '../../model/ids.ts';
import type { ClusterParts } from '../../model/composition.ts';
import { didYouMean } from '../../text/nearest.ts';
import { commandsOf, NOT_MODELLED, type Command } from './commands.ts';
import { printf } from './printf.ts';

/** `mistake`: there is no such command, or its words are wrong. */
export interface ConsoleAnswer {
  readonly lines: readonly string[];
  readonly mistake: boolean;
  /** The command has changed the server, or taken virtual time. */
  readonly changes?: boolean;
}

/**
 * What a server's console answers, in Asterisk's own layout. A lookup takes its time: the cluster runs on meanwhile, so
 * it is given a run that ends there.
 */
export function answerCommand(parts: ClusterParts, server: ServerId, line: string): ConsoleAnswer {
  if (!parts.hosts.isUp(server))
    return { lines: [`Unable to connect to remote asterisk (does /var/run/asterisk.ctl exist?)`], mistake: false };
  const words = line.trim().split(/\s+/);
  const commands = commandsOf(parts);
  const isHelp =
    words[0]!.toLowerCase() === 'help' ? 1 : words.slice(0, 3).join(' ').toLowerCase() === 'core show help' ? 3 : 0;
  if (isHelp > 0) return help(commands, words.slice(isHelp), parts.rules.dialect);
  for (const command of commands) {
    if (command.names.some((name) => fits(words, name)))
      return { lines: command.answer(parts, server, words), mistake: false, changes: command.changes ?? false };
  }
  return refuse(commands, words, parts.rules.dialect);
}

function refuse(commands: readonly Command[], words: readonly string[], dialect: '1.2' | '16'): ConsoleAnswer {
  const line = words.join(' ').toLowerCase();
  const usage = commands
    .flatMap(({ names }) => names)
    .find((name) => line === plain(name) || line.startsWith(`${plain(name)} `));
  if (usage !== undefined) return { lines: [`Usage: ${usage}`], mistake: true };
  const other = Object.keys(NOT_MODELLED).find((name) => line === name || line.startsWith(`${name} `));
  if (other !== undefined) return { lines: [`'${other}' is not answered here: ${NOT_MODELLED[other]}`], mistake: true };
  const all = ['help', ...commands.flatMap(({ names }) => names.map(plain))];
  const found = words.join(' ');
  // cli.c: 16 points to the commands that begin as this one does.
  const hint =
    dialect === '16'
      ? `(type 'core show help ${closest(words, all)}' for other possible commands)`
      : "(type 'help' for help)";
  return { lines: [`No such command '${found}' ${hint}${didYouMean(found, all)}`], mistake: true };
}

/** The words as far as some command begins with them, and one more (cli.c:find_best). */
function closest(words: readonly string[], all: readonly string[]): string {
  let count = 0;
  while (count < words.length && all.some((name) => `${name} `.startsWith(`${words.slice(0, count + 1).join(' ')} `)))
    count++;
  return words.slice(0, count + 1).join(' ');
}

/** Every name, old and new, with its summary; of one command how it is typed. */
function help(commands: readonly Command[], words: readonly string[], dialect: '1.2' | '16'): ConsoleAnswer {
  const wanted = words.join(' ').toLowerCase();
  const entries = commands.flatMap(({ names, summary }) => names.map((name) => ({ name, summary })));
  const one = entries.find(({ name }) => plain(name) === wanted);
  if (one !== undefined) return { lines: [`Usage: ${one.name}`, `       ${one.summary}`], mistake: false };
  const shown = entries.filter(({ name }) => plain(name).startsWith(wanted)).sort((a, b) => (a.name < b.name ? -1 : 1));
  if (shown.length === 0) return { lines: [`No such command '${wanted}'.`], mistake: true };
  return {
    lines: shown.map(({ name, summary }) =>
      printf(dialect === '16' ? '%30.30s  %s' : '%25.25s  %s', plain(name), summary),
    ),
    mistake: false,
  };
}

/** The words that are typed as shown. */
function plain(name: string): string {
  return name.replace(/ [[A-Z].*$/, '');
}

function fits(words: readonly string[], name: string): boolean {
  const wanted = name.split(' ');
  const needed = wanted.filter((word) => !word.startsWith('[')).length;
  if (words.length < needed || words.length > wanted.length) return false;
  return words.every((word, index) => {
    const expected = wanted[index]!;
    return /^\[?[A-Z]/.test(expected) || expected.replace(/[[\]]/g, '') === word.toLowerCase();
  });
}
