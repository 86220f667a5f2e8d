import { expect, it } from 'vitest';
import { SECOND } from '../../../src/kernel/units.ts';
import type { CallId, HostId, ServerId } from '../../../src/model/ids.ts';
import { endRecordOf, verdictOf } from '../../../src/model/story/cause.ts';
import { wentToDead } from '../../../src/model/story/serverCauses.ts';
import { NO_VERDICT } from '../../../src/model/story/verdict.ts';
import { CAUSES, type CauseName } from '../../../src/model/story/causes.ts';
import type { Happening } from '../../../src/model/story/happenings.ts';
import { recordOf } from '../../../src/model/story/outcome.ts';
import type { World } from '../../../src/model/story/world.ts';
import { CALLEE, HUB, lookup, lookupRecord, OTHER, OWN, TAKEN, told, world } from './telling.ts';

type Events = readonly (readonly [number, Happening])[];
type Outages = Parameters<typeof world>[1];

interface Told {
  readonly events: Events;
  readonly world?: Partial<World>;
  readonly outages?: Outages;
  readonly because: string;
  readonly fault?: string;
}

const GAVE_UP: Events = [[110, { what: 'gaveUp' }]];
const TALKS: Events = [[104, { what: 'talks', way: 'otherServer', since: 104 * SECOND }]];
const RINGS = (at = 101): Events => [[at, { what: 'rings', server: OTHER, phone: CALLEE }]];
const PARKED: Events = [
  ...TAKEN,
  ...RINGS(101),
  ...TALKS,
  [120, { what: 'parked', server: OTHER, slot: 701, by: CALLEE }],
];
const SENT: Events = [[102, { what: 'dials', server: OWN, tech: 'IAX2', resource: 'x', to: OTHER }]];
const MISROUTED = (cause: number): Events => [
  ...SENT,
  [103, { what: 'legEnded', server: OWN, cause, misrouted: true }],
];
const AT_OTHER: Partial<World> = { registeredAt: () => [OWN, OTHER] };
const HIDDEN = { from: HUB, found: false, refused: false, prefix: '', holds: 7 };
const relay = (different: object): Partial<World> => ({
  ...AT_OTHER,
  relayOf: () => lookupRecord({ server: HUB, silent: [OTHER], ...different }),
});
const block = (by: 'lock' | 'database' | 'load', holder?: object): Partial<World> => ({
  sipBlock: () => ({ by, waiting: 3, holder: holder as never }),
});
const WAITED = (what: 'lockWaited' | 'threadWaited', holder?: object): Events => [
  [104, { what, server: OWN, since: 101 * SECOND, holder: holder as never }],
];
const [HOST_3, HOST_4] = [3 as ServerId, 4 as ServerId];
const HELD = { call: 9, since: 90 * SECOND, number: '1003', waitsFor: [HUB] };

