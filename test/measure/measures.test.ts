import { describe, expect, it } from 'vitest';
import { SECOND } from '../../src/kernel/units.ts';
import type { ClusterConfig } from '../../src/model/config.ts';
import type { CallId, PhoneId, ServerId } from '../../src/model/ids.ts';
import { Measures } from '../../src/measure/measures.ts';
import { OUTCOMES } from '../../src/measure/outcomes.ts';
import { resultPath, RESULT_PATHS, resultPathsOf, valueAt } from '../../src/measure/paths.ts';
import type { Outage } from '../../src/measure/registrationMeasures.ts';
import { several } from '../../src/measure/several.ts';
import { Listener } from '../../src/measure/listener.ts';
import { callRecord, configOf, FACTS, lookupRecord, registrationRecord, statementRecord } from './synthetic.ts';

const AT_ONCE = { kind: 'constant', value: 0 } as const;

function measuresOf(of: Parameters<typeof configOf>[0] = {}) {
  const measures = new Measures({ config: configOf(of), seed: '1', scenarioName: 'synthetic' });
  const clock = { now: 0 };
  measures.follow(clock);
  return { measures, clock };
}

describe('calls', () => {
  it('come to exactly one outcome each, and a missing one is our bug', () => {
    const { measures } = measuresOf();
    OUTCOMES.forEach((outcome, i) => {
      const call = callRecord({ call: (i + 1) as CallId, outcome });
      measures.callOffered();
      if (outcome !== 'unserved') measures.callEnded(call);
    });
    expect(() => measures.document(FACTS)).toThrow(/15 calls were offered, 14 came/);
    measures.callEnded(callRecord({ outcome: 'unserved', lost: true }));
    const { calls } = measures.document(FACTS);
    expect(calls.offered).toBe(15);
    expect(Object.keys(calls.outcomes)).toEqual([...OUTCOMES]);
    expect(Object.values(calls.outcomes).every((count) => count === 1)).toBe(true);
    expect(calls.lost).toBe(1);
  });

  it('have the post-dial delay of those that rang', () => {
    const { measures } = measuresOf();
    for (let i = 1; i <= 100; i++) {
      measures.callOffered();
      measures.callEnded(callRecord({ offeredAt: SECOND, ringingAt: SECOND + i * 1000, endedAt: 2 * SECOND }));
    }
    measures.callOffered();
    measures.callEnded(callRecord({ outcome: 'unserved', lost: true }));
    const { p50, p90, p99, max } = measures.document(FACTS).calls.postDialDelayMs;
    expect(max).toBe(100);
    for (const [found, wanted] of [
      [p50, 50],
      [p90, 90],
      [p99, 99],
    ] as const) {
      expect(found).toBeGreaterThanOrEqual(wanted);
      expect(found).toBeLessThanOrEqual(wanted * (1 + 1 / 1024));
    }
  });

  it('of windows that share no moment add up to the run, though a cut call counts where it was cut', () => {
    const { measures } = measuresOf();
    for (let second = 0; second < 100; second++) {
      const dropped = second >= 50 && second < 60;
      measures.callOffered();
      measures.callEnded(
        callRecord({
          offeredAt: second * SECOND,
          answeredAt: second * SECOND,
          endedAt: dropped ? 60 * SECOND : (second + 20) * SECOND,
          dropped,
          lost: dropped,
        }),
      );
    }
    const before = measures.documentDuring(0, 60 * SECOND).calls;
    const after = measures.documentDuring(60 * SECOND, 900 * SECOND).calls;
    expect([before.offered, before.dropped, before.lost]).toEqual([60, 0, 0]);
    expect([after.offered, after.dropped, after.lost]).toEqual([40, 10, 10]);
    expect(measures.document(FACTS).calls).toMatchObject({ offered: 100, dropped: 10, lost: 10 });
  });

  it('cannot be dropped without having been answered', () => {
    const { measures } = measuresOf();
    expect(() => measures.callEnded(callRecord({ dropped: true, lost: true }))).toThrow(/answered/);
  });
});

