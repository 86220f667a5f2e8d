import { writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { junitXml, type JudgedSuite } from '../../report/experiment/junit.ts';
import type { Io } from '../io.ts';
import { makeFolder, mistakeIn, whyNotWritten } from './textFiles.ts';

/** `--junit FILE`; nothing where the option is not given. @throws UserMistakes when it cannot be written */
export function writeJunit(file: string | undefined, suites: readonly JudgedSuite[], io: Io): void {
  if (file === undefined) return;
  const path = resolve(io.cwd, file);
  try {
    makeFolder(dirname(path));
    writeFileSync(path, junitXml(suites));
  } catch (error) {
    throw mistakeIn(`--junit ${file}`, `cannot be written: ${whyNotWritten(error, path)}`);
  }
  if (suites.every(({ judged }) => judged.length === 0))
    io.err(`Warning: the scenario expects nothing, so ${file} has no test; see "expect:"\n`);
}

/** Before anything runs. @throws UserMistakes */
export function checkJunit(file: string | undefined): void {
  if (file === '') throw mistakeIn('--junit', 'expected the name of a file to write');
}
