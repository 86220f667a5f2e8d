import type { Simulation } from '../../kernel/clock/simulation.ts';
import type { Micros } from '../../kernel/units.ts';
import type { CallId, PhoneId, ServerId } from '../ids.ts';
import type { Handsets } from '../phone/handsets.ts';
import type { Happening, StoryEvent } from './happenings.ts';

/** What is known of a call when it is offered. */
export interface Opening {
  readonly call: CallId;
  readonly source: number;
  readonly redial: number;
  readonly offeredAt: Micros;
  /** -1: from the PSTN. */
  readonly caller: PhoneId | -1;
  readonly from: string;
  readonly dialled: string;
  /** The number dialled is a phone's own. */
  readonly dialsPhone: boolean;
  readonly callee: PhoneId | -1;
  readonly calleeReachable: boolean;
  /** The called person would come to the phone. */
  readonly picksUp: boolean;
  /** Something had failed before the call was offered. */
  readonly afterFailure: boolean;
  /** The parked call that the caller wants to fetch; 0: it is a call to a phone. */
  readonly fetches: CallId | 0;
  /** Server that takes the call first. */
  readonly server: ServerId;
}

/** One call: how it began, and what has happened to it so far, in order. */
export interface Story extends Opening {
  /** The phone of the number dialled, or the one that the plan came to; -1: none. */
  callee: PhoneId | -1;
  /** It was powered and idle when it was dialled, or when the plan came to it. */
  calleeReachable: boolean;
  readonly events: StoryEvent[];
}

/**
 * The stories of the calls that are under way. A part that does something for a call appends it here; no part reads a story
 * to decide anything.
 */
export class Stories {
  private readonly sim: Simulation;
  private readonly handsets: Handsets;
  private readonly open_ = new Map<CallId, Story>();

  constructor(sim: Simulation, handsets: Handsets) {
    this.sim = sim;
    this.handsets = handsets;
  }

  open(opening: Opening): Story {
    const story: Story = {
      call: opening.call,
      source: opening.source,
      redial: opening.redial,
      offeredAt: opening.offeredAt,
      caller: opening.caller,
      from: opening.from,
      dialled: opening.dialled,
      dialsPhone: opening.dialsPhone,
      callee: opening.callee,
      calleeReachable: opening.calleeReachable,
      picksUp: opening.picksUp,
      afterFailure: opening.afterFailure,
      fetches: opening.fetches,
      server: opening.server,
      events: [],
    };
    this.open_.set(opening.call, story);
    return story;
  }

  /** The call is over for its caller: later work of its servers is not part of the story. */
  close(call: CallId): void {
    this.open_.delete(call);
  }

  get(call: CallId): Story | undefined {
    return this.open_.get(call);
  }

  /** Stories under way. */
  get size(): number {
    return this.open_.size;
  }

  /** Appends what happens now: the object itself, with its time, so it belongs to the story from now on. */
  note(call: CallId, happening: Happening): void {
    const story = this.open_.get(call);
    if (story === undefined) return;
    const event = happening as Happening & { at: Micros };
    event.at = this.sim.now;
    story.events.push(event);
  }

  /**
   * The plan calls this phone, or asks whether it could. A caller who dials a phone's own number calls that phone,
   * whatever the plan makes of it; behind a prefix or a service number it is the phone that the plan comes to: the
   * first that could ring, else the first.
   */
  comesTo(call: CallId, phone: PhoneId | -1): void {
    const story = this.open_.get(call);
    if (story === undefined || phone < 0 || story.dialsPhone || story.calleeReachable) return;
    story.calleeReachable = isReachable(this.handsets, phone, story.caller);
    if (story.calleeReachable || story.callee < 0) story.callee = phone;
  }

  /** The plan asks who has this number. */
  comesToNumber(call: CallId, number: string): void {
    const story = this.open_.get(call);
    if (story !== undefined && !story.dialsPhone) this.comesTo(call, this.handsets.numbered(number));
  }
}

/** A phone of the called number is powered and idle, and not the caller's own. */
export function isReachable(handsets: Handsets, callee: PhoneId | -1, caller: PhoneId | -1): boolean {
  return callee >= 0 && handsets.hasIdle(handsets.accountOf(callee as PhoneId), caller);
}
