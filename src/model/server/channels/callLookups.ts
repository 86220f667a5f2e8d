import type { CallId, ChannelId, LookupId } from '../../ids.ts';
import type { LookupRecord } from '../../observations.ts';
import type { Stories } from '../../story/stories.ts';
import type { LookupListener } from '../dundi/switches.ts';
import type { ChannelRow } from './channelRows.ts';
import type { ChannelTable } from './channelTable.ts';

/**
 * Appends to the story of a call what its lookups asked and found. Lookups of the server that a call was sent to are
 * not counted for the call.
 */
export class CallLookups implements LookupListener {
  private readonly channels: ChannelTable;
  private readonly stories: Stories;

  constructor(channels: ChannelTable, stories: Stories) {
    this.channels = channels;
    this.stories = stories;
  }

  callOf(channel: ChannelId): CallId | 0 {
    return this.channels.get(channel)?.call ?? 0;
  }

  began(channel: ChannelId, lookup: LookupId, number: string): void {
    const row = this.ownChannel(channel);
    if (row === undefined) return;
    this.stories.note(row.call, { what: 'asks', server: row.server, lookup, number });
    this.stories.comesToNumber(row.call, number);
  }

  ended(channel: ChannelId, lookup: LookupRecord): void {
    const row = this.ownChannel(channel);
    if (row === undefined) return;
    row.notFound = lookup.answers.length === 0;
    this.stories.note(row.call, { what: 'lookedUp', lookup });
  }

  private ownChannel(channel: ChannelId): ChannelRow | undefined {
    const row = this.channels.get(channel);
    return row === undefined || row.side === 'iax' ? undefined : row;
  }
}
