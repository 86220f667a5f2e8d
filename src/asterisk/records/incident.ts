import { SECOND, type Micros } from '../../kernel/units.ts';
import type { Place } from '../../text/place.ts';
import type { LogEvent } from './consoleLog.ts';

/** A failure that logs tell of. */
export interface LoggedFault {
  readonly at: Micros;
  readonly kind: 'crash' | 'restart' | 'stopDatabase' | 'startDatabase';
  /** Empty: the database. */
  readonly server: string;
  /** How the time was found, for a comment. */
  readonly because: string;
  readonly place: Place;
}

export interface ServerLog {
  readonly server: string;
  readonly events: readonly LogEvent[];
}

/** Lines of a start that follow each other within this time are one start. */
const ONE_START: Micros = 60 * SECOND;
/** From the power button to the first line: as a restart of the scenario takes, until Asterisk answers. */
const BOOT: Micros = 10 * SECOND;
/** A dead DUNDi peer is marked 5 to 65 s after its death (facts A9): halfway. */
const NOTICED: Micros = 35 * SECOND;
/** A database that has not failed for this long is back. */
const DATABASE_QUIET: Micros = 60 * SECOND;

/**
 * Crashes and restarts of servers, and stops of the database. A server's own log has its start and, before that, its
 * last line; of a server without a log the DUNDi marks of the others have to do.
 * @param serverOf the server of an EID; undefined: of none
 */
export function faultsOf(
  logs: readonly ServerLog[],
  serverOf: (eid: string) => string | undefined,
): readonly LoggedFault[] {
  const own = logs.flatMap((log) => restartsOf(log, marksOf(logs, serverOf)));
  const logged = new Set(logs.map(({ server }) => server));
  const marked = markedFaults(marksOf(logs, serverOf).filter(({ server }) => !logged.has(server)));
  return [...own, ...marked, ...databaseFaults(logs)].sort((a, b) => a.at - b.at);
}

interface Mark {
  readonly server: string;
  readonly by: string;
  readonly at: Micros;
  readonly isThere: boolean;
  readonly place: Place;
}

/** What servers noticed of each other, in order of time. */
function marksOf(logs: readonly ServerLog[], serverOf: (eid: string) => string | undefined): readonly Mark[] {
  return logs
    .flatMap(({ server: by, events }) =>
      events.flatMap((event): readonly Mark[] => {
        const server = event.what === 'dundiPeer' ? serverOf(event.eid) : undefined;
        if (event.what !== 'dundiPeer' || server === undefined) return [];
        return [{ server, by, at: event.at, isThere: event.isThere, place: event.place }];
      }),
    )
    .sort((a, b) => a.at - b.at);
}

/** A start within a log: the server was down from its line before. */
function restartsOf({ server, events }: ServerLog, marks: readonly Mark[]): readonly LoggedFault[] {
  return events.flatMap((event, i): readonly LoggedFault[] => {
    // Lines of the boot itself come within moments of the one that says so.
    const before = events.slice(0, i).findLast(({ at }) => at < event.at - BOOT);
    const known = events.slice(0, i).findLast(({ what }) => what === 'started');
    if (event.what !== 'started' || before === undefined) return [];
    if (known !== undefined && event.at - known.at <= ONE_START) return [];
    const noticed = marks.find((mark) => mark.server === server && !mark.isThere && mark.at >= before.at);
    const until = noticed === undefined || noticed.at > event.at ? '' : `; ${noticed.by} marked it at`;
    return [
      {
        at: before.at,
        kind: 'crash',
        server,
        because: `the last line before the start${until === '' ? '' : `${until} line ${noticed!.place.line} of ${noticed!.place.file}`}`,
        place: before.place,
      },
      {
        at: Math.max(before.at + SECOND, event.at - BOOT),
        kind: 'restart',
        server,
        because: 'its start, less 10 s of booting',
        place: event.place,
      },
    ];
  });
}

/** Of servers that left no log. */
function markedFaults(marks: readonly Mark[]): readonly LoggedFault[] {
  const down = new Map<string, Micros>();
  return marks.flatMap(({ server, by, at, isThere, place }): readonly LoggedFault[] => {
    const isDown = down.has(server);
    if (isThere === !isDown) return [];
    if (!isThere) {
      down.set(server, at);
      const because = `${by} marked it unreachable, which takes 5 to 65 s`;
      return [{ at: Math.max(0, at - NOTICED), kind: 'crash', server, because, place }];
    }
    const since = down.get(server)!;
    down.delete(server);
    const restart = Math.max(since - NOTICED + SECOND, at - NOTICED - BOOT);
    return [{ at: restart, kind: 'restart', server, because: `${by} marked it reachable`, place }];
  });
}

function databaseFaults(logs: readonly ServerLog[]): readonly LoggedFault[] {
  const failures = logs
    .flatMap(({ events }) => events.filter(({ what }) => what === 'databaseFailed'))
    .sort((a, b) => a.at - b.at);
  return failures.flatMap((failure, i): readonly LoggedFault[] => {
    const { at, place } = failure;
    const begins = i === 0 || at - failures[i - 1]!.at > DATABASE_QUIET;
    const ends = i === failures.length - 1 || failures[i + 1]!.at - at > DATABASE_QUIET;
    return [
      ...(begins ? [{ at, kind: 'stopDatabase', server: '', because: 'the first failure', place } as const] : []),
      ...(ends
        ? [{ at: at + SECOND, kind: 'startDatabase', server: '', because: 'the last failure', place } as const]
        : []),
    ];
  });
}
