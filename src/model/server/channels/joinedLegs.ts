import type { ChannelRow, Leg } from './channelRows.ts';

/**
 * An attended transfer: the phone of `leg` has talked to `taken` by the channel `other`, and leaves them to the caller of
 * `row`. Their leg is of that Dial from now on, and `other` has none any more. Asterisk puts the caller into the place of
 * `other` (chan_sip.c:attempt_transfer; bridge.c:ast_bridge_transfer_attended), which is the same to all three.
 */
export function joinLegs(row: ChannelRow, leg: Leg, other: ChannelRow, taken: Leg): void {
  const [dial, second] = [row.dial!, other.dial!];
  const at = second.legs.indexOf(taken.id);
  second.legs.splice(at, 1);
  second.targets.splice(at, 1);
  second.answeredBy = 0;
  leg.counted = true;
  dial.legs.push(taken.id);
  dial.targets.push(dial.targets[dial.legs.indexOf(leg.id)]!);
  dial.answeredBy = taken.id;
  taken.channel = row.id;
  taken.call = row.call;
}
