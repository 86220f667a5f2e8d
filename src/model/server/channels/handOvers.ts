import type { LegId } from '../../ids.ts';
import type { Bridges } from './bridges.ts';
import { addLeg, takeLeg, type ChannelRow, type Leg, type LegTable } from './channelRows.ts';
import type { ChannelTable } from './channelTable.ts';
import type { Console, Wording } from './consoleLines.ts';

/** Legs that have answered one Dial and are given to another channel by a transfer. */
export class HandOvers {
  private readonly parts: HandOverParts;

  constructor(parts: HandOverParts) {
    this.parts = parts;
  }

  /**
   * The phone called by `leg` has asked a colleague over the channel `other`, and connects the colleague with the caller of
   * `row`. The colleague's leg belongs to this Dial from now on, and `other` has no leg. Asterisk puts the caller into the place of `other`
   * (chan_sip.c:attempt_transfer; bridge.c:ast_bridge_transfer_attended), which is the same to all three.
   */
  join(row: ChannelRow, leg: Leg, other: ChannelRow): void {
    const { bridges, legs, console, wording } = this.parts;
    const [dial, second] = [row.dial!, other.dial!];
    const taken = legs.get(second.answeredBy as LegId)!;
    bridges.end(row, legs.get(dial.answeredBy as LegId));
    bridges.end(other, taken);
    takeLeg(second, taken.id);
    leg.counted = true;
    addLeg(dial, taken.id, dial.targets[dial.legs.indexOf(leg.id)]!);
    dial.answeredBy = taken.id;
    taken.channel = row.id;
    taken.call = row.call;
    console.say(row.server, () => wording.bridged(row.name, taken.name, false, taken.id));
  }

  /**
   * The phone that has called over `row` sends the party at the far end of `leg` away, to the channel `to`. It hears nobody any
   * more until it hangs up.
   */
  release(row: ChannelRow, leg: Leg, to: ChannelRow): void {
    this.parts.bridges.end(row, leg);
    takeLeg(row.dial!, leg.id);
    leg.counted = true;
    leg.channel = to.id;
  }

  /** That party takes the place of the phone in its call to the colleague. */
  replace(other: ChannelRow, leg: Leg): void {
    const { bridges, channels, legs, console, wording } = this.parts;
    const colleague = legs.get(other.dial!.answeredBy as LegId)!;
    bridges.end(other, colleague);
    channels.becomesOfLeg(other, leg);
    colleague.call = leg.call;
    console.say(other.server, () => wording.bridged(leg.name, colleague.name, false, colleague.id));
  }
}

export interface HandOverParts {
  readonly bridges: Bridges;
  readonly channels: ChannelTable;
  readonly legs: Pick<LegTable, 'get'>;
  readonly console: Console;
  readonly wording: Wording;
}
