import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { resolve } from 'node:path';
import { eventLine } from '../../kernel/clock/eventTrace.ts';
import type { EventObserver } from '../../kernel/clock/simulation.ts';
import type { Io } from '../io.ts';
import { mistakeIn, whyNot } from './textFiles.ts';

/** Characters kept before they are written. */
const BLOCK = 65_536;

/**
 * Runs `run` with an observer that writes every event to a file, a line each; without a file, with none. The file gets
 * its name when the run is over. @throws UserMistakes when it cannot be written
 */
export async function withEvents<T>(
  file: string | undefined,
  io: Io,
  run: (observer: EventObserver | undefined) => Promise<T>,
): Promise<T> {
  if (file === undefined) return run(undefined);
  const path = resolve(io.cwd, file);
  const temporary = `${path}.tmp`;
  const out = attempt(file, () => openSync(temporary, 'w'));
  let block = '';
  const flush = (): void => {
    attempt(file, () => writeSync(out, block));
    block = '';
  };
  try {
    const done = await run((time, name, a, b) => {
      block += `${eventLine(time, name, a, b)}\n`;
      if (block.length > BLOCK) flush();
    });
    flush();
    closeSync(out);
    attempt(file, () => renameSync(temporary, path));
    return done;
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

function attempt<T>(file: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw mistakeIn('--events', `cannot write ${file}: ${whyNot(error as NodeJS.ErrnoException, file)}`);
  }
}
