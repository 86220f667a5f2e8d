import { describe, expect, it } from 'vitest';
import { NOT_SCHEDULED } from '../../../../src/kernel/clock/simulation.ts';
import { SECOND } from '../../../../src/kernel/units.ts';
import type { ParkingLotConfig } from '../../../../src/model/config.ts';
import type { CallId, ChannelId } from '../../../../src/model/ids.ts';
import { Slots, type ParkedCall } from '../../../../src/model/server/parking/slots.ts';

const LOT: ParkingLotConfig = {
  name: 'default',
  extension: '700',
  context: 'parkedcalls',
  firstSlot: 701,
  lastSlot: 703,
  parkingTime: 45 * SECOND,
  findSlot: 'first',
  comebackToOrigin: true,
  comebackDialTime: 30,
  comebackContext: 'parkedcallstimeout',
};

function parked(slot: number): ParkedCall {
  const id = slot as unknown;
  return {
    channel: id as ChannelId,
    call: id as CallId,
    slot,
    parker: 'SIP/1001-1',
    parkerPhone: -1,
    timer: NOT_SCHEDULED,
  };
}

describe('the slots of a lot', () => {
  it('are given from the lowest free one (findslot=first)', () => {
    const slots = new Slots(LOT);
    const first = parked(slots.free);
    slots.add(first);
    slots.add(parked(slots.free));
    slots.remove(first);
    expect(slots.free).toBe(701);
  });

  it('are given in turn with findslot=next', () => {
    const slots = new Slots({ ...LOT, findSlot: 'next' });
    const first = parked(slots.free);
    slots.add(first);
    slots.remove(first);
    expect(slots.free).toBe(702);
    slots.add(parked(702));
    slots.add(parked(703));
    expect(slots.free).toBe(701);
  });

  it('are full when each has a call, and the oldest is the one parked first', () => {
    const slots = new Slots(LOT);
    for (const slot of [702, 701, 703]) slots.add(parked(slot));
    expect(slots.free).toBe(0);
    expect(slots.oldest?.slot).toBe(702);
    slots.clear();
    expect(slots.free).toBe(701);
  });
});
