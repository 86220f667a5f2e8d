import { describe, expect, it } from 'vitest';
import { Measures } from '../../src/measure/measures.ts';
import { Cluster } from '../../src/model/cluster.ts';
import { summary } from '../../src/report/run/summary.ts';
import { parseScenario } from '../../src/scenario/index.ts';
import { folder } from '../scenario/world.ts';
import { linesOf, replay, scenario, type Replayed } from './replay.ts';

const OFFICE =
  'phones: { office: { numbers: 1001..1003, home: [regpbx1, regpbx2, regpbx1], addresses: 10.10.10.62.. } }';

/** Only what tells the story: the steps of the plan are left out. */
function told(lines: readonly string[]): string[] {
  return lines
    .filter((line) => !/^-- (Executing|Goto) /.test(line))
    .map((line) => line.replace(/(SIP\/[\w.:]+|Zap\/1)-[0-9a-f]+/g, '$1'));
}

describe('a server that answers before the phone is picked up', () => {
  const ONE = `duration: 1m\nasterisk: ./paper\n${OFFICE}\ncalls: [{ at: 10s, from: 1001, to: 1002, talk: 5s }]`;
  const replayed = replay(scenario(ONE));

  it('is not a talk yet: that begins when somebody picks up', () => {
    const [call] = replayed.calls;
    expect(call).toMatchObject({ outcome: 'dundi', lost: false });
    expect(call!.answeredAt).toBeGreaterThan(call!.ringingAt + 1_000_000);
    expect(call!.endedAt - call!.answeredAt).toBe(5_000_000);
  });

  it("does not ring on the caller's console", () => {
    expect(told(linesOf(replayed, 'regpbx1')).filter((line) => line.includes('IAX2'))).toEqual([
      '-- IAX2/10.10.10.122:4569-1 answered SIP/1001',
      "-- Hungup 'IAX2/10.10.10.122:4569-1'",
    ]);
  });

  it('would ring there if it dialled at once', () => {
    const paper = folder('paper').map(({ path, text }) => ({
      path,
      text: text.replace('exten => _XXXX,1,Goto(incoming|${EXTEN}|2)', 'exten => _XXXX,1,Dial(SIP/${EXTEN}|20|tr)'),
    }));
    const other = replay(
      parseScenario({ path: 'story.yaml', sets: [], folders: new Map([['./paper', paper]]), text: ONE }),
    );
    expect(told(linesOf(other, 'regpbx1')).filter((line) => line.includes('IAX2'))).toEqual([
      '-- IAX2/10.10.10.122:4569-1 is ringing',
      '-- IAX2/10.10.10.122:4569-1 answered SIP/1001',
      "-- Hungup 'IAX2/10.10.10.122:4569-1'",
    ]);
    expect(other.calls[0]).toMatchObject({ outcome: 'dundi', lost: false });
  });
});

function office(text: string, more = ''): Replayed {
  return replay(
    scenario(
      `duration: 4m\nstart: { refreshPhase: 150s, qualifyPhase: 40s }\nasterisk: ./paper\n${OFFICE.replace(' } }', `, answerAfter: 4s${more} } }`)}\n${text}`,
    ),
  );
}

const seconds = (micros: number): number => Math.round(micros / 100_000) / 10;

describe('a phone with a last-resort proxy', () => {
  const { calls, ...replayed } = office(
    'faults: [{ at: 5s, crash: regpbx1 }]\ncalls: [{ at: 10s, from: 1001, to: 1002, talk: 5s, patience: 100s }, { at: 200s, from: 1001, to: 1002, talk: 5s }]',
    ', lastResort: regpbx3, expires: 120s',
  );

  // At 42 s the hub has not noticed yet that regpbx1 is dead and waits 2 s for it; by 200 s its registration is over.
  it('calls through it when its server says nothing for 32 s, and at once when it knows that it is not registered', () => {
    expect(calls.map((call) => [call.outcome, call.server, seconds(call.ringingAt - call.offeredAt)])).toEqual([
      ['dundi', 3, 34],
      ['dundi', 3, 0],
    ]);
    expect(told(linesOf({ calls, ...replayed }, 'regpbx3')).slice(0, 5)).toEqual([
      '*** regpbx1 crashes',
      expect.stringMatching(/^-- Called priv:\S+@10\.10\.10\.122\/1002$/),
      '-- Call accepted by 10.10.10.122 (format ulaw)',
      '-- Format for call is ulaw',
      '-- IAX2/10.10.10.122:4569-1 answered SIP/1001',
    ]);
  });
});

describe('a phone that is busy', () => {
  const replayed = office(
    'calls: [{ at: 10s, from: 1001, to: 1002, talk: 60s }, { at: 30s, from: 1003, to: 1002, talk: 5s }]',
    ', callsAtOnce: 1',
  );

  it('sends the caller to voicemail, which is no loss', () => {
    expect(replayed.calls.map((call) => [call.from, call.outcome, call.lost])).toEqual([
      ['1003', 'voicemail', false],
      ['1001', 'dundi', false],
    ]);
    expect(told(linesOf(replayed, 'regpbx2'))).toContain('-- SIP/1002 is busy');
    expect(told(linesOf(replayed, 'regpbx2'))).toContain('== Everyone is busy/congested at this time (1:1/0/0)');
  });

  it("is voicemail's caller on the IAX2 leg that its server has answered", () => {
    const lines = told(linesOf(replayed, 'regpbx1'));
    expect(lines.filter((line) => line.includes('4569-2'))).toEqual([
      '-- IAX2/10.10.10.122:4569-2 answered SIP/1003',
      "-- Hungup 'IAX2/10.10.10.122:4569-2'",
    ]);
  });
});

