import type { Command } from 'commander';
import type { Io } from './io.ts';

/** Commands that run something for a while and then answer. */
const ANSWERING: ReadonlySet<string> = new Set([
  'run',
  'sweep',
  'compare',
  'tradeoff',
  'plan',
  'hunt',
  'merge',
  'rerun',
  'worker',
]);

/** Whether the command that was called has `--quiet`, known only once the command line is read. */
export class Quiet {
  private quiet = false;
  private json = false;

  /** Adds `--quiet` to every command that answers. */
  addTo(program: Command): void {
    for (const command of program.commands)
      if (ANSWERING.has(command.name()))
        command.option('-q, --quiet', 'print the answer alone: no progress, no risks, no tables');
    program.hook('preAction', (_, called) => {
      const { quiet, json } = called.opts<{ quiet?: boolean; json?: boolean }>();
      this.quiet = quiet === true;
      this.json = json === true;
    });
  }

  /** For the commands' own words; mistakes are printed by those who call the commands. */
  around(io: Io): Io {
    const isQuiet = (): boolean => this.quiet;
    return {
      cwd: io.cwd,
      out: (text) => io.out(this.quiet && !this.json ? firstParagraph(text) : text),
      err: (text) => {
        if (!this.quiet) io.err(text);
      },
      now: io.now,
      get watched() {
        return io.watched && !isQuiet();
      },
      get interrupted() {
        return io.interrupted; // Asked for when a run begins, and not before (main.ts).
      },
    };
  }
}

/** The answer comes first, up to the first empty line. */
function firstParagraph(text: string): string {
  const end = text.indexOf('\n\n');
  return end < 0 ? text : text.slice(0, end + 1);
}