describe('servers', () => {
  it("obey Little's law: mean registered = rate × time registered", () => {
    const { measures, clock } = measuresOf();
    const rate = 2; // one each half second, each stays 10 s, 100 s in all, all gone at the end
    const changes = Array.from({ length: 180 }, (_, i) => i / rate).flatMap((at) => [
      { at, by: 1 as const },
      { at: at + 10, by: -1 as const },
    ]);
    for (const { at, by } of changes.sort((a, b) => a.at - b.at)) {
      clock.now = at * SECOND;
      measures.registrationsChanged(1 as ServerId, by);
    }
    clock.now = 100 * SECOND;
    const { servers } = measures.document({ ...FACTS, simulatedSeconds: 100 });
    expect(servers['regpbx1']).toMatchObject({
      registrationsMean: (180 / 100) * 10,
      registrationsAtEnd: 0,
      registrationsMax: 20,
    });
  });

  it('hold their lock for a share of the time', () => {
    const { measures, clock } = measuresOf();
    clock.now = 2.5 * SECOND;
    measures.lockReleased(1 as ServerId, SECOND, 0, 1);
    const { servers } = measures.document({ ...FACTS, simulatedSeconds: 10 });
    expect(servers['regpbx1']!.lockHeldRatio).toBe(0.1);
    expect([1, 2, 3].map((bin) => measures.servers[1]!.lockHeld.at(bin))).toEqual([SECOND / 2, SECOND / 2, 0]);
  });

  it('count the SIP messages that their sockets lost', () => {
    const { measures } = measuresOf();
    for (const server of [1, 2, 1] as const) measures.sipMessageLost(server as ServerId);
    const { servers } = measures.document(FACTS);
    expect(Object.values(servers).map(({ sipMessagesLost }) => sipMessagesLost)).toEqual([0, 2, 1]);
  });

  it('count the peers that they marked', () => {
    const { measures } = measuresOf();
    measures.peerChanged(0 as ServerId, 2 as ServerId, 'UNREACHABLE');
    measures.peerChanged(0 as ServerId, 2 as ServerId, 'OK');
    expect(measures.document(FACTS).servers['dunpbx1']).toMatchObject({
      peersMarkedUnreachable: 1,
      peersMarkedOk: 1,
      peersMarkedLagged: 0,
    });
  });
});

describe('registrations', () => {
  it("know who was without one for how long, in the phone's own view", () => {
    const { measures, clock } = measuresOf({ phones: 3 });
    measures.phoneChanged(0 as PhoneId, true); // said again at a steady start
    clock.now = 100 * SECOND;
    measures.phoneChanged(0 as PhoneId, false);
    clock.now = 130 * SECOND;
    measures.phoneChanged(0 as PhoneId, true);
    clock.now = 880 * SECOND;
    measures.phoneChanged(1 as PhoneId, false);
    measures.registrationEnded(registrationRecord({ result: 'timeout', took: 32 * SECOND, sends: 11 }));
    measures.registrationEnded(registrationRecord({ took: 4000 }));
    expect(measures.document(FACTS).registrations).toMatchObject({
      attempts: 2,
      granted: 1,
      timeouts: 1,
      rejected: 0,
      sends: 13,
      phones: 3,
      phonesRegisteredAtEnd: 2,
      outages: 2,
      phonesWithOutage: 2,
      longestOutageMs: 30_000,
      exchangeMs: { p50: 4, max: 4 },
    });
    const outages: Outage[] = [];
    measures.registrations.eachOutage(900 * SECOND, (outage) => outages.push(outage));
    expect(outages).toEqual([
      { phone: 0, from: 100 * SECOND, until: 130 * SECOND, over: true },
      { phone: 1, from: 880 * SECOND, until: 900 * SECOND, over: false },
    ]);
  });

  it('are missing from 0 under a cold start', () => {
    const { measures, clock } = measuresOf({ phones: 2, start: 'cold' });
    clock.now = 5 * SECOND;
    measures.phoneChanged(1 as PhoneId, true);
    expect(measures.document(FACTS).registrations).toMatchObject({
      phonesRegisteredAtEnd: 1,
      outages: 2,
      longestOutageMs: 900_000,
    });
  });
});