/** One small story for each cause but one: a busy phone is no loss today. */
const STORIES: Readonly<Record<Exclude<CauseName, 'calleeBusy'>, Told>> = {
  mediaCut: {
    events: [...TAKEN, ...TALKS, [110, { what: 'cut', server: OTHER, phone: -1 }]],
    outages: [[OTHER, 'crash', 110]],
    because: 'the talk went through other (crashed at 110 s)',
    fault: 'other crashed at 110 s',
  },
  pathCut: {
    events: [...TAKEN, ...TALKS, [110, { what: 'cut', server: -1, phone: -1 }]],
    because: CAUSES.pathCut,
  },
  spanCut: {
    events: [...TAKEN, ...TALKS, [110, { what: 'cut', server: OTHER, phone: -1, group: 'g1' }]],
    because: 'the call went through a span of group g1 of other, which failed',
    fault: 'a span of group g1 of other failed at 110 s',
  },
  powerLost: {
    events: [...TAKEN, ...TALKS, [110, { what: 'cut', server: -1, phone: CALLEE }]],
    because: '1002 lost its power',
  },
  ownServerDown: {
    events: [...TAKEN.slice(0, 1), ...GAVE_UP],
    outages: [[OWN, 'crash', 60]],
    because: "the caller's server, own (crashed at 60 s), did not answer",
    fault: 'own crashed at 60 s',
  },
  ownServerHung: {
    events: [...TAKEN.slice(0, 2), ...GAVE_UP],
    outages: [[OWN, 'hang', 100.15]],
    because: "the caller's server, own (hung at 100.15 s), did not answer",
    fault: 'own hung at 100.15 s',
  },
  ownServerLocked: {
    events: TAKEN.slice(0, 1),
    world: block('lock', HELD),
    because:
      '3 SIP messages waited at own: its SIP thread waited for the dialplan lock, held by call 9 since 90 s for a lookup of 1003 that waits for hub',
  },
  ownServerDatabase: {
    events: TAKEN.slice(0, 1),
    world: block('database'),
    because: '3 SIP messages waited at own: its SIP thread waited for the database',
  },
  ownServerBusy: {
    events: TAKEN.slice(0, 1),
    world: block('load'),
    because: '3 SIP messages waited at own',
  },
  inviteLost: { events: TAKEN.slice(0, 1), because: 'no answer of own to the INVITE came through' },
  noTrunkFree: {
    events: [...TAKEN, [102, { what: 'noTrunk', server: OTHER, group: 'g1', channels: 23, inService: 23, since: -1 }]],
    outages: [[OWN, 'crash', 101]],
    because: 'group g1 of other had no free channel',
  },
  diedInSetUp: {
    events: [...TAKEN, ...SENT, ...GAVE_UP],
    outages: [[OTHER, 'crash', 103]],
    because: 'other (crashed at 103 s), while the call was being set up',
    fault: 'other crashed at 103 s',
  },
  staleAnswer: {
    events: [
      ...TAKEN,
      [101, lookup({ answers: [OTHER], replies: [{ ...HIDDEN, source: 'cache', found: true }] })],
      ...MISROUTED(20),
    ],
    outages: [[OTHER, 'crash', 60]],
    because: 'sent to other (crashed at 60 s), by an answer in the cache that held for 7 s more',
    fault: 'other crashed at 60 s',
  },
  deadUnnoticed: {
    events: [
      ...TAKEN,
      [101, lookup({ answers: [OTHER], replies: [{ ...HIDDEN, source: 'network', found: true }] })],
      ...MISROUTED(20),
    ],
    outages: [[OTHER, 'crash', 60]],
    because: 'sent to other (crashed at 60 s), which was still advertised',
    fault: 'other crashed at 60 s',
  },
  serverSilent: {
    events: [...TAKEN, ...MISROUTED(18)],
    outages: [[OTHER, 'crash', 60, 90]],
    because: 'sent to other by own, and no answer came',
  },
  wrongServer: {
    events: [...TAKEN, ...MISROUTED(1)],
    outages: [[OTHER, 'crash', 60, 90]],
    because: 'sent to other, which did not have the number (cause 1)',
  },
  authLimit: {
    events: [...TAKEN, ...MISROUTED(21)],
    because: 'other accepted no more unauthenticated calls (maxauthreq)',
  },
  secretRefused: { events: [...TAKEN, ...MISROUTED(29)], because: 'other refused the user or the secret' },
  phoneSilent: {
    events: [...TAKEN, [109, { what: 'dialEnded', server: OWN, status: 'NOANSWER', silent: true }]],
    because: CAUSES.phoneSilent,
  },
  rangUnanswered: {
    events: [...TAKEN, ...RINGS(101), ...GAVE_UP],
    because: 'the called phone rang after 1 s and for 19 s',
  },
  answerUnread: {
    events: [...TAKEN, ...RINGS(101), [105.5, { what: 'pickedUp', phone: CALLEE }], ...GAVE_UP],
    because: 'the phone was picked up at 105.5 s, and its server had not read the answer by 120 s',
  },
  peerDown: {
    events: [...TAKEN, [103, lookup({ silent: [OTHER, HUB] })]],
    outages: [[HUB, 'hang', 60]],
    because: 'hub (hung at 60 s), could not be asked for 1002',
    fault: 'hub hung at 60 s',
  },
  crossedLookups: {
    events: [...TAKEN, [103, lookup()]],
    world: relay({ took: 2.4 * SECOND, budgetEnded: true }),
    because:
      'other, which has the number, did not answer hub within 2.4 s: its dialplan lock was held for a lookup of its own',
  },
  lookupTooLate: {
    events: [...TAKEN, [103, lookup()]],
    world: relay({ took: 0.4 * SECOND }),
    because: 'other, which has the number, did not answer hub within 400 ms',
  },
  askerUnknown: {
    events: [...TAKEN, [103, lookup({ asked: [HUB], silent: [HUB] })]],
    world: { ...AT_OTHER, knowsPeer: (server, asker) => server !== HUB || asker !== OWN },
    because: '1002 is at other, and hub does not answer own, for which its dundi.conf has no section',
  },
  nobodyAsked: {
    events: [...TAKEN, [103, lookup({ asked: [] })]],
    world: { ...AT_OTHER, asksFor: () => [] },
    because: '1002 is at other, and own asked nobody: no peer in its dundi.conf has include = priv',
  },
  lookupRefused: {
    events: [...TAKEN, [103, lookup({ replies: [{ ...HIDDEN, source: 'network', refused: true }] })]],
    world: { ...AT_OTHER, answersFor: () => false },
    because: '1002 is at other, and hub refused own: no mapping of "priv", or no permit of it for own',
  },
  holderNotAsked: {
    events: [...TAKEN, [103, lookup({ replies: [{ ...HIDDEN, source: 'network' }] })]],
    world: { ...AT_OTHER, relayOf: () => lookupRecord({ server: HUB, asked: [HOST_3, HOST_4] }) },
    because: '1002 is at other, which was not asked: own asked hub, and hub asked host 3, host 4',
  },
  notAdvertised: {
    events: [...TAKEN, [103, lookup({ asked: [OTHER], replies: [{ ...HIDDEN, from: OTHER, source: 'network' }] })]],
    world: AT_OTHER,
    because: 'other, where 1002 is registered, answered that "priv" does not have it there',
  },
  localMissed: {
    events: [...TAKEN, [103, lookup()]],
    world: { registeredAt: () => [OWN] },
    because: '1002 is registered at own itself, which asked other servers for it',
  },
  noDevice: {
    events: [
      ...TAKEN,
      [102, { what: 'noDevice', server: OWN, tech: 'PJSIP', resource: '1002@ohter' }],
      [102, { what: 'dialEnded', server: OWN, status: 'CHANUNAVAIL', silent: false }],
    ],
    because: 'own dialled PJSIP/1002@ohter, and its files have no such device',
  },
  unknownCaller: {
    events: [
      ...TAKEN,
      ...SENT,
      [102.1, { what: 'unknownCaller', server: OTHER, host: OWN, name: '1001' }],
      ...MISROUTED(29).slice(1),
    ],
    because: 'other knew nobody by the address of own, nor by the name 1001, and refused the call',
  },
  hiddenByHint: {
    events: [...TAKEN, [103, lookup({ replies: [{ ...HIDDEN, source: 'hint', prefix: '10' }] })]],
    world: AT_OTHER,
    because: '1002 is at other, but a hint said for 7 s more not to ask hub for 10…',
  },
  hiddenByCache: {
    events: [...TAKEN, [103, lookup({ replies: [{ ...HIDDEN, source: 'cache' }] })]],
    world: AT_OTHER,
    because: '1002 is at other, but a cached answer of hub said for 7 s more that it does not exist',
  },
  notRegistered: {
    events: [...TAKEN, [103, lookup()]],
    outages: [[OTHER, 'crash', 60]],
    because: '1002 was registered nowhere since other (crashed at 60 s)',
    fault: 'other crashed at 60 s',
  },
  databaseFailed: {
    events: [...TAKEN, [103, lookup()], [104, { what: 'databaseFailed', server: OWN, kind: 'connect', full: false }]],
    because: 'the database failed the connect of own',
  },
  noContact: {
    events: [...TAKEN, [103, lookup()]],
    world: { hasContact: () => false },
    because: '1002 was registered nowhere, and the database had no address of it',
  },
  lockWait: {
    events: [...TAKEN, ...WAITED('lockWaited', { ...HELD, call: 0, number: '' }), ...GAVE_UP],
    because: 'waited 3 s for the dialplan lock of own, held since 90 s',
  },
  threadWait: {
    events: [...TAKEN, ...WAITED('threadWaited'), ...GAVE_UP],
    because: 'the INVITE waited 3 s at own',
  },
  deadPeerWait: {
    events: [...TAKEN, [103, lookup({ took: 2 * SECOND, answers: [OTHER], silent: [HUB] })], ...GAVE_UP],
    outages: [[HUB, 'crash', 60]],
    because: 'a lookup of 1002 by own waited 2 s for hub (crashed at 60 s), not noticed yet',
    fault: 'hub crashed at 60 s',
  },
  lockedPeerWait: {
    events: [...TAKEN, [103, lookup({ took: 2 * SECOND, answers: [OTHER], silent: [HUB] })], ...GAVE_UP],
    because: 'a lookup of 1002 by own waited 2 s for hub, which was up and did not answer',
  },
  lookupWait: {
    events: [...TAKEN, [103, lookup({ took: 2 * SECOND, answers: [OTHER] })], ...GAVE_UP],
    because: 'a lookup of 1002 by own waited 2 s',
  },
  slowSetUp: { events: [...TAKEN, ...RINGS(103), ...TALKS], because: CAUSES.slowSetUp },
  queueWait: {
    events: [...TAKEN, [101, { what: 'queued', server: OWN, queue: 'help' }], ...RINGS(180), ...TALKS],
    because: 'waited 79 s in the queue help of own',
  },
  parkedElsewhere: {
    events: [...TAKEN, [100.2, { what: 'wants', slot: '701', wanted: 7 as CallId, wantedAt: OTHER }]],
    because: 'nobody was in slot 701 of own: the call was parked at other',
  },
  mixedUp: {
    events: [
      ...PARKED,
      [130, { what: 'fetched', server: OTHER, slot: 701, by: 7 as CallId, isRight: false }],
      [135, { what: 'hungUp' }],
    ],
    because: 'fetched from slot 701 of other by a person who wanted another call',
  },
  parkingDied: {
    events: [...PARKED, [130, { what: 'cut', server: OTHER, phone: -1 }]],
    outages: [[OTHER, 'crash', 130]],
    because: 'parked in slot 701 of other (crashed at 130 s)',
    fault: 'other crashed at 130 s',
  },
  parkingUnanswered: {
    events: [...PARKED, [165, { what: 'parkingEnds', server: OTHER, slot: 701, to: CALLEE }], ...RINGS(166)],
    because: 'nobody fetched the parked call, and the parker did not answer when it came back',
  },
  transferUnanswered: {
    events: [
      ...TAKEN,
      ...RINGS(101),
      ...TALKS,
      [110, { what: 'sendsOn', phone: CALLEE, to: CALLEE, attended: false, reachable: true }],
      [110, { what: 'sentOn', server: OWN }],
      [130, { what: 'hungUp' }],
    ],
    because: 'the caller was sent to 1002, who did not answer',
  },
  queueLeft: {
    events: [...TAKEN, [102, { what: 'queued', server: OWN, queue: 'help' }], ...RINGS(103), ...GAVE_UP],
    because: 'gave up after 18 s in the queue help of own',
  },
  noExtension: {
    events: [
      ...TAKEN.slice(0, 2),
      [100.2, { what: 'noExtension', server: OWN, context: 'default', exten: '1002', knows: false, status: 404 }],
      [100.2, { what: 'final', status: 404 }],
    ],
    because: 'own has no extension 1002 in [default], the context of callers that it does not know',
  },
  numberIncomplete: {
    events: [
      ...TAKEN.slice(0, 2),
      [100.2, { what: 'noExtension', server: OWN, context: 'default', exten: '100', knows: true, status: 484 }],
      [100.2, { what: 'final', status: 484 }],
    ],
    because: 'own has no extension 100 in [default], only longer ones that begin with it (484)',
  },
  unknownHost: {
    events: [
      ...TAKEN,
      [102, { what: 'dials', server: OWN, tech: 'SIP', resource: '1002@192.0.2.1', to: -1 }],
      [102, { what: 'dialsOutside', server: OWN, tech: 'SIP', host: '192.0.2.1' }],
      [120, { what: 'gaveUp' }],
    ],
    because: 'own sent it to SIP/192.0.2.1, which is no host of the scenario: nothing answers there',
  },
  callLimit: {
    events: [
      ...TAKEN,
      [102, { what: 'callLimit', server: OWN, phone: CALLEE, limit: 2, direction: 'to' }],
      [102, { what: 'dialEnded', server: OWN, status: 'CHANUNAVAIL', silent: false }],
    ],
    because: 'own made no call to 1002, which had 2 there: its call-limit',
  },
  trunkSilent: {
    events: [
      ...TAKEN,
      [
        102,
        {
          what: 'trunkSilent',
          server: OWN,
          tech: 'PJSIP',
          name: 'pbx2',
          host: OTHER,
          asks: 'OPTIONS',
          silentSince: 63 * SECOND,
          next: 120 * SECOND,
        },
      ],
      [102, { what: 'dialEnded', server: OWN, status: 'CHANUNAVAIL', silent: false }],
    ],
    outages: [[OTHER, 'crash', 60]],
    because: 'PJSIP/pbx2 (other) had not answered the OPTIONS of own since 63 s; the next one was due at 120 s',
    fault: 'other crashed at 60 s',
  },
  registeredElsewhere: {
    events: [...TAKEN, [102, { what: 'unavailable', server: OWN, phone: CALLEE }]],
    world: { registeredAt: () => [OTHER, HUB] },
    because: 'own dialled 1002, which was not registered there, but at other and hub',
  },
  noAddress: {
    events: [...TAKEN, [102, { what: 'noAddress', server: OWN, endpoint: 'itsp', aor: 'itsp', contact: '1.2.3.4' }]],
    because:
      'own dialled PJSIP/itsp, and its AOR itsp has the contact 1.2.3.4, which is no SIP URI such as sip:1.2.3.4',
  },
  switchCallsNobody: {
    events: [
      ...TAKEN,
      [101, lookup({ answers: [OTHER] })],
      [102, { what: 'switchCallsNobody', server: OWN, number: '1002' }],
    ],
    because:
      'switch => DUNDi of own found 1002 and called nobody: its dundi.conf has neither outgoing_sip_tech=SIP nor pjsip_outgoing_endpoint',
  },
  noPlace: {
    events: [...TAKEN, [102, { what: 'noPlace', server: OWN, context: 'nocontext', exten: '7', isContext: false }]],
    because: 'the dialplan of own went to 7@nocontext, and has no context [nocontext]',
  },
  planEnds: { events: TAKEN, because: CAUSES.planEnds },
};

