import { durationExpected, formatDuration, parseDuration } from '../../text/duration.ts';
import { didYouMean } from '../../text/nearest.ts';
import type { Micros } from '../../kernel/units.ts';
import type { ClusterConfig } from '../../model/config.ts';
import { together } from '../../text/mistake.ts';
import { mistakeIn } from '../files/textFiles.ts';
import { EXIT, type ExitCode, type Io } from '../io.ts';
import { moment } from '../../report/format.ts';
import { loadScenario, type Overrides } from '../files/loadScenario.ts';
import { askConsole, type Asked } from '../runners/here.ts';

/** A command repeated over a whole run is meant for seconds, not for microseconds. */
const MOST_ANSWERS = 10_000;
const EID = /\b[0-9a-f]{2}(?::[0-9a-f]{2}){5}\b/g;

export interface ConsoleOptions extends Omit<Overrides, 'until'> {
  readonly at: readonly string[];
  readonly every?: string;
  readonly until?: string;
  readonly keep?: boolean;
}

/** `dundisim console`: what Asterisk's own command line would answer then and there. */
export async function consoleCommand(
  file: string,
  serverName: string,
  commands: readonly string[],
  options: ConsoleOptions,
  io: Io,
): Promise<ExitCode> {
  const { at, every, until, keep = false, ...overrides } = options;
  const scenario = loadScenario(file, overrides, io);
  const { servers, duration } = scenario.config;
  const asked = askedOf(commands, at, every, until, duration);
  const names = servers.map(({ name }) => name);
  const server = names.indexOf(serverName);
  if (server < 0)
    throw mistakeIn(
      file,
      `no server is named "${serverName}"${didYouMean(serverName, names) || `; there are ${names.slice(0, 12).join(', ')}`}`,
    );
  let wrong = false;
  await askConsole(scenario, server, asked, {
    keep,
    interrupted: io.interrupted,
    answered: (typed, { lines, mistake }) => {
      wrong ||= mistake;
      if (asked.length > 1) io.out(`[${moment(typed.at)}] ${serverName}*CLI> ${typed.command}\n`);
      const text = [...lines, ...(mistake ? [] : peersIn(lines, servers))].map((line) => `${line}\n`).join('');
      if (mistake) io.err(text);
      else io.out(text);
    },
  });
  return wrong ? EXIT.mistake : EXIT.fine;
}

/** Commands with their moments, in order of time: one `--at` for all, one for each, or from `--at` on `--every`. */
function askedOf(
  commands: readonly string[],
  ats: readonly string[],
  every: string | undefined,
  until: string | undefined,
  duration: Micros,
): readonly Asked[] {
  const [typed, moments] = together(
    () => typedOf(commands),
    () => ats.map((at) => timeOf('--at', at, duration)),
  );
  if (every === undefined) {
    if (until !== undefined) throw mistakeIn(`--until ${until}`, 'goes with --every');
    if (moments.length !== 1 && moments.length !== typed.length)
      throw mistakeIn(
        '--at',
        `${moments.length} times for ${typed.length} command${typed.length === 1 ? '' : 's'}: give one time for all, or one before each`,
      );
    const asked = typed.map((command, index) => ({ at: moments[index] ?? moments[0]!, command }));
    return asked.sort((a, b) => a.at - b.at);
  }
  if (moments.length !== 1) throw mistakeIn('--at', 'goes once with --every: the first time');
  const step = parseDuration(every);
  if (step === undefined || step <= 0) throw mistakeIn(`--every ${every}`, `expected ${durationExpected(every)}`);
  const end = until === undefined ? duration : timeOf('--until', until, duration);
  const times = Math.floor((end - moments[0]!) / step) + 1;
  if (times * typed.length > MOST_ANSWERS)
    throw mistakeIn(`--every ${every}`, `${times * typed.length} answers; at most ${MOST_ANSWERS}`);
  return Array.from({ length: Math.max(0, times) }, (_, index) => moments[0]! + index * step).flatMap((at) =>
    typed.map((command) => ({ at, command })),
  );
}

function typedOf(commands: readonly string[]): readonly string[] {
  const typed = commands.map((command) => command.trim());
  if (typed.includes('')) throw mistakeIn('', 'expected an Asterisk command, such as "dundi show peers"');
  // `dundi show peers` without quotes is three words of a shell: each would be a command of its own.
  if (typed.length > 1 && typed.every((one) => !one.includes(' ')))
    throw mistakeIn(
      typed.join(' '),
      `each argument is a command of its own; in quotes it is one: '${typed.join(' ')}'`,
    );
  return typed;
}

function timeOf(option: string, text: string, duration: Micros): Micros {
  const at = parseDuration(text);
  if (at === undefined) throw mistakeIn(`${option} ${text}`, `expected ${durationExpected(text)}`);
  if (at > duration)
    throw mistakeIn(
      `${option} ${text}`,
      `the scenario ends at ${formatDuration(duration)}; see duration, or --set duration=${text}`,
    );
  return at;
}

/** Asterisk prints entity identifiers; which server each belongs to, in lines of our own below its answer. */
function peersIn(lines: readonly string[], servers: ClusterConfig['servers']): readonly string[] {
  const owners = new Map(servers.map(({ name, dundi }) => [dundi.entityId.toLowerCase(), name]));
  const found = new Set(lines.flatMap((line) => line.match(EID) ?? []));
  return [...found].flatMap((eid) => {
    const name = owners.get(eid.toLowerCase());
    return name === undefined ? [] : [`; ${eid} is ${name}`];
  });
}
