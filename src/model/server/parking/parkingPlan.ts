import type { ParkingConfig } from '../../config.ts';
import type { Rules } from '../../rules.ts';
import type { Dialplan } from '../dialplan/index.ts';

const REGISTRAR = { '1.2': 'res_features', '16': 'res_parking' } as const;

/**
 * The extensions that parking adds to a dialplan when its module loads: the one that parks, and the slots where the
 * release has them from the start (res_parking.c:parking_lot_cfg_create_extensions).
 */
export function addParkingExtensions(plan: Dialplan, { lots }: ParkingConfig, rules: Rules): void {
  const registrar = REGISTRAR[rules.dialect];
  for (const { name, context, extension, firstSlot, lastSlot } of lots) {
    plan.add(context, extension, 'Park', rules.dialect === '16' ? name : '', registrar);
    if (rules.parkedSlots === 'always')
      for (let slot = firstSlot; slot <= lastSlot; slot++) addSlotExtension(plan, context, name, slot, rules);
  }
}

/** Where a colleague dials the call that is parked there. */
export function addSlotExtension(plan: Dialplan, context: string, lot: string, slot: number, rules: Rules): void {
  const args = rules.dialect === '16' ? `${lot},${slot}` : String(slot);
  plan.add(context, String(slot), 'ParkedCall', args, REGISTRAR[rules.dialect]);
}

/** Where a call goes when nobody has fetched it: back to the parker's device, for a while. */
export const PARK_DIAL = 'park-dial';

/**
 * `SIP/1001-6c54` parked the call: it goes to SIP_1001 of [park-dial], which dials the device
 * (parking_bridge_features.c, parking_controller.c:comeback_goto). Returns the extension.
 */
export function addComeback(plan: Dialplan, parker: string, seconds: number, rules: Rules): string {
  const exten = flatName(parker);
  const limit = seconds > 0 ? String(seconds) : '';
  plan.remove(PARK_DIAL, exten);
  const args = rules.dialect === '16' ? `${deviceOf(parker)},${limit},` : `${deviceOf(parker)}|${limit}|t`;
  plan.add(PARK_DIAL, exten, 'Dial', args, REGISTRAR[rules.dialect]);
  return exten;
}

/** `SIP_1001` of `SIP/1001-6c54`. */
export function flatName(channel: string): string {
  return deviceOf(channel).replaceAll('/', '_');
}

/** The name before its last dash. */
function deviceOf(channel: string): string {
  const dash = channel.lastIndexOf('-');
  return dash < 0 ? channel : channel.slice(0, dash);
}
