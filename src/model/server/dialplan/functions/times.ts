import { SECOND } from '../../../../kernel/units.ts';
import { atoi, splitArguments } from '../arguments.ts';
import { DIALPLAN_TIME, MONTHS, WEEKDAYS } from '../timePatterns.ts';
import type { Thread } from '../channelThread.ts';
import type { FunctionFamily } from './functionCode.ts';

const DAY = 86_400;
const MONTH_NAMES = 'January February March April May June July August September October November December'.split(' ');
const DAY_NAMES = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');

/** Seconds since 1970 of the simulation's calendar (timePatterns.ts), as EPOCH gives them. */
export function epochOf(now: number): number {
  return DIALPLAN_TIME.epoch + Math.floor(now / SECOND);
}

export const TIME: FunctionFamily = {
  /** STRFTIME([epoch][,[timezone][,format]]). Every time zone is that of the simulation. */
  STRFTIME(thread: Thread, args) {
    const [epoch = '', , format] = splitArguments(args, thread.dialect, 3);
    const seconds = /^\s*[-+]?\d/.test(epoch) ? atoi(epoch) : epochOf(thread.sim.now);
    return formatTime(seconds, format === undefined || format === '' ? '%c' : format);
  },
};

/** strftime of the C locale, of a time in the simulation's own time zone. What it does not know stays as written. */
export function formatTime(epoch: number, format: string): string {
  const day = Math.floor(epoch / DAY);
  const second = epoch - day * DAY;
  const { year, month, date } = civil(day);
  const weekday = (((day + 4) % 7) + 7) % 7; // 1970 began with a Thursday.
  const hour = Math.floor(second / 3600);
  const minute = Math.floor(second / 60) % 60;
  const yearDay = day - daysBefore(year);
  const fields: Readonly<Record<string, () => string>> = {
    'Y': () => String(year),
    'C': () => two(Math.floor(year / 100)),
    'y': () => two(year % 100),
    'm': () => two(month),
    'd': () => two(date),
    'e': () => String(date).padStart(2),
    'H': () => two(hour),
    'k': () => String(hour).padStart(2),
    'I': () => two(hour % 12 === 0 ? 12 : hour % 12),
    'l': () => String(hour % 12 === 0 ? 12 : hour % 12).padStart(2),
    'M': () => two(minute),
    'S': () => two(second % 60),
    'p': () => (hour < 12 ? 'AM' : 'PM'),
    'P': () => (hour < 12 ? 'am' : 'pm'),
    'A': () => DAY_NAMES[weekday]!,
    'a': () => capital(WEEKDAYS[weekday]!),
    'B': () => MONTH_NAMES[month - 1]!,
    'b': () => capital(MONTHS[month]!),
    'h': () => capital(MONTHS[month]!),
    'j': () => String(yearDay + 1).padStart(3, '0'),
    'u': () => String(weekday === 0 ? 7 : weekday),
    'w': () => String(weekday),
    'U': () => two(Math.floor((yearDay + 7 - weekday) / 7)),
    'W': () => two(Math.floor((yearDay + 7 - ((weekday + 6) % 7)) / 7)),
    's': () => String(epoch),
    'Z': () => 'UTC',
    'z': () => '+0000',
    'n': () => '\n',
    't': () => '\t',
    'q': () => '000', // ast_strftime: milliseconds
    '%': () => '%',
    'D': () => formatTime(epoch, '%m/%d/%y'),
    'F': () => formatTime(epoch, '%Y-%m-%d'),
    'T': () => formatTime(epoch, '%H:%M:%S'),
    'R': () => formatTime(epoch, '%H:%M'),
    'r': () => formatTime(epoch, '%I:%M:%S %p'),
    'c': () => formatTime(epoch, '%a %b %e %H:%M:%S %Y'),
    'x': () => formatTime(epoch, '%m/%d/%y'),
    'X': () => formatTime(epoch, '%H:%M:%S'),
  };
  return format.replace(/%[EO]?\d?([A-Za-z%])/g, (written, letter: string) =>
    Object.hasOwn(fields, letter) ? fields[letter]!() : written,
  );
}

/** Gregorian, by days since 1970 (Howard Hinnant, "chrono-compatible low-level date algorithms"). */
function civil(day: number): { year: number; month: number; date: number } {
  const shifted = day + 719_468;
  const era = Math.floor(shifted / 146_097);
  const ofEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365,
  );
  const ofYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * ofYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  const date = ofYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, date };
}

/** Days from 1970 to the first of January. */
function daysBefore(year: number): number {
  const last = year - 1;
  return (
    365 * (year - 1970) + (Math.floor(last / 4) - 492) - (Math.floor(last / 100) - 19) + (Math.floor(last / 400) - 4)
  );
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}
