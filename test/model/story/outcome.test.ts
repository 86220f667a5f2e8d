import { describe, expect, it } from 'vitest';
import { SECOND } from '../../../src/kernel/units.ts';
import type { Happening } from '../../../src/model/story/happenings.ts';
import { OUTCOMES, recordOf } from '../../../src/model/story/outcome.ts';
import type { Story } from '../../../src/model/story/stories.ts';
import { CALLEE, HUB, lookup, OTHER, OWN, TAKEN, told } from './telling.ts';

type Events = readonly (readonly [number, Happening])[];

const RINGS: Events = [[103, { what: 'rings', server: OTHER, phone: CALLEE }]];
const GAVE_UP: Events = [[110, { what: 'gaveUp' }]];
const ENDED = (status: string, silent = false): Events => [[109, { what: 'dialEnded', server: OWN, status, silent }]];
const TALKS = (way: 'local' | 'otherServer' | 'direct' | 'pstn'): Events => [
  [104, { what: 'talks', way, since: 104 * SECOND }],
];
const FOUND: readonly [number, Happening] = [101, lookup({ answers: [OTHER], destinations: ['priv:s@b/1002'] })];
const SENT = (resource: string, to = OTHER): Events => [
  [102, { what: 'dials', server: OWN, tech: 'IAX2', resource, to }],
];
const MISROUTED: Events = [[105, { what: 'legEnded', server: OWN, cause: 20, misrouted: true }]];
const NO_TRUNK: Events = [[102, { what: 'noTrunk', server: OWN, group: 'g1', channels: 23, inService: 23, since: -1 }]];
const BUSY: Events = ENDED('BUSY');
const CONGESTED: Events = ENDED('CONGESTION');
const SILENT: Events = ENDED('NOANSWER', true);
const VOICEMAIL: Events = [[108, { what: 'voicemail', server: OWN }]];
const RUN_ENDS: Events = [[120, { what: 'runEnds' }]];

const record = (events: Events, different: Partial<Story> = {}) => recordOf(told(events, different), 120 * SECOND);
const outcome = (events: Events, different: Partial<Story> = {}): string => record(events, different).outcome;

describe('every row of the table, and what it comes before', () => {
  const rows: readonly (readonly [string, Events, boolean])[] = [
    ['local', [...TAKEN, ...MISROUTED, ...RINGS, ...TALKS('local'), ...VOICEMAIL], false],
    ['dundi', [...TAKEN, FOUND, ...SENT('x'), ...TALKS('otherServer'), ...RUN_ENDS], false],
    ['otherServer', [...TAKEN, ...SENT('x'), ...TALKS('otherServer'), ...RUN_ENDS], false],
    ['direct', [...TAKEN, ...TALKS('direct'), ...BUSY], false],
    ['pstn', [...TAKEN, ...TALKS('pstn'), ...NO_TRUNK], false],
    ['voicemail', [...TAKEN, ...RINGS, ...VOICEMAIL, ...RUN_ENDS], true],
    ['inProgress', [...TAKEN.slice(0, 2), ...RUN_ENDS], false],
    ['unserved', [...TAKEN.slice(0, 2), ...GAVE_UP], true],
    ['blocked', [...TAKEN, ...NO_TRUNK, ...GAVE_UP], true],
    ['abandoned', [...TAKEN, ...GAVE_UP, ...BUSY], true],
    ['noAnswer', [...TAKEN, ...RINGS, ...BUSY, ...MISROUTED], true],
    ['busy', [...TAKEN, ...MISROUTED, ...CONGESTED, ...BUSY], false],
    ['misrouted', [...TAKEN, ...MISROUTED, ...CONGESTED, ...SILENT], true],
    ['congestion', [...TAKEN, ...CONGESTED, ...SILENT], true],
    ['noAnswer', [...TAKEN, ...SILENT], true],
    ['noAnswer', [...TAKEN, [110, { what: 'leavesQueue', server: OWN, queue: 'help', said: 'FULL' }]], true],
    ['invalid', [...TAKEN, lookedUp()], true],
  ];

  it.each(rows)('%s', (name, events, lost) => {
    expect(record(events)).toMatchObject({ outcome: name, lost, dropped: false });
  });

  it('all rows are here, in order', () => {
    expect(rows.map(([name]) => name)).toEqual(OUTCOMES.map((row) => row.outcome));
  });

  function lookedUp(): readonly [number, Happening] {
    return [101, lookup()];
  }
});

