/** Everything that a command may touch of its surroundings, so that tests can give it others. */
export interface Io {
  /** To stdout. */
  out(text: string): void;
  /** To stderr. */
  err(text: string): void;
  /** Where relative paths begin. */
  readonly cwd: string;
  /** stderr is a terminal: progress is shown in place; elsewhere it is a line a minute. */
  readonly watched: boolean;
  /** Milliseconds, for progress; `Date.now` where it is not given. */
  readonly now?: (() => number) | undefined;
  /** Aborted by Ctrl-C. */
  readonly interrupted: AbortSignal;
}

/** What a process ends with. */
export const EXIT = {
  fine: 0,
  /** An expectation did not hold, or `check --strict` found risks. */
  unmet: 1,
  /** The user's input or command line is wrong. */
  mistake: 2,
  /** Our bug. */
  bug: 3,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Thrown by a command that was stopped by Ctrl-C, when it has tidied up. */
export class Interrupted extends Error {}
