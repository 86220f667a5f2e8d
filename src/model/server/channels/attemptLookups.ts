import type { ChannelId, LookupId } from '../../ids.ts';
import type { Destinations } from '../../people/destinations.ts';
import type { Callers } from '../../phone/callers.ts';
import type { Answer } from '../dialplan/services.ts';
import type { LookupListener } from '../dundi/switches.ts';
import type { ChannelRow } from './channelRows.ts';

/** Notes on a call attempt what the lookups of its first channel were and found. */
export class AttemptLookups implements LookupListener {
  private readonly channels: { get(id: ChannelId): ChannelRow | undefined };
  private readonly callers: Callers;
  private readonly destinations: Destinations;

  constructor(channels: { get(id: ChannelId): ChannelRow | undefined }, callers: Callers, destinations: Destinations) {
    this.channels = channels;
    this.callers = callers;
    this.destinations = destinations;
  }

  began(channel: ChannelId, _lookup: LookupId, number: string): void {
    const attempt = this.attemptOf(channel);
    if (attempt === undefined) return;
    attempt.lookups++;
    this.destinations.comesToNumber(attempt, number);
  }

  ended(channel: ChannelId, _lookup: LookupId, answers: readonly Answer[]): void {
    const attempt = this.attemptOf(channel);
    if (attempt !== undefined) attempt.notFound = !answers.some(({ exists }) => exists);
  }

  private attemptOf(channel: ChannelId): ReturnType<Callers['get']> {
    const row = this.channels.get(channel);
    return row === undefined || row.side === 'iax' ? undefined : this.callers.get(row.call);
  }
}
