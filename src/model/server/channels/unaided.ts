import { SECOND, type Micros } from '../../../kernel/units.ts';
import type { Callers } from '../../phone/callers.ts';
import type { Destinations } from '../../people/destinations.ts';
import type { PhoneId } from '../../ids.ts';
import type { Machine } from '../dialplan/machine.ts';
import type { Pastime } from '../dialplan/services.ts';
import type { ChannelRow } from './channelRows.ts';

/** How long recordings last when the plan plays or takes them; the paper says nothing of it. */
const PASTIMES: Readonly<Record<Pastime, Micros>> = {
  playback: 3 * SECOND,
  background: 3 * SECOND,
  say: 2 * SECOND,
  voicemail: 30 * SECOND,
  voicemailMain: 30 * SECOND,
  record: 10 * SECOND,
  endless: Infinity,
  other: 0,
};

/** Extensions for what was not found: who hears of that has not been answered. */
const NOT_FOUND = new Set(['i', 'e']);

/**
 * What the dialplan does for a caller without calling anybody: an echo test, an announcement, a menu. Such a call is
 * answered, by his own server or by the one that DUNDi led to: it ends as `local` or `dundi` and lasts as long as a
 * talk.
 *
 * Not so when the plan has looked for somebody before (Dial, or ChanIsAvail and DUNDi in vain) or plays a tone or what
 * it has for invalid numbers: then the call ends as that search did, whatever the caller hears of it. Nor when Dial
 * comes later: an Answer() before it is for billing, and a menu is only the way there.
 */
export class Unaided {
  private readonly callers: Callers;
  private readonly destinations: Destinations;
  private readonly machines: readonly Machine[];

  constructor(callers: Callers, destinations: Destinations, machines: readonly Machine[]) {
    this.callers = callers;
    this.destinations = destinations;
    this.machines = machines;
  }

  /** Answer(), or an application that answers. */
  answers(row: ChannelRow): void {
    const attempt = this.callers.get(row.call);
    if (attempt === undefined || row.looked || attempt.notFound) return;
    const exten = this.machines[row.server]!.get(row.id)?.exten ?? '';
    if (!NOT_FOUND.has(exten)) this.callers.planAnswers(attempt);
  }

  /** An application that only spends time: how much. */
  spends(row: ChannelRow, on: Pastime): Micros {
    const attempt = this.callers.get(row.call);
    if (attempt !== undefined && on === 'voicemail') this.callers.voicemailAnswers(attempt, row.server);
    else if (attempt !== undefined && row.answered) this.callers.planTalks(attempt, row.server);
    return PASTIMES[on];
  }

  /** Dial begins, or ChanIsAvail has found nobody, or the plan plays the tone of a failure. */
  looks(row: ChannelRow): void {
    row.looked = true;
    const attempt = this.callers.get(row.call);
    if (attempt !== undefined) this.callers.planSeeks(attempt);
  }

  /** It has come to a phone. */
  comesTo(row: ChannelRow, phone: PhoneId | -1): void {
    const attempt = phone < 0 ? undefined : this.callers.get(row.call);
    if (attempt !== undefined) this.destinations.comesTo(attempt, phone);
  }
}
