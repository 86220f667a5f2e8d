import { MINUTE, SECOND, type Micros } from '../../kernel/units.ts';

/** How a phone keeps its registration. Sources: facts, section C2 (manuals), and RFC 3261 for the transaction times. */
export interface PhoneKind {
  readonly name: string;
  /** What it asks for when the scenario says nothing, seconds. */
  readonly asks: number;
  /** Refresh after `ratio` of the granted time, or `before` its end, whichever the kind uses. */
  readonly refresh: RefreshPoint;
  /** Timer F: a REGISTER without any answer fails after this. */
  readonly transactionTimeout: Micros;
  /**
   * A server with another behind it in the list is given up after this number of resends without an answer; 0: with the
   * transaction.
   */
  readonly resends: number;
  readonly retry: RetryRule;
  /** Pause after a refusal (403, 404), at the same server; 0: as after a silence. */
  readonly retryAfterReject: Micros;
  /**
   * A shorter grant, in seconds, is not accepted: it unregisters and tries again after the time that it asks for. 0:
   * takes any.
   */
  readonly leastGrant: number;
  /** `none`: stays with its server. `afterFailure`: next in the list after `tries`. `atOnce`: registers to all. */
  readonly secondServer: 'none' | 'afterFailure' | 'atOnce';
  /** Failed transactions at a server before the next is tried. */
  readonly tries: number;
  /**
   * When it goes back to its first server: so long after it has been granted a registration at another one, however often
   * it is refreshed there. `refresh`: with the next refresh. 0: only when the present server fails.
   */
  readonly failback: Micros | 'refresh';
  /** A pause is drawn within ± this share of itself, a refresh within ± this share of its margin before the end. */
  readonly jitterRatio: number;
  /** Takes a direct INVITE while it believes itself unregistered (paper, "ChanIsAvail Usage": it does ring). */
  readonly ringsUnregistered: boolean;
  readonly source: string;
}

export type RefreshPoint =
  | {
      readonly kind: 'ratio';
      readonly ratio: number;
      /** …but not earlier than this before the end; 0: no bound */ readonly atMostBefore: Micros;
    }
  | { readonly kind: 'before'; readonly before: Micros };

export type RetryRule =
  | { readonly kind: 'fixed'; readonly after: Micros }
  | { readonly kind: 'uniform'; readonly from: Micros; readonly to: Micros }
  /** RFC 5626 4.5: min(max, base × 2^failures), drawn in the upper half. */
  | { readonly kind: 'rfc5626'; readonly base: Micros; readonly max: Micros };

const TIMER_F: Micros = 32 * SECOND; // RFC 3261 17.1.2.2: 64 × T1.
const HOUR: Micros = 60 * MINUTE;

const base = {
  asks: 3600,
  transactionTimeout: TIMER_F,
  resends: 0,
  retryAfterReject: 0,
  leastGrant: 0,
  secondServer: 'afterFailure',
  tries: 1,
  failback: 0,
  jitterRatio: 0.05,
  ringsUnregistered: true,
} as const;

const half: RefreshPoint = { kind: 'ratio', ratio: 0.5, atMostBefore: 0 };
const thirtySeconds: RetryRule = { kind: 'fixed', after: 30 * SECOND };

/**
 * Overlap of Polycom's expires.overlap: so long before the end, or at the half of a grant whose half is shorter than
 * that.
 */
const polycomOverlap: RefreshPoint = { kind: 'before', before: MINUTE };

/** account.X.register_expires_overlap is -1, "as the firmware does": 5 s is assumed. */
const yealink = { ...base, refresh: { kind: 'before', before: 5 * SECOND }, retry: thirtySeconds } as const;