it.each(Object.entries<Told>(STORIES))('%s', (name, its) => {
  const story = told(its.events);
  const seen = world(its.world, its.outages);
  const record = recordOf(story, seen.now);
  const { cause, because, fault } = verdictOf(story, record, seen);
  expect({ cause, because, fault }).toEqual({ cause: name, because: its.because, fault: its.fault ?? '' });
});

const ON: Events = [[103, { what: 'dials', server: OTHER, tech: 'PJSIP', resource: '1002@hub', to: HUB }]];

it.each([
  ['its own server', SENT, OTHER, 'sent to other (crashed at 60 s) by own, which had not noticed'],
  ['the server after it', [...SENT, ...ON], HUB, 'sent to hub (crashed at 60 s) by other, which had not noticed'],
])('a caller who hangs up while %s calls a dead server is lost by that one', (_, dials, dead, because) => {
  const seen = world({}, [[dead, 'crash', 60]]);
  const verdict = (more: Events) => {
    const story = told([...TAKEN, ...dials, ...more]);
    return verdictOf(story, recordOf(story, seen.now), seen);
  };
  const lost = { cause: 'deadUnnoticed', because, fault: `${seen.nameOf(dead)} crashed at 60 s` };
  expect(verdict(GAVE_UP)).toEqual(lost);
  expect(verdict([[118, { what: 'dialEnded', server: OWN, status: 'NOANSWER', silent: true }]])).toEqual(lost);
  expect(verdict([...RINGS(104), ...GAVE_UP]).cause).toBe('rangUnanswered');
});