describe('what decides within a row', () => {
  it('a caller who gives up while it rings has abandoned a phone that would have been picked up', () => {
    expect([true, false].map((picksUp) => outcome([...TAKEN, ...RINGS, ...GAVE_UP], { picksUp }))).toEqual([
      'abandoned',
      'noAnswer',
    ]);
  });

  it('a server that challenges has not served; one that answers with an error has', () => {
    expect(outcome(TAKEN.slice(0, 2))).toBe('unserved');
    expect(record([...TAKEN.slice(0, 2), [101, { what: 'final', status: 404 }]])).toMatchObject({
      outcome: 'invalid',
      status: 404,
    });
  });

  it('the proxy of last resort has to serve anew', () => {
    const events: Events = [...TAKEN, [132, { what: 'invited', server: OTHER, lastResort: true }]];
    expect(record(events)).toMatchObject({ outcome: 'unserved', server: OTHER });
  });

  it('a call from the PSTN is served by its gateway', () => {
    expect(outcome([], { caller: -1 })).toBe('invalid');
  });

  it.each(['busy', 'congestion'] as const)('a tone of %s is that', (tone) => {
    expect(outcome([...TAKEN, [102, { what: 'tone', server: OWN, tone }]])).toBe(tone);
  });

  it('a Dial that ended in BUSY is busy, in CONGESTION congestion, in CHANUNAVAIL neither', () => {
    expect(['BUSY', 'CONGESTION', 'CHANUNAVAIL'].map((status) => outcome([...TAKEN, ...ENDED(status)]))).toEqual([
      'busy',
      'congestion',
      'invalid',
    ]);
  });

  it('a phone that refuses with 480 is idle: what 16 then calls busy is no busy phone, but that of the next Dial may be', () => {
    const refused = (status: number): Events => [
      [102, { what: 'dials', server: OWN, tech: 'SIP', resource: '1002', to: -1 }],
      [103, { what: 'refused', server: OWN, phone: CALLEE, status }],
      ...ENDED('BUSY'),
      [105.5, { what: 'tone', server: OWN, tone: 'busy' }],
    ];
    expect([486, 480].map((status) => record([...TAKEN, ...refused(status)]))).toMatchObject([
      { outcome: 'busy', lost: false },
      { outcome: 'invalid', lost: true },
    ]);
    expect(outcome([...TAKEN, ...refused(480), ...refused(486)])).toBe('busy');
  });

  it.each(['TIMEOUT', 'JOINEMPTY'])('who is out of a queue by %s was not answered', (said) => {
    const left: Events = [[110, { what: 'leavesQueue', server: OWN, queue: 'help', said }]];
    const joined: Events = said === 'TIMEOUT' ? [[102, { what: 'queued', server: OWN, queue: 'help' }]] : [];
    expect(record([...TAKEN, ...joined, ...left])).toMatchObject({ outcome: 'noAnswer', lost: true });
  });

  it('a call-limit that the last phone dialled has reached makes it busy, unless it was idle', () => {
    const limited: Events = [
      [102, { what: 'callLimit', server: OWN, phone: CALLEE, limit: 1, direction: 'to' }],
      ...ENDED('CHANUNAVAIL'),
    ];
    expect([false, true].map((calleeReachable) => record([...TAKEN, ...limited], { calleeReachable }))).toMatchObject([
      { outcome: 'busy', lost: false },
      { outcome: 'invalid', lost: true },
    ]);
    const next: Events = [[110, { what: 'dials', server: OWN, tech: 'SIP', resource: '1003', to: -1 }]];
    expect(outcome([...TAKEN, ...limited, ...next], { calleeReachable: false })).toBe('invalid');
  });

  it('a leg that ended for another reason is not misrouted', () => {
    expect(outcome([...TAKEN, [105, { what: 'legEnded', server: OWN, cause: 17, misrouted: false }]])).toBe('invalid');
  });
});