/** By the name that a scenario uses. What no manual says is marked "assumed". */
export const PHONE_KINDS: Readonly<Record<string, PhoneKind>> = {
  'generic': {
    ...base,
    name: 'generic',
    refresh: half,
    retry: thirtySeconds,
    source: 'facts C2, suggested profile "half"',
  },
  'polycom-2005': {
    ...base,
    name: 'polycom-2005',
    refresh: half,
    resends: 3,
    retry: thirtySeconds,
    source:
      'Polycom SoundPoint IP administrator guide 1.4-1.6 (2004, 2005): half the negotiated period; retryMaxCount 3 retries, spaced by RFC 3261, before the next available server; pause of 30 s assumed',
  },
  'polycom-2007': {
    ...base,
    name: 'polycom-2007',
    refresh: polycomOverlap,
    retry: { kind: 'uniform', from: 30 * SECOND, to: MINUTE },
    secondServer: 'atOnce',
    source:
      'Polycom SIP 2.2 and 3.0 administrator guides (expires.overlap 60); technical bulletin for SIP 2.1: registers to all servers, tries again every 30 to 60 s',
  },
  'polycom-uc': {
    ...base,
    name: 'polycom-uc',
    refresh: polycomOverlap,
    resends: 3,
    retry: { kind: 'rfc5626', base: MINUTE, max: MINUTE },
    failback: 'refresh',
    source:
      'Polycom UC Software 4.1 administrator guide: registerRetry.baseTimeOut 60, maxTimeOut 60, retryMaxCount 3; failBack.mode newRequests, the default: a renewal goes to the first server (with reRegisterOn)',
  },
  'cisco-79xx': {
    ...base,
    name: 'cisco-79xx',
    refresh: { kind: 'before', before: 5 * SECOND },
    retry: { kind: 'fixed', after: 55 * SECOND },
    leastGrant: 65,
    secondServer: 'atOnce',
    source:
      'Cisco 7960G/7940G administration guide for SIP, 7.5 and 8.0 (registers with the backup proxy as well); ccsip_register.c (delta 5 s, 60 s floor, 32 s, 55 s tick)',
  },
  'cisco-spa': {
    ...base,
    name: 'cisco-spa',
    refresh: { kind: 'before', before: 5 * SECOND },
    transactionTimeout: 16 * SECOND,
    retry: thirtySeconds,
    retryAfterReject: 20 * MINUTE,
    failback: HOUR,
    source:
      'Linksys SPA9xx and Cisco SPA500 administrator guides: Timer F 16, Reg Retry Intvl 30, Reg Retry Long Intvl 1200, Proxy Fallback Intvl 3600; refresh 5 s before the end assumed',
  },
  'yealink': {
    ...yealink,
    name: 'yealink',
    secondServer: 'atOnce',
    source:
      'Yealink T2x/T4x administrator guide: reg_fail_retry_interval 30; fallback.redundancy_type 0, concurrent registration, the default; refresh 5 s before the end assumed',
  },
  'yealink-successive': {
    ...yealink,
    name: 'yealink-successive',
    resends: 3,
    failback: 2 * MINUTE,
    source:
      'Yealink administrator guides: successive registration; retry_counts 3 at every server but the last, where the whole RFC 3261 time-out counts; fallback.timeout 120',
  },
  'yealink-rfc5626': {
    ...yealink,
    name: 'yealink-rfc5626',
    secondServer: 'atOnce',
    retry: { kind: 'rfc5626', base: 10 * SECOND, max: MINUTE },
    source:
      'Yealink administrator guides: reg_failed_retry_min_time (0 is off; 10 to 120 recommended) and reg_failed_retry_max_time 60',
  },
  'snom': {
    ...base,
    name: 'snom',
    refresh: half,
    retry: { kind: 'uniform', from: 270 * SECOND, to: 330 * SECOND },
    secondServer: 'none',
    source: 'snom wiki, retry_after_failed_register (300 s, 10 % either way); refresh at the half assumed',
  },
  'aastra': {
    ...base,
    name: 'aastra',
    refresh: { kind: 'ratio', ratio: 0.5, atMostBefore: 15 * SECOND },
    transactionTimeout: 4 * SECOND,
    retry: { kind: 'fixed', after: 2 * MINUTE },
    retryAfterReject: 30 * MINUTE,
    source:
      'Aastra 480i, 57i and 6730i administrator guides: transaction timer 4000 ms, registration renewal timer 15, timeout retry timer 120, failed retry timer 1800',
  },
  'panasonic': {
    ...base,
    name: 'panasonic',
    refresh: half,
    retry: { kind: 'fixed', after: 10 * SECOND },
    source:
      'Panasonic KX-HDV230 administrator guide: REG_INTERVAL_RATE 50, REG_RTX_INTVL 10 for no reply and error reply; second server after failure assumed',
  },
};
