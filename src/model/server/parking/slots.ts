import { assert } from '../../../kernel/assert.ts';
import type { Scheduled } from '../../../kernel/clock/simulation.ts';
import type { ParkingLotConfig } from '../../config.ts';
import type { CallId, ChannelId, PhoneId } from '../../ids.ts';

/** A channel in a slot. */
export interface ParkedCall {
  readonly channel: ChannelId;
  readonly call: CallId;
  readonly slot: number;
  /** Name of the parker's channel: `SIP/1001-6c54`. */
  readonly parker: string;
  /** The phone that parked it; -1: the channel parked itself. */
  readonly parkerPhone: PhoneId | -1;
  /** The end of the parking time; set when the channel waits. */
  timer: Scheduled;
}

/** The slots of one parking lot of one server: which is given, and to whom. */
export class Slots {
  readonly lot: ParkingLotConfig;
  private readonly taken = new Map<number, ParkedCall>();
  private last: number;

  constructor(lot: ParkingLotConfig) {
    this.lot = lot;
    this.last = lot.lastSlot;
  }

  /** The slot that the next call gets (parking_controller.c:parking_lot_get_space); 0: none is free. */
  get free(): number {
    const { firstSlot, lastSlot, findSlot } = this.lot;
    const count = lastSlot - firstSlot + 1;
    const from = findSlot === 'next' ? this.last - firstSlot + 1 : 0;
    for (let i = 0; i < count; i++) {
      const slot = firstSlot + ((from + i) % count);
      if (!this.taken.has(slot)) return slot;
    }
    return 0;
  }

  add(parked: ParkedCall): void {
    assert(!this.taken.has(parked.slot), 'one call in a slot');
    this.taken.set(parked.slot, parked);
    this.last = parked.slot;
  }

  at(slot: number): ParkedCall | undefined {
    return this.taken.get(slot);
  }

  /** The one that has been there longest. */
  get oldest(): ParkedCall | undefined {
    return this.taken.values().next().value;
  }

  remove(parked: ParkedCall): void {
    assert(this.taken.get(parked.slot) === parked, 'the call is in its slot');
    this.taken.delete(parked.slot);
  }

  all(): IterableIterator<ParkedCall> {
    return this.taken.values();
  }

  clear(): void {
    this.taken.clear();
    this.last = this.lot.lastSlot;
  }
}
