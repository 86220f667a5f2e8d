import { MILLISECOND, SECOND, type Micros } from '../../../kernel/units.ts';
import type { LegId } from '../../ids.ts';
import type { ChannelRow, LegTable } from '../channels/channelRows.ts';
import type { ChannelTable } from '../channels/channelTable.ts';
import { PARKING_ANNOUNCEMENT } from '../dialplan/index.ts';

/** A digit of a number that is said. Measured on 16.28: about 0.87 s each. */
const DIGIT: Micros = 870 * MILLISECOND;
/**
 * A leg that has sent a call away is ended so long after the REFER when the phone does not do so itself
 * (chan_sip.c: SIP_DEFER_BYE_ON_TRANSFER, DEFAULT_TRANS_TIMEOUT; measured on 16.28).
 */
export const DEFERRED_BYE: Micros = 35 * SECOND;

/** How long the parker hears the number of the slot; 0: that there is none. */
export function lengthOfSlot(slot: number): Micros {
  return slot === 0 ? PARKING_ANNOUNCEMENT : DIGIT * String(slot).length;
}

/** The channel of the phone's second call, if that call is answered. */
export function secondOf(
  { table, channels }: { readonly table: LegTable; readonly channels: ChannelTable },
  row: ChannelRow,
  replaces: number,
): ChannelRow | undefined {
  const id = channels.dialogOf(row.server, replaces);
  const other = id === undefined ? undefined : channels.get(id);
  const answered = other?.dial === undefined ? undefined : table.get(other.dial.answeredBy as LegId);
  return other !== undefined && other !== row && answered?.state === 'answered' ? other : undefined;
}
