import { MILLISECOND, type Micros } from '../../../kernel/units.ts';
import type { ApplicationTimes } from '../dialplan/applications/applicationTimes.ts';

/**
 * Milliseconds of the English recordings that come with Asterisk (asterisk-core-sounds-en-gsm 1.6.1: 20 ms in each frame
 * of 33 octets).
 */
const LENGTHS: ReadonlyMap<string, number> = new Map([
  ['queue-youarenext', 5380],
  ['queue-thereare', 2260],
  ['queue-callswaiting', 2480],
  ['queue-quantity1', 2140],
  ['queue-quantity2', 2660],
  ['queue-holdtime', 2800],
  ['queue-less-than', 1060],
  ['queue-minute', 840],
  ['queue-minutes', 880],
  ['queue-seconds', 1120],
  ['queue-thankyou', 1600],
  ['queue-reporthold', 1100],
  ['queue-periodic-announce', 7840],
  ['digits/0', 880],
  ['digits/1', 920],
  ['digits/2', 760],
  ['digits/3', 840],
  ['digits/4', 820],
  ['digits/5', 840],
  ['digits/6', 900],
  ['digits/7', 840],
  ['digits/8', 700],
  ['digits/9', 860],
  ['digits/10', 660],
  ['digits/11', 980],
  ['digits/12', 820],
  ['digits/13', 940],
  ['digits/14', 1060],
  ['digits/15', 1160],
  ['digits/16', 1200],
  ['digits/17', 1220],
  ['digits/18', 1100],
  ['digits/19', 1240],
  ['digits/20', 940],
  ['digits/30', 920],
  ['digits/40', 960],
  ['digits/50', 1240],
  ['digits/60', 1040],
  ['digits/70', 1040],
  ['digits/80', 840],
  ['digits/90', 1040],
  ['digits/hundred', 860],
  ['digits/thousand', 900],
]);

/** How long recordings are. One of the user's own, which no file has, is as long as one of Playback(). */
export class Recordings {
  private readonly times: ApplicationTimes;

  constructor(times: ApplicationTimes) {
    this.times = times;
  }

  /** One after the other; an empty name takes no time. */
  lengthOf(files: readonly string[]): Micros {
    let sum = 0;
    for (const file of files) {
      const known = LENGTHS.get(file);
      if (known !== undefined) sum += known * MILLISECOND;
      else if (file !== '') sum += this.times.takes('Playback');
    }
    return sum;
  }
}

/** The recordings that say a number in English, below a million (say.c:ast_say_number_full_en). */
export function spokenNumber(value: number): readonly string[] {
  if (value >= 1000) return [...spokenNumber(Math.floor(value / 1000)), 'digits/thousand', ...rest(value % 1000)];
  if (value >= 100) return [`digits/${Math.floor(value / 100)}`, 'digits/hundred', ...rest(value % 100)];
  return value < 20 ? [`digits/${value}`] : [`digits/${Math.floor(value / 10) * 10}`, ...rest(value % 10)];
}

function rest(value: number): readonly string[] {
  return value === 0 ? [] : spokenNumber(value);
}
