#!/usr/bin/env node
import { main } from './program.ts';

/** A reader that has gone (`dundisim explain | head -1`) is no mistake: what is left to say is dropped, and the run ends as it would have. */
function untilClosed(stream: NodeJS.WriteStream): (text: string) => void {
  let closed = false;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_DESTROYED') throw error;
    closed = true;
  });
  return (text) => {
    if (!closed) stream.write(text);
  };
}

const interrupt = new AbortController();
process.on('SIGINT', () => {
  if (interrupt.signal.aborted) process.exit(130); // Twice: at once.
  interrupt.abort();
});

process.exitCode = await main(process.argv.slice(2), {
  out: untilClosed(process.stdout),
  err: untilClosed(process.stderr),
  cwd: process.cwd(),
  watched: process.stderr.isTTY === true,
  interrupted: interrupt.signal,
});