describe('lookups and statements', () => {
  it('are told apart by where the answer came from', () => {
    const { measures } = measuresOf();
    measures.lookupEnded(lookupRecord({ asked: [3 as ServerId], answers: [2 as ServerId], took: 5000, datagrams: 4 }));
    measures.lookupEnded(lookupRecord({ cacheHits: 1, answers: [2 as ServerId], purpose: 'exec' }));
    measures.lookupEnded(lookupRecord({ hintHits: 1, purpose: 'relay' }));
    measures.lookupEnded(lookupRecord({}));
    expect(measures.document(FACTS).lookups).toMatchObject({
      total: 4,
      asked: 3,
      network: 1,
      cached: 2,
      unasked: 1,
      found: 2,
      notFound: 2,
      budgetEnded: 0,
      datagrams: 4,
      byPurpose: { find: 2, exec: 1, relay: 1 },
      networkMs: { p50: 5, max: 5 },
    });
  });

  it('of windows that share no moment add up to the run, each where it began', () => {
    const { measures, clock } = measuresOf();
    for (let second = 0; second < 300; second++) {
      clock.now = (second + 5) * SECOND;
      const server = (second % 3) as ServerId;
      const purpose = (['find', 'exec', 'function', 'relay', 'cli'] as const)[second % 5]!;
      measures.lookupEnded(
        lookupRecord({
          server,
          purpose,
          at: second * SECOND,
          asked: second % 2 === 1 ? [2 as ServerId] : [],
          cacheHits: second % 4 === 0 ? 1 : 0,
          answers: second % 7 === 0 ? [2 as ServerId] : [],
          budgetEnded: second % 50 === 1,
          datagrams: second % 2 === 1 ? 4 : 0,
        }),
      );
    }
    const windows = [
      [0, 100],
      [100, 280],
      [280, 900],
    ].map(([from, until]) => measures.documentDuring(from! * SECOND, until! * SECOND));
    const whole = measures.document(FACTS);
    const sum = (path: string): number => windows.reduce((total, window) => total + valueAt(window, path)!, 0);
    const paths = RESULT_PATHS.filter(({ path, windowed }) => windowed && path.startsWith('lookups.')).map(
      ({ path }) => path,
    );
    expect(paths).toContain('lookups.byPurpose.relay');
    for (const path of [...paths, ...measures.config.servers.map(({ name }) => `servers.${name}.lookups`)])
      expect(sum(path), path).toBe(valueAt(whole, path));
    expect(windows.map(({ lookups }) => lookups.total)).toEqual([100, 180, 20]);
    expect(windows[0]!.servers).toEqual({
      dunpbx1: { lookups: 34 },
      regpbx1: { lookups: 33 },
      regpbx2: { lookups: 33 },
    });
  });

  it('are counted by kind and purpose', () => {
    const { measures } = measuresOf();
    measures.statementEnded(statementRecord({ wait: 1500 }));
    measures.statementEnded(statementRecord({ kind: 'update', purpose: 'register', failed: true }));
    expect(measures.document(FACTS).database).toMatchObject({
      statements: 2,
      failed: 1,
      byKind: { select: 1, update: 1, connect: 0 },
      byPurpose: { refresh: 1, register: 1, dial: 0 },
      waitMs: { p50: 0, max: 1.5 },
    });
  });
});

