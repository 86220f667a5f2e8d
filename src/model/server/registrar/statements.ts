import type { SipConfig } from '../../config.ts';
import type { Rules } from '../../rules.ts';

/** SELECTs of one REGISTER exchange: in its first pass (401), in its second, and after the change of device state. */
export interface RegisterSelects {
  readonly first: number;
  readonly second: number;
  readonly after: number;
}

export type Credentials = 'right' | 'wrongSecret' | 'unknownUser';

/**
 * How often a REGISTER asks the database (facts B3; figures for 16 measured on 16.28, for 1.2 from
 * chan_sip.c:realtime_peer). `inMemory`: rtcachefriends kept the peer from before.
 */
export function registerSelects(
  rules: Rules,
  sip: SipConfig,
  credentials: Credentials,
  inMemory: boolean,
  unregister: boolean,
): RegisterSelects {
  if (!sip.realtime) return NONE;
  if (rules.statementCounts === '1.2') return selectsOf12(sip, credentials, inMemory);
  if (credentials === 'unknownUser') return { first: 4, second: 4, after: 0 };
  if (sip.rtCacheFriends) return inMemory ? NONE : { first: 1, second: 0, after: 0 };
  if (credentials === 'wrongSecret') return { first: 2, second: 2, after: 0 };
  return { first: 2, second: 1, after: unregister ? 3 : 2 };
}

function selectsOf12(sip: SipConfig, credentials: Credentials, inMemory: boolean): RegisterSelects {
  if (credentials === 'unknownUser' || !sip.rtCacheFriends) return { first: 1, second: 1, after: 0 };
  return inMemory ? NONE : { first: 1, second: 0, after: 0 };
}

const NONE: RegisterSelects = { first: 0, second: 0, after: 0 };

/** Does the end of a registration (expiry, or unregistering) write a blank row? (facts B3, B4) */
export function blanksRow(rules: Rules, sip: SipConfig, rowHadContact: boolean, unregister: boolean): boolean {
  if (!sip.realtime || !sip.rtUpdate) return false;
  if (unregister && (!sip.rtCacheFriends || rules.unregisterBlanksRow === 'always')) return true;
  if (!sip.rtCacheFriends || sip.ignoreRegExpire) return false;
  return rules.expiryBlanksRow && rowHadContact;
}
