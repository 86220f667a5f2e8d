import type { Micros } from '../../kernel/units.ts';
import type { Place } from '../../text/place.ts';
import { logTime, wallTime } from './wallTime.ts';

/** What a line of a console log says that a replay can use. */
export type LogEvent = { readonly at: Micros; readonly place: Place } & (
  | { readonly what: 'started' }
  | { readonly what: 'dundiPeer'; readonly eid: string; readonly isThere: boolean }
  | { readonly what: 'phone'; readonly number: string; readonly isThere: boolean }
  | { readonly what: 'registered'; readonly number: string }
  | { readonly what: 'databaseFailed' }
  /** Any other line: the server was alive. */
  | { readonly what: 'line' }
);

/** What all lines begin with: `[2026-03-02 10:00:59] `, `[2026-03-02T10:00:59.123+0100] `, or `Mar  2 10:00:59 ` (logger.conf: dateformat). */
const STAMP =
  /^\[?(?:(\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:\.\d+)?)(?:Z|[+-]\d\d:?\d\d)?|([A-Z][a-z]{2} +\d{1,2} \d\d:\d\d:\d\d)(?:\.\d+)?)\]?\s+/;

/** Without the brackets in which a line names its thread and file. */
type Fact = LogEvent extends infer Event ? (Event extends unknown ? Omit<Event, 'at' | 'place'> : never) : never;

/**
 * Wordings of Asterisk 1.2 to 16: asterisk.c:main; pbx_dundi.c:qualify_peer, do_autokill; chan_sip.c:handle_response_peerpoke,
 * sip_poke_noanswer, parse_register_contact; res_config_mysql.c:mysql_reconnect.
 */
const WORDINGS: readonly (readonly [RegExp, (found: RegExpExecArray) => Fact])[] = [
  [/Asterisk (?:Event Logger (?:Started|restarted)|Ready)|Asterisk \S+ built by/i, () => ({ what: 'started' })],
  [
    /Peer '((?:[0-9a-f]{2}:){5}[0-9a-f]{2})' (?:has become|is now) (UNREACHABLE|REACHABLE)/i,
    ([, eid, state]) => ({ what: 'dundiPeer', eid: eid!.toLowerCase(), isThere: state!.toUpperCase() === 'REACHABLE' }),
  ],
  [
    /Peer '([^':]+)' is now (UNREACHABLE|Reachable)/i,
    ([, number, state]) => ({ what: 'phone', number: number!, isThere: state!.toUpperCase() === 'REACHABLE' }),
  ],
  [/Registered SIP '([^']+)'/, ([, number]) => ({ what: 'registered', number: number! })],
  [/MySQL RealTime: (?:Failed to (?:re)?connect|Ping failed)/i, () => ({ what: 'databaseFailed' })],
];

/**
 * Reads a log (messages, full) of one server. Lines without a time continue the one before and are passed over.
 * @param near a moment of the incident: up to 1.8 the lines have no year
 */
export function readLog(file: string, text: string, near: Micros): readonly LogEvent[] {
  return text.split('\n').flatMap((line, i): readonly LogEvent[] => {
    const stamp = STAMP.exec(line);
    const at =
      stamp === null
        ? undefined
        : stamp[1] === undefined
          ? logTime(stamp[2]!, near)
          : wallTime(stamp[1].replace(/(\.\d{6})\d+$/, '$1'));
    if (stamp === null || at === undefined) return [];
    const rest = line.slice(stamp[0].length);
    const place = { file, line: i + 1, column: stamp[0].length + 1 };
    for (const [wording, fact] of WORDINGS) {
      const found = wording.exec(rest);
      if (found !== null) return [{ at, place, ...fact(found) }];
    }
    return [{ at, place, what: 'line' }];
  });
}