describe('the document', () => {
  it('has the keys of the contract, in its order', () => {
    const document = measuresOf().measures.document(FACTS);
    expect(Object.keys(document)).toEqual([
      'scenario',
      'profile',
      'seed',
      'fingerprint',
      'scenarioHash',
      'version',
      'simulatedSeconds',
      'events',
      'calls',
      'load',
      'registrations',
      'lookups',
      'database',
      'parking',
      'servers',
    ]);
    expect(Object.keys(document.calls)).toEqual([
      'offered',
      'outcomes',
      'dropped',
      'saved',
      'lost',
      'toDeadServer',
      'notPlaced',
      'causes',
      'collapsed',
      'postDialDelayMs',
    ]);
    expect(document.calls.postDialDelayMs).toEqual({ p50: null, p90: null, p95: null, p99: null, max: null });
    expect(JSON.parse(JSON.stringify(document))).toEqual(document);
  });

  it.each([
    ['of a plain scenario', configOf()],
    ['with every part that only some have', withEveryPart()],
  ])('has a number or null at every listed path, and lists every number that it has: %s', (_, config) => {
    const measures = new Measures({ config, seed: '1', scenarioName: 'synthetic' });
    measures.follow({ now: 0 });
    const document = measures.document(FACTS);
    const { all, find } = resultPathsOf(config);
    for (const path of all) {
      expect(valueAt(document, path), path).not.toBeUndefined();
      const { shareOf } = find(path)!;
      if (shareOf !== undefined) expect(all, shareOf).toContain(shareOf);
    }
    // The groups that calls try one after another are known only after the run.
    const numbers = [...leaves(document)].filter((path) => !path.startsWith('trunks.pools.'));
    expect(numbers.filter((path) => !all.includes(path))).toEqual([]);
  });

  it('has no figure under a name that is none', () => {
    const { measures } = measuresOf();
    expect(resultPath('servers.regpbx1.lockHeldRatio')?.unit).toBe('ratio');
    expect(resultPath('servers.regpbx1.lockHold')).toBeUndefined();
    expect(resultPath('trunks.groups.gateway1.g1.overflows')?.unit).toBe('count');
    expect(valueAt(measures.document(FACTS), 'calls.constructor')).toBeUndefined();
  });

  it('lists a path of every part', () => {
    const { all } = resultPathsOf(withEveryPart());
    const listed = RESULT_PATHS.filter(({ path }) => all.some((one) => resultPath(one)?.path === path));
    expect(listed).toEqual(RESULT_PATHS);
    expect(all).toContain('trunks.groups.regpbx1.g1.overflows');
    expect(all).toContain('named.to-the-office.rangBy.regpbx2');
    expect(all).toContain('named.to-the-office-2.lost');
    expect(all.filter((path) => path.startsWith('joins.'))).toContain('joins.regpbx2.blindSeconds');
  });
});

/** A configuration with trunks, standbys, transfers, segments, names, storms, groups that are dealt out, a new server. */
function withEveryPart(): ClusterConfig {
  const plain = configOf({
    faults: [
      { kind: 'powerOn', at: 0, phones: [0 as PhoneId], spread: AT_ONCE },
      { kind: 'takeOver', at: 0, server: 1 as ServerId },
      { kind: 'reload', at: 0, server: 0 as ServerId, module: 'dundi', adds: [2 as ServerId] },
    ],
  });
  const trunks = { g1: { channels: 23, spans: 1 } };
  const calls = ['to the office', 'to_the office', 'to-the-office'].map((name) => ({
    name,
    transfer: {},
    talk: AT_ONCE,
  }));
  return {
    ...plain,
    servers: plain.servers.map((server) => (server.name === 'regpbx1' ? { ...server, trunks } : server)),
    calls,
    network: { ...plain.network, segments: {} },
    balanced: true,
  } as unknown as ClusterConfig;
}

it('what calls met and the model does not do is counted by step, and left out where there is none', () => {
  const { measures } = measuresOf();
  expect(measures.document(FACTS)).not.toHaveProperty('notModelled');
  const place = { file: 'regpbx1/extensions.conf', line: 12, column: 5 };
  const all = several(measures, new Listener());
  for (const server of [0, 1, 1]) all.notModelled(server as ServerId, 'Queue(support)', place);
  all.notModelled(0 as ServerId, 'function CURL', { ...place, line: 13 });
  expect(measures.document(FACTS).notModelled).toEqual({
    'Queue(support) at regpbx1/extensions.conf:12': 3,
    'function CURL at regpbx1/extensions.conf:13': 1,
  });
});

it('several observers hear the same, and the console only those that want it', () => {
  const lines: string[] = [];
  class Console extends Listener {
    override readonly wantsConsole = true;
    override console(_server: ServerId, line: string): void {
      lines.push(line);
    }
  }
  const { measures } = measuresOf();
  const all = several(measures, new Console());
  all.faultHappened('regpbx2 crashes');
  all.console(1 as ServerId, 'Executing NoOp');
  expect(all.wantsConsole).toBe(true);
  expect(measures.faults).toEqual([{ at: 0, text: 'regpbx2 crashes' }]);
  expect(lines).toEqual(['Executing NoOp']);
});

function* leaves(value: unknown, path: readonly string[] = []): Generator<string> {
  if (typeof value === 'number' || value === null) yield path.join('.');
  else if (typeof value === 'object')
    for (const [key, inner] of Object.entries(value)) yield* leaves(inner, [...path, key]);
}
