#!/usr/bin/env node
import { tuneEngine } from './engine.ts';
import { whyNot } from './files/textFiles.ts';
import { EXIT } from './io.ts';
import { main } from './program.ts';

tuneEngine(process.versions.node);

/** Nothing could be said where it was asked for: on a full disk, say. */
let unsaid = false;

/**
 * A reader that has gone (`dundisim explain | head -1`) is no mistake: what is left to say is dropped, and the run ends
 * as it would have.
 */
function untilClosed(stream: NodeJS.WriteStream, name: string): (text: string) => void {
  let closed = false;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (closed) return;
    closed = true;
    if (error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED') return;
    unsaid = true;
    if (stream !== process.stderr) process.stderr.write(`${name} cannot be written: ${whyNot(error, name)}\n`);
  });
  return (text) => {
    if (!closed) stream.write(text);
  };
}

const interrupt = new AbortController();
let listening = false;

/**
 * Ctrl-C. Until a command asks for it (when a run begins, which looks at it between two events) the system's own answer
 * to the signal is in force: while files are read and checked nothing of ours could hear of it.
 */
function interrupted(): AbortSignal {
  if (!listening) {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => {
        if (interrupt.signal.aborted) process.exit(130); // Twice: at once.
        interrupt.abort();
      });
    }
    listening = true;
  }
  return interrupt.signal;
}

process.on('exit', (code) => {
  if (unsaid && code === 0) process.exitCode = EXIT.mistake;
});

const err = untilClosed(process.stderr, 'stderr');
const cwd = whereWeAre();
if (cwd === undefined) {
  err('the folder that you are in is gone\n');
  process.exitCode = EXIT.mistake;
} else {
  process.exitCode = await main(process.argv.slice(2), {
    out: untilClosed(process.stdout, 'stdout'),
    err,
    cwd,
    watched: process.stderr.isTTY === true,
    get interrupted() {
      return interrupted();
    },
  });
}

function whereWeAre(): string | undefined {
  try {
    return process.cwd();
  } catch {
    return undefined;
  }
}
