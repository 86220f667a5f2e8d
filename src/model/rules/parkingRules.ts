import { choice } from './ruleRow.ts';

/** Parking. */
export const PARKING_RULES = {
  parkedSlots: choice(
    'The extensions of parking slots: all of them from the start, or each while a call is parked there.',
    ['whileOccupied', 'always'],
    'whileOccupied',
    'whileOccupied',
    'always',
    'res_features.c:ast_park_call (1.2.6); res_parking.c:parking_lot_cfg_create_extensions; measured on 16.28',
  ),
} as const;
