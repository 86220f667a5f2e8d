import { cut, separator } from './arguments.ts';
import type { Dialect } from './patterns.ts';

/**
 * `9:00-17:00|mon-fri|*|*`, as in GotoIfTime and in includes. The simulation has no calendar: for the dialplan it is
 * always Wednesday, 14 June 2006, 10:00, a working hour, however long the run; `check` says so.
 */
export const DIALPLAN_TIME = { hour: 10, minute: 0, weekday: 3, day: 14, month: 6, epoch: 1_150_279_200 } as const;

export const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
export const MONTHS = ['', 'jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

export function isWithin(spec: string, dialect: Dialect): boolean {
  const [times = '*', weekdays = '*', days = '*', months = '*'] = spec
    .split(separator(dialect))
    .map((part) => part.trim());
  const now = DIALPLAN_TIME;
  return (
    inRange(times, now.hour * 60 + now.minute, minuteOf) &&
    inRange(weekdays, now.weekday, (text) => WEEKDAYS.indexOf(text.slice(0, 3).toLowerCase())) &&
    inRange(days, now.day, Number) &&
    inRange(months, now.month, (text) => MONTHS.indexOf(text.slice(0, 3).toLowerCase()))
  );
}

/** The context of `include => name|times|…`, and its times, empty when there are none. */
export function splitInclude(text: string, dialect: Dialect): { name: string; times: string } {
  const [name, times] = cut(text, separator(dialect));
  return { name: name.trim(), times: times ?? '' };
}

/** A range may run over the end: `22:00-6:00`. `&` joins several (16). */
function inRange(text: string, value: number, read: (text: string) => number): boolean {
  if (text === '*' || text === '') return true;
  return text.split('&').some((range) => {
    const [first, last] = cut(range, '-');
    const from = read(first.trim());
    const to = last === undefined ? from : read(last.trim());
    return from <= to ? value >= from && value <= to : value >= from || value <= to;
  });
}

function minuteOf(text: string): number {
  const [hour, minute] = cut(text, ':');
  return Number(hour) * 60 + Number(minute ?? 0);
}
