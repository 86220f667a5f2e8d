import { SECOND } from '../../src/kernel/units.ts';
import { log } from '../../src/kernel/math.ts';
import type { CallId, PhoneId, ServerId } from '../../src/model/ids.ts';
import type { CallRecord, Observations } from '../../src/model/observations.ts';
import { Measures } from '../../src/measure/measures.ts';
import { several } from '../../src/measure/several.ts';
import {
  callRecord,
  configOf,
  FACTS,
  lookupRecord,
  registrationRecord,
  statementRecord,
} from '../measure/synthetic.ts';

const SERVERS = ['dunpbx1', 'regpbx1', 'regpbx2', 'regpbx3', 'regpbx4', 'regpbx5'];
const PHONES = 1000;
const END = 900 * SECOND;
const CRASH = 60 * SECOND;
const NOTICED = 104.25 * SECOND;
const RESTART = 300 * SECOND;
const BACK = 310 * SECOND;
const DEAD = 2 as ServerId;

/** What the records of a failover look like, made up by rule: no model runs. `others` hear it too. */
export function syntheticRun(others: readonly Observations[] = []) {
  const config = configOf({
    servers: SERVERS,
    phones: PHONES,
    duration: END,
    faults: [
      { kind: 'crash', at: CRASH, server: DEAD },
      { kind: 'restart', at: RESTART, server: DEAD },
    ],
  });
  const measures = new Measures({
    config: {
      ...config,
      title: 'regpbx2 fails and returns',
      servers: config.servers.map((server) => ({ ...server, bootTime: 10 * SECOND })),
    },
    seed: '1',
    scenarioName: 'failover',
  });
  const clock = { now: 0 };
  measures.follow(clock);
  const all = several(measures, ...others);
  for (const { at, happens } of story(all).sort((a, b) => a.at - b.at)) {
    clock.now = at;
    happens();
  }
  clock.now = END;
  return { measures, document: measures.document({ ...FACTS, simulatedSeconds: 900, events: 123_456 }), end: END };
}

interface Happening {
  readonly at: number;
  readonly happens: () => void;
}

function story(hears: Observations): Happening[] {
  const events: Happening[] = [];
  const at = (time: number, happens: () => void): void => void events.push({ at: Math.round(time), happens });
  const draw = generator(7);
  for (let phone = 0; phone < PHONES; phone++) registrationsOf(phone, hears, at, draw);
  for (let i = 1; i <= 900; i++) callAt(i, (i - 1 + draw()) * SECOND, hears, at, draw);
  at(CRASH, () => hears.faultHappened('regpbx2 crashes'));
  at(NOTICED, () => hears.peerChanged(0 as ServerId, DEAD, 'UNREACHABLE'));
  at(RESTART, () => hears.faultHappened('regpbx2 restarts'));
  at(BACK + 3 * SECOND, () => hears.peerChanged(0 as ServerId, DEAD, 'OK'));
  return events;
}

type At = (time: number, happens: () => void) => void;

function registrationsOf(phone: number, hears: Observations, at: At, draw: () => number): void {
  const server = (1 + (phone % 5)) as ServerId;
  const id = phone as PhoneId;
  at(0, () => hears.registrationsChanged(server, 1));
  let refresh = draw() * 150 * SECOND;
  let lost = false;
  if (server === DEAD) at(CRASH, () => hears.registrationsChanged(server, -1));
  while (refresh < END) {
    const when = refresh;
    const fails = server === DEAD && when >= CRASH && when < BACK;
    if (fails) {
      at(when + 32 * SECOND, () =>
        hears.registrationEnded(
          registrationRecord({
            phone: id,
            server,
            at: when,
            result: 'timeout',
            took: 32 * SECOND,
            sends: 11,
            granted: 0,
          }),
        ),
      );
      if (!lost) at(when + 32 * SECOND, () => hears.phoneChanged(id, false));
      lost = true;
      refresh += 62 * SECOND;
      continue;
    }
    const first = lost || (server === DEAD && when >= BACK && when < BACK + 150 * SECOND);
    if (first) at(when + 4000, () => hears.registrationsChanged(server, 1));
    if (lost) at(when + 4000, () => hears.phoneChanged(id, true));
    lost = false;
    at(when + 4000, () => {
      hears.statementEnded(statementRecord({ server, at: when, wait: Math.floor(draw() * 900) }));
      hears.registrationEnded(
        registrationRecord({ phone: id, server, at: when, took: 4000 + Math.floor(draw() * 2000) }),
      );
    });
    refresh += 150 * SECOND;
  }
}

function callAt(number: number, time: number, hears: Observations, at: At, draw: () => number): void {
  const offeredAt = Math.round(time);
  const server = (1 + Math.floor(draw() * 5)) as ServerId;
  const calleeServer = (1 + Math.floor(draw() * 5)) as ServerId;
  const talk = -90 * log(1 - draw()) * SECOND;
  const down = offeredAt >= CRASH && offeredAt < BACK;
  const delay = Math.round(
    (server === calleeServer ? 40_000 : 150_000) * (1 + draw()) +
      (down && offeredAt < NOTICED && server !== calleeServer ? 2_400_000 : 0),
  );
  const answeredAt = offeredAt + delay + 4 * SECOND;
  const base = {
    call: number as CallId,
    offeredAt,
    server,
    from: `${1001 + (number % 1000)}`,
    dialled: `${1001 + ((number * 7) % 1000)}`,
    lookups: server === calleeServer ? 0 : 3,
    lockWait: Math.floor(draw() * 1000),
  };
  const record = (of: Partial<CallRecord>): CallRecord => callRecord({ ...base, ...of });
  const end = (call: CallRecord): void => at(Math.min(call.endedAt, END), () => hears.callEnded(call, []));
  at(offeredAt, () => hears.callOffered(record({})));
  if (server !== calleeServer) {
    at(offeredAt + delay, () =>
      hears.lookupEnded(
        lookupRecord({
          server,
          at: offeredAt,
          took: delay,
          channel: 0,
          asked: draw() < 0.6 ? [0 as ServerId] : [],
          replies: [],
          silent: [],
          cacheHits: 1,
          answers: [calleeServer],
          datagrams: 4,
        }),
      ),
    );
    at(offeredAt + delay, () => hears.lockReleased(server, Math.round(delay / 2), 1, 1));
  }
  if (down && server === DEAD) end(record({ outcome: 'unserved', lost: true, endedAt: offeredAt + 32 * SECOND }));
  else if (down && calleeServer === DEAD && offeredAt < NOTICED)
    end(record({ outcome: 'misrouted', lost: true, endedAt: offeredAt + 8 * SECOND }));
  else if (down && calleeServer === DEAD)
    end(
      record({
        outcome: 'direct',
        saved: true,
        ringingAt: offeredAt + delay,
        answeredAt,
        endedAt: Math.round(answeredAt + talk),
      }),
    );
  else if (answeredAt > END) end(record({ outcome: 'inProgress', endedAt: END }));
  else if (draw() < 0.08) end(record({ outcome: 'busy', endedAt: offeredAt + delay }));
  else {
    const cut = server === DEAD && answeredAt < CRASH && answeredAt + talk > CRASH;
    end(
      record({
        outcome: server === calleeServer ? 'local' : 'dundi',
        ringingAt: offeredAt + delay,
        answeredAt,
        endedAt: cut ? CRASH : Math.min(END, Math.round(answeredAt + talk)),
        dropped: cut,
        lost: cut,
      }),
    );
  }
}

/** Numerical Recipes' quick generator: enough to scatter, and the same everywhere. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
}
