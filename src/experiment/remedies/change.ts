import type { ClusterConfig } from '../../model/config.ts';
import type { CallRecord } from '../../model/observations.ts';
import type { StoryEvent } from '../../model/story/index.ts';

/** A change of a scenario that may save a call: it says nothing before it was tried. */
export interface Change {
  /** What it does, for people. */
  readonly says: string;
  /** What to write for it in the .conf files; empty: it is none of their settings. */
  readonly line: string;
  /** As `--set` has them. */
  readonly overrides: readonly string[];
}

/** What is known of a call that was lost, dropped or slow. */
export interface EndedCall {
  readonly record: CallRecord;
  readonly story: readonly StoryEvent[];
}

/** A change that fits a call; undefined: the scenario has it, or it has no part in it. */
export type Proposal = (config: ClusterConfig, call: EndedCall) => Change | undefined;