it('a caller who hangs up before another server answers was lost by its silence, and after that not', () => {
  const cause = (...more: Events): string => {
    const story = told([...TAKEN, ...SENT, ...more, ...GAVE_UP]);
    return verdictOf(story, recordOf(story, 120 * SECOND), world()).cause;
  };
  const phone: Happening = { what: 'dials', server: OWN, tech: 'SIP', resource: '1002', to: -1 };
  expect([cause(), cause([103, { what: 'reached', server: OWN }]), cause([103, phone])]).toEqual([
    'serverSilent',
    'planEnds',
    'planEnds',
  ]);
});

it('a call went to a dead server where one was dialled that did not work then, whatever became of it', () => {
  const dead = (from: number, until = 200): boolean =>
    wentToDead(told([...TAKEN, ...SENT, ...TALKS]), world({}, [[OTHER, 'hang', from, until]]).faults);
  expect([dead(60), dead(60, 101), dead(103)]).toEqual([true, false, false]);
  const silent = STORIES.trunkSilent.events.find(([, { what }]) => what === 'trunkSilent');
  const refused = (host: ServerId): boolean =>
    wentToDead(told([...TAKEN, silent!]), world({}, [[host, 'crash', 60]]).faults);
  expect([refused(OTHER), refused(HUB)]).toEqual([true, false]);
});

