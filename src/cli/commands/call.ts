import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { ladderOf, withTries } from '../../report/ladder/buildLadder.ts';
import { CallWatch } from '../../report/ladder/callWatch.ts';
import { ladderMermaid } from '../../report/ladder/ladderMermaid.ts';
import { ladderSvg } from '../../report/ladder/ladderSvg.ts';
import { ladderText } from '../../report/ladder/ladderText.ts';
import { loadScenario, type Overrides } from '../files/loadScenario.ts';
import { mistakeIn, whyNotWritten } from '../files/textFiles.ts';
import { EXIT, type ExitCode, type Io } from '../io.ts';
import { Progress } from '../progress.ts';
import { runHere, type Run } from '../runners/here.ts';
import { tryChanges } from '../runners/tryChanges.ts';
import type { Scenario } from '../../scenario/index.ts';

export interface CallOptions extends Overrides {
  readonly svg?: string;
  readonly mermaid?: string;
  readonly json?: boolean;
}

/** `dundisim call`: one call of a run, message by message, with the reasons between and what would have saved it. */
export async function call(file: string, numberText: string, options: CallOptions, io: Io): Promise<ExitCode> {
  if (!/^[1-9]\d{0,14}$/.test(numberText))
    throw mistakeIn(`call ${numberText}`, 'expected the number of a call, as in calls.csv: 1, 2, 3, …');
  const number = Number(numberText);
  const scenario = loadScenario(file, options, io);
  const watch = new CallWatch([number]);
  const { document } = await watchedRun(scenario, watch, io);
  const watched = watch.of(number);
  if (watched === undefined) throw mistakeIn(`call ${number}`, rangeText(file, watch.seen));
  const withOverrides = (overrides: readonly string[]): Scenario =>
    loadScenario(file, { ...options, set: [...(options.set ?? []), ...overrides] }, io);
  const tries = await tryChanges(scenario, watched, withOverrides, document.events, io);
  const { config, name, seed } = scenario;
  const ladder = withTries(ladderOf({ config, scenario: name, seed }, watched), tries);
  write(options.svg, ladderSvg([ladder]), io);
  write(options.mermaid, ladderMermaid(ladder), io);
  io.out(options.json === true ? `${JSON.stringify(ladder, null, 2)}\n` : ladderText(ladder));
  return EXIT.fine;
}

async function watchedRun(scenario: Scenario, watch: CallWatch, io: Io): Promise<Run> {
  const progress = new Progress(scenario.config.duration, io);
  try {
    return await runHere(scenario, {
      listeners: [watch],
      interrupted: io.interrupted,
      progress: (now, events) => progress.show(now, events),
    });
  } finally {
    progress.end();
  }
}

function rangeText(file: string, calls: number): string {
  if (calls === 0) return `this run of ${file} has no calls`;
  return `this run of ${file} has ${calls === 1 ? 'call 1 only' : `the calls 1 to ${calls}`}`;
}

function write(path: string | undefined, text: string, io: Io): void {
  if (path === undefined) return;
  const full = resolve(io.cwd, path);
  try {
    writeFileSync(full, text);
  } catch (error) {
    throw mistakeIn(path, whyNotWritten(error, full));
  }
}
