/**
 * Every message that travels between hosts: what it carries, who may send it, where that is written. Nothing else
 * travels; a method call between parts means that both are on one host.
 */
import { DUNDI_MESSAGES } from './dundi.ts';
import { IAX2_MESSAGES } from './iax2.ts';
import type { Message } from './message.ts';
import { MYSQL_MESSAGES } from './mysql.ts';
import { SIP_MESSAGES } from './sip.ts';

export type { Message } from './message.ts';

export const MESSAGES: readonly Message<never>[] = [
  ...SIP_MESSAGES,
  ...DUNDI_MESSAGES,
  ...IAX2_MESSAGES,
  ...MYSQL_MESSAGES,
];

// A number to find the receivers by costs less for every packet than a map from the declaration.
for (const [place, message] of MESSAGES.entries()) (message as { place?: number }).place = place;
