import { DURATION_EXPECTED, formatDuration, parseDuration } from '../../text/duration.ts';
import { didYouMean } from '../../text/nearest.ts';
import { mistakeIn } from '../files/textFiles.ts';
import { EXIT, type ExitCode, type Io } from '../io.ts';
import { loadScenario, type Overrides } from '../files/loadScenario.ts';
import { askConsole } from '../runners/here.ts';

/** `dundisim console`: what Asterisk's own command line would answer then and there. */
export async function consoleCommand(
  file: string,
  serverName: string,
  command: string,
  options: Overrides & { readonly at: string },
  io: Io,
): Promise<ExitCode> {
  const at = parseDuration(options.at);
  if (at === undefined) throw mistakeIn(`--at ${options.at}`, `expected ${DURATION_EXPECTED}`);
  const scenario = loadScenario(file, options, io);
  if (at > scenario.config.duration)
    throw mistakeIn(
      `--at ${options.at}`,
      `the scenario ends at ${formatDuration(scenario.config.duration)}; see duration, or --set duration=${options.at}`,
    );
  const names = scenario.config.servers.map(({ name }) => name);
  const server = names.indexOf(serverName);
  if (server < 0)
    throw mistakeIn(
      file,
      `no server is named "${serverName}"${didYouMean(serverName, names) || `; there are ${names.slice(0, 12).join(', ')}`}`,
    );
  if (command.trim() === '') throw mistakeIn('', 'expected an Asterisk command, such as "dundi show peers"');
  const { lines, mistake } = await askConsole(scenario, server, at, command.trim(), io.interrupted);
  const text = lines.map((line) => `${line}\n`).join('');
  if (mistake) io.err(text);
  else io.out(text);
  return mistake ? EXIT.mistake : EXIT.fine;
}
