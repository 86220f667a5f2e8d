import type { EventType } from '../../../kernel/clock/simulation.ts';
import type { ChannelId } from '../../ids.ts';
import type { Finder } from '../dialplan/finder.ts';
import type { Machine } from '../dialplan/machine.ts';
import { PENDING } from '../dialplan/services.ts';
import type { ChannelRow } from './channelRows.ts';
import type { ChannelTable } from './channelTable.ts';

/** Priority of a hint: no step has it, and every switch that knows anything "has" it (pbx.h PRIORITY_HINT). */
const PRIORITY_HINT = -1;

/**
 * The name that Dial shows to a called phone is the hint of the extension: a find, under the dialplan lock and through
 * its switches (app_dial.c:get_cid_name). Nothing comes of it but the time it takes.
 */
export class DialHints {
  private readonly finders: readonly Finder[];
  private readonly machines: readonly Machine[];
  private readonly channels: ChannelTable;

  constructor(finders: readonly Finder[], machines: readonly Machine[], channels: ChannelTable) {
    this.finders = finders;
    this.machines = machines;
    this.channels = channels;
  }

  /** True when it is known at once; else the event (done, channel, search) follows. */
  ask(row: ChannelRow, done: EventType<ChannelId, number>): boolean {
    const channel = this.machines[row.server]!.get(row.id);
    if (channel === undefined) return true;
    const inMacro = channel.macroContext !== '';
    const found = this.finders[row.server]!.find(
      {
        context: inMacro ? channel.macroContext : channel.context,
        exten: inMacro ? channel.macroExten : channel.exten,
        priority: PRIORITY_HINT,
        label: '',
        action: 'match',
        channel: row.id,
        caller: undefined,
        macroNumber: channel.macroExten,
      },
      done as EventType<number, number>,
      row.id,
    );
    return found !== PENDING;
  }

  /** The search has ended: true when the Dial still waits for it. */
  hasEnded(channel: ChannelId, search: number): boolean {
    const row = this.channels.get(channel);
    if (row === undefined || !this.finders[row.server]!.has(search)) return false; // The server crashed meanwhile.
    this.finders[row.server]!.take(search);
    return row.dial !== undefined; // Else hung up meanwhile.
  }
}
