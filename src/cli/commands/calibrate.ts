import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { calibrationChart } from '../../report/calibration/calibrationChart.ts';
import { calibrationYaml } from '../../report/calibration/calibrationText.ts';
import type { Measured } from '../../report/calibration/measured.ts';
import { wrap } from '../../report/textTable.ts';
import { measure, type Mysql } from '../calibration/measure.ts';
import { readTarget, withoutPassword, type Target } from '../calibration/target.ts';
import { makeFolder, mistakeIn, whyNotWritten } from '../files/textFiles.ts';
import { EXIT, Interrupted, type ExitCode, type Io } from '../io.ts';

export interface CalibrateOptions {
  readonly mysql: string;
  readonly clients: string;
  readonly seconds: string;
  readonly out: string;
  readonly json?: boolean;
}

const MOST_CLIENTS = 1000;

/** `dundisim calibrate`: measures a real MySQL server and writes the `database:` block of a scenario, and a picture. */
export async function calibrate(options: CalibrateOptions, io: Io): Promise<ExitCode> {
  const target = readTarget(options.mysql, process.env['MYSQL_PWD']);
  const clients = readClients(options.clients);
  const seconds = Number(/^(\d+(?:\.\d+)?)s$/.exec(options.seconds)?.[1] ?? Number.NaN);
  if (!(seconds >= 0.05 && seconds <= 3600))
    throw mistakeIn('', `--seconds: found "${options.seconds}", expected a time from 0.05s to 3600s, such as 2s`);
  const measured = await measuredAt(target, { clients, seconds }, io);
  const folder = resolve(io.cwd, options.out);
  const yaml = calibrationYaml(measured);
  makeFolder(folder);
  write(resolve(folder, 'database.yaml'), yaml);
  write(resolve(folder, 'database.svg'), calibrationChart(measured));
  write(resolve(folder, 'database.json'), `${JSON.stringify(measured, undefined, 2)}\n`);
  if (options.json === true) io.out(`${JSON.stringify(measured, undefined, 2)}\n`);
  else
    io.out(
      `${yaml}\n${wrap(`Written to ${options.out}: database.yaml (put it into a scenario), database.svg, database.json.`).join('\n')}\n`,
    );
  return EXIT.fine;
}

async function measuredAt(
  target: Target,
  { clients, seconds }: { clients: readonly number[]; seconds: number },
  io: Io,
): Promise<Measured> {
  const mysql = await driver();
  const progress = (what: string, done: number): void => {
    if (io.watched) io.err(`\r\u001b[K${what}, ${Math.round(100 * done)} %`);
  };
  try {
    return await measure(mysql, target, { clients, seconds, progress, interrupted: io.interrupted });
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    throw mistakeIn('', `the database at ${target.host}:${target.port}: ${withoutPassword(whyFailed(error), target)}`);
  } finally {
    if (io.watched) io.err('\r\u001b[K');
  }
}

/** The driver is loaded for this command alone. */
async function driver(): Promise<Mysql> {
  try {
    return (await import('mysql2/promise')) as Mysql;
  } catch {
    throw mistakeIn('', 'calibrate needs the package mysql2, which is not installed: npm install mysql2');
  }
}

function whyFailed(error: unknown): string {
  const { message, code } = error as { message?: string; code?: string };
  return message === undefined || message === '' ? (code ?? 'unknown error') : message.replace(/\s+/g, ' ');
}

function readClients(text: string): readonly number[] {
  const numbers = text.split(',').map((part) => (/^\s*\d{1,4}\s*$/.test(part) ? Number(part) : Number.NaN));
  if (numbers.every((number, i) => number >= 1 && number <= MOST_CLIENTS && number > (numbers[i - 1] ?? 0)))
    return numbers;
  throw mistakeIn('', `--clients: found "${text}", expected rising numbers from 1 to ${MOST_CLIENTS}, such as 1,2,4,8`);
}

function write(path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw mistakeIn('', whyNotWritten(error, path));
  }
}
