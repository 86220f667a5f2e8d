import type { Signal } from '../../../kernel/signal.ts';
import type { Audio } from '../../people/audio.ts';
import type { Stories } from '../../story/stories.ts';
import type { CallId, PhoneId } from '../../ids.ts';
import type { Machine } from '../dialplan/machine.ts';
import type { Pastime } from '../dialplan/services.ts';
import type { ChannelRow } from './channelRows.ts';

/** Extensions for what was not found: who hears of that has not been answered. */
const NOT_FOUND = new Set(['i', 'e']);

/**
 * What the dialplan does for a caller without calling anybody: an echo test, an announcement, a menu. Such a call is
 * answered, by his own server or by the one that DUNDi led to: it ends as `local` or `dundi` and lasts as long as a
 * talk.
 *
 * Not so when the plan has looked for a callee before (Dial, or ChanIsAvail and DUNDi in vain) or plays a tone or what
 * it has for invalid numbers: then the call ends as that search did, whatever the caller hears of it. Nor when Dial
 * comes later: an Answer() before it is for billing, and a menu is only the way there.
 */
export class Unaided {
  private readonly audio: Signal<[call: CallId, audio: Audio]>;
  private readonly stories: Stories;
  private readonly machines: readonly Machine[];

  constructor(audio: Signal<[call: CallId, audio: Audio]>, stories: Stories, machines: readonly Machine[]) {
    this.audio = audio;
    this.stories = stories;
    this.machines = machines;
  }

  /** Answer(), or an application that answers. */
  answers(row: ChannelRow): void {
    if (row.looked || row.notFound) return;
    const exten = this.machines[row.server]!.get(row.id)?.exten ?? '';
    if (!NOT_FOUND.has(exten)) this.audio.send(row.call, { kind: 'planAnswers', isFar: row.fromServer });
  }

  /** An application that only spends time. */
  spends(row: ChannelRow, on: Pastime): void {
    const { server, fromServer: isFar } = row;
    if (on === 'voicemail') this.audio.send(row.call, { kind: 'voicemail', server, isFar });
    else if (row.answered) this.audio.send(row.call, { kind: 'planTalks', server, isFar });
  }

  /** Dial begins, or ChanIsAvail has found nobody, or the plan plays the tone of a failure. */
  looks(row: ChannelRow): void {
    row.looked = true;
    this.audio.send(row.call, { kind: 'planSeeks', isFar: row.fromServer });
  }

  /** A queue has let the caller in, who waits for a member. */
  queued(row: ChannelRow, queue: string): void {
    this.stories.note(row.call, { what: 'queued', server: row.server, queue });
    this.audio.send(row.call, { kind: 'queued' });
    this.looks(row);
  }

  /** Without a talk, or it has let nobody in. */
  leavesQueue(row: ChannelRow, queue: string, said: string): void {
    this.stories.note(row.call, { what: 'leavesQueue', server: row.server, queue, said });
    this.looks(row);
  }

  /** The plan has come to a phone. */
  comesTo(row: ChannelRow, phone: PhoneId | -1): void {
    this.stories.comesTo(row.call, phone);
  }
}
