import type { ParkingLotConfig } from '../../model/config.ts';
import type { Place } from '../../text/place.ts';
import type { NamedServer } from '../identify.ts';
import type { Remarks } from '../remarks.ts';
import { wholeFile } from '../remarks.ts';

/** A server's lot whose slots another server has as well. */
export interface SharedSlots {
  readonly server: string;
  readonly other: string;
  readonly slots: string;
  /** Of `parkpos`; without a place where no file says it. */
  readonly place: Place;
}

/**
 * Parking slots of a server under numbers that an earlier server gives to slots of its own: a person who dials one at the
 * wrong server gets another call (facts F).
 */
export function sharedSlots(servers: readonly NamedServer[]): readonly SharedSlots[] {
  const found: SharedSlots[] = [];
  servers.forEach(({ name, read }, index) => {
    read.parking.lots.forEach((lot, at) => {
      const other = servers.slice(0, index).find((one) => one.read.parking.lots.some((its) => overlap(its, lot)));
      if (other === undefined) return;
      const place = read.origin.parking.places[at] ?? wholeFile('');
      found.push({ server: name, other: other.name, slots: `${lot.firstSlot} to ${lot.lastSlot}`, place });
    });
  });
  return found;
}

function overlap(a: ParkingLotConfig, b: ParkingLotConfig): boolean {
  return a.firstSlot <= b.lastSlot && b.firstSlot <= a.lastSlot;
}

/**
 * Slots in a DUNDi mapping: each server that has the numbers says that they exist, whether or not a call is parked there,
 * and the first answer gets the call (measured on 16.28).
 */
export function reviewParkingMappings(servers: readonly NamedServer[], remarks: Remarks): void {
  for (const { server, other, slots } of sharedSlots(servers)) {
    const { read } = servers.find(({ name }) => name === server)!;
    const contexts = new Set(read.parking.lots.map(({ context }) => context));
    read.dundi.mappings.forEach(({ context, localContext }, index) => {
      if (!contexts.has(localContext)) return;
      remarks.risk(
        'parkedMapping',
        read.origin.dundi.mappingPlaces[index]!,
        `${context} answers for [${localContext}], and ${server} and ${other} both have the slots ${slots}: each says that a slot exists, whatever is parked there, and the call goes to the first that answers; give each server slots of its own (parkpos)`,
      );
    });
  }
}
