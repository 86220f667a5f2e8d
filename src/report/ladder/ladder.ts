import type { Micros } from '../../kernel/units.ts';
import type { CallRecord } from '../../model/observations.ts';

/** Who takes part: a lifeline of the ladder, in this order from left to right. */
export type Role = 'caller' | 'server' | 'database' | 'called';

export interface Participant {
  readonly name: string;
  readonly role: Role;
}

/** A message from one lifeline to another. */
export interface Step {
  readonly kind: 'message';
  /** It leaves, µs. */
  readonly at: Micros;
  /** It is there, or its last copy was lost; -1: under way when the run ended. */
  readonly endsAt: Micros;
  readonly protocol: string;
  /** Places in `participants`. */
  readonly from: number;
  readonly to: number;
  readonly label: string;
  readonly fate: 'arrived' | 'lost' | 'off' | 'waits' | 'underWay';
  /** What is unusual about it: sent again, lost, late; empty: nothing. */
  readonly remark: string;
}

/** What happened between the messages. */
export interface Note {
  readonly kind: 'note';
  readonly at: Micros;
  /** Place in `participants`, -1: none in particular. */
  readonly of: number;
  readonly text: string;
}

/** One call, message by message, with the reasons between them. Times are virtual, µs. */
export interface Ladder {
  readonly scenario: string;
  readonly profile: string;
  readonly seed: string;
  readonly call: CallRecord;
  readonly participants: readonly Participant[];
  readonly steps: readonly (Step | Note)[];
  /** What became of the call, and why; each a sentence, empty: nothing to say. */
  readonly outcome: string;
  readonly because: string;
  /** What would have saved it, as far as it was tried: one sentence each, and all in one text; empty: nothing to say. */
  readonly remedies: readonly string[];
  readonly remedy: string;
  /** Every change that was tried. */
  readonly tried: readonly Tried[];
}

/** A change of the scenario, and what became of the call with it, under the same seed. */
export interface Tried {
  /** As `--set` has them. */
  readonly overrides: readonly string[];
  readonly says: string;
  /** What to write for it in the .conf files; empty: it is none of their settings. */
  readonly line: string;
  /** The call was answered, was not cut, and rang within 2 s. */
  readonly helped: boolean;
  /** Its number in that run. */
  readonly call: number;
  readonly outcome: string;
  /** From the INVITE; null: it did not ring. */
  readonly postDialDelayMs: number | null;
  readonly dropped: boolean;
  readonly lost: boolean;
  readonly cause: string;
  readonly because: string;
}