it('a phone that nobody picks up rings for 20 s, then voicemail takes the call', () => {
  const replayed = office('calls: [{ at: 10s, from: 1001, to: 1002, patience: 60s }]', ', answerProbability: 0%');
  expect(replayed.calls[0]).toMatchObject({ outcome: 'voicemail', answeredAt: -1 });
  expect(told(linesOf(replayed, 'regpbx2'))).toEqual([
    '-- Called 1002',
    '-- SIP/1002 is ringing',
    '-- Nobody picked up in 20000 ms',
    "== Spawn extension (sendtovm, 1002, 2) exited non-zero on 'IAX2/10.10.10.121:4569-1'",
  ]);
});

it('a call from the PSTN comes in at the hub, and goes on like any other', () => {
  const replayed = office(
    'calls: [{ at: 10s, from: pstn, to: 1002, via: dunpbx1, context: frompstn, talk: 5s }, { at: 60s, from: pstn, to: 1999, via: dunpbx1, context: frompstn }]',
  );
  expect(replayed.calls.map((call) => [call.outcome, call.server, call.calleeServer, call.lost])).toEqual([
    ['dundi', 0, 2, false],
    ['invalid', 0, -1, false],
  ]);
  expect(told(linesOf(replayed, 'dunpbx1')).filter((line) => line.includes('Zap'))).toEqual([
    '-- IAX2/10.10.10.122:4569-1 answered Zap/1',
    "== Spawn extension (lookupdundi, 1002, 1) exited non-zero on 'Zap/1'",
    "-- Sent into invalid extension '1999' in context 'lookupdundi' on Zap/1",
    "== Spawn extension (invalid, i, 2) exited non-zero on 'Zap/1'",
  ]);
});

describe('a server that dies while talking', () => {
  it('cuts the talk whose media goes through it, and no other', () => {
    const { calls } = office(
      'calls: [{ at: 10s, from: 1001, to: 1002, talk: 60s }, { at: 12s, from: 1003, to: 1001, talk: 60s }]\nfaults: [{ at: 30s, crash: regpbx2 }]',
    );
    expect(calls.map((call) => [call.from, call.dropped, call.lost, seconds(call.endedAt)])).toEqual([
      ['1001', true, true, 30],
      ['1003', false, false, 76],
    ]);
  });

  it('leaves phones that are natively bridged to each other alone', () => {
    const { calls } = office(
      'calls: [{ at: 100s, from: 1001, to: 1002, talk: 60s }]\nfaults: [{ at: 10s, crash: regpbx2 }, { at: 120s, crash: regpbx1 }]',
    );
    expect(
      calls.map((call) => [call.outcome, call.dropped, call.lost, seconds(call.endedAt - call.answeredAt)]),
    ).toEqual([['direct', false, false, 60]]);
  });
});

describe('a call for which there is no phone', () => {
  const documentOf = (text: string, more = '') => {
    const { config, seed, name } = scenario(
      `duration: 4m\nasterisk: ./paper\n${OFFICE.replace(' } }', `, answerAfter: 4s${more} } }`)}\n${text}`,
    );
    const measures = new Measures({ config, seed, scenarioName: name });
    const cluster = new Cluster(config, { seed, observations: measures });
    measures.follow(cluster.sim);
    cluster.sim.run(config.duration);
    cluster.finish();
    return {
      measures,
      ...measures.document({ fingerprint: '', scenarioHash: '', version: '', simulatedSeconds: 240, events: 0 }),
    };
  };

  it('is not offered but counted: a planned one without power, or with its hands full', () => {
    const { calls, measures } = documentOf(
      'faults: [{ at: 5s, powerOff: 1003 }]\ncalls: [{ at: 10s, from: 1003, to: 1001 }, { at: 20s, from: 1001, to: 1002, talk: 60s }, { at: 30s, from: 1001, to: 1002 }]',
      ', callsAtOnce: 1',
    );
    expect([calls.offered, calls.notPlaced, calls.lost]).toEqual([1, 2, 0]);
    expect([
      measures.documentDuring(0, 15e6).calls.notPlaced,
      measures.documentDuring(15e6, 240e6).calls.notPlaced,
    ]).toEqual([1, 1]);
    expect(summary(measures, documentOf('calls: []'))).not.toContain('nobody made');
  });

  it('is counted when it comes at random and finds all phones busy; all that come are one or the other', () => {
    const { calls, measures, ...rest } = documentOf('calls: [{ rate: 0.5/s, talk: 100s, patience: 20s }]');
    expect(calls.notPlaced).toBeGreaterThan(50);
    // Poisson: 120 in 240 s, four standard deviations to each side; fails by chance once in 16,000 seeds.
    expect(Math.abs(calls.offered + calls.notPlaced - 120)).toBeLessThan(4 * Math.sqrt(120));
    expect(Object.values(calls.outcomes).reduce((sum, n) => sum + n, 0)).toBe(calls.offered);
    expect(summary(measures, { calls, ...rest })).toContain(`Not placed: ${calls.notPlaced} calls`);
  });
});
