import { SECOND } from '../../../src/kernel/units.ts';
import type { CallId, HostId, PhoneId, ServerId } from '../../../src/model/ids.ts';
import type { LookupRecord } from '../../../src/model/observations.ts';
import { FaultLog } from '../../../src/model/story/faultLog.ts';
import type { Happening } from '../../../src/model/story/happenings.ts';
import type { Story } from '../../../src/model/story/stories.ts';
import type { World } from '../../../src/model/story/world.ts';
import { timeText } from '../../../src/model/story/words.ts';

export const OWN = 0 as ServerId;
export const OTHER = 1 as ServerId;
export const HUB = 2 as ServerId;
const CALLER = 0 as PhoneId;
export const CALLEE = 1 as PhoneId;

/** A call of 1001 to 1002 at 100 s, to which this has happened, each at so many seconds. */
export function told(
  events: readonly (readonly [at: number, what: Happening])[],
  different: Partial<Story> = {},
): Story {
  return {
    call: 1 as CallId,
    source: 0,
    redial: 0,
    offeredAt: 100 * SECOND,
    caller: CALLER,
    from: '1001',
    dialled: '1002',
    dialsPhone: true,
    callee: CALLEE,
    calleeReachable: true,
    picksUp: true,
    afterFailure: false,
    fetches: 0,
    server: OWN,
    events: events.map(([at, what]) => ({ ...what, at: Math.round(at * SECOND) })),
    ...different,
  };
}

/** What always comes first: the own server takes the call. */
export const TAKEN: readonly (readonly [number, Happening])[] = [
  [100, { what: 'invited', server: OWN, lastResort: false }],
  [100.1, { what: 'challenged', server: OWN }],
  [100.2, { what: 'served', server: OWN }],
];

export function lookup(different: Partial<LookupRecord> = {}): Happening {
  return { what: 'lookedUp', lookup: lookupRecord(different) };
}

export function lookupRecord(different: Partial<LookupRecord> = {}): LookupRecord {
  return {
    lookup: 1,
    server: OWN,
    number: '1002',
    context: 'priv',
    purpose: 'find',
    at: 101 * SECOND,
    took: 0,
    answers: [],
    destinations: [],
    channel: 0,
    asked: [HUB],
    replies: [],
    silent: [],
    cacheHits: 0,
    hintHits: 0,
    budgetEnded: false,
    datagrams: 3,
    ...different,
  } as LookupRecord;
}

/** A cluster in which nothing is wrong, at 120 s, but for what is different. */
export function world(
  different: Partial<World> = {},
  outages: readonly [HostId, 'crash' | 'hang', number, number?][] = [],
): World {
  const faults = new FaultLog();
  for (const [host, kind, from, until] of outages) {
    faults.begins(host, kind, from * SECOND);
    if (until !== undefined) faults.ends(host, until * SECOND);
  }
  return {
    faults,
    nameOf: (host) => ['own', 'other', 'hub'][host] ?? `host ${host}`,
    numberOf: (phone) => `100${phone + 1}`,
    timeText,
    registeredAt: () => [],
    relayOf: () => undefined,
    asksFor: () => [HUB],
    answersFor: () => true,
    knowsPeer: () => true,
    sipBlock: () => undefined,
    hasContact: () => true,
    parkedAt: () => -1,
    now: 120 * SECOND,
    ...different,
  };
}