it.each([
  ['down', 200, false, 'since 63 s; the next one'],
  ['up again', 101, true, 'since 63 s, though it was up again since 101 s; the next one'],
] as const)('of a silent server the record says whether it was %s, as the sentence does', (_, until, isBack, words) => {
  const seen = world({}, [[OTHER, 'crash', 60, until]]);
  const record = endRecordOf(told(STORIES.trunkSilent.events), seen.now, seen);
  expect(record).toMatchObject({ cause: 'trunkSilent', silent: { tech: 'PJSIP', isBack } });
  expect(record.because).toContain(words);
});

it('a question to a silent server that is under way is not said to come', () => {
  const events = STORIES.trunkSilent.events.map(([at, event]) => [at, { ...event, next: 101 * SECOND }] as const);
  const story = told(events as Events);
  const seen = world({}, STORIES.trunkSilent.outages);
  expect(verdictOf(story, recordOf(story, seen.now), seen).because).toBe(
    'PJSIP/pbx2 (other) had not answered the OPTIONS of own since 63 s; it was asked again at 101 s, and had not answered yet',
  );
});

it('an extension that the context does not have is named with it', () => {
  const place: Happening = { what: 'noPlace', server: OWN, context: 'phones', exten: '7', isContext: true };
  const story = told([...TAKEN, [102, place]]);
  const { because } = verdictOf(story, recordOf(story, 120 * SECOND), world());
  expect(because).toBe('the dialplan of own went to 7@phones, and has no extension 7 in [phones]');
});

