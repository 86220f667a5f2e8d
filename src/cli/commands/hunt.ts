import { existsSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { readHunt, windowIn, type HuntQuestion } from '../../experiment/hunt/huntQuestion.ts';
import type { Hunt } from '../../experiment/hunt/huntRequest.ts';
import { hunting, type Found } from '../../experiment/hunt/worstMoment.ts';
import { huntText, scheduleText } from '../../report/experiment/huntText.ts';
import { formatDuration } from '../../text/duration.ts';
import { mistakeIn, readText, whyNotWritten } from '../files/textFiles.ts';
import { EXIT, type ExitCode, type Io } from '../io.ts';
import { shortest } from '../files/places.ts';
import { counted } from '../../report/format.ts';
import { driven, searchPlace, type SearchWatch } from '../searching/searchDriver.ts';
import { commandLine, readSourceOf } from '../searching/searching.ts';
import { scenarioText } from './huntScenario.ts';
import { ProgressLine } from '../progressLine.ts';

export interface HuntOptions extends HuntQuestion {
  readonly ignoreMissing?: boolean;
  readonly set: readonly string[];
  readonly out?: string;
  readonly workers?: string;
  readonly queue?: string;
  readonly json?: boolean;
}

/** The head of every scenario that a hunt wrote. */
const HUNTED = /^#   dundisim hunt /m;

/** Names the folder of the scenario's own .conf files, which lie beside it. */
const RELATIVE = /"(?:asterisk|conf)":"(?!dundisim:|\/)/;

/** `dundisim hunt`: ends with 0 when nothing breaks the objective, with 1 when something does. */
export async function hunt(file: string, options: HuntOptions, io: Io): Promise<ExitCode> {
  const asked = readHunt(readSourceOf(file, options, io), options);
  const path = outOf(file, options, asked, io);
  const { scenario, seed, measure, objective } = asked;
  if (asked.window.until < windowIn(options.window)!.until)
    io.err(
      `--window ${options.window}: the scenario ends at ${formatDuration(asked.window.until)}, and so does the search\n`,
    );
  const place = searchPlace(
    'hunt',
    scenario.name,
    [scenario.hash, seed, measure, objective?.measures ?? []],
    undefined,
    io,
  );
  const progress = new ProgressLine(io);
  let runs = 0;
  const watch: SearchWatch = {
    known: () => (runs += 1),
    ran: ({ key }) => {
      runs += 1;
      progress.show(() => `${counted(runs, 'run')}, now ${key.slice(0, key.lastIndexOf('/')) || 'nothing fails'}`);
    },
  };
  const { answer: found } = await driven(hunting(asked), place, options, io, watch).finally(() => progress.end());
  const command = found.shrunk === undefined ? undefined : write(path, asked, found, options, io);
  io.out(
    options.json
      ? `${JSON.stringify({ ...found, command: command ?? null }, null, 2)}\n`
      : huntText(asked, found, command),
  );
  return found.shrunk === undefined ? EXIT.fine : EXIT.unmet;
}

/** To be typed again. */
function commandOf(file: string, options: HuntOptions): readonly string[] {
  const one = (option: string, value: string | undefined, usual?: string): readonly string[] =>
    value === undefined || value === usual ? [] : [option, value];
  return [
    'hunt',
    file,
    '--fault',
    options.fault,
    '--window',
    options.window,
    '--measure',
    options.measure,
    ...one('--slo', options.slo),
    ...one('--faults', options.faults, '1'),
    ...one('--moments', options.moments, '10'),
    ...one('--replications', options.replications, '10'),
    ...one('--seed', options.seed),
    ...options.set.flatMap((set) => ['--set', set]),
    ...(options.ignoreMissing === true ? ['--ignore-missing'] : []),
  ];
}

/** Where the worst is written: beside the scenario, and never over it. */
function outOf(file: string, { out }: HuntOptions, { scenario }: Hunt, io: Io): string {
  const full = resolve(io.cwd, file);
  const path = out === undefined ? join(dirname(full), `${scenario.name}-worst.yaml`) : resolve(io.cwd, out);
  if (out === '') throw mistakeIn('--out', 'expected the name of a scenario file to write');
  if (path === full) throw mistakeIn(`--out ${out}`, 'this is the scenario itself');
  if (dirname(path) !== dirname(full) && RELATIVE.test(JSON.stringify(scenario.expanded)))
    throw mistakeIn(
      `--out ${out}`,
      `the scenario names folders beside it: expected a file in ${shortest(dirname(full), io.cwd) || '.'}`,
    );
  if (!existsSync(dirname(path))) throw mistakeIn(`--out ${out}`, 'there is no such folder');
  if (existsSync(path) && statSync(path).isDirectory())
    throw mistakeIn(`--out ${out}`, 'this is a folder; expected the name of a scenario file to write');
  if (existsSync(path) && !HUNTED.test(readText(path, io.cwd)))
    throw mistakeIn(
      out === undefined ? shortest(path, io.cwd) : `--out ${out}`,
      'this file is there already, and no hunt wrote it: name another one',
    );
  return path;
}

/** What to type to see it again. */
function write(path: string, asked: Hunt, { shrunk, seed, fingerprint }: Found, options: HuntOptions, io: Io): string {
  const about = [
    `${scheduleText(shrunk!.schedule)}: the smallest schedule that ${asked.objective === undefined ? `does nine tenths of the worst harm found, by ${asked.measure}` : `breaks ${asked.objective.text}`}. Found by`,
    `  ${commandLine(commandOf(basename(asked.source.path), options))}`,
    `A run of it replays to fingerprint ${fingerprint}.`,
    '',
  ];
  try {
    writeFileSync(
      path,
      scenarioText(asked.source, {
        scenario: asked.scenario,
        schedule: shrunk!.schedule,
        seed,
        about,
        expect: asked.objective?.text,
      }),
    );
  } catch (error) {
    throw mistakeIn(shortest(path, io.cwd), whyNotWritten(error, path));
  }
  return commandLine(['run', shortest(path, io.cwd)]);
}
