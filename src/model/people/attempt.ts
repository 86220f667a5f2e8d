import { NOT_SCHEDULED, type Scheduled } from '../../kernel/clock/simulation.ts';
import type { Micros } from '../../kernel/units.ts';
import type { CallId, PhoneId, ServerId } from '../ids.ts';
import type { Audio } from './audio.ts';
import type { Story, Way } from '../story/index.ts';
import type { Intention } from './intention.ts';

/** One person's attempt to call: what was drawn for it at its arrival, used or not, and what the person does. */
export interface Attempt {
  readonly id: CallId;
  readonly intention: Intention;
  readonly story: Story;
  /** The person has hung up, or has heard the end. */
  over: boolean;
  /** Both sides hear each other. */
  talks: boolean;
  voicemail: boolean;
  /** When the plan itself answered, µs, while it has not looked for anybody; else -1. */
  planAnsweredAt: Micros;
  /** How the own server has connected the call; undefined: not yet. */
  way: Way | undefined;
  /** What another server plays until then, in its order. */
  readonly unheard: Audio[];
  /** A person, or the far end of a trunk, has answered. */
  pickedUp: boolean;
  /** The caller has given the call away: `leaving`, until the caller's phone is out of it. */
  callerIs: 'there' | 'leaving' | 'gone';
  /** The phone at the near end: the caller's, or of the called person whom the caller has sent on; -1: a trunk. */
  near: PhoneId | -1;
  /** The phone that picked up; -1: none yet, or a trunk. */
  talksTo: PhoneId | -1;
  /** Servers through which the media goes. */
  mediaThrough: ServerId[];
  /** One of them has failed before the talk began: nothing more is heard. */
  isDeaf: boolean;
  /** The caller has been let into a queue. */
  queued: boolean;
  /** The caller is in a parking slot. */
  parked: boolean;
  /** One of the two was sent to a colleague: each phone that rings does as its group says. */
  sentOn: boolean;
  /** One of the two is on hold or on the way to a colleague, and nobody talks to that person. */
  waits: boolean;
  /** On hold: servers through which the media went before; undefined: not on hold. */
  mediaBeforeHold: readonly ServerId[] | undefined;
  /** The call of the person at the other end, who has fetched this one from its slot, or the other way round; 0: none. */
  partner: CallId | 0;
  /** The talk was cut. */
  isCut: boolean;
  patienceEnds: Scheduled;
  talkEnds: Scheduled;
}

/** The person has just begun to call. */
export function newAttempt(id: CallId, intention: Intention, story: Story): Attempt {
  return {
    id,
    intention,
    story,
    over: false,
    talks: false,
    voicemail: false,
    planAnsweredAt: -1,
    way: undefined,
    unheard: [],
    pickedUp: false,
    callerIs: 'there',
    near: intention.caller,
    talksTo: -1,
    mediaThrough: [],
    isDeaf: false,
    queued: false,
    parked: false,
    sentOn: false,
    waits: false,
    mediaBeforeHold: undefined,
    partner: 0,
    isCut: false,
    patienceEnds: NOT_SCHEDULED,
    talkEnds: NOT_SCHEDULED,
  };
}