it('a busy phone is the cause where the call counts as lost', () => {
  const story = told([...TAKEN, [103, { what: 'tone', server: OWN, tone: 'busy' }]]);
  const record = { ...recordOf(story, 120 * SECOND), lost: true };
  expect(verdictOf(story, record, world())).toMatchObject({ cause: 'calleeBusy' });
});

it('a call that was neither lost, dropped nor slow has no cause', () => {
  for (const at of [101, 102]) {
    const story = told([...TAKEN, ...RINGS(at), ...TALKS]);
    expect(verdictOf(story, recordOf(story, 120 * SECOND), world({}, [[OWN, 'crash', 60]]))).toEqual(NO_VERDICT);
  }
});

it('the longest wait is named, when it is half a second or more', () => {
  const slow = (...waits: [number, number][]): string => {
    const events: Events = waits.map(([at, wait]) => [
      at,
      { what: 'lockWaited', server: at as HostId as never, since: (at - wait) * SECOND, holder: undefined },
    ]);
    const story = told([
      ...TAKEN,
      ...events,
      ...RINGS(110),
      [111, { what: 'talks', way: 'local', since: 111 * SECOND }],
    ]);
    return verdictOf(story, recordOf(story, 120 * SECOND), world()).because;
  };
  expect(slow([103, 1], [106, 2], [108, 1.5])).toContain('waited 2 s');
  expect(slow([103, 0.5])).toBe(CAUSES.slowSetUp);
  expect(slow([103, 0.6])).toContain('waited 600 ms');
});

