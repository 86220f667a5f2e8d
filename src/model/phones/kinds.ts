import { MINUTE, SECOND, type Micros } from '../../kernel/ids.ts';

/** How a phone keeps its registration. Sources: facts, section C2 (manuals), and RFC 3261 for the transaction times. */
export interface PhoneKind {
  readonly name: string;
  /** What it asks for when the scenario says nothing, seconds. */
  readonly asks: number;
  /** Refresh after `ratio` of the granted time, or `before` its end, whichever the kind uses. */
  readonly refresh: RefreshPoint;
  /** Timer F: a REGISTER without any answer fails after this. */
  readonly transactionTimeout: Micros;
  readonly retry: RetryRule;
  /** `none`: stays with its server. `afterFailure`: next in the list after `tries`. `atOnce`: registers to all. */
  readonly secondServer: 'none' | 'afterFailure' | 'atOnce';
  /** Failed transactions at a server before the next is tried. */
  readonly tries: number;
  /** Time after which it goes back to its first server, 0: only when the present one fails. */
  readonly failback: Micros;
  /** Every timer is drawn within ± this share. */
  readonly jitterRatio: number;
  /** Takes a direct INVITE while it believes itself unregistered (paper, "ChanIsAvail Usage": it does ring). */
  readonly ringsUnregistered: boolean;
  readonly source: string;
}

export type RefreshPoint =
  | { readonly kind: 'ratio'; readonly ratio: number; /** …but not earlier than this before the end; 0: no bound */ readonly atMostBefore: Micros }
  | { readonly kind: 'before'; readonly before: Micros };

export type RetryRule =
  | { readonly kind: 'fixed'; readonly after: Micros }
  | { readonly kind: 'uniform'; readonly from: Micros; readonly to: Micros }
  /** RFC 5626 4.5: min(max, base × 2^failures), drawn in the upper half. */
  | { readonly kind: 'rfc5626'; readonly base: Micros; readonly max: Micros };

const TIMER_F: Micros = 32 * SECOND; // RFC 3261 17.1.2.2: 64 × T1.

const base = {
  asks: 3600, transactionTimeout: TIMER_F, secondServer: 'afterFailure', tries: 1, failback: 0, jitterRatio: 0.05, ringsUnregistered: true,
} as const;

const half: RefreshPoint = { kind: 'ratio', ratio: 0.5, atMostBefore: 0 };

/** By the name that a scenario uses. */
export const PHONE_KINDS: Readonly<Record<string, PhoneKind>> = {
  'generic': { ...base, name: 'generic', refresh: half, retry: { kind: 'fixed', after: 30 * SECOND }, source: 'facts C2, suggested profile "half"' },
  'polycom-2005': { ...base, name: 'polycom-2005', refresh: half, retry: { kind: 'fixed', after: 30 * SECOND }, tries: 3, source: 'Polycom SoundPoint IP administrator guide 1.4-1.6 (2004, 2005)' },
  'polycom-2007': { ...base, name: 'polycom-2007', refresh: { kind: 'before', before: MINUTE }, retry: { kind: 'uniform', from: 30 * SECOND, to: MINUTE }, secondServer: 'atOnce', source: 'Polycom SIP 2.2 administrator guide' },
  'polycom-uc': { ...base, name: 'polycom-uc', refresh: { kind: 'before', before: MINUTE }, retry: { kind: 'rfc5626', base: MINUTE, max: MINUTE }, source: 'Polycom UC Software 4 administrator guide' },
  'cisco-79xx': { ...base, name: 'cisco-79xx', refresh: { kind: 'before', before: 5 * SECOND }, retry: { kind: 'fixed', after: 55 * SECOND }, ringsUnregistered: true, source: 'Cisco 7960 administrator guide 7.5; ccsip_register.c (delta 5 s, 32 s, 55 s tick)' },
  'cisco-spa': { ...base, name: 'cisco-spa', refresh: { kind: 'before', before: 5 * SECOND }, transactionTimeout: 16 * SECOND, retry: { kind: 'fixed', after: 30 * SECOND }, source: 'Linksys SPA900 administrator guide (Reg Retry Intvl 30 s, Timer F 16 s)' },
  'yealink': { ...base, name: 'yealink', refresh: { kind: 'before', before: 5 * SECOND }, retry: { kind: 'fixed', after: 30 * SECOND }, tries: 3, failback: 2 * MINUTE, source: 'Yealink T2x/T4x administrator guide (retry 30 s, 3 tries, re-probe 120 s)' },
  'snom': { ...base, name: 'snom', refresh: half, retry: { kind: 'uniform', from: 270 * SECOND, to: 330 * SECOND }, secondServer: 'none', source: 'snom wiki, retry_after_failed_register (300 s, 10 %)' },
  'aastra': { ...base, name: 'aastra', refresh: { kind: 'ratio', ratio: 0.5, atMostBefore: 15 * SECOND }, transactionTimeout: 4 * SECOND, retry: { kind: 'fixed', after: 2 * MINUTE }, source: 'Aastra 6730i administrator guide' },
  'panasonic': { ...base, name: 'panasonic', refresh: half, retry: { kind: 'fixed', after: 10 * SECOND }, source: 'Panasonic KX-HDV230 administrator guide' },
};
