import { describe, expect, it } from 'vitest';
import { MINUTE, SECOND } from '../../../src/kernel/units.ts';
import { Measures } from '../../../src/measure/measures.ts';
import type { PhoneId, ServerId } from '../../../src/model/ids.ts';
import { answer, answerUnder } from '../../../src/report/run/answerLine.ts';
import { faultsText } from '../../../src/report/run/faultText.ts';
import { phasesOf } from '../../../src/report/run/phases.ts';
import { summary } from '../../../src/report/run/summary.ts';
import { worstStretch } from '../../../src/report/run/worst.ts';
import { callRecord, configOf, FACTS, registrationRecord } from '../../measure/synthetic.ts';
import { syntheticRun } from '../syntheticRun.ts';

function measuresOf(of: Parameters<typeof configOf>[0] = {}) {
  const measures = new Measures({ config: configOf(of), seed: '1', scenarioName: 'synthetic' });
  const clock = { now: 0 };
  measures.follow(clock);
  return { measures, clock };
}

it('tells no share of a phase in which more calls were cut than offered', () => {
  const { measures, clock } = measuresOf({ duration: 100 * SECOND });
  clock.now = 50 * SECOND;
  measures.faultHappened('regpbx1 crashes');
  for (const offeredAt of [10, 20, 55]) {
    clock.now = (offeredAt < 50 ? 60 : 56) * SECOND;
    const call = callRecord({
      offeredAt: offeredAt * SECOND,
      ringingAt: offeredAt * SECOND,
      answeredAt: offeredAt * SECOND,
      endedAt: clock.now,
      dropped: offeredAt < 50,
      lost: offeredAt < 50,
    });
    measures.callOffered();
    measures.callEnded(call);
  }
  clock.now = 100 * SECOND;
  const text = summary(measures, measures.document({ ...FACTS, simulatedSeconds: 100 }));
  expect(text).toMatch(/50 s +regpbx1 crashes +1 +2 +- +2 /);
});

it('names the steps that calls came to and that are not modelled, the most frequent first', () => {
  const { measures } = measuresOf();
  const at = (line: number) => ({ file: 'a/extensions.conf', line, column: 1 });
  measures.notModelled(0 as ServerId, 'function CURL', at(9));
  for (let i = 0; i < 3; i++) measures.notModelled(0 as ServerId, 'Queue(support)', at(12));
  const lines = summary(measures, measures.document(FACTS)).split('\n');
  const from = lines.findIndex((line) => line.startsWith('Not modelled'));
  expect(lines.slice(from + 1, from + 3).map((line) => line.trim().replace(/ {2,}/g, ' '))).toEqual([
    'Queue(support) at a/extensions.conf:12 3',
    'function CURL at a/extensions.conf:9 1',
  ]);
});

it('says how many SIP messages found a full socket, and where, the most first; nothing where there were none', () => {
  const { measures } = measuresOf();
  expect(summary(measures, measures.document(FACTS))).not.toContain('full socket');
  for (const server of [0, 2, 2] as const) measures.sipMessageLost(server as ServerId);
  expect(summary(measures, measures.document(FACTS))).toContain(
    '3 SIP messages lost at full sockets: regpbx2 2, dunpbx1 1',
  );
});

describe('the summary of a failover', () => {
  const { measures, document, end } = syntheticRun();
  const text = summary(measures, document);

  it('answers first, and is as it was', async () => {
    expect(text.split('\n')[0]).toMatch(/^regpbx2 down 4 min 10 s: \d+ of 900 calls lost/);
    await expect(text).toMatchFileSnapshot('snapshots/failover.txt');
  });

  it('fits a terminal of 100 columns', () => {
    expect(text.split('\n').filter((line) => line.length > 100)).toEqual([]);
  });

  it('has phases that add up to the run', () => {
    const phases = phasesOf(measures, end);
    const sum = (of: (phase: (typeof phases)[number]) => number): number =>
      phases.reduce((total, phase) => total + of(phase), 0);
    expect(sum((phase) => phase.offered)).toBe(document.calls.offered);
    expect(sum((phase) => phase.lost)).toBe(document.calls.lost);
    expect(sum((phase) => phase.dropped)).toBe(document.calls.dropped);
    expect(sum((phase) => phase.saved)).toBe(document.calls.saved);
  });

  it('is the same bytes for the same data', () => {
    const again = syntheticRun();
    expect(summary(again.measures, again.document)).toBe(text);
  });
});

describe('the worst stretch', () => {
  it('is where the losses are, and names what ended it', () => {
    const { measures, clock } = measuresOf();
    for (let second = 0; second < 300; second++) {
      clock.now = second * SECOND;
      const bad = second >= 100 && second < 140 && second % 2 === 0;
      measures.callOffered();
      measures.callEnded(callRecord({ offeredAt: clock.now, outcome: bad ? 'misrouted' : 'local', lost: bad }));
      if (second === 140) measures.peerChanged(0 as ServerId, 2 as ServerId, 'UNREACHABLE');
    }
    expect(worstStretch(measures)).toEqual({
      from: 100 * SECOND,
      until: 138 * SECOND,
      offered: 39,
      notConnected: 20,
      endedBy: 'dunpbx1 marks regpbx2 unreachable',
    });
  });

  it('is not told of one or two losses, nor of none', () => {
    const { measures } = measuresOf();
    for (let second = 0; second < 100; second++) {
      measures.callOffered();
      measures.callEnded(
        callRecord({ offeredAt: second * SECOND, outcome: second < 2 ? 'blocked' : 'local', lost: second < 2 }),
      );
    }
    expect(worstStretch(measures)).toBeUndefined();
    expect(worstStretch(measuresOf().measures)).toBeUndefined();
  });
});