it('who came late to the queue had a slow set-up, whatever the wait there', () => {
  const late: Events = [[103, { what: 'queued', server: OWN, queue: 'help' }]];
  const story = told([...TAKEN, ...late, ...RINGS(180), ...TALKS]);
  expect(verdictOf(story, recordOf(story, 200 * SECOND), world()).cause).toBe('slowSetUp');
});

it('a phone rings until its Dial ends, whatever the plan does behind that', () => {
  const ended = (server: ServerId): Events => [[110, { what: 'dialEnded', server, status: 'NOANSWER', silent: false }]];
  const because = (...events: Events): string => {
    const story = told([...TAKEN, ...SENT, ...RINGS(103), ...events, [111, { what: 'voicemail', server: OTHER }]]);
    return verdictOf(story, recordOf(story, 141 * SECOND), world({ now: 141 * SECOND })).because;
  };
  expect(because(...ended(OTHER))).toContain('and for 7 s');
  expect(because(...ended(OWN))).toContain('and for 7 s'); // It has sent the call there.
  expect(because(...ended(HUB))).toContain('and for 38 s'); // Another branch.
  const answer: Events = [[105, { what: 'pickedUp', phone: CALLEE }]];
  expect(because(...answer, ...ended(OTHER))).toContain('had not read the answer by 110 s');
});

it('nobody was asked because all who would be are taken for unreachable', () => {
  const story = told([...TAKEN, [103, lookup({ asked: [] })]]);
  const because = (different: Partial<World>, outages: Outages = []): string => {
    const seen = world({ ...AT_OTHER, ...different }, outages);
    return verdictOf(story, recordOf(story, seen.now), seen).because;
  };
  expect(because({})).toBe('1002 is at other, and own asked nobody: it takes hub for unreachable');
  expect(because({}, [[HUB, 'crash', 60, 90]])).toBe(
    '1002 is at other, and own asked nobody: it takes hub for unreachable, since hub (crashed at 60 s)',
  );
});

it('answers in the cache that it is elsewhere hide nothing where the server of the phone was asked', () => {
  const replies = [
    { ...HIDDEN, source: 'cache' as const },
    { ...HIDDEN, from: OTHER, source: 'network' as const },
  ];
  const story = told([...TAKEN, [103, lookup({ asked: [OTHER], replies })]]);
  expect(verdictOf(story, recordOf(story, 120 * SECOND), world(AT_OTHER)).cause).toBe('notAdvertised');
});

it('a device that is not there is no cause where another one was called beside it', () => {
  const both: Events = [
    ...TAKEN,
    [102, { what: 'dials', server: OWN, tech: 'PJSIP', resource: '1002', to: -1 }],
    [102, { what: 'noDevice', server: OWN, tech: 'PJSIP', resource: 'x' }],
    [109, { what: 'dialEnded', server: OWN, status: 'NOANSWER', silent: true }],
  ];
  const story = told(both);
  expect(verdictOf(story, recordOf(story, 120 * SECOND), world()).cause).toBe('phoneSilent');
});

