import type { PhoneId } from '../../ids.ts';
import type { PhoneDevices } from '../channelDriver.ts';
import type { ChannelRow } from './channelRows.ts';

/** The channel is no longer a call of the phone that has made it. */
export function leavePhone({ server, phone, held }: ChannelRow, devices: Pick<PhoneDevices, 'holds' | 'use'>): void {
  if (phone < 0) return;
  if (held) devices.holds(server, phone as PhoneId, -1);
  devices.use(server, phone as PhoneId, -1);
}
