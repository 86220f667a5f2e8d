import { quote, type Remarks } from './remarks.ts';
import { didYouMean } from '../text/nearest.ts';
import type { Setting } from './setting.ts';

const INT_MAX = 2_147_483_647;

/** `yes` for qualify and autokill (dundi.h, chan_sip.c and chan_iax2.c: DEFAULT_MAXMS). */
const YES_MS = 2000;

/**
 * A whole number as C's sscanf("%d") and atoi() read it: what follows the digits is not looked at, so `5 (seconds)` is
 * 5.
 * Undefined without digits at the start, or beyond 32 bits.
 */
export function leadingInteger(text: string): number | undefined {
  const digits = /^\s*([+-]?\d+)/.exec(text)?.[1];
  if (digits === undefined) return undefined;
  const value = Number(digits);
  return Math.abs(value) <= INT_MAX ? value : undefined;
}

interface Bounds {
  readonly from: number;
  readonly to: number;
  /** `seconds` */
  readonly unit: string;
  /** What Asterisk takes instead. */
  readonly otherwise: number;
}

/** A number within bounds; outside them, or without a number, Asterisk's replacement and a risk. */
export function boundedInteger(setting: Setting, bounds: Bounds, remarks: Remarks): number {
  const { from, to, unit, otherwise } = bounds;
  const value = leadingInteger(setting.value);
  if (value === undefined || value < from || value > to) {
    const range = to === INT_MAX ? `${from} or more` : `from ${from} to ${to}`;
    remarks.risk(
      'notANumber',
      setting.valuePlace,
      `${setting.key} is ${quote(setting.value)}; expected whole ${unit}, ${range}; Asterisk takes ${otherwise}`,
    );
    return otherwise;
  }
  warnOfTail(setting, value, remarks);
  return value;
}

export function secondsFrom(from: number, otherwise: number): Bounds {
  return { from, to: INT_MAX, unit: 'seconds', otherwise };
}

const WORDS = ['yes', 'no'];

/** Milliseconds, `yes` for 2000 or `no` for 0 (qualify, autokill). Other words are no, with a risk. */
export function millisecondsOrYes(setting: Setting, remarks: Remarks): number {
  const value = leadingInteger(setting.value);
  if (value !== undefined && value >= 0) {
    warnOfTail(setting, value, remarks);
    return value;
  }
  if (isTrue(setting.value)) return YES_MS;
  if (!isFalse(setting.value))
    remarks.risk(
      'notAQualify',
      setting.valuePlace,
      `${setting.key} is ${quote(setting.value)}; expected yes, no or milliseconds; Asterisk takes no${didYouMean(setting.value, WORDS)}`,
    );
  return 0;
}

/** Everything that is not yes is no to Asterisk (utils.c:ast_true). */
export function yesOrNo(setting: Setting, remarks: Remarks): boolean {
  if (isTrue(setting.value)) return true;
  if (!isFalse(setting.value))
    remarks.risk(
      'notAFlag',
      setting.valuePlace,
      `${setting.key} is ${quote(setting.value)}; expected yes or no; Asterisk takes no${didYouMean(setting.value, WORDS)}`,
    );
  return false;
}

export function isTrue(text: string): boolean {
  return ['yes', 'true', 'y', 't', '1', 'on'].includes(text.toLowerCase());
}

export function isFalse(text: string): boolean {
  return ['no', 'false', 'n', 'f', '0', 'off'].includes(text.toLowerCase());
}

/**
 * An entity identifier in the form that the model uses, `02:03:af:b7:ff:37`. Like Asterisk's sscanf, it does not look
 * at what
 * follows the sixth byte.
 */
export function entityId(text: string): string | undefined {
  const bytes =
    /^\s*([0-9a-f]{1,2}):([0-9a-f]{1,2}):([0-9a-f]{1,2}):([0-9a-f]{1,2}):([0-9a-f]{1,2}):([0-9a-f]{1,2})/i.exec(text);
  if (bytes === null) return undefined;
  return bytes
    .slice(1)
    .map((byte) => byte.toLowerCase().padStart(2, '0'))
    .join(':');
}

function warnOfTail(setting: Setting, value: number, remarks: Remarks): void {
  if (/^\s*[+-]?\d+\s*$/.test(setting.value)) return;
  remarks.risk(
    'restUnread',
    setting.valuePlace,
    `${setting.key} is ${quote(setting.value)}; Asterisk reads ${value} and does not look at the rest`,
  );
}