describe('the answer', () => {
  it('tells few calls one by one', () => {
    const { measures } = measuresOf({ faults: [{ kind: 'crash', at: 10 * SECOND, server: 2 }] });
    measures.callOffered();
    measures.callEnded(
      callRecord({
        offeredAt: 12 * SECOND,
        ringingAt: 17.2 * SECOND,
        answeredAt: 20 * SECOND,
        endedAt: 30 * SECOND,
        outcome: 'direct',
        saved: true,
      }),
    );
    expect(answer(measures, measures.document(FACTS))).toBe(
      'regpbx2 down from 10 s on: 1001 calls 1002 at 12 s, saved: answered by direct dial, ringing after 5.2 s.',
    );
  });

  it('under another profile does not say again what was done', () => {
    const { measures, document } = syntheticRun();
    expect(answerUnder(measures, document)).toMatch(/^Under asterisk-1.2: \d+ of 900 calls lost/);
    expect(answerUnder(measures, document)).not.toContain('down 4 min');
  });

  it('says that none was lost', () => {
    const { measures } = measuresOf();
    for (let i = 0; i < 10; i++) {
      measures.callOffered();
      measures.callEnded(
        callRecord({ offeredAt: i * SECOND, ringingAt: i * SECOND + 100_000, endedAt: (i + 5) * SECOND }),
      );
    }
    expect(answer(measures, measures.document(FACTS))).toBe(
      'None of 10 calls lost, half ring within 100 ms, the slowest after 100 ms.',
    );
  });

  it('of a run without calls is about registrations', () => {
    const { measures, clock } = measuresOf({
      phones: 2,
      faults: [
        { kind: 'powerOff', at: 60 * SECOND, phones: [0, 1], spread: { kind: 'constant', value: 0 } },
        { kind: 'powerOn', at: 90 * SECOND, phones: [0, 1], spread: { kind: 'constant', value: 0 } },
      ],
    });
    for (const phone of [0, 1] as PhoneId[]) {
      clock.now = 60 * SECOND;
      measures.phoneChanged(phone, false);
      clock.now = (91 + phone) * SECOND;
      measures.phoneChanged(phone, true);
      measures.registrationEnded(registrationRecord({ phone, kind: 'first', took: SECOND }));
    }
    expect(answer(measures, measures.document(FACTS))).toBe(
      '2 phones without power 30 s: all 2 phones registered again by 92 s, 2 s after power returned, no REGISTER failed, longest without a registration 32 s, exchange p99 1 s.',
    );
  });

  it('of a run without any exchange, or without phones, says no empty figures', () => {
    const quiet = measuresOf({ phones: 2 }).measures;
    expect(answer(quiet, quiet.document(FACTS))).toMatch(
      /^\d of 2 phones registered throughout, no REGISTER failed\.$/,
    );
    const nobody = measuresOf({ phones: 0 }).measures;
    expect(answer(nobody, nobody.document(FACTS))).toBe('No calls, no phones: nothing was asked of the cluster.');
  });
});

describe('faults in a headline', () => {
  const told = (faults: NonNullable<Parameters<typeof configOf>[0]>['faults'] & object, end = 15 * MINUTE): string =>
    faultsText(configOf({ faults }), end);

  it('are told with their ends, and not when they lie beyond the run', () => {
    expect(
      told([
        { kind: 'hang', at: MINUTE, server: 1 },
        { kind: 'resume', at: 2 * MINUTE, server: 1 },
      ]),
    ).toBe('regpbx1 hung 60 s');
    expect(
      told([
        { kind: 'slowDatabase', at: MINUTE, factor: 50 },
        { kind: 'slowDatabase', at: 4 * MINUTE, factor: 1 },
      ]),
    ).toBe('database 50 times as slow 3 min');
    expect(told([{ kind: 'partition', at: MINUTE, between: [0], and: [1, 2] }])).toBe(
      'dunpbx1 cut off from regpbx1 and regpbx2 from 60 s on',
    );
    expect(told([{ kind: 'crash', at: 20 * MINUTE, server: 1 }])).toBe('');
  });

  it('are counted when there are many', () => {
    expect(told([0, 1, 2, 0, 1].map((server, i) => ({ kind: 'hang', at: i * MINUTE, server })))).toBe(
      'dunpbx1 hung from 0 s on, regpbx1 hung from 60 s on and 3 more faults',
    );
  });
});

describe('the figures that a scenario asks for', () => {
  const { measures, document } = syntheticRun();

  it('stand in the answer, once each, without those that it tells anyway', () => {
    const paths = [
      'calls.lost',
      'calls.outcomes.direct',
      'registrations.exchangeMs.p99',
      'calls.outcomes.direct',
      'servers.regpbx1.lookups',
    ];
    const plain = answer(measures, document);
    const added = answer(measures, document, paths).slice(plain.length - 1);
    expect(added).toMatch(/^; \d+ answered by direct dial; 99 % of the registrations take up to [\d.]+ m?s\.$/);
  });

  it('change nothing when there are none', () => {
    expect(answer(measures, document, ['calls.lost'])).toBe(answer(measures, document));
  });
});