describe('a call that is answered at another server', () => {
  const found = (events: Events): string => outcome([...TAKEN, ...events, ...TALKS('otherServer')]);

  it('went through DUNDi where a lookup had named the server, or what was dialled', () => {
    expect(found([FOUND, ...SENT('gateway/1002')])).toBe('dundi');
    expect(found([FOUND, ...SENT('priv:s@b/1002', HUB)])).toBe('dundi');
  });

  it('whatever the other server does with it, and wherever it is transferred to', () => {
    const on: Events = [[103, { what: 'dials', server: OTHER, tech: 'SIP', resource: 'x', to: HUB }]];
    expect(found([FOUND, ...SENT('x'), ...on])).toBe('dundi');
    expect(found([...SENT('x', HUB), ...TALKS('otherServer'), FOUND, ...SENT('y')])).toBe('otherServer');
  });

  it('did not where no lookup was made, none found it, or the plan tried another server after the one that was named', () => {
    expect(found(SENT('trunk/1002'))).toBe('otherServer');
    expect(found([[101, lookup()], ...SENT('trunk/1002')])).toBe('otherServer');
    expect(found([FOUND, ...SENT('priv:s@b/1002'), ...MISROUTED, ...SENT('trunk/1002', HUB)])).toBe('otherServer');
  });
});

describe('what is lost', () => {
  it('of invalid, noAnswer and voicemail those whose called phone was reachable', () => {
    for (const events of [TAKEN, [...TAKEN, ...RINGS], [...TAKEN, ...VOICEMAIL]])
      expect([true, false].map((calleeReachable) => record(events, { calleeReachable }).lost)).toEqual([true, false]);
  });

  it('a talk that was cut is dropped; a cut before the talk is not', () => {
    const cut: Events = [[110, { what: 'cut', server: OWN, phone: -1 }]];
    expect(record([...TAKEN, ...TALKS('local'), ...cut])).toMatchObject({
      outcome: 'local',
      dropped: true,
      lost: true,
    });
    expect(record([...TAKEN, ...cut, ...VOICEMAIL], { calleeReachable: false })).toMatchObject({
      dropped: false,
      lost: false,
    });
  });

  it('a direct dial after a failure that DUNDi did not bridge is saved', () => {
    const missed: readonly [number, Happening] = [101, lookup()];
    const found: readonly [number, Happening] = [102, lookup({ answers: [OTHER] })];
    const saved = (events: Events, afterFailure: boolean): boolean =>
      record([...TAKEN, ...events, ...TALKS('direct')], { afterFailure }).saved;
    expect([saved([missed], true), saved([missed], false), saved([missed, found], true), saved([], true)]).toEqual([
      true,
      false,
      false,
      false,
    ]);
    expect(record([...TAKEN, missed, ...TALKS('otherServer')], { afterFailure: true }).saved).toBe(false);
  });
});

it('the record has the times and counts of the story', () => {
  const events: Events = [
    ...TAKEN,
    [101, { what: 'asks', server: OWN, lookup: 1 as never, number: '1002' }],
    [102, { what: 'lockWaited', server: OWN, since: 101.5 * SECOND, holder: undefined }],
    [103, { what: 'lockWaited', server: OWN, since: 102.75 * SECOND, holder: undefined }],
    [104, { what: 'rings', server: OWN, phone: -1 }],
    [105, { what: 'rings', server: OTHER, phone: CALLEE }],
    ...TALKS('otherServer'),
  ];
  expect(record(events)).toEqual({
    call: 1,
    source: 0,
    redial: 0,
    offeredAt: 100 * SECOND,
    caller: 0,
    from: '1001',
    dialled: '1002',
    server: OWN,
    calleeServer: OTHER,
    calleeReachable: true,
    ringingAt: 104 * SECOND,
    answeredAt: 104 * SECOND,
    endedAt: 120 * SECOND,
    outcome: 'otherServer',
    dropped: false,
    saved: false,
    lost: false,
    lookups: 1,
    lookupIds: [1],
    lockWait: 0.75 * SECOND,
    tech: '',
    status: 0,
    toDead: false,
    cause: '',
    because: '',
    fault: '',
  });
});