it('a parked call that comes back to a phone without a contact says so', () => {
  const back: Events = [
    ...PARKED,
    [165, { what: 'parkingEnds', server: OTHER, slot: 701, to: CALLEE }],
    [165, { what: 'unavailable', server: OTHER, phone: CALLEE }],
  ];
  const story = told(back);
  expect(verdictOf(story, recordOf(story, 180 * SECOND), world()).because).toBe(
    'nobody fetched the parked call, and 1002, who had parked it, was not registered at other when it came back',
  );
});

it('a server that was asked and has no section for the one with the phone is said to have none', () => {
  const story = told([...TAKEN, [103, lookup({ replies: [{ ...HIDDEN, source: 'network' }] })]]);
  const its = { ...AT_OTHER, asksFor: () => [], knowsPeer: (_: ServerId, asker: ServerId) => asker !== OTHER };
  expect(verdictOf(story, recordOf(story, 120 * SECOND), world(its)).because).toBe(
    '1002 is at other, which was not asked: own asked hub, which has no section for it',
  );
});

it('a server without the number is named with the extension and the context that it lacks', () => {
  const because = (status: 404 | 484, cause: number) => {
    const [context, exten] = ['incoming', '1002'];
    const there: Happening = { what: 'noExtension', server: OTHER, context, exten, knows: true, status };
    const story = told([...TAKEN, ...SENT, [102.5, there], ...MISROUTED(cause).slice(1)]);
    return verdictOf(story, recordOf(story, 120 * SECOND), world()).because;
  };
  expect(because(404, 1)).toBe('sent to other, which has no extension 1002 in [incoming] (cause 1)');
  expect(because(484, 28)).toBe(
    'sent to other, which has no extension 1002 in [incoming], only longer ones (cause 28)',
  );
});

it('a server that is not asked because it is taken for unreachable is named so', () => {
  const story = told([...TAKEN, [103, lookup({ replies: [{ ...HIDDEN, source: 'network' }] })]]);
  const hub = { asksFor: () => [OTHER], relayOf: () => lookupRecord({ server: HUB, asked: [HOST_3] }) };
  const said = (outages: Outages) =>
    verdictOf(story, recordOf(story, 120 * SECOND), world({ ...AT_OTHER, ...hub }, outages));
  expect(said([]).because).toBe('1002 is at other, which own did not ask: it takes it for unreachable');
  expect(said([[OTHER, 'crash', 60, 90]])).toMatchObject({
    cause: 'holderNotAsked',
    because: '1002 is at other, which own did not ask: it takes it for unreachable since other (crashed at 60 s)',
    fault: 'other crashed at 60 s',
  });
});

it('a plan that asks the database after DUNDi is lost by what the database did, not by what DUNDi did not say', () => {
  const because = (events: Events, its: Partial<World> = {}): readonly string[] => {
    const story = told([...TAKEN, ...events]);
    const { cause, because: why } = verdictOf(story, recordOf(story, 120 * SECOND), world({ ...AT_OTHER, ...its }));
    return [cause, why];
  };
  const nobody = { asked: [], replies: [] };
  const full: Events = [[104, { what: 'databaseFailed', server: OWN, kind: 'connect', full: true }]];
  expect(because([[103, lookup(nobody)], ...full])).toEqual([
    'databaseFailed',
    'the database refused the connection of own: too many were open (error 1040)',
  ]);
  expect(because([[103, lookup(nobody)]], { hasContact: () => false })).toEqual([
    'noContact',
    '1002 is at other, own had nobody to ask for it, and the database had no address of it',
  ]);
  // Before the search, as an INVITE reads its row; and of a phone that DUNDi was asked for.
  expect(because([...full, [105, lookup({ silent: [HUB] })]])[0]).not.toBe('databaseFailed');
  expect(because([[103, lookup({ silent: [] })]], { hasContact: () => false })[0]).not.toBe('noContact');
});
