import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { ladderOf } from '../../report/ladder/buildLadder.ts';
import { CallWatch } from '../../report/ladder/callWatch.ts';
import { ladderMermaid } from '../../report/ladder/ladderMermaid.ts';
import { ladderSvg } from '../../report/ladder/ladderSvg.ts';
import { ladderText } from '../../report/ladder/ladderText.ts';
import { loadScenario, type Overrides } from '../files/loadScenario.ts';
import { mistakeIn, whyNotWritten } from '../files/textFiles.ts';
import { EXIT, type ExitCode, type Io } from '../io.ts';
import { runHere } from '../runners/here.ts';

export interface CallOptions extends Overrides {
  readonly svg?: string;
  readonly mermaid?: string;
  readonly json?: boolean;
}

/** `dundisim call`: one call of a run, message by message, with the reasons between. */
export async function call(file: string, numberText: string, options: CallOptions, io: Io): Promise<ExitCode> {
  if (!/^[1-9]\d{0,14}$/.test(numberText))
    throw mistakeIn(`call ${numberText}`, 'expected the number of a call, as in calls.csv: 1, 2, 3, …');
  const number = Number(numberText);
  const scenario = loadScenario(file, options, io);
  const watch = new CallWatch([number]);
  await runHere(scenario, { listeners: [watch], interrupted: io.interrupted, progress: () => {} });
  const watched = watch.of(number);
  if (watched === undefined) throw mistakeIn(`call ${number}`, rangeText(file, watch.seen));
  const ladder = ladderOf({ config: scenario.config, scenario: scenario.name, seed: scenario.seed }, watched);
  write(options.svg, ladderSvg([ladder]), io);
  write(options.mermaid, ladderMermaid(ladder), io);
  io.out(options.json === true ? `${JSON.stringify(ladder, null, 2)}\n` : ladderText(ladder));
  return EXIT.fine;
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
