import type { CallRecord, SilentTrunk } from '../records.ts';
import type { CauseName } from './causes.ts';
import type { Outage } from './faultLog.ts';
import type { StoryEvent } from './happenings.ts';
import type { Story } from './stories.ts';
import { faultText } from './words.ts';
import type { World } from './world.ts';

/** Why a call was lost, dropped or slow. */
export interface Verdict {
  /** From the closed list `CAUSES`; empty: nothing was wrong with the call. */
  readonly cause: CauseName | '';
  /** One sentence, with times and names. */
  readonly because: string;
  /** The fault behind it: `regpbx2 crashed at 60 s`; empty: none. */
  readonly fault: string;
  /** Of the cause `trunkSilent`. */
  readonly silent?: SilentTrunk;
}

export const NO_VERDICT: Verdict = { cause: '', because: '', fault: '' };

/** What a rule of causes may look at. */
export interface Case {
  readonly story: Story;
  readonly record: CallRecord;
  readonly world: World;
}

export function say(cause: CauseName, because: string, world?: World, outage?: Outage): Verdict {
  const fault = world === undefined || outage === undefined ? '' : faultText(world, outage);
  return { cause, because, fault };
}

/** The first event of that kind in a story. */
export function find<W extends StoryEvent['what']>(story: Story, what: W): (StoryEvent & { what: W }) | undefined {
  return story.events.find((event): event is StoryEvent & { what: W } => event.what === what);
}
