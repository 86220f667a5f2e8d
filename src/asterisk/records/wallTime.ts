import { SECOND, type Micros } from '../../kernel/units.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/**
 * `2026-03-02 10:00:59`, as CDRs and later logs have it, to µs since 1970 by the same clock: no time zone is known or
 * needed. A fraction of a second may follow. Undefined: it is no such time.
 */
export function wallTime(text: string): Micros | undefined {
  const found = /^(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?$/.exec(text.trim());
  if (found === null) return undefined;
  const [year, month, day, hour, minute, second] = found.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 60) return undefined;
  const fraction = Number((found[7] ?? '').padEnd(6, '0'));
  return (((daysBefore(year, month, day) * 24 + hour) * 60 + minute) * 60 + second) * SECOND + fraction;
}

/**
 * `Mar  2 10:00:59`, as logs up to 1.8 have it (logger.conf: dateformat), with the year that brings it nearest to
 * `near`.
 */
export function logTime(text: string, near: Micros): Micros | undefined {
  const found = /^([A-Z][a-z]{2}) +(\d{1,2}) (\d\d:\d\d:\d\d)$/.exec(text.trim());
  const month = MONTHS.indexOf(found?.[1] ?? '') + 1;
  if (found === null || month === 0) return undefined;
  const about = 1970 + Math.floor(near / (365.2425 * 86_400 * SECOND));
  const at = [about - 1, about, about + 1]
    .map((year) => wallTime(`${year}-${two(month)}-${two(Number(found[2]))} ${found[3]}`))
    .filter((time) => time !== undefined);
  return at.sort((a, b) => Math.abs(a - near) - Math.abs(b - near))[0];
}

/** `2026-03-02 10:00:59` */
export function wallText(at: Micros): string {
  const seconds = Math.floor(at / SECOND);
  const { year, month, day } = dayOf(Math.floor(seconds / 86_400));
  const inDay = seconds % 86_400;
  const clock = [Math.floor(inDay / 3600), Math.floor(inDay / 60) % 60, inDay % 60].map(two).join(':');
  return `${year}-${two(month)}-${two(day)} ${clock}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

/** Days from 1970-01-01, in the proleptic Gregorian calendar; years begin in March, so that leap days come last. */
function daysBefore(year: number, month: number, day: number): number {
  const y = month > 2 ? year : year - 1;
  const era = Math.floor(y / 400);
  const ofEra = y - era * 400;
  const ofYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  return era * 146_097 + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear - 719_468;
}

function dayOf(days: number): { readonly year: number; readonly month: number; readonly day: number } {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const ofEra = shifted - era * 146_097;
  const year = Math.floor(
    (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365,
  );
  const ofYear = ofEra - (365 * year + Math.floor(year / 4) - Math.floor(year / 100));
  const march = Math.floor((5 * ofYear + 2) / 153);
  const month = march < 10 ? march + 3 : march - 9;
  return {
    year: year + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: ofYear - Math.floor((153 * march + 2) / 5) + 1,
  };
}
