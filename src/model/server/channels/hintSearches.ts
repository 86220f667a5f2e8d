import type { EventType, Simulation } from '../../../kernel/clock/simulation.ts';
import type { ChannelId } from '../../ids.ts';
import type { Finder } from '../dialplan/finder.ts';
import type { Machine } from '../dialplan/machine.ts';
import { PENDING } from '../dialplan/services.ts';
import type { ChannelRow } from './channelRows.ts';

/** Priority of a hint: no step has it, and every switch that knows anything "has" it (pbx.h PRIORITY_HINT). */
const PRIORITY_HINT = -1;

/**
 * The name that Dial shows to a called phone is the hint of the extension: a find, under the dialplan lock and through
 * its switches (app_dial.c:get_cid_name). Nothing comes of it but the time it takes.
 */
export class DialHints {
  private readonly finders: readonly Finder[];
  private readonly machines: readonly Machine[];
  private readonly channels: { get(id: ChannelId): ChannelRow | undefined };
  private readonly found: (row: ChannelRow) => void;

  private readonly hintEnds: EventType<ChannelId, number>;

  constructor(
    sim: Simulation,
    finders: readonly Finder[],
    machines: readonly Machine[],
    channels: { get(id: ChannelId): ChannelRow | undefined },
    found: (row: ChannelRow) => void,
  ) {
    this.finders = finders;
    this.machines = machines;
    this.channels = channels;
    this.found = found;
    this.hintEnds = sim.on('dial.hintEnds', (channel, search) => this.hinted(channel, search));
  }

  /** True when it is known at once; else `found` follows. */
  ask(row: ChannelRow): boolean {
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
        macroNumber: channel.macroExten,
      },
      this.hintEnds as EventType<number, number>,
      row.id,
    );
    return found !== PENDING;
  }

  private hinted(channel: ChannelId, search: number): void {
    const row = this.channels.get(channel);
    if (row === undefined || !this.finders[row.server]!.has(search)) return; // The server crashed meanwhile.
    this.finders[row.server]!.take(search);
    if (row.dial !== undefined) this.found(row); // Else hung up meanwhile.
  }
}
